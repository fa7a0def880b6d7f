//! The first page: the four questions of a review with their answers, what lies beyond the review
//! area, and what was counted.

use coterm_core::comparison::PieceClass;
use coterm_core::words::{length, list, things};

use crate::comparison::ComparisonReport;
use crate::document::answers::{self, Answer};
use crate::document::markup;
use crate::text;

/// The answers, then what they leave out, then what coterminous means.
pub(super) fn summary(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let answers = text::answers::answers(comparison).map(|answer| Answer {
        question: answer.question.to_owned(),
        figure: answer.figure,
        label: answer.label,
        sentence: answer.sentence,
    });
    let mut html = answers::answers(&answers);
    let mut notes: Vec<String> = Vec::new();
    notes.extend(text::comparison::beyond(&comparison.summary));
    notes.push(review_area(report));
    notes.push(text::weight::counted(&comparison.weight.source));
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
    html.push_str(&markup::list(notes));
    html
}

/// Sentence on the ground that the report is about.
fn review_area(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let named = &comparison.review_area.areas;
    let ground = if named.is_empty() {
        format!("the ground of the {}", text::areas_of(&comparison.a.name()))
    } else {
        list(named.iter().map(|area| area.name.as_str()))
    };
    format!("Everything is counted inside the review area: {ground}.")
}
