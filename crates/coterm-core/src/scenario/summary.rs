//! The score in plain words.

use super::{AreaScore, Assignment, ScenarioScore};

/// Sentences, most important first.
pub(super) fn summary(score: &ScenarioScore) -> Vec<String> {
    let count = score.areas.len();
    let mut said = vec![assignment(&score.assignment)];
    if let Some(against) = &score.against {
        said.push(format!(
            "{} of {count} areas are coterminous with one of {}.",
            against.coterminous, against.layer
        ));
    }
    said.extend(sizes(score));
    if score.district_layer.is_some() {
        let names = |at_edge: bool| -> Vec<&str> {
            let split = score.districts_split.iter();
            split
                .filter(|split| at_edge == (split.between_areas() < 2))
                .map(|split| split.district.name.as_str())
                .collect()
        };
        said.push(match &names(false)[..] {
            [] => "No district is split between areas.".into(),
            split => format!("Split between areas: {}.", split.join(", ")),
        });
        if let edge @ [_, ..] = &names(true)[..] {
            said.push(format!("In an area with only a part: {}.", edge.join(", ")));
        }
    }
    let apart: Vec<&str> = names(score.areas.iter().filter(|area| !area.contiguous));
    said.push(if apart.is_empty() {
        "Every area is in one part, but for islands.".into()
    } else {
        format!("Not in one part: {}.", apart.join(", "))
    });
    if let Some(moves) = &score.moves {
        let share = moves.moved / moves.total.weight.max(f64::MIN_POSITIVE) * 100.0;
        said.push(format!(
            "{:.0} of {:.0} {} ({share:.1} %) are not where most of their area of {} would be.",
            moves.moved, moves.total.weight, score.weight.unit, moves.from
        ));
    }
    said
}

fn names<'a>(areas: impl Iterator<Item = &'a AreaScore>) -> Vec<&'a str> {
    areas.map(|area| area.area.name.as_str()).collect()
}

fn assignment(assignment: &Assignment) -> String {
    let Assignment { ground, blocks, .. } = assignment;
    if assignment.partition {
        return format!("Each of the {blocks} building blocks of {ground} is in one area.");
    }
    let told = [
        (assignment.unassigned.len(), "in no area"),
        (assignment.doubled.len(), "in several areas"),
        (assignment.beyond.len(), "outside that ground"),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!(
        "Of the building blocks ({blocks} in {ground}) {}.",
        told.join(", ")
    )
}

fn sizes(score: &ScenarioScore) -> Option<String> {
    let rule = score.rule.as_ref()?;
    if score.areas.iter().all(|area| area.size.kept.is_none()) {
        let reason = score.areas.first().map(|area| area.size.reason.as_str());
        return Some(format!(
            "Sizes are not judged. {}",
            reason.unwrap_or_default()
        ));
    }
    let broken: Vec<String> = score
        .areas
        .iter()
        .filter(|area| area.size.kept == Some(false))
        .map(|area| format!("{} ({:.0})", area.area.name, area.weight))
        .collect();
    Some(if broken.is_empty() {
        format!("Every area keeps the rule of {}.", rule.words())
    } else {
        format!(
            "{} of {} areas break the rule of {}: {}.",
            broken.len(),
            score.areas.len(),
            rule.words(),
            broken.join(", ")
        )
    })
}
