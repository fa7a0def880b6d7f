//! The section on the verdicts of all areas: cards with maps if there are few areas, else a
//! table.

use std::fmt::Write;

use coterm_core::comparison::Verdict;
use coterm_core::words::{count, ground, things, weight};

use super::maps;
use crate::comparison::moves::Side;
use crate::comparison::names::{if_whole, layer_names, matching, relation, with_verdict};
use crate::comparison::{Appendix, ComparisonReport};
use crate::document::badge;
use crate::document::markup::{HtmlText, Kind, Table, list};
use crate::text;

/// Largest number of areas that are shown with maps; more go into a table.
const WITH_MAPS: usize = 60;
/// Largest number of areas or groups listed; other formats have them all.
const LISTED: usize = 2_000;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let names = layer_names(report.comparison);
    let mut html = String::new();
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    // A short paper has the second layer's areas in the list of split areas.
    let sides: &[Side] = if is_full {
        &[Side::A, Side::B]
    } else {
        &[Side::A]
    };
    for (&side, name) in sides.iter().zip(&names) {
        let verdicts = side.verdicts(report.comparison);
        let matching = matching(verdicts);
        let _ = writeln!(
            html,
            "<h3>{}</h3>\n<p>{} of {} the same footprint as one or several areas of the other layer.</p>",
            HtmlText(name),
            count(matching),
            things(with_verdict(verdicts), "area has", "areas have")
        );
        let without_verdict = verdicts.len() - with_verdict(verdicts);
        if without_verdict > 0 {
            let _ = writeln!(
                html,
                "<p class=\"warn\">{} {}.</p>",
                things(without_verdict, "more area", "more areas"),
                text::beyond_data(without_verdict)
            );
        }
        if verdicts.len() <= WITH_MAPS {
            html.push_str("<div class=\"cards\">\n");
            // A short paper names the areas that cannot be judged in its notes.
            for verdict in verdicts
                .iter()
                .filter(|verdict| is_full || verdict.complete)
            {
                html.push_str(&card(report, side, verdict));
            }
            html.push_str("</div>\n");
        } else {
            html.push_str(&table(report, side));
        }
    }
    if is_full {
        html.push_str(&groups(report));
    }
    html
}

/// The groups of several areas in each layer that can match only together.
fn groups(report: &ComparisonReport<'_>) -> String {
    let several = report
        .comparison
        .groups
        .iter()
        .filter(|group| group.a.len() > 1 && group.b.len() > 1)
        .map(|group| text::reason::group(group, report.comparison))
        .take(LISTED);
    let several: Vec<String> = several.collect();
    if several.is_empty() {
        return String::new();
    }
    format!(
        "<h3>Areas that only match together</h3>\n<p>These areas overlap in a chain, so none \
         matches on its own. Each line is the smallest set that may match together.</p>\n{}",
        list(&several)
    )
}

fn card(report: &ComparisonReport<'_>, side: Side, verdict: &Verdict) -> String {
    let comparison = report.comparison;
    let map = maps::small(report, side, verdict).unwrap_or_default();
    let mut facts = vec![if_whole(verdict.area_m2, ground)];
    if let Some(held) = verdict.weight.filter(|_| !comparison.counts_ground()) {
        facts.push(format!("{} {}", weight(held), comparison.unit()));
    }
    if let (Some(number), Some(blocks)) = (verdict.blocks, &comparison.blocks) {
        facts.push(things(number, &blocks.name, &blocks.names()));
    }
    let mut notes = String::new();
    let change = text::reason::least_change(verdict, &comparison.weight.unit);
    if !change.is_empty() {
        let _ = writeln!(notes, "<p>{}</p>", HtmlText(change));
    }
    if let Some(by_blocks) = verdict
        .by_blocks
        .filter(|by_blocks| *by_blocks != verdict.relation)
    {
        let _ = writeln!(
            notes,
            "<p class=\"warn\">By building blocks: {}.</p>",
            relation(by_blocks).to_lowercase()
        );
    }
    format!(
        "<article class=\"card\">\n<div class=\"thumb\">{map}</div>\n<div>\n<h4>{}</h4>\n<p>{}</p>\n\
         <p>{}</p>\n{notes}<p class=\"facts\">{} · {}</p>\n</div>\n</article>\n",
        HtmlText(&verdict.area.name),
        badge(verdict.relation),
        HtmlText(text::reason::verdict(
            verdict,
            &side.other_layer(comparison),
            &comparison.weight.unit
        )),
        HtmlText(&verdict.area.code),
        HtmlText(facts.join(" · "))
    )
}

fn table(report: &ComparisonReport<'_>, side: Side) -> String {
    let comparison = report.comparison;
    let (verdicts, other) = (side.verdicts(comparison), side.other_layer(comparison));
    let (unit, has_weight) = (comparison.unit().to_string(), !comparison.counts_ground());
    let mut columns = vec![
        ("Area", Kind::Text),
        ("Verdict", Kind::Text),
        ("Why", Kind::Text),
        ("Ground", Kind::Number),
    ];
    if has_weight {
        columns.push((&unit, Kind::Number));
    }
    let mut table =
        Table::new("Each area, in order of the codes.", &columns).class("ruled compact");
    for verdict in verdicts.iter().take(LISTED) {
        let mut row = vec![
            format!(
                "{}<br><span class=\"of\">{}</span>",
                HtmlText(&verdict.area.name),
                HtmlText(&verdict.area.code)
            ),
            badge(verdict.relation),
            HtmlText(text::reason::verdict(
                verdict,
                &other,
                &comparison.weight.unit,
            ))
            .to_string(),
            if_whole(verdict.area_m2, ground),
        ];
        if has_weight {
            row.push(verdict.weight.map(weight).unwrap_or_default());
        }
        table.row(row);
    }
    let mut html = table.html();
    if verdicts.len() > LISTED {
        let more = things(verdicts.len() - LISTED, "more is", "more are");
        let _ = writeln!(html, "<p>{more} in the other formats.</p>");
    }
    html
}
