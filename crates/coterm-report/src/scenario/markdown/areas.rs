//! The tables of a scenario's areas, of who moves, and of divided districts.

use coterm_core::comparison::{Named, WeightUnit};
use coterm_core::scenario::{AreaScore, DistrictShare};
use coterm_core::words::{capital, count, ground, share, things, weight};

use super::left_out;
use crate::document::markdown::paragraph;
use crate::document::markup::Kind;
use crate::document::practices;
use crate::document::text_table::TextTable;
use crate::scenario::{LISTED, ScenarioReport, Scored, areas, districts, moves};
use crate::text;

/// Text for ground in no area.
const NOWHERE: &str = "In no area";
/// Text for a figure of an area that the data holds only in part.
const NOT_JUDGED: &str = "cannot be judged";

/// The areas: size, districts, separate parts and compactness.
pub(super) fn table(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let score = one.score;
    let unit = capital(score.weight.unit.as_str());
    let (blocks, has_weight) = (capital(report.block()[1]), !score.weight.unit.is_ground());
    let judged = areas::is_judged(one);
    let mut columns = vec![("Area", Kind::Text), (blocks.as_str(), Kind::Number)];
    if has_weight {
        columns.push((unit.as_str(), Kind::Number));
    }
    columns.push(("Ground", Kind::Number));
    if judged {
        columns.push(("Size", Kind::Text));
    }
    columns.extend([
        ("Districts", Kind::Text),
        ("In one piece", Kind::Text),
        ("Polsby–Popper", Kind::Number),
        ("Reock", Kind::Number),
    ]);
    let mut table = TextTable::new(areas::caption(report, one), &columns);
    let compactness = |value: Option<f64>| value.map(|value| format!("{value:.2}"));
    for area in score.areas.iter().take(LISTED) {
        let mut row = vec![
            area.area.name.clone(),
            area.blocks.map(count).unwrap_or_default(),
        ];
        if has_weight {
            row.push(area.weight.map(weight).unwrap_or_default());
        }
        row.push(area.area_m2.map(ground).unwrap_or_default());
        if judged {
            row.push(size(area));
        }
        row.extend([
            districts_of(&area.districts),
            parts(area),
            compactness(area.polsby_popper).unwrap_or_default(),
            compactness(area.reock).unwrap_or_default(),
        ]);
        table.row(row);
    }
    table.markdown() + &left_out(score.areas.len())
}

fn size(area: &AreaScore) -> String {
    let beyond = weight(area.size.beyond.abs());
    match area.size.kept {
        None if !area.complete => NOT_JUDGED.into(),
        None => "not checked".into(),
        Some(true) => "within the limit".into(),
        Some(false) if area.size.beyond > 0.0 => format!("{beyond} over"),
        Some(false) => format!("{beyond} under"),
    }
}

fn districts_of(shares: &[DistrictShare]) -> String {
    let (whole, part): (Vec<_>, Vec<_>) = shares.iter().partition(|share| share.whole);
    let mut shown = Vec::new();
    if !whole.is_empty() {
        shown.push(format!("{} whole", count(whole.len())));
    }
    shown.extend(part.iter().map(|share| {
        format!(
            "{} ({} of {})",
            share.district.name,
            count(share.blocks),
            count(share.of)
        )
    }));
    shown.join(", ")
}

fn parts(area: &AreaScore) -> String {
    let (Some(contiguous), Some(parts)) = (area.contiguous, area.parts) else {
        return NOT_JUDGED.into();
    };
    let islands = area.detached.iter().filter(|part| part.island).count();
    let across = text::scenario::parts_across_water(area);
    let shown = if contiguous {
        "yes".to_owned()
    } else {
        format!(
            "no: {}",
            things(parts - islands - across, "piece", "pieces")
        )
    };
    match across {
        0 => shown,
        _ => format!(
            "{shown}, with {}",
            things(across, "part across water", "parts across water")
        ),
    }
}

/// Section on who moves from the old areas to the proposed ones.
pub(super) fn moves(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let Some(moved) = &one.score.moves else {
        return paragraph(moves::NO_EARLIER);
    };
    let counted = &one.score.weight.unit;
    let has_postcodes = *counted != WeightUnit::LivePostcodes;
    let from = report.layer_name(&moved.from);
    let blocks = capital(report.block()[1]);
    let unit = capital(counted.as_str());
    let mut columns = vec![
        ("From", Kind::Text),
        ("To", Kind::Text),
        ("Stays or moves", Kind::Text),
    ];
    if !counted.is_ground() {
        columns.push((unit.as_str(), Kind::Number));
    }
    columns.push(("Ground", Kind::Number));
    if has_postcodes {
        columns.push(("Postcodes", Kind::Number));
    }
    columns.push((blocks.as_str(), Kind::Number));
    let mut table = TextTable::new(moves::caption(&from), &columns);
    for flow in moved.flows.iter().take(LISTED) {
        let mut row = vec![
            name(flow.from.as_ref()),
            name(flow.to.as_ref()),
            if flow.stays { "stays" } else { "moves" }.to_owned(),
        ];
        if !counted.is_ground() {
            row.push(weight(flow.weight));
        }
        row.push(ground(flow.area_m2));
        if has_postcodes {
            row.push(count(flow.postcodes));
        }
        row.push(count(flow.blocks));
        table.row(row);
    }
    let practices = moved.practices.as_ref().map(|found| {
        let notes = text::practices::of_score(one.score);
        practices::markdown(found, &notes, LISTED)
    });
    paragraph(moves::moved(one.score, moved))
        + &table.markdown()
        + &left_out(moved.flows.len())
        + &practices.unwrap_or_default()
}

fn name(area: Option<&Named>) -> String {
    area.map_or_else(|| NOWHERE.into(), |area| area.name.clone())
}

/// The districts that are not wholly in one area, with the areas that have parts of them.
pub(super) fn districts(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let score = one.score;
    if let Some(sentence) = districts::none(report, one) {
        return paragraph(sentence);
    }
    let blocks = capital(report.block()[1]);
    let unit = capital(score.weight.unit.as_str());
    let columns = [
        ("District", Kind::Text),
        ("Area", Kind::Text),
        (blocks.as_str(), Kind::Number),
        (unit.as_str(), Kind::Number),
        ("Share of the district", Kind::Number),
    ];
    let mut table = TextTable::new(districts::caption(report, score), &columns);
    for split in score.districts_split.iter().take(LISTED) {
        let all: f64 = split.parts.iter().map(|part| part.weight).sum();
        for part in &split.parts {
            let of_all = if all > 0.0 { part.weight / all } else { 0.0 };
            table.row(vec![
                split.district.name.clone(),
                name(part.area.as_ref()),
                count(part.blocks),
                weight(part.weight),
                share(of_all),
            ]);
        }
    }
    table.markdown()
}
