//! Sentences that papers on comparisons share: what was counted, what its tables show, and the
//! method.

use coterm_core::comparison::{Amount, Comparison, PieceClass, Split, ToleranceSource};
use coterm_core::words::{count, ground, length, list, quantity, things, weight};

use super::{area_of, areas_of, belongings, number_of};

/// Notes below the four answers: what they leave out, the ground that they are about, what was
/// counted, and the meaning of coterminous.
pub(crate) fn notes(comparison: &Comparison) -> Vec<String> {
    let mut notes = super::comparison::beyond(&comparison.summary);
    notes.push(review_area(comparison));
    notes.push(super::weight::source(&comparison.weight.source));
    let open = comparison
        .pieces
        .iter()
        .filter(|piece| piece.class == PieceClass::Populated && piece.settled == Some(false));
    let open = open.count();
    if open > 0 {
        notes.push(format!(
            "{} something that is counted, and no code table says where it belongs: check by hand.",
            things(open, "sliver contains", "slivers contain")
        ));
    }
    notes.push(format!(
        "Coterminous areas have the same footprint: every home in one is in the other. Lines up \
         to {} apart count as the same line.",
        length(comparison.tolerance_m)
    ));
    notes
}

/// Sentence on the ground that the report is about.
fn review_area(comparison: &Comparison) -> String {
    let given = &comparison.review_area.areas;
    let layer = comparison.a.name();
    let verdicts = &comparison.verdicts_a;
    let whole = verdicts.iter().filter(|verdict| verdict.complete);
    let whole: Vec<&str> = whole.map(|verdict| verdict.area.name.as_str()).collect();
    let ground = match whole[..] {
        _ if !given.is_empty() => list(given.iter().map(|area| area.name.as_str())),
        [only] if verdicts.len() > 1 => {
            format!(
                "{only}, the only {} that is wholly in the data",
                area_of(&layer)
            )
        }
        [] => "all ground of both layers".to_owned(),
        _ if whole.len() < verdicts.len() => format!(
            "the ground of the {} that are wholly in the data",
            number_of(whole.len(), &layer)
        ),
        _ => format!("the ground of the {}", areas_of(&layer)),
    };
    format!("Everything is counted inside the review area: {ground}.")
}

/// Notes and limits: what matches only together, what is only drawn differently, and defects.
pub(crate) fn limits(comparison: &Comparison) -> Vec<String> {
    let mut limits = super::comparison::explained(&comparison.summary);
    limits.extend(super::comparison::findings(
        &comparison.findings,
        &comparison.layer_names(),
    ));
    limits
}

/// Sentence for a comparison in which no area is split.
pub(crate) const NO_SPLIT: &str =
    "No area is split: no boundary of one layer crosses an area of the other.";

/// Largest number of areas made up of whole ones that a paper lists.
pub(crate) const NESTED: usize = 12;

/// Sentences on split areas that are made up of whole ones.
pub(crate) fn nested(comparison: &Comparison) -> Vec<String> {
    let nested = comparison.splits.iter().filter(|split| split.nested);
    nested
        .map(|split| {
            let other = comparison.opposite(&split.layer);
            super::reason::split(split, &other, &comparison.weight.unit)
        })
        .collect()
}

/// Caption of the table of split areas. Its shares are of each whole area.
pub(crate) fn split_areas(comparison: &Comparison, cut: &[&Split]) -> String {
    format!(
        "{}, and the parts that areas of the other layer have. Shares are of each area's {}.",
        things(cut.len(), "split area", "split areas"),
        belongings(&comparison.weight.unit)
    )
}

/// Sentences on how the figures of what moves follow from the matched areas.
pub(crate) fn matching(comparison: &Comparison) -> String {
    let moves = &comparison.moves;
    format!(
        "Each of the {} is matched with one of the {} at most, so that as much as possible stays. \
         Everything outside the matched areas moves: {} of {}, on {}.",
        areas_of(&comparison.a.name()),
        areas_of(&comparison.b.name()),
        weight(moves.moved),
        quantity(moves.stays + moves.moved, comparison.weight.unit.as_str()),
        ground(moves.moved_m2)
    )
}

/// Sentences on the areas that would exist if the first layer followed the second.
pub(crate) fn alignment(comparison: &Comparison) -> String {
    let all_match = comparison
        .alignment
        .areas
        .iter()
        .all(|area| area.coterminous);
    let unless = if all_match {
        "All of them would match."
    } else {
        "An area matches unless it continues beyond the review area: then the rest would have to \
         join, or the part inside would have to leave."
    };
    format!(
        "If the {} followed the {} exactly inside the review area, these areas would exist. {unless}",
        areas_of(&comparison.a.name()),
        areas_of(&comparison.b.name())
    )
}

/// Sentence on what would be in none of those areas; `None` if nothing would.
pub(crate) fn in_none(comparison: &Comparison) -> Option<String> {
    let none = comparison.alignment.in_none.as_ref()?;
    Some(format!(
        "{} would be in no area, because no {} has it.",
        amount(none, comparison),
        area_of(&comparison.b.name())
    ))
}

fn amount(amount: &Amount, comparison: &Comparison) -> String {
    let size = ground(amount.area_m2);
    if comparison.counts_ground() {
        size
    } else {
        format!(
            "{} {} on {size}",
            weight(amount.weight),
            comparison.weight.unit
        )
    }
}

/// Paragraphs on how the layers were compared and how things were counted.
pub(crate) fn method(comparison: &Comparison) -> [String; 4] {
    [
        "The two layers are laid over each other, and cut each other into pieces: connected \
         ground that is in the same area of each layer throughout. A piece that is narrow enough \
         is a sliver: two drawings of one line. Every other piece is ground that two areas share. \
         An area is split if several areas of the other layer share it, or if a part of it is in \
         none. The part with most of what is counted is its main part; the others are its smaller \
         parts."
            .into(),
        "To say who would move, each area is matched with one area of the other layer at most, so \
         that as much as possible stays. Everything outside the matched areas moves."
            .into(),
        format!(
            "A piece is a sliver if it is narrower than {} ({}), on average and where it is widest. \
             The average width is the area over half the outline; the widest place is the largest \
             circle that fits in.",
            length(comparison.tolerance_m),
            tolerance(comparison)
        ),
        counting(comparison),
    ]
}

/// Source of the tolerance, as the end of a sentence about it.
fn tolerance(comparison: &Comparison) -> String {
    let layers = [comparison.a.name(), comparison.b.name()];
    if let ToleranceSource::Resolution { layer } = &comparison.tolerance_from
        && let Some(own) = layers.iter().find(|own| own.id == *layer)
    {
        return format!("the resolution to which the {} are drawn", areas_of(own));
    }
    super::weight::tolerance(&comparison.tolerance_from)
}

/// Paragraph on the weight, and on whether it is counted by the code table or by the drawing.
fn counting(comparison: &Comparison) -> String {
    let weights = format!(
        "What is counted is {} ({} in the review area). {}",
        comparison.unit(),
        weight(comparison.weight.total),
        super::weight::counted(&comparison.weight.source)
    );
    match &comparison.blocks {
        Some(blocks) => format!(
            "{weights} Both layers are made of the same building blocks ({} {} in the data), so \
             counts are exact: each block is in one area of each layer by the code table. Pieces of ground \
             are counted on the map, by where each thing is, so the two counts differ a little. \
             Verdicts are worked out from the map too, and the report says where the two disagree.",
            count(blocks.blocks),
            blocks.names()
        ),
        None => format!(
            "{weights} The two layers do not share their building blocks, so everything \
             is counted by geometry: by where each thing is."
        ),
    }
}
