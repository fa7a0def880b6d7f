//! The real differences, numbered as on the map.

use coterm_core::Difference;

use super::markup::{Kind, Table, Text, paragraph};
use crate::comparison::Report;
use crate::comparison::numbers::{count, ground, things, weight};
use crate::comparison::words::{blocks, listed};

/// How many are listed; the others are added up.
const MOST: usize = 200;

pub(super) fn section(report: &Report<'_>) -> String {
    let comparison = report.comparison;
    let all = &comparison.differences;
    if all.is_empty() {
        return paragraph(
            "There are none: whatever differs between the two layers is explained by how their \
             lines are drawn.",
        );
    }
    let blocks = blocks(comparison).unwrap_or_else(|| "Building blocks".into());
    let has_weight = comparison.weight.unit != "hectares";
    let mut columns = vec![
        ("No.", Kind::Number),
        ("What differs", Kind::Text),
        ("Ground", Kind::Number),
    ];
    if has_weight {
        columns.push((&comparison.weight.unit, Kind::Number));
    }
    columns.extend([
        (blocks.as_str(), Kind::Number),
        ("Districts", Kind::Text),
        ("Postcodes", Kind::Number),
    ]);
    let caption = format!(
        "{}, in order of {}. Numbers are those on the map; the appendix lists the codes.",
        things(all.len(), "real difference", "real differences"),
        Text(&comparison.weight.unit)
    );
    let mut table = Table::new(&caption, &columns).class("ruled");
    let row = |number: String, what: String, of: &[Difference], districts: String| {
        let mut cells = vec![number, what, ground(of.iter().map(|d| d.area_m2).sum())];
        if has_weight {
            cells.push(weight(of.iter().map(|d| d.weight).sum()));
        }
        cells.push(count(of.iter().map(|d| d.blocks.len()).sum::<usize>()));
        cells.push(districts);
        cells.push(count(of.iter().map(|d| d.postcodes.len()).sum::<usize>()));
        cells
    };
    for difference in all.iter().take(MOST) {
        let number = format!(
            "<a class=\"number\" href=\"#difference-{0}\">{0}</a>",
            difference.number
        );
        let what = Text(&difference.reason).to_string();
        let districts = Text(listed(&difference.districts, 6)).to_string();
        let one = std::slice::from_ref(difference);
        table.row(row(number, what, one, districts));
    }
    if let Some(rest) = all.get(MOST..).filter(|rest| !rest.is_empty()) {
        let what = format!("{} more, in the other formats", count(rest.len()));
        table.row_of("rest", row(String::new(), what, rest, String::new()));
    }
    if all.len() > 1 {
        table.row_of(
            "sum",
            row(String::new(), "All of them".into(), all, String::new()),
        );
    }
    table.html()
}
