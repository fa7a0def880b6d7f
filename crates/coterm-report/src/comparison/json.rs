use coterm_core::Comparison;
use serde::Serialize;

use super::{Question, Report};
use crate::{Error, Manifest, Result};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    comparison: &'a Comparison,
    /// What the weight of a verdict, an overlap or a difference counts.
    areas_counted_in: String,
    /// What the weight of a piece counts.
    pieces_counted_in: String,
    manifest: &'a Manifest<Question>,
}

/// The comparison as it is, and the manifest.
pub(super) fn write(report: &Report<'_>) -> Result<Vec<u8>> {
    let document = Document {
        comparison: report.comparison,
        areas_counted_in: report.comparison.unit(),
        pieces_counted_in: report.comparison.drawn_unit(),
        manifest: report.manifest,
    };
    let mut text =
        serde_json::to_vec(&document).map_err(|error| Error::Write(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}
