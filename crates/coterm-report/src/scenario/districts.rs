//! The table of districts that are not wholly in one area, with the areas that have parts of
//! them.

use coterm_core::scenario::{ScenarioScore, SplitDistrict};
use coterm_core::words::{capital, count, share, weight};

use super::{LISTED, ScenarioReport, Scored};
use crate::document::markup::{HtmlText, Kind, Table, paragraph};

pub(super) fn table(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let score = one.score;
    if let Some(sentence) = none(report, one) {
        return paragraph(&sentence);
    }
    let blocks = capital(report.block()[1]);
    let unit = capital(score.weight.unit.as_str());
    let columns = [
        ("District", Kind::Text),
        ("Area", Kind::Text),
        (blocks.as_str(), Kind::Number),
        (unit.as_str(), Kind::Number),
        ("Share", Kind::Number),
    ];
    let mut table =
        Table::new(&HtmlText(caption(report, score)).to_string(), &columns).class("ruled groups");
    for split in score.districts_split.iter().take(LISTED) {
        table.next_body();
        district(&mut table, split);
    }
    table.html()
}

/// The layer of districts in words.
fn layer(report: &ScenarioReport<'_>, score: &ScenarioScore) -> String {
    let layer = score.district_layer.as_deref();
    layer.map_or_else(|| "districts".to_owned(), |id| report.layer_name(id))
}

/// Sentence for a score in which no district is divided; `None` for others.
pub(super) fn none(report: &ScenarioReport<'_>, one: Scored<'_>) -> Option<String> {
    let score = one.score;
    score.districts_split.is_empty().then(|| {
        format!(
            "Each of the {} is whole in one area, or in none at all.",
            layer(report, score)
        )
    })
}

/// Caption of the table: how many districts are divided.
pub(super) fn caption(report: &ScenarioReport<'_>, score: &ScenarioScore) -> String {
    let split = score.districts_split.iter();
    let between = split.filter(|split| split.between_areas() > 1).count();
    format!(
        "{}: {} split between areas, {} only partly in the proposal.",
        layer(report, score),
        count(between),
        count(score.districts_split.len() - between)
    )
}

fn district(table: &mut Table, split: &SplitDistrict) {
    let all: f64 = split.parts.iter().map(|part| part.weight).sum();
    for (position, part) in split.parts.iter().enumerate() {
        let district = if position == 0 {
            HtmlText(&split.district.name).to_string()
        } else {
            String::new()
        };
        let area = part.area.as_ref().map_or_else(
            || "<span class=\"of\">In no area</span>".to_owned(),
            |area| HtmlText(&area.name).to_string(),
        );
        let of_all = if all > 0.0 { part.weight / all } else { 0.0 };
        table.row(vec![
            district,
            area,
            count(part.blocks),
            weight(part.weight),
            HtmlText(share(of_all)).to_string(),
        ]);
    }
}
