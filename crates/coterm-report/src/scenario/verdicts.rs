//! The table of verdicts on a scenario's areas against the layer that they should be
//! coterminous with.

use std::fmt::Write;

use coterm_core::scenario::Against;
use coterm_core::words::{a, count, length, things};

use super::{LISTED, ScenarioReport, Scored};
use crate::comparison::relation;
use crate::document::badge;
use crate::document::markup::{HtmlText, Kind, Table, paragraph};
use crate::text;

/// Sentence for a scenario without a layer to compare with.
pub(super) const NOT_COMPARED: &str = "The scenario was not compared with a layer.";

pub(super) fn table(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let Some(against) = &one.score.against else {
        return paragraph(NOT_COMPARED);
    };
    let columns = [
        ("Area", Kind::Text),
        ("Verdict", Kind::Text),
        ("Why", Kind::Text),
    ];
    let mut table = Table::new(&HtmlText(caption(against)).to_string(), &columns).class("ruled");
    for verdict in against.verdicts.iter().take(LISTED) {
        let mut why = HtmlText(report.plain(&text::reason::verdict(
            verdict,
            &against.layer,
            &against.unit,
        )))
        .to_string();
        if let Some(other) = verdict
            .by_blocks
            .filter(|by_blocks| *by_blocks != verdict.relation)
        {
            let _ = write!(
                why,
                "<br><span class=\"warn\">By building blocks: {}.</span>",
                relation(other).to_lowercase()
            );
        }
        table.row(vec![
            HtmlText(&verdict.area.name).to_string(),
            badge(verdict.relation),
            why,
        ]);
    }
    let mut html = table.html();
    if !against.findings.is_empty() {
        html.push_str(&report.plain_list(&text::scenario::comparison_findings(
            &against.findings,
            &[against.own.clone(), against.layer.clone()],
        )));
    }
    html
}

/// Caption of the table: how many areas are coterminous, and which lines count as the same.
pub(super) fn caption(against: &Against) -> String {
    let in_part = against.verdicts.len() - against.with_verdict;
    let beyond = match in_part {
        0 => String::new(),
        _ => format!(
            "{} {}. ",
            things(in_part, "area", "areas"),
            text::beyond_data(in_part)
        ),
    };
    format!(
        "{beyond}{} of {}{} coterminous with {}. Lines up to {} apart are taken as the same.",
        count(against.coterminous),
        if against.with_verdict < against.verdicts.len() {
            "the other "
        } else {
            ""
        },
        things(against.with_verdict, "area is", "areas are"),
        a(&text::area_of(&against.layer)),
        length(against.tolerance_m)
    )
}
