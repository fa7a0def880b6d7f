//! The four questions of a boundary review, each with its answer: one figure and one sentence.
//!
//! Every report on a comparison opens with them, in all formats, from the same data.

use std::fmt::Write;

use coterm_core::comparison::{AlignedArea, Comparison, Relation, Split, Verdict};
use coterm_core::words::{a, count, list, quantity, share, things, weight};
use serde::Serialize;

use super::{area_of, areas_of, names, number_of, practices, verb};

/// A question of a review, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewAnswer {
    /// The question.
    pub question: &'static str,
    /// The figure that answers it: `0 of 5`.
    pub figure: String,
    /// The meaning of the figure: `places are coterminous with an authority`.
    pub label: String,
    /// The answer in a sentence.
    pub sentence: String,
}

/// The four questions and answers, in the order of a board paper.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
///
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
/// let [matching, ..] = coterm_report::text::answers::answers(&comparison);
/// assert_eq!((matching.question, &*matching.figure), ("Do the boundaries match?", "1 of 3"));
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn answers(comparison: &Comparison) -> [ReviewAnswer; 4] {
    [
        matching(comparison),
        causes(comparison),
        affected(comparison),
        alignment(comparison),
    ]
}

/// Areas that have a relation.
fn with_relation(verdicts: &[Verdict], relation: Relation) -> Vec<&str> {
    let own = verdicts
        .iter()
        .filter(|verdict| verdict.relation == relation);
    own.map(|verdict| verdict.area.name.as_str()).collect()
}

fn matching(comparison: &Comparison) -> ReviewAnswer {
    let (layer, other) = (comparison.a.name(), comparison.b.name());
    let verdicts = &comparison.verdicts_a;
    let related = |relation| with_relation(verdicts, relation);
    let alike = related(Relation::Coterminous);
    let not_told = related(Relation::CannotBeTold).len();
    let told = verdicts.len() - not_told;
    let wholly = match (not_told, told) {
        (0, _) => "",
        (_, 1) => " that is wholly in the data",
        _ => " that are wholly in the data",
    };
    let mut sentence = match (alike.len(), told) {
        (_, 0) => format!(
            "This cannot be judged: no {} is wholly in the data",
            area_of(&layer)
        ),
        (0, 1) => format!(
            "No: the only {}{wholly} is not coterminous with {}",
            area_of(&layer),
            a(&area_of(&other))
        ),
        (0, _) => format!(
            "No: none of the {}{wholly} is coterminous with {}",
            number_of(told, &layer),
            a(&area_of(&other))
        ),
        (some, all) if some == all => format!(
            "Yes: {} coterminous with {}",
            match all {
                1 => format!("the only {}{wholly} is", area_of(&layer)),
                _ => format!("all {}{wholly} are", number_of(all, &layer)),
            },
            a(&area_of(&other))
        ),
        (some, all) => format!(
            "In part: {} of the {}{wholly} {} coterminous with {} ({})",
            count(some),
            number_of(all, &layer),
            verb(some, "is", "are"),
            a(&area_of(&other)),
            list(alike.iter().copied())
        ),
    };
    let mut others: Vec<String> = Vec::new();
    for (relation, one, many) in [
        (
            Relation::Union,
            "is made up of whole ones",
            "are made up of whole ones",
        ),
        (Relation::PartOf, "lies within one", "lie within one"),
        (
            Relation::Crossing,
            "crosses their boundaries",
            "cross their boundaries",
        ),
        (
            Relation::Disjoint,
            "is outside all of them",
            "are outside all of them",
        ),
    ] {
        let own = related(relation);
        if !own.is_empty() {
            others.push(if told == 1 {
                format!("{} {one}", list(own.iter().copied()))
            } else {
                format!(
                    "{} {} ({})",
                    count(own.len()),
                    verb(own.len(), one, many),
                    list(own.iter().copied())
                )
            });
        }
    }
    if !others.is_empty() {
        sentence += "; ";
        sentence += &list(others.iter().map(String::as_str));
    }
    sentence.push('.');
    ReviewAnswer {
        question: "Do the boundaries match?",
        figure: format!("{} of {}", count(alike.len()), count(told)),
        label: format!(
            "{} {} coterminous with {}",
            if told == 1 {
                area_of(&layer)
            } else {
                areas_of(&layer)
            },
            verb(told, "is", "are"),
            a(&area_of(&other))
        ),
        sentence,
    }
}

