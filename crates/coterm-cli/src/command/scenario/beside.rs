//! Scores side by side: a row for each question, a column for each scenario.

use comfy_table::Cell;
use coterm_core::{AreaScore, ScenarioScore};

use super::shown::whole;
use crate::error::Result;
use crate::output::print;
use crate::table::{table, verdict};

type Row = (&'static str, fn(&ScenarioScore) -> Cell);

const ROWS: [Row; 15] = [
    ("areas", |score| score.areas.len().into()),
    ("blocks in no area", |score| {
        none(score.assignment.unassigned.len())
    }),
    ("blocks in several", |score| {
        none(score.assignment.doubled.len())
    }),
    ("blocks outside the ground", |score| {
        none(score.assignment.beyond.len())
    }),
    ("coterminous with an area there", |score| {
        match &score.against {
            None => "".into(),
            Some(against) => verdict(
                &format!("{} of {}", against.coterminous, score.areas.len()),
                against.coterminous == score.areas.len(),
            ),
        }
    }),
    ("keep the rule of size", |score| {
        let judged = score.areas.iter().filter_map(|area| area.size.kept);
        let (kept, all) = judged.fold((0, 0), |(kept, all), one| (kept + u32::from(one), all + 1));
        if all == 0 {
            "not judged".into()
        } else {
            verdict(&format!("{kept} of {all}"), kept == all)
        }
    }),
    ("largest", |score| {
        named(score, |one, other| one.weight > other.weight)
    }),
    ("smallest", |score| {
        named(score, |one, other| one.weight < other.weight)
    }),
    ("largest by smallest", |score| {
        let weights = || score.areas.iter().map(|area| area.weight);
        let (least, most) = (
            weights().fold(f64::INFINITY, f64::min),
            weights().fold(0.0, f64::max),
        );
        if least > 0.0 {
            format!("{:.1}", most / least).into()
        } else {
            "".into()
        }
    }),
    ("districts split between areas", |score| {
        let split = score.districts_split.iter();
        none(split.filter(|split| split.between_areas() > 1).count())
    }),
    ("districts with the rest in no area", |score| {
        let split = score.districts_split.iter();
        none(split.filter(|split| split.between_areas() < 2).count())
    }),
    ("areas not in one part", |score| {
        none(score.areas.iter().filter(|area| !area.contiguous).count())
    }),
    ("Polsby–Popper, least and mean", |score| {
        least_and_mean(score, |area| area.polsby_popper)
    }),
    ("Reock, least and mean", |score| {
        least_and_mean(score, |area| area.reock)
    }),
    ("move", |score| match &score.moves {
        None => "".into(),
        Some(moves) => format!(
            "{} ({:.1} %)",
            whole(moves.moved),
            100.0 * moves.share_moved()
        )
        .into(),
    }),
];

pub(super) fn scores(scores: &[ScenarioScore]) -> Result<()> {
    let mut headings = vec![""];
    headings.extend(scores.iter().map(|score| score.title.as_str()));
    let mut rows = table(&headings);
    for (question, answer) in ROWS {
        let cells = scores.iter().map(answer);
        let cells: Vec<Cell> = cells.collect();
        // Nobody asked what there is no answer to.
        if cells.iter().any(|cell| !cell.content().is_empty()) {
            rows.add_row(std::iter::once(Cell::new(question)).chain(cells));
        }
    }
    print(rows)?;
    if let Some(score) = scores.first() {
        print(format!(
            "\nCounted: {}. {}",
            score.weight.unit, score.weight.source
        ))?;
    }
    if let Some(against) = scores.first().and_then(|score| score.against.as_ref()) {
        print(format!("Coterminous with: {}.", against.layer))?;
    }
    for score in scores {
        print(format!("\n{}", score.title))?;
        for sentence in &score.summary {
            print(format!("• {sentence}"))?;
        }
        for finding in &score.findings {
            print(format!("! {finding}"))?;
        }
    }
    Ok(())
}

/// A count that should be nothing.
fn none(count: usize) -> Cell {
    verdict(&count.to_string(), count == 0)
}

/// The first area by that order, with its weight.
fn named(score: &ScenarioScore, before: fn(&AreaScore, &AreaScore) -> bool) -> Cell {
    let first = score
        .areas
        .iter()
        .reduce(|first, area| if before(area, first) { area } else { first });
    first.map_or_else(
        || "".into(),
        |area| format!("{} ({})", area.area.name, whole(area.weight)).into(),
    )
}

fn least_and_mean(score: &ScenarioScore, measure: fn(&AreaScore) -> f64) -> Cell {
    let values = || score.areas.iter().map(measure);
    let count = values().fold(0.0, |count, _| count + 1.0_f64);
    let least = values().fold(f64::INFINITY, f64::min);
    format!("{least:.2}, {:.2}", values().sum::<f64>() / count.max(1.0)).into()
}
