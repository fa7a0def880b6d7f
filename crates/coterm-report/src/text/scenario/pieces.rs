//! Sentences on the ground of a scenario's areas: the pieces that they are in, and what was
//! forgotten.

use coterm_core::comparison::Named;
use coterm_core::scenario::{AreaScore, DetachedPart, Forgotten, ForgottenReason, ScenarioScore};
use coterm_core::words::{
    capital, count, ground as ground_size, kind, length, list, quantity, things,
};

use super::names;
use crate::text::verb;

/// Sentence on ground that was probably forgotten: its name and size, and why.
pub fn forgotten(group: &Forgotten, score: &ScenarioScore) -> String {
    let districts = list(group.districts.iter().map(|area| area.name.as_str()));
    let why = match group.reason {
        ForgottenReason::Surrounded => "the proposed areas surround it".to_owned(),
        ForgottenReason::RestOfDistrict => format!("most of {districts} is in the proposed areas"),
    };
    format!(
        "{} ({}) was probably forgotten: {why}. Add it to an area, or say with \"within\" which ground the areas should cover.",
        capital(&group_name(group)),
        size(group.blocks.len(), group.weight, None, score),
    )
}

/// The name of ground that was probably forgotten, by its districts.
pub fn group_name(group: &Forgotten) -> String {
    name(&group.districts, group.whole_districts, &group.blocks)
}

/// Sentence on a part of an area that is not connected by ground: its name and size, its
/// distance from the largest part, and what lies between.
pub fn detached(part: &DetachedPart, score: &ScenarioScore) -> String {
    let distance = length(part.distance_m);
    let between = list(part.between.iter().map(|area| area.name.as_str()));
    let is_where = if part.across_water {
        format!("is across the water, {distance} from the rest")
    } else if part.distance_m < 1.0 {
        "touches the rest only at a point".to_owned()
    } else if between.is_empty() {
        format!("is {distance} from the rest, with other ground between them")
    } else {
        format!("is {distance} from the rest, with {between} between them")
    };
    let name = name(&part.districts, part.whole_districts, &part.blocks);
    if part.island {
        let what = if part.across_water {
            "An island"
        } else {
            "An outlier"
        };
        return format!(
            "{what} of {name} ({}) {is_where}.",
            ground_size(part.area_m2)
        );
    }
    format!(
        "{} ({}) {is_where}.",
        capital(&name),
        size(part.blocks.len(), part.weight, Some(part.area_m2), score)
    )
}

/// Sentence on whether the areas are each in one piece; `None` if none can be judged.
pub fn pieces(score: &ScenarioScore) -> Option<String> {
    let apart: Vec<String> = score
        .areas
        .iter()
        .filter(|area| area.contiguous == Some(false))
        .map(|area| {
            let pieces = area
                .detached
                .iter()
                .filter(|part| is_detached(part))
                .count()
                + 1;
            format!("{} ({} pieces)", area.area.name, count(pieces))
        })
        .collect();
    if let [one] = &apart[..] {
        return Some(format!("{one} is in separate pieces."));
    }
    if !apart.is_empty() {
        let apart = list(apart.iter().map(String::as_str));
        return Some(format!("{apart} are each in separate pieces."));
    }
    let complete = score.areas.iter().filter(|area| area.complete).count();
    let every = match complete {
        0 if !score.areas.is_empty() => return None,
        all if all == score.areas.len() => "Every area is in one piece",
        _ => "Every area that is wholly in the data is in one piece",
    };
    let across = score
        .areas
        .iter()
        .filter(|area| parts_across_water(area) > 0);
    let across: Vec<&str> = names(across);
    Some(if across.is_empty() {
        format!("{every}, apart from islands.")
    } else {
        let has = verb(across.len(), "has a part", "have parts");
        format!(
            "{every}, apart from islands. {} {has} across water.",
            list(across)
        )
    })
}

/// Sentence on the islands of the areas, which do not count as separate pieces; `None` if there
/// are none.
pub fn islands(score: &ScenarioScore) -> Option<String> {
    let areas = score.areas.iter().flat_map(|area| &area.detached);
    let islands: Vec<&DetachedPart> = areas.filter(|part| part.island).collect();
    let all = islands.len();
    let blocks = kind(&score.block_family)[1];
    let ground: f64 = islands.iter().map(|part| part.area_m2).sum();
    let size = ground_size(ground);
    let which = match all {
        0 => return None,
        1 => format!("1 island ({size}) does not count as a separate piece: it belongs"),
        _ => format!(
            "{} islands ({size} in all) do not count as separate pieces: they belong",
            count(all)
        ),
    };
    let counted = match score.weight.unit.as_str() {
        _ if score.weight.unit.is_ground() => String::new(),
        unit => format!(", and {unit} are counted there"),
    };
    Some(format!(
        "{which} to {blocks} whose main part is elsewhere{counted}."
    ))
}

/// Whether a part of an area is detached from it: neither an island nor across water.
fn is_detached(part: &DetachedPart) -> bool {
    !part.island && !part.across_water
}

/// Number of parts of an area that have whole building blocks and are across water.
pub(crate) fn parts_across_water(area: &AreaScore) -> usize {
    let parts = area.detached.iter();
    parts
        .filter(|part| part.across_water && !part.island)
        .count()
}

/// The name of some building blocks: of their districts, if they are all of them, else of the
/// one block, or of the districts that they are a part of.
fn name(districts: &[Named], whole: bool, blocks: &[Named]) -> String {
    let names = list(districts.iter().map(|area| area.name.as_str()));
    match blocks {
        _ if whole => names,
        [one] => one.name.clone(),
        [first, rest @ ..] if names.is_empty() => {
            format!("{} and {} more", first.name, count(rest.len()))
        }
        _ => format!("part of {names}"),
    }
}

/// The size of some building blocks: how many they are, their weight, and their ground.
fn size(blocks: usize, weight: f64, m2: Option<f64>, score: &ScenarioScore) -> String {
    let [one, several] = kind(&score.block_family);
    let mut sizes = vec![things(blocks, one, several)];
    if !score.weight.unit.is_ground() || m2.is_none() {
        sizes.push(quantity(weight, score.weight.unit.as_str()));
    }
    sizes.extend(m2.map(ground_size));
    sizes.join(", ")
}
