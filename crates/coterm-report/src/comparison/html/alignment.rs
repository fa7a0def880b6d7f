//! The section on what would make the layers match: the areas that would exist if the first layer
//! followed the second, and what each would lack.

use crate::comparison::{ComparisonReport, paper_tables};
use crate::document::markup::paragraph;
use crate::text::paper;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let mut html = paragraph(&paper::alignment(comparison));
    html.push_str(&paper_tables::alignment(comparison).html("ruled compact"));
    if let Some(in_none) = paper::in_none(comparison) {
        html.push_str(&paragraph(&in_none));
    }
    html
}
