//! The table of real differences, with the numbers of the map.

use coterm_core::comparison::{Difference, Named, WeightUnit};
use coterm_core::words::{capital, count, ground, things, weight};

use crate::comparison::ComparisonReport;
use crate::comparison::names::{
    blocks, layer_names, listed, postcodes_of, postcodes_unit, with_verdict,
};
use crate::document::markup::{Kind, Table, Text, paragraph};

/// Largest number of differences listed; the rest are added up.
const MAX_ROWS: usize = 200;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let all = &comparison.differences;
    if all.is_empty() {
        let all = comparison.verdicts_a.len() + comparison.verdicts_b.len();
        let opening =
            if with_verdict(&comparison.verdicts_a) + with_verdict(&comparison.verdicts_b) < all {
                "Within the data there"
            } else {
                "There"
            };
        return paragraph(&format!(
            "{opening} are none. The two layers differ only in how their lines are drawn."
        ));
    }
    let blocks = blocks(comparison).unwrap_or_else(|| "building blocks".into());
    let blocks = capital(&blocks);
    let unit = comparison.unit().to_string();
    let has_weight = !comparison.counts_ground();
    let has_postcodes = comparison.weight.unit != WeightUnit::LivePostcodes;
    let postcodes = postcodes_unit(comparison);
    let [a, b] = layer_names(comparison);
    let mut columns = vec![
        ("No.", Kind::Number),
        (a.as_str(), Kind::Text),
        (b.as_str(), Kind::Text),
    ];
    if has_weight {
        columns.push((&unit, Kind::Number));
    }
    columns.extend([("Ground", Kind::Number), (blocks.as_str(), Kind::Number)]);
    if has_postcodes {
        columns.push((&postcodes, Kind::Number));
    }
    columns.push(("Districts", Kind::Text));
    let caption = format!(
        "{}: ground that is in one area by the first layer and in another, or none, by the second. \
         Numbers are those on the map; appendix A lists the codes.",
        things(all.len(), "real difference", "real differences")
    );
    let mut table = Table::new(&caption, &columns).class("ruled");
    let row = |names: [String; 3], differences: &[Difference], districts: String| {
        let mut cells = names.to_vec();
        if has_weight {
            cells.push(weight(differences.iter().map(|d| d.weight).sum()));
        }
        cells.push(ground(differences.iter().map(|d| d.area_m2).sum()));
        cells.push(count(
            differences.iter().map(|d| d.blocks.len()).sum::<usize>(),
        ));
        if has_postcodes {
            let own = differences.iter().map(|d| postcodes_of(comparison, d));
            cells.push(count(own.sum::<usize>()));
        }
        cells.push(districts);
        cells
    };
    for difference in all.iter().take(MAX_ROWS) {
        let number = difference.number;
        let number = format!("<a class=\"number\" href=\"#difference-{number}\">{number}</a>");
        let names = [
            number,
            name(difference.a.as_ref()),
            name(difference.b.as_ref()),
        ];
        let districts = Text(listed(&difference.districts, 8)).to_string();
        table.row(row(names, std::slice::from_ref(difference), districts));
    }
    let summed = |what: String| [String::new(), what, String::new()];
    if let Some(rest) = all.get(MAX_ROWS..).filter(|rest| !rest.is_empty()) {
        let what = format!("{} more, in the other formats", count(rest.len()));
        table.row_with_class("rest", row(summed(what), rest, String::new()));
    }
    if all.len() > 1 {
        let names = summed("All of them".into());
        table.row_with_class("sum", row(names, all, String::new()));
    }
    table.html()
}

/// An area's name, or a text that the ground is in no area.
fn name(area: Option<&Named>) -> String {
    area.map_or_else(
        || "<span class=\"of\">in none of its areas</span>".to_owned(),
        |area| Text(&area.name).to_string(),
    )
}
