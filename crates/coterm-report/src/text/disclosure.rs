//! Sentences on disclosure: small parts that can be found out by subtracting figures
//! published for two layers.

use coterm_core::comparison::{Comparison, Disclosure, DisclosureNote, ObtainablePart};
use coterm_core::words::{count, quantity, things, weight};

use super::verb;

/// The result of the search, in sentences: a headline, the parts, and the notes.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
/// use coterm_report::text::disclosure::disclosure;
///
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let weights = Weights::ground(&dataset);
/// let options = ComparisonOptions::default().with_disclosure(100.0);
/// let comparison = compare(&dataset, &a, &b, &options, &weights)?;
/// let found = comparison.disclosure.as_ref().expect("it was asked for");
/// let said = disclosure(found, &comparison);
/// assert!(said[0].starts_with("No part with fewer than 100 hectares"), "{said:?}");
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn disclosure(disclosure: &Disclosure, comparison: &Comparison) -> Vec<String> {
    let under = format!("{} {}", weight(disclosure.threshold), disclosure.unit);
    let mut sentences = vec![if disclosure.parts.is_empty() {
        format!(
            "No part with fewer than {under} can be worked out by subtracting published figures."
        )
    } else {
        format!(
            "{} with fewer than {under} can be worked out by subtracting figures that are published for both layers:",
            things(disclosure.parts.len(), "part", "parts")
        )
    }];
    sentences.extend(disclosure.parts.iter().map(|found| part(found, comparison)));
    sentences.extend(notes(&disclosure.notes));
    sentences
}

/// Sentence on one part: its size, and the sums and differences that give it away.
pub fn part(part: &ObtainablePart, comparison: &Comparison) -> String {
    let blocks = match (&comparison.blocks, part.blocks) {
        (Some(basis), Some(blocks)) => {
            format!("{} with ", things(blocks, &basis.name, &basis.names()))
        }
        _ => String::new(),
    };
    format!(
        "{blocks}{} can be worked out: {}.",
        quantity(part.weight, comparison.weight.unit.as_str()),
        part.expression
    )
}

/// Sentences on what limits the search.
pub fn notes(notes: &[DisclosureNote]) -> Vec<String> {
    notes.iter().map(note).collect()
}

fn note(note: &DisclosureNote) -> String {
    match note {
        DisclosureNote::AreasOverlap { layer } => format!(
            "Areas of {layer} overlap, so their figures count some things more than once. No search was made."
        ),
        DisclosureNote::SearchGivenUp { steps } => format!(
            "The search stopped after {} steps, so there may be more parts.",
            count(*steps)
        ),
        DisclosureNote::AreasBeyondData { areas } => format!(
            "{} {} beyond the data and {} left out of the search.",
            count(*areas),
            verb(*areas, "area extends", "areas extend"),
            verb(*areas, "was", "were")
        ),
        DisclosureNote::ByGeometry => {
            "Parts are worked out from the map. Differences in how lines are drawn are left out."
                .into()
        }
    }
}
