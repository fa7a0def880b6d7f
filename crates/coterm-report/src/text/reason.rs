//! Sentences on the reason for a verdict, a match of groups, the class of a piece, or a real
//! difference.

use std::fmt::Write;

use coterm_core::comparison::{
    Change, Comparison, Counted, Counterpart, Difference, DifferenceReason, Group, GroupReason,
    LayerName, Named, PairRelation, Piece, PieceReason, Share, Split, Verdict, VerdictReason,
    WeightUnit,
};
use coterm_core::words::{a, ground, kind, length, list, quantity, several, share};

use super::comparison::amount;
use super::{area_of, areas_of, belongings, named_beside, possessive, verb};

/// Sentence on the reason for an area's verdict against the other layer: what the area is, as a
/// set of areas there. `unit` is what is counted.
pub fn verdict(verdict: &Verdict, other: &LayerName, unit: &WeightUnit) -> String {
    let name = &verdict.area.name;
    let with = || list(verdict.with.iter().map(name_of));
    match verdict.reason {
        VerdictReason::SameFootprint => format!(
            "{name} has the same footprint as {}.",
            named_beside(&with(), other, name)
        ),
        VerdictReason::SameFootprintTogether => format!(
            "{name} is all of {} {} together: {}.",
            verdict.with.len(),
            areas_of(other),
            with()
        ),
        VerdictReason::WithinOne => match verdict.with.first() {
            Some(part) => format!(
                "{name} lies within {}, and has {}.",
                named_beside(name_of(part), other, name),
                part_of(part, unit)
            ),
            None => format!("{name} lies within {}.", a(&area_of(other))),
        },
        VerdictReason::OnlySlivers => format!(
            "{name} has no more than slivers in common with any {}.",
            area_of(other)
        ),
        VerdictReason::BeyondData | VerdictReason::PerhapsBeyondData => {
            let extends = if verdict.reason == VerdictReason::BeyondData {
                "extends"
            } else {
                "may extend"
            };
            let within = if verdict.with.is_empty() {
                format!("no {}", area_of(other))
            } else {
                with()
            };
            format!(
                "{name} {extends} beyond the data, so it cannot be judged. Within the data, it overlaps {within}."
            )
        }
        VerdictReason::CutsAreas | VerdictReason::ReachesOutside => {
            format!("{name} is {}.", set_of(verdict, other, unit))
        }
    }
}

/// An area as a set of parts of the other layer's areas: `all of Blackpool and 22% of Lancashire's
/// people`.
fn set_of(verdict: &Verdict, other: &LayerName, unit: &WeightUnit) -> String {
    let whole: Vec<&str> = verdict
        .with
        .iter()
        .filter(|part| part.whole)
        .map(name_of)
        .collect();
    let mut parts: Vec<String> = Vec::new();
    if !whole.is_empty() {
        parts.push(format!("all of {}", list(whole)));
    }
    let cut = verdict.with.iter().filter(|part| !part.whole);
    parts.extend(cut.map(|part| part_of(part, unit)));
    if let Some(outside) = &verdict.outside {
        let amount = if unit.is_ground() || outside.weight == 0.0 {
            ground(outside.area_m2)
        } else {
            quantity(outside.weight, unit.as_str())
        };
        parts.push(format!(
            "ground that is in no {} ({amount})",
            area_of(other)
        ));
    }
    list(parts.iter().map(String::as_str))
}

/// A part of another area: `22% of Lancashire's people`; by ground where nothing is counted there,
/// and without a share where the data has only a part of that area.
fn part_of(part: &Counterpart, unit: &WeightUnit) -> String {
    let owner = possessive(name_of(part));
    match part.share_of_other {
        Some(whole) if part.weight > 0.0 => {
            format!("{} of {owner} {}", share(whole), belongings(unit))
        }
        _ if part.weight > 0.0 && !unit.is_ground() => format!(
            "a part of {} with {}",
            name_of(part),
            quantity(part.weight, unit.as_str())
        ),
        _ => format!("{} of {owner} land", ground(part.area_m2)),
    }
}

