//! The first page: the four questions of a review with their answers, what lies beyond the review
//! area, and what was counted.

use crate::comparison::ComparisonReport;
use crate::document::{answers, markup};
use crate::text::paper;

/// The answers, then what they leave out, then what coterminous means.
pub(super) fn summary(report: &ComparisonReport<'_>) -> String {
    let mut html = answers::answers(&report.answers());
    html.push_str(&markup::list(paper::notes(report.comparison)));
    html
}
