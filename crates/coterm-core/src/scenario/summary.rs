//! The score in plain words.

use super::{AreaScore, Assignment, ScenarioScore};
use crate::words::{count, list, quantity, share, things, weight};

/// Sentences, most important first.
pub(super) fn summary(score: &ScenarioScore) -> Vec<String> {
    let mut said = vec![assignment(&score.assignment)];
    if let Some(against) = &score.against {
        said.push(format!(
            "{} of {} coterminous with one of {}.",
            count(against.coterminous),
            things(score.areas.len(), "area is", "areas are"),
            against.layer
        ));
    }
    said.extend(sizes(score));
    if score.district_layer.is_some() {
        said.extend(districts(score));
    }
    let apart = names(score.areas.iter().filter(|area| !area.contiguous));
    said.push(if apart.is_empty() {
        "Every area is in one part, but for islands.".into()
    } else {
        format!("Not in one part: {}.", list(apart))
    });
    if let Some(moves) = &score.moves {
        said.push(format!(
            "Of {}, {} ({}) would not be with most of their area of {}.",
            quantity(moves.total.weight, &score.weight.unit),
            weight(moves.moved),
            share(moves.share_moved()),
            moves.from
        ));
    }
    said
}

fn names<'a>(areas: impl Iterator<Item = &'a AreaScore>) -> Vec<&'a str> {
    areas.map(|area| area.area.name.as_str()).collect()
}

fn assignment(assignment: &Assignment) -> String {
    let Assignment { ground, blocks, .. } = assignment;
    let blocks = count(*blocks);
    if assignment.partition {
        return format!("Each of the {blocks} building blocks of {ground} is in one area.");
    }
    let told = [
        (assignment.unassigned.len(), "in no area"),
        (assignment.doubled.len(), "in several areas"),
        (
            assignment.beyond.len(),
            "in an area but outside that ground",
        ),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(blocks, _)| *blocks > 0)
        .map(|(blocks, what)| format!("{} {what}", count(blocks)))
        .collect();
    format!(
        "Not every one of the {blocks} building blocks of {ground} is in one area: {}.",
        told.join(", ")
    )
}

fn sizes(score: &ScenarioScore) -> Option<String> {
    let rule = score.rule.as_ref()?;
    if let [area, ..] = &score.areas[..]
        && score.areas.iter().all(|area| area.size.kept.is_none())
    {
        return Some(format!("Sizes are not judged. {}", area.size.reason));
    }
    let broken: Vec<String> = score
        .areas
        .iter()
        .filter(|area| area.size.kept == Some(false))
        .map(|area| format!("{} ({})", area.area.name, weight(area.weight)))
        .collect();
    Some(if broken.is_empty() {
        format!("Every area keeps the rule of {}.", rule.words())
    } else {
        let broken = list(broken.iter().map(String::as_str));
        format!("Against the rule of {}: {broken}.", rule.words())
    })
}

fn districts(score: &ScenarioScore) -> Vec<String> {
    let names = |between_areas: bool| -> Vec<&str> {
        score
            .districts_split
            .iter()
            .filter(|split| between_areas == (split.between_areas() > 1))
            .map(|split| split.district.name.as_str())
            .collect()
    };
    let (between, edge) = (names(true), names(false));
    let mut said = vec![if between.is_empty() {
        "No district is split between areas.".to_owned()
    } else {
        format!("Split between areas: {}.", list(between))
    }];
    if !edge.is_empty() {
        said.push(format!("Only in part in any area: {}.", list(edge)));
    }
    said
}