/// Sentence on the least that would have to move to make an area coterminous or a union; empty if
/// there is nothing to say.
pub fn least_change(verdict: &Verdict, unit: &WeightUnit) -> String {
    let Some(change) = &verdict.least_change else {
        return String::new();
    };
    let amount = |changes: &[Change]| {
        let weight: f64 = changes.iter().map(|change| change.weight).sum();
        quantity(weight, unit.as_str())
    };
    let named = |changes: &[Change]| {
        let names = changes.iter().map(|change| {
            let area = change.area.as_ref();
            area.map_or("ground that is in none", |area| area.name.as_str())
        });
        list(names)
    };
    let mut steps = Vec::new();
    if !change.join.is_empty() {
        steps.push(format!(
            "the rest of {} ({}) would have to join",
            named(&change.join),
            amount(&change.join)
        ));
    }
    if !change.leave.is_empty() {
        steps.push(format!(
            "the {} in {} ({}) would have to leave",
            verb(change.leave.len(), "part", "parts"),
            named(&change.leave),
            amount(&change.leave)
        ));
    }
    if steps.is_empty() {
        return String::new();
    }
    let becomes = match &change.becomes[..] {
        [one] => format!("be coterminous with {}", one.name),
        several => format!("be all of {} together", super::names(several)),
    };
    format!("To {becomes}, {}.", list(steps.iter().map(String::as_str)))
}

fn name_of(part: &Counterpart) -> &str {
    part.area.as_ref().map_or("", |area| area.name.as_str())
}

/// Text on whether the areas of a group match, without a full stop at the end.
pub fn group(group: &Group, comparison: &Comparison) -> String {
    let [first, second] = [&group.a, &group.b].map(|areas| sum(areas));
    match group.reason {
        GroupReason::SameFootprint => same_footprint(&group.a, &group.b),
        GroupReason::NoCounterpart => {
            let (alone, other) = if group.a.is_empty() {
                (second, &comparison.a)
            } else {
                (first, &comparison.b)
            };
            format!(
                "{alone} has no counterpart among the {}",
                areas_of(&other.name())
            )
        }
        GroupReason::BeyondData => format!(
            "{first} and {second}: cannot be judged, because some of them extend beyond the data"
        ),
        GroupReason::GroundOutside => format!(
            "{first} and {second}: no match, because part of them is outside the other layer"
        ),
    }
}

/// Equation of areas that have the same footprint: `A + B = C`.
pub(super) fn same_footprint(a: &[Named], b: &[Named]) -> String {
    format!("{} = {}", sum(a), sum(b))
}

fn sum(areas: &[Named]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    names.join(" + ")
}

