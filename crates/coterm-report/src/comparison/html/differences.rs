//! The section on split areas: each with its parts, then the numbered ground of the map.

use coterm_core::comparison::{Comparison, Difference, Named, PairRelation};
use coterm_core::words::{ground, things, weight};

use crate::comparison::names::layer_names;
use crate::comparison::{Appendix, ComparisonReport, paper_tables};
use crate::document::markup::{HtmlText, Kind, Table, list, paragraph};
use crate::document::split;
use crate::text::{self, paper};

/// Largest number of split areas and of differences listed; other formats have them all.
const MAX_ROWS: usize = 200;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let cut = paper_tables::cut(comparison);
    let mut html = String::new();
    if cut.is_empty() {
        html.push_str(&paragraph(paper::NO_SPLIT));
    } else {
        let caption = paper::split_areas(comparison, &cut) + " Numbers are those of the map.";
        let cut = cut.iter().take(MAX_ROWS);
        let cut = cut.map(|split| paper_tables::parts(split, comparison));
        html.push_str(&split::split(&caption, &cut.collect::<Vec<_>>()));
    }
    let nested = paper::nested(comparison);
    if !nested.is_empty() && nested.len() <= paper::NESTED {
        html.push_str("<h3>Areas that are made up of whole ones</h3>\n");
        html.push_str(&list(nested));
    }
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    if is_full && !comparison.differences.is_empty() {
        html.push_str("<h3>The ground on the map</h3>\n");
        html.push_str(&numbered(comparison));
    }
    html
}

/// The table of the smaller parts, with the numbers of the map.
fn numbered(comparison: &Comparison) -> String {
    let all = &comparison.differences;
    let unit = comparison.unit().to_string();
    let has_weight = !comparison.counts_ground();
    let [a, b] = layer_names(comparison);
    let mut columns = vec![
        ("No.", Kind::Number),
        (a.as_str(), Kind::Text),
        (b.as_str(), Kind::Text),
        ("What it is", Kind::Text),
    ];
    if has_weight {
        columns.push((&unit, Kind::Number));
    }
    columns.extend([("Ground", Kind::Number), ("Districts", Kind::Text)]);
    let caption = format!(
        "{} of split areas, with the numbers of the map. The main part of each area has no number.",
        things(all.len(), "smaller part", "smaller parts")
    );
    let mut table = Table::new(&caption, &columns).class("ruled compact");
    for difference in all.iter().take(MAX_ROWS) {
        let mut row = vec![
            format!(
                "<a class=\"number\" href=\"#difference-{0}\">{0}</a>",
                difference.number
            ),
            name(difference.a.as_ref()),
            name(difference.b.as_ref()),
            kind_of(difference).to_owned(),
        ];
        if has_weight {
            row.push(weight(difference.weight));
        }
        row.push(ground(difference.area_m2));
        row.push(HtmlText(text::district_parts(&difference.district_parts)).to_string());
        table.row(row);
    }
    let mut html = table.html();
    if all.len() > MAX_ROWS {
        html.push_str(&paragraph(&format!(
            "{} in the other formats.",
            things(all.len() - MAX_ROWS, "more is", "more are")
        )));
    }
    html
}

/// The kind of a difference in a word or two.
fn kind_of(difference: &Difference) -> &'static str {
    match difference.pair_relation {
        Some(PairRelation::Overlaps) => "Partial overlap",
        Some(PairRelation::Within | PairRelation::Contains) => "One contains the other",
        Some(PairRelation::Equals) => "The same",
        None => "In one layer only",
    }
}

/// An area's name, or a text that the ground is in no area.
fn name(area: Option<&Named>) -> String {
    area.map_or_else(
        || "<span class=\"of\">in none of its areas</span>".to_owned(),
        |area| HtmlText(&area.name).to_string(),
    )
}