fn causes(comparison: &Comparison) -> ReviewAnswer {
    let cut: Vec<&Split> = comparison
        .splits
        .iter()
        .filter(|split| !split.nested)
        .collect();
    let mut sentences: Vec<String> = Vec::new();
    for (layer, other) in [
        (comparison.a.name(), comparison.b.name()),
        (comparison.b.name(), comparison.a.name()),
    ] {
        let own = cut.iter().filter(|split| split.layer == layer);
        let (shared, outside): (Vec<&Split>, Vec<&Split>) =
            own.partition(|split| split.is_shared());
        let named = |splits: &[&Split]| list(splits.iter().map(|split| split.area.name.as_str()));
        if !shared.is_empty() {
            sentences.push(format!(
                "{} {} parts in more than one {}",
                named(&shared),
                verb(shared.len(), "has", "each have"),
                area_of(&other)
            ));
        }
        if !outside.is_empty() {
            sentences.push(format!(
                "{} {} partly outside the {}",
                named(&outside),
                verb(outside.len(), "lies", "lie"),
                areas_of(&other)
            ));
        }
    }
    let of_each = [comparison.a.name(), comparison.b.name()].map(|layer| {
        let own = cut.iter().filter(|split| split.layer == layer).count();
        (own > 0).then(|| number_of(own, &layer))
    });
    let of_each: Vec<&str> = of_each.iter().flatten().map(String::as_str).collect();
    let of_each = match of_each[..] {
        [] => String::new(),
        _ => format!(": {}", list(of_each)),
    };
    let sentence = if sentences.is_empty() {
        let not_alike = |verdict: &&Verdict| verdict.relation != Relation::Coterminous;
        let number = comparison.verdicts_a.iter().filter(not_alike).count();
        if number == 0 {
            "Nowhere: the boundaries differ only in how they are drawn.".to_owned()
        } else {
            "No boundary crosses another: areas that do not match lie within one another, or \
             outside the other set."
                .to_owned()
        }
    } else {
        format!("{}.", sentences.join("; "))
    };
    ReviewAnswer {
        question: "Where do they not match, and why?",
        figure: count(cut.len()),
        label: verb(cut.len(), "area is split", "areas are split").to_owned() + &of_each,
        sentence,
    }
}

fn affected(comparison: &Comparison) -> ReviewAnswer {
    let moves = &comparison.moves;
    let unit = comparison.weight.unit.as_str();
    let all = moves.stays + moves.moved;
    let (layer, other) = (comparison.a.name(), comparison.b.name());
    let practices = comparison.practices.as_ref();
    let sentence = if moves.moved > 0.0 {
        let postcodes = if ["live postcodes", "hectares"].contains(&unit) {
            String::new()
        } else {
            format!(", in {}", things_of(moves.moved_postcodes))
        };
        format!(
            "If the {} followed the {} exactly, {} of {} ({}{postcodes}){} would be in a different \
             area.",
            areas_of(&layer),
            areas_of(&other),
            weight(moves.moved),
            quantity(all, unit),
            share(moves.share),
            practices::and_moved(practices)
        )
    } else {
        format!(
            "Nobody: if the {} followed the {} exactly, all of {} would stay in their area{}.",
            areas_of(&layer),
            areas_of(&other),
            quantity(all, unit),
            practices::moved(practices).map_or_else(String::new, |moved| format!(
                "; {moved} would be in a different one"
            ))
        )
    };
    ReviewAnswer {
        question: "Who is affected?",
        figure: weight(moves.moved),
        label: format!(
            "of {} would be in a different area ({})",
            quantity(all, unit),
            share(moves.share)
        ),
        sentence,
    }
}

fn things_of(postcodes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    quantity(postcodes as f64, "live postcodes")
}

fn alignment(comparison: &Comparison) -> ReviewAnswer {
    let other = comparison.b.name();
    let all = &comparison.alignment.areas;
    let (whole, cut): (Vec<&AlignedArea>, Vec<&AlignedArea>) =
        all.iter().partition(|area| area.coterminous);
    let named = |areas: &[&AlignedArea]| {
        let areas: Vec<_> = areas.iter().map(|area| area.area.clone()).collect();
        names(&areas)
    };
    let exactly = format!(
        "Following the {} exactly would give {}",
        areas_of(&other),
        things(all.len(), "area", "areas")
    );
    let mut sentence = match (whole.len(), cut.len()) {
        (0, 0) => format!("Nothing: no {} is in the review area", area_of(&other)),
        (1, 0) => format!("{exactly}, which would match: {}", named(&whole)),
        (_, 0) => format!("{exactly}, which would all match: {}", named(&whole)),
        (0, some) => format!(
            "{exactly}, and none would match: {} {} beyond the review area",
            named(&cut),
            verb(some, "continues", "continue")
        ),
        (_, some) => format!(
            "{exactly}. {} would match; {} would not, because {} beyond the review area",
            named(&whole),
            named(&cut),
            verb(some, "it continues", "they continue")
        ),
    };
    if comparison.alignment.in_none.is_some() && !all.is_empty() {
        let _ = write!(sentence, "; some ground is in no {}", area_of(&other));
    }
    sentence.push('.');
    ReviewAnswer {
        question: "What would make them match?",
        figure: format!("{} of {}", count(whole.len()), count(all.len())),
        label: format!(
            "{} would match if every boundary were followed",
            verb(all.len(), "area", "areas")
        ),
        sentence,
    }
}
