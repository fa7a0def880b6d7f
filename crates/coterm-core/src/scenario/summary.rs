//! The score in plain words.

use super::{AreaScore, Assignment, ScenarioScore};
use crate::words::{count, list, quantity, share, things, weight};

/// Sentences, most important first.
pub(super) fn summary(score: &ScenarioScore) -> Vec<String> {
    let mut said = vec![assignment(score)];
    let against = score.against.as_ref();
    said.extend(against.filter(|against| against.told > 0).map(|against| {
        let of = if against.told == score.areas.len() {
            things(against.told, "area is", "areas are")
        } else {
            let one = "area that the data holds whole is";
            things(against.told, one, "areas that the data holds whole are")
        };
        format!(
            "{} of {of} coterminous with one of {}.",
            count(against.coterminous),
            against.layer
        )
    }));
    said.extend(in_part(score));
    said.extend(sizes(score));
    if score.district_layer.is_some() {
        said.extend(districts(score));
    }
    let apart = names(
        score
            .areas
            .iter()
            .filter(|area| area.contiguous == Some(false)),
    );
    if !apart.is_empty() {
        said.push(format!("Not in one part: {}.", list(apart)));
    } else if score.areas.iter().all(|area| area.complete) {
        said.push("Every area is in one part, but for islands.".into());
    } else if score.areas.iter().any(|area| area.complete) {
        said.push("Every area that the data holds whole is in one part, but for islands.".into());
    }
    if let Some(moves) = &score.moves {
        said.push(format!(
            "{} {}, {} ({}) would not be with most of their area of {}.",
            if moves.in_part.is_empty() && score.holds_all() {
                "Of"
            } else {
                "Within the data, of"
            },
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

fn assignment(score: &ScenarioScore) -> String {
    let assignment = &score.assignment;
    let Assignment { ground, blocks, .. } = assignment;
    let [each, not_each] = if score.holds_all() {
        ["Each", "Not every one"]
    } else {
        ["Within the data, each", "Within the data, not every one"]
    };
    let blocks = count(*blocks);
    if assignment.partition {
        return format!("{each} of the {blocks} building blocks of {ground} is in one area.");
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
        "{not_each} of the {blocks} building blocks of {ground} is in one area: {}.",
        told.join(", ")
    )
}

/// Which areas cannot be told.
fn in_part(score: &ScenarioScore) -> Option<String> {
    let in_part = names(score.areas.iter().filter(|area| !area.complete));
    (!in_part.is_empty()).then(|| {
        format!(
            "{} of {} {} beyond the data and cannot be told here: {}.",
            count(in_part.len()),
            things(score.areas.len(), "area", "areas"),
            if in_part.len() == 1 {
                "reaches"
            } else {
                "reach"
            },
            list(in_part.iter().copied())
        )
    })
}

fn sizes(score: &ScenarioScore) -> Option<String> {
    let rule = score.rule.as_ref()?;
    let mut whole = score.areas.iter().filter(|area| area.complete);
    let first = whole.clone().next()?;
    if whole.all(|area| area.size.kept.is_none()) {
        return Some(format!("Sizes are not judged. {}", first.size.reason));
    }
    let broken: Vec<String> = score
        .areas
        .iter()
        .filter(|area| area.size.kept == Some(false))
        .filter_map(|area| Some(format!("{} ({})", area.area.name, weight(area.weight?))))
        .collect();
    Some(if broken.is_empty() {
        let every = if score.areas.iter().all(|area| area.complete) {
            "Every area keeps"
        } else {
            "Every area that the data holds whole keeps"
        };
        format!("{every} the rule of {}.", rule.words())
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