/// Sentence on the reason for the class of a piece.
pub fn piece(piece: &Piece, comparison: &Comparison) -> String {
    let width = length(piece.width_m);
    let held = || {
        // If the comparison counts ground, postcodes show whether anyone lives in a sliver.
        let (amount, unit) = if comparison.counts_ground() {
            (whole(piece.postcodes), "live postcodes")
        } else {
            (piece.weight, comparison.weight.unit.as_str())
        };
        // Where areas are counted by the code table, the text says that pieces are not.
        let by = if comparison.blocks.is_some() {
            " on the map"
        } else {
            ""
        };
        quantity(amount, unit) + by
    };
    let agreed = || {
        format!(
            "contains {}, which the code tables put in areas on which both layers agree",
            held()
        )
    };
    let kind = piece.pair_relation.map_or("", |relation| match relation {
        PairRelation::Overlaps => "A partial overlap: ",
        PairRelation::Within | PairRelation::Contains => "One area contains the other: ",
        PairRelation::Equals => "",
    });
    let real = |why: String| {
        let size = ground(piece.area_m2);
        format!("{kind}{size}, {width} wide on average{why}.")
    };
    match piece.reason {
        PieceReason::AreasMatch => "The two areas belong together.".into(),
        PieceReason::AreasMeetBeyondData => {
            "The two areas share this ground. At least one of them extends beyond the data.".into()
        }
        PieceReason::MostlyOutside => {
            "Part of an area that lies mostly outside the other layer.".into()
        }
        PieceReason::EmptyCoast => {
            format!("Along the coast, {width} wide. It contains nothing that is counted.")
        }
        PieceReason::SettledCoast => format!("Along the coast, {width} wide. It {}.", agreed()),
        PieceReason::Wide => real(": too wide to be a difference in how the line is drawn".into()),
        PieceReason::WideSomewhere => real(format!(
            ", and over {} where it is widest: too wide to be a difference in how the line is drawn",
            length(comparison.tolerance_m)
        )),
        PieceReason::SameLines => real(
            ": both layers have the same lines around it, so it is not a difference in how they are drawn"
                .into(),
        ),
        PieceReason::BesideWider => format!(
            "{width} wide: narrow ground of two areas that share more elsewhere."
        ),
        PieceReason::EmptySliver => {
            format!("{width} wide: no more than a difference in how the line is drawn.")
        }
        PieceReason::SliverInBothByCode => format!(
            "Only {width} wide, but it contains {}. By the code tables too, some of that is in both areas.",
            held()
        ),
        PieceReason::SettledSliver => {
            format!("{width} wide. It {}: the map is wrong here.", agreed())
        }
        PieceReason::UnsettledSliver => format!(
            "{width} wide, but contains {}. No code table says where that belongs, so check it by hand.",
            held()
        ),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn whole(number: u64) -> f64 {
    number as f64
}

/// Sentence on a real difference: its size, its districts, and the areas on each side.
pub fn difference(difference: &Difference, comparison: &Comparison) -> String {
    let [one, other] = [&comparison.a, &comparison.b].map(|layer| area_of(&layer.name()));
    let mut sizes = String::new();
    if !difference.blocks.is_empty() {
        let family = comparison.block_family.as_deref();
        let block = family.map_or("block", |family| kind(family)[0]);
        let blocks = whole(difference.blocks.len() as u64);
        sizes = quantity(blocks, &several(block)) + ", ";
    }
    sizes += &ground(difference.area_m2);
    if !comparison.counts_ground() {
        let counted = Counted {
            amount: difference.weight,
            unit: comparison.weight.unit.to_string(),
            by_code_table: comparison.blocks.is_some(),
        };
        sizes += " with ";
        sizes += &amount(&counted);
    }
    if !difference.district_parts.is_empty() {
        let districts = super::district_parts(&difference.district_parts);
        let _ = write!(sizes, " ({districts})");
    }
    let [a, b] = [&difference.a, &difference.b]
        .map(|area| area.as_ref().map_or("", |area| area.name.as_str()));
    match (difference.reason, difference.pair_relation) {
        (DifferenceReason::OnlyInFirst, _) => {
            format!("{sizes}: in the {one} {a}, but in no {other}.")
        }
        (DifferenceReason::OnlyInSecond, _) => {
            format!("{sizes}: in the {other} {b}, but in no {one}.")
        }
        (DifferenceReason::OtherArea, Some(PairRelation::Within)) => {
            format!("{sizes}: all of the {one} {a}, which lies within the {other} {b}.")
        }
        (DifferenceReason::OtherArea, Some(PairRelation::Contains)) => {
            format!("{sizes}: all of the {other} {b}, which lies within the {one} {a}.")
        }
        (DifferenceReason::OtherArea, _) => {
            format!("{sizes}: in both the {one} {a} and the {other} {b}.")
        }
    }
}

/// Sentence on a split area: its main part, and the smaller ones. `other` is the layer whose areas
/// share it.
pub fn split(split: &Split, other: &LayerName, unit: &WeightUnit) -> String {
    let name = &split.area.name;
    if split.nested {
        return format!(
            "{name} is made up of {} whole {}: {}.",
            split.shares.len(),
            areas_of(other),
            list(split.shares.iter().map(share_name))
        );
    }
    let part = |part: &Share| {
        let amount = match part.weight_share {
            Some(whole) => share(whole),
            None if unit.is_ground() => ground(part.area_m2),
            None => quantity(part.weight, unit.as_str()),
        };
        let all = if part.whole { ", all of it" } else { "" };
        match &part.area {
            Some(area) => format!("{} ({amount}{all})", area.name),
            None => format!("no {} ({amount})", area_of(other)),
        }
    };
    let parts: Vec<String> = split.shares.iter().map(part).collect();
    let of = if split.complete {
        format!("{} {} are in", possessive(name), belongings(unit))
    } else {
        format!("The part of {name} that is in the data is in")
    };
    format!("{of} {}.", list(parts.iter().map(String::as_str)))
}

fn share_name(share: &Share) -> &str {
    share.area.as_ref().map_or("", |area| area.name.as_str())
}
