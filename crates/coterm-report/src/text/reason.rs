//! Sentences on the reason for a verdict, a match of groups, the class of a piece, or a real
//! difference.

use std::fmt::Write;

use coterm_core::comparison::{
    Comparison, Counted, Counterpart, Difference, DifferenceReason, Group, GroupReason, LayerName,
    Named, Piece, PieceReason, Verdict, VerdictReason,
};
use coterm_core::words::{ground, kind, length, list, quantity, several, share};

use super::comparison::amount;

/// Sentence on the reason for an area's verdict against the other layer.
pub fn verdict(verdict: &Verdict, other: &LayerName) -> String {
    let (name, id) = (&verdict.area.name, &other.id);
    let with = || list(verdict.with.iter().map(name_of));
    match verdict.reason {
        VerdictReason::SameFootprint => {
            format!("{name} has the same footprint as {} of {id}.", with())
        }
        VerdictReason::SameFootprintTogether => format!(
            "{name} has the same footprint as {} {} of {id} together: {}.",
            verdict.with.len(),
            kind(&other.family)[1],
            with()
        ),
        VerdictReason::WithinOne => {
            format!("{name} lies within {} of {id}, which is larger.", with())
        }
        VerdictReason::OnlySlivers => {
            format!("{name} has no more than slivers in common with any area of {id}.")
        }
        VerdictReason::BeyondData | VerdictReason::PerhapsBeyondData => {
            let extends = if verdict.reason == VerdictReason::BeyondData {
                "extends"
            } else {
                "may extend"
            };
            let within = if verdict.with.is_empty() {
                format!("no area of {id}")
            } else {
                with()
            };
            format!(
                "{name} {extends} beyond the data, so it cannot be judged. Within the data, it overlaps {within}."
            )
        }
        VerdictReason::CutsAreas | VerdictReason::ReachesOutside => crossing(verdict, id),
    }
}

/// Sentence on the shares of an area that are in each of several others.
fn crossing(verdict: &Verdict, id: &str) -> String {
    let share_of = |part: &Counterpart| share(part.area_share.unwrap_or_default());
    let mut text = String::new();
    if let Some((first, rest)) = verdict.with.split_first() {
        text = format!(
            "{} of {}'s land is in {}",
            share_of(first),
            verdict.area.name,
            name_of(first)
        );
        let mut rest: Vec<String> = rest
            .iter()
            .map(|part| format!("{} ({})", name_of(part), share_of(part)))
            .collect();
        if let Some(first) = rest.first_mut() {
            first.insert_str(0, "in ");
        }
        match &verdict.outside {
            Some(_) if rest.is_empty() => rest.push(format!("outside {id}")),
            Some(outside) => rest.push(format!("outside {id} ({})", share_of(outside))),
            None => {}
        }
        if !rest.is_empty() {
            text += "; the rest is ";
            text += &list(rest.iter().map(String::as_str));
        }
        text.push('.');
    }
    let whole: Vec<&str> = verdict
        .with
        .iter()
        .filter(|part| part.whole)
        .map(name_of)
        .collect();
    if !whole.is_empty() {
        let _ = write!(text, " It contains all of {}.", list(whole));
    }
    text
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
            format!("{alone} has no counterpart in {}", other.id)
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
    let real = |why: String| format!("{}, {width} wide on average{why}.", ground(piece.area_m2));
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
    let [one, other] = [&comparison.a.id, &comparison.b.id];
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
    if !difference.districts.is_empty() {
        let _ = write!(sizes, " ({})", super::names(&difference.districts));
    }
    let [a, b] = [&difference.a, &difference.b]
        .map(|area| area.as_ref().map_or("", |area| area.name.as_str()));
    match difference.reason {
        DifferenceReason::OnlyInFirst => {
            format!("{sizes}: in {a} of {one}, but in no area of {other}.")
        }
        DifferenceReason::OnlyInSecond => {
            format!("{sizes}: in {b} of {other}, but in no area of {one}.")
        }
        DifferenceReason::OtherArea => {
            format!("{sizes}: in {a} of {one}, but in {b} of {other}.")
        }
    }
}
