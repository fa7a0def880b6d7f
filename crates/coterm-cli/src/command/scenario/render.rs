//! A score as tables for people.

use std::fmt::Write;

use coterm_core::comparison::{Named, WeightUnit};
use coterm_core::scenario::{Against, AreaScore, Assignment, DistrictShare, Moves, ScenarioScore};
use coterm_core::words::{count, length, number, things, weight};
use coterm_report::text;

use super::prose::Prose;
use crate::error::Result;
use crate::output::{print, print_table};
use crate::table::{Cell, Table, table, verdict};

/// Maximum number of building blocks that are listed; the rest are only counted.
const LISTED: usize = 20;

/// Explanation of the columns that are not plain.
const TERMS: &str = "\
Pieces of ground, such as \"1 + 9 islands\": 1 connected piece, and 9 islands off it. A part is
across water if no ground of other areas lies on the shortest line from it to the largest piece.
Polsby–Popper and Reock: how compact an area is. A circle has 1. A ragged outline lowers
Polsby–Popper, and a long shape lowers both.";

pub(super) fn score(score: &ScenarioScore, prose: Prose<'_>) -> Result<()> {
    print(format!("{}\n{}", score.title, score.source))?;
    if let Some(standing) = &score.standing {
        print(text::standing::sentence(standing))?;
    }
    print("")?;
    for sentence in text::scenario::summary(score) {
        prose.item('•', &sentence)?;
    }
    print("")?;
    prose.print(&format!(
        "Counted: {}. {}",
        score.weight.unit,
        text::weight::counted(&score.weight.source)
    ))?;
    print("")?;
    print_table(&areas(score))?;
    print(TERMS)?;
    assignment(&score.assignment)?;
    if !score.districts_split.is_empty() {
        print("\nDistricts that are not in one area")?;
        let mut split = table(&["district", "area", "blocks", score.weight.unit.as_str()]);
        for district in &score.districts_split {
            for part in &district.parts {
                split.add_row([
                    district.district.name.clone(),
                    name(part.area.as_ref()),
                    count(part.blocks),
                    weight(part.weight),
                ]);
            }
        }
        print_table(&split)?;
    }
    if let Some(against) = &score.against {
        against_layer(against, prose)?;
    }
    if let Some(moves) = &score.moves {
        who_moves(moves, &score.weight.unit, prose)?;
        for sentence in text::practices::of_score(score) {
            prose.print(&sentence)?;
        }
    }
    for finding in text::scenario::findings(score) {
        print("")?;
        prose.print(&finding)?;
    }
    Ok(())
}

fn areas(score: &ScenarioScore) -> Table {
    let mut areas = table(&[
        "area",
        "blocks",
        score.weight.unit.as_str(),
        "size",
        "districts",
        "pieces",
        "Polsby–Popper",
        "Reock",
    ]);
    for area in &score.areas {
        areas.add_row(vec![
            area.area.name.clone().into(),
            area.blocks.map(count).unwrap_or_default().into(),
            area.weight.map(weight).unwrap_or_default().into(),
            size(area),
            districts(&area.districts).into(),
            parts(area),
            compactness(area.polsby_popper),
            compactness(area.reock),
        ]);
    }
    areas
}

fn size(area: &AreaScore) -> Cell {
    match area.size.kept {
        None if !area.complete => "cannot be judged".into(),
        None => "".into(),
        Some(true) => verdict("within the limit", true),
        Some(false) if area.size.beyond > 0.0 => {
            verdict(&format!("{} over", weight(area.size.beyond)), false)
        }
        Some(false) => verdict(&format!("{} under", weight(-area.size.beyond)), false),
    }
}

fn compactness(value: Option<f64>) -> Cell {
    let text = value.map(|value| format!("{value:.2}"));
    text.unwrap_or_default().into()
}

fn parts(area: &AreaScore) -> Cell {
    let (Some(contiguous), Some(parts)) = (area.contiguous, area.parts) else {
        return "".into();
    };
    let islands = area.detached.iter().filter(|part| part.island).count();
    let across = area.detached.iter();
    let across = across.filter(|part| part.across_water && !part.island);
    let across = across.count();
    let mut text = count(parts - islands - across);
    if across > 0 {
        let _ = write!(text, " + {} across water", count(across));
    }
    if islands > 0 {
        let _ = write!(text, " + {}", things(islands, "island", "islands"));
    }
    verdict(&text, contiguous)
}

