//! A comparison as a report: text, JSON, CSV, `GeoJSON`, a workbook, a document.
//!
//! Every report is a function of the comparison, the two layers and the manifest: the
//! same input gives the same bytes.

mod csv;
mod format;
mod geojson;
mod html;
mod json;
mod moves;
mod question;
mod table;
mod words;
mod xlsx;

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::too_many_lines,
    reason = "small whole numbers, and rows of a table"
)]
mod fixture;
#[cfg(test)]
mod tests;

use coterm_core::{Comparison, Dataset, Layer};

pub use format::{CsvTable, ReportFormat};
pub use json::ComparisonDocument;
pub(crate) use json::{Reasoned, Weight, verdicts};
pub use question::Question;
pub(crate) use words::relation;

use crate::{LayerMap, ReportManifest, Result};

/// A comparison, with what is needed to draw it and to make it again.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonReport<'a> {
    comparison: &'a Comparison,
    manifest: &'a ReportManifest<Question>,
    a: &'a Layer,
    b: &'a Layer,
    land: Option<&'a Layer>,
}

impl<'a> ComparisonReport<'a> {
    /// A report on a comparison of two of this dataset's layers.
    ///
    /// # Errors
    ///
    /// [`coterm_core::Error::NoSuchLayer`] if the dataset has not the two layers.
    pub fn new(
        dataset: &'a Dataset,
        comparison: &'a Comparison,
        manifest: &'a ReportManifest<Question>,
    ) -> coterm_core::Result<Self> {
        let catalogue = dataset.catalogue();
        let a = catalogue.layer(&comparison.a.id)?;
        let b = catalogue.layer(&comparison.b.id)?;
        Ok(Self::between([a, b], dataset, comparison, manifest))
    }

    /// A report on a comparison of two layers that the dataset need not have: proposals
    /// have a layer of their own. Those must be the layers that were compared, in that
    /// order; the land under the maps is the dataset's.
    pub fn between(
        [a, b]: [&'a Layer; 2],
        dataset: &'a Dataset,
        comparison: &'a Comparison,
        manifest: &'a ReportManifest<Question>,
    ) -> Self {
        Self {
            comparison,
            manifest,
            a,
            b,
            land: LayerMap::land_among(dataset.catalogue().layers()),
        }
    }

    /// The report's bytes. `table` chooses what CSV holds.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if a place cannot be told in longitude and latitude, or a
    /// workbook cannot hold the comparison.
    pub fn to_bytes(&self, format: ReportFormat, table: CsvTable) -> Result<Vec<u8>> {
        match format {
            ReportFormat::Table => Ok(self.to_text(table::WIDTH).into_bytes()),
            ReportFormat::Json => json::write(self),
            ReportFormat::Csv => csv::write(self, table),
            ReportFormat::Html => Ok(html::write(self)?.into_bytes()),
            ReportFormat::Xlsx => xlsx::write(self),
            ReportFormat::GeoJson => geojson::write(self),
        }
    }

    /// The report as text in columns, at most so many characters wide where it can be.
    pub fn to_text(&self, width: usize) -> String {
        table::write(self, width)
    }
}
