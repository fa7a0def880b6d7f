//! The report on a comparison as text, JSON, CSV, `GeoJSON`, a workbook, or a document in HTML or
//! Markdown.
//!
//! Every format is a function of the comparison, the two layers and the manifest: the same
//! input gives the same bytes.

mod csv;
mod format;
mod geojson;
mod html;
mod json;
mod markdown;
mod moves;
mod names;
mod paper;
mod paper_tables;
mod question;
mod table;
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

use coterm_core::comparison::Comparison;
use coterm_core::dataset::Dataset;
use coterm_core::layers::Layer;
use coterm_core::words::day;

pub use format::{CsvTable, ReportFormat};
pub use json::{ComparisonDocument, verdict_document};
pub(crate) use json::{Reasoned, Weight, verdicts};
pub(crate) use names::relation;
pub use paper::{Appendix, Paper};
pub use question::Question;
pub use table::wrapped;

use crate::document::Document;
use crate::document::answers::Answer;
use crate::document::practices;
use crate::{LayerMap, ReportManifest, Result, text};

/// A comparison, with what is needed to draw it and to make the report again.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Weights, compare};
/// use coterm_report::{ComparisonReport, CsvTable, Paper, Question, ReportFormat, ReportManifest};
///
/// let (a, b) = (dataset.comparison_input("lad-2023")?, dataset.comparison_input("ccg-2021")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let comparison = compare(&dataset, &a, &b, &ComparisonOptions::default(), &weights)?;
///
/// let manifest = ReportManifest::without_files(Question {
///     a: "lad-2023".into(),
///     b: "ccg-2021".into(),
///     within: Vec::new(),
///     tolerance_m: None,
///     weight: "postcodes".into(),
///     on: None,
///     disclosure: None,
///     populated: None,
///     practices: None,
///     file_options: Vec::new(),
///     paper: Paper::default(),
/// });
/// let report = ComparisonReport::new(&dataset, &comparison, &manifest)?;
/// let verdicts = report.to_bytes(ReportFormat::Csv, CsvTable::Verdicts)?;
/// assert!(String::from_utf8_lossy(&verdicts).contains("Morecambe Bay"));
/// let html = report.to_bytes(ReportFormat::Html, CsvTable::default())?;
/// assert!(html.starts_with(b"<!DOCTYPE html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ComparisonReport<'a> {
    comparison: &'a Comparison,
    manifest: &'a ReportManifest<Question>,
    a: &'a Layer,
    b: &'a Layer,
    land: Option<&'a Layer>,
}

impl<'a> ComparisonReport<'a> {
    /// A report on a comparison of two layers of this dataset.
    ///
    /// # Errors
    ///
    /// [`coterm_core::Error::NoSuchLayer`] if the dataset lacks one of the layers.
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

    /// A report on a comparison of two layers that need not belong to the dataset, such as
    /// the layer of a proposal. They must be the layers that were compared, in the same
    /// order. The land under the maps is the dataset's.
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

    /// Writes the report in a format. `table` chooses the table that CSV has.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if a place has no longitude and latitude, or a workbook cannot hold
    /// the comparison.
    pub fn to_bytes(&self, format: ReportFormat, table: CsvTable) -> Result<Vec<u8>> {
        match format {
            ReportFormat::Table => Ok(self.to_text(table::WIDTH).into_bytes()),
            ReportFormat::Json => json::write(self),
            ReportFormat::Csv => csv::write(self, table),
            ReportFormat::Markdown => Ok(markdown::write(self).into_bytes()),
            ReportFormat::Html => Ok(html::write(self)?.into_bytes()),
            ReportFormat::Xlsx => xlsx::write(self),
            ReportFormat::GeoJson => geojson::write(self),
        }
    }

    /// Writes the report as text in columns, at most `width` characters wide where possible.
    pub fn to_text(&self, width: usize) -> String {
        table::write(self, width)
    }

    /// The head and foot of the report as a document.
    fn document(&self) -> Document<'a> {
        let comparison = self.comparison;
        let [a, b] = names::layer_names(comparison);
        let paper = self.manifest.question.paper;
        Document {
            kind: "Coterminosity report",
            title: format!("{a} and {b}"),
            about: format!(
                "{}, compared with {}. {}.",
                comparison.a.title, comparison.b.title, self.manifest.extent
            ),
            date: paper.date.map(day),
            draft: paper.draft,
            engine: &self.manifest.engine,
            attribution: &comparison.attribution,
        }
    }

    /// Largest number of practices that a document lists: all of them with the full appendix.
    fn practices_listed(&self) -> usize {
        match self.manifest.question.paper.appendix {
            Appendix::Full => usize::MAX,
            Appendix::None | Appendix::Short => practices::SHORT,
        }
    }

    /// The four questions of a review, with their answers.
    fn answers(&self) -> [Answer; 4] {
        text::answers::answers(self.comparison).map(|answer| Answer {
            question: answer.question.to_owned(),
            figure: answer.figure,
            label: answer.label,
            sentence: answer.sentence,
        })
    }
}