/// Returns the number of whole districts, then the others with how many of their blocks are in the
/// area.
fn districts(shares: &[DistrictShare]) -> String {
    let (whole, part): (Vec<_>, Vec<_>) = shares.iter().partition(|share| share.whole);
    let mut texts = Vec::new();
    if !whole.is_empty() {
        texts.push(format!("{} whole", count(whole.len())));
    }
    texts.extend(part.iter().map(|share| {
        format!(
            "{} ({} of {})",
            share.district.name,
            count(share.blocks),
            count(share.of)
        )
    }));
    texts.join(", ")
}

fn assignment(assignment: &Assignment) -> Result<()> {
    let list = |what: &str, blocks: &[Named]| -> Result<()> {
        let Some(more) = blocks.len().checked_sub(1) else {
            return Ok(());
        };
        print(format!("\n{what}: {}", count(more + 1)))?;
        for block in blocks.iter().take(LISTED) {
            print(format!("  {} {}", block.code, block.name))?;
        }
        if blocks.len() > LISTED {
            print(format!(
                "  and {} more; --json has all",
                count(blocks.len() - LISTED)
            ))?;
        }
        Ok(())
    };
    for group in &assignment.forgotten {
        let what = text::scenario::group_name(group);
        list(&format!("Probably forgotten in {what}"), &group.blocks)?;
    }
    list("Building blocks in no area", &assignment.unassigned)?;
    let doubled: Vec<Named> = assignment
        .doubled
        .iter()
        .map(|doubled| {
            let areas: Vec<&str> = doubled
                .areas
                .iter()
                .map(|area| area.name.as_str())
                .collect();
            Named {
                code: doubled.block.code.clone(),
                name: format!("{}: {}", doubled.block.name, areas.join(" and ")),
            }
        })
        .collect();
    list("Building blocks in several areas", &doubled)?;
    list("Building blocks outside the ground", &assignment.beyond)
}

fn against_layer(against: &Against, prose: Prose<'_>) -> Result<()> {
    print("")?;
    prose.print(&format!(
        "Compared with {}; lines up to {} apart are taken as the same",
        against.layer.id,
        length(against.tolerance_m)
    ))?;
    let mut verdicts = table(&["area", "verdict", "why"]);
    for judged in &against.verdicts {
        verdicts.add_row(vec![
            judged.area.name.clone().into(),
            verdict(
                relation_name(judged.relation),
                judged.relation == coterm_core::comparison::Relation::Coterminous,
            ),
            prose
                .named(&text::reason::verdict(
                    judged,
                    &against.layer,
                    &against.unit,
                ))
                .into(),
        ]);
    }
    print_table(&verdicts)
}

fn relation_name(relation: coterm_core::comparison::Relation) -> &'static str {
    use coterm_core::comparison::Relation as R;
    match relation {
        R::Coterminous => "coterminous",
        R::Union => "union",
        R::PartOf => "part of",
        R::Crossing => "crossing",
        R::Disjoint => "disjoint",
        R::CannotBeTold => "cannot be judged",
    }
}

fn who_moves(moves: &Moves, unit: &WeightUnit, prose: Prose<'_>) -> Result<()> {
    print("")?;
    prose.print(&format!("From {}", moves.from))?;
    // Live postcodes are counted once, where they are the weight.
    let has_postcodes = *unit != WeightUnit::LivePostcodes;
    let mut headings = vec!["from", "to", "", "blocks", unit.as_str()];
    if has_postcodes {
        headings.push("live postcodes");
    }
    headings.push("km²");
    let mut flows = table(&headings);
    let row = |names: [String; 3], blocks: usize, sum: f64, postcodes: u64, area_m2: f64| {
        let mut cells = Vec::from(names);
        cells.extend([count(blocks), weight(sum)]);
        if has_postcodes {
            cells.push(count(postcodes));
        }
        cells.push(number(area_m2 / 1e6, 1));
        cells
    };
    for flow in &moves.flows {
        let names = [
            name(flow.from.as_ref()),
            name(flow.to.as_ref()),
            if flow.stays { "stays" } else { "moves" }.to_owned(),
        ];
        let cells = row(
            names,
            flow.blocks,
            flow.weight,
            flow.postcodes,
            flow.area_m2,
        );
        flows.add_row(cells);
    }
    let all = &moves.total;
    let names = ["all".to_owned(), String::new(), String::new()];
    flows.add_row(row(
        names,
        all.blocks,
        all.weight,
        all.postcodes,
        all.area_m2,
    ));
    print_table(&flows)
}

fn name(area: Option<&Named>) -> String {
    area.map_or("(no area)", |area| area.name.as_str())
        .to_owned()
}
