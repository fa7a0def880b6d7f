//! Sentences on the practices that would be in another area.

use coterm_core::comparison::{Comparison, Practice, Practices};
use coterm_core::scenario::ScenarioScore;
use coterm_core::words::{count, list, things};

use super::verb;

/// Largest number of practices that a note names.
const NAMED: usize = 8;

/// The notes on the practices of a comparison that are not counted, a sentence for each; none if no
/// practices were given.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Practice, Weights, compare};
///
/// let practices = ["LA1 4YW", "LA1 1AA"].map(|postcode| Practice {
///     code: String::new(),
///     name: "The Surgery".into(),
///     postcode: postcode.parse().expect("a postcode"),
/// });
/// let (a, b) = (dataset.comparison_input("utla-2023")?, dataset.comparison_input("lad-2023")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let options = ComparisonOptions::default().with_practices(practices);
/// let comparison = compare(&dataset, &a, &b, &options, &weights)?;
/// assert_eq!(coterm_report::text::practices::of_comparison(&comparison), [
///     "1 of the 2 practices in the list is counted.",
///     "1 of 2 practices has a postcode that the data does not have: The Surgery (LA1 1AA).",
/// ]);
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn of_comparison(comparison: &Comparison) -> Vec<String> {
    let practices = comparison.practices.as_ref();
    practices.map_or_else(Vec::new, |practices| notes(practices, "the review area"))
}

/// The notes on the practices of a score that are not counted, likewise.
///
/// ```
/// use coterm_core::scenario::ScenarioScore;
/// use coterm_report::text::practices;
///
/// fn print_notes(score: &ScenarioScore) {
///     for sentence in practices::of_score(score) {
///         println!("{sentence}");
///     }
/// }
/// ```
pub fn of_score(score: &ScenarioScore) -> Vec<String> {
    let practices = score.practices();
    practices.map_or_else(Vec::new, |practices| {
        notes(practices, "the ground of the proposal")
    })
}

fn notes(practices: &Practices, ground: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let (given, inside) = (practices.given, practices.inside);
    if inside < given {
        notes.push(format!(
            "{} of the {} in the list {} counted.",
            count(inside),
            things(given, "practice", "practices"),
            verb(inside, "is", "are")
        ));
    }
    let some = |number: usize, rest: String| {
        (number > 0).then(|| {
            let all = things(given, "practice", "practices");
            format!("{} of {all} {rest}.", count(number))
        })
    };
    let outside = practices.outside;
    let rest = format!("{} outside {ground}", verb(outside, "is", "are"));
    notes.extend(some(outside, rest));
    for (lost, what) in [
        (&practices.not_found, "that the data does not have"),
        (&practices.not_live, "that is not live"),
    ] {
        let have = verb(lost.len(), "has", "have");
        let rest = format!("{have} a postcode {what}: {}", named(lost));
        notes.extend(some(lost.len(), rest));
    }
    notes
}

fn named(practices: &[Practice]) -> String {
    let shown = practices.iter().take(NAMED);
    let mut names: Vec<String> = shown
        .map(|practice| match name(practice) {
            "" => practice.postcode.to_string(),
            name => format!("{name} ({})", practice.postcode),
        })
        .collect();
    if practices.len() > NAMED {
        names.push(format!("{} more", count(practices.len() - NAMED)));
    }
    list(names.iter().map(String::as_str))
}

/// The name of a practice, or its code if it has none.
pub(crate) fn name(practice: &Practice) -> &str {
    if practice.name.is_empty() {
        &practice.code
    } else {
        &practice.name
    }
}

/// The number of practices that move, of those that are counted: `14 of 80 practices`; `None` if
/// none is counted.
pub(crate) fn moved(practices: Option<&Practices>) -> Option<String> {
    let practices = practices.filter(|practices| practices.inside > 0)?;
    let of = things(practices.inside, "practice", "practices");
    Some(match practices.moved {
        0 => format!("none of {of}"),
        some => format!("{} of {of}", count(some)),
    })
}

/// Words on that number inside a sentence, between commas; empty if none is counted.
pub(crate) fn and_moved(practices: Option<&Practices>) -> String {
    moved(practices).map_or_else(String::new, |moved| format!(", and {moved},"))
}
