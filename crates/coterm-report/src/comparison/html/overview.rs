//! The first page: the four questions of a review with their answers, what lies beyond the review
//! area, and what was counted.

use coterm_core::comparison::{PieceClass, SummaryFact};
use coterm_core::words::{length, list, things};

use crate::comparison::ComparisonReport;
use crate::document::answers::{self, Answer};
use crate::document::markup::{self, paragraph};
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
    let beyond = |fact: &&SummaryFact| {
        matches!(
            fact,
            SummaryFact::Continues { .. } | SummaryFact::BeyondData { .. }
        )
    };
    let beyond: Vec<SummaryFact> = comparison.summary.iter().filter(beyond).cloned().collect();
    notes.extend(text::comparison::summary(&beyond));
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
    html.push_str(&markup::list(notes));
    html.push_str("<div class=\"note\">\n<h3>What coterminous means</h3>\n");
    html.push_str(&paragraph(&format!(
        "Two areas are coterminous when they have the same footprint: every home that is in \
         one is in the other. Published boundaries are drawn more or less finely, so here lines \
         that are no more than {} apart are taken as the same line.",
        length(comparison.tolerance_m)
    )));
    html.push_str("</div>\n");
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
