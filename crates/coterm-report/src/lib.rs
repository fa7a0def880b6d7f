//! Reports for board papers: maps of layers, comparisons, scores of scenarios, and answers to
//! lookups.
//!
//! * [`Map`] draws footprints as a self-contained SVG. [`LayerMap`] makes one of a
//!   [`Layer`](coterm_core::layers::Layer), and [`to_png`] turns an SVG into pixels.
//! * [`ComparisonReport`] writes a [`Comparison`](coterm_core::comparison::Comparison) as text, JSON,
//!   CSV, `GeoJSON`, a workbook, or an HTML document that loads nothing and prints on A4.
//! * [`ScenarioReport`] writes such a document about the scores of one scenario, or of
//!   several side by side.
//! * [`text`] has the sentences of all of them. [`lookup`] has the JSON of answers, and the
//!   sentences for their reasons and notes.
//!
//! The same input gives the same bytes on any machine: text is measured, and drawn in a PNG,
//! with the Noto Sans of the crate `notosans` (SIL Open Font License 1.1), never with a font
//! of the machine. An SVG names that font first and then the fonts that most machines have.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod comparison;
mod document;
mod error;
mod layer_map;
pub mod lookup;
mod manifest;
mod map;
mod png;
mod scenario;
pub mod text;

pub use comparison::{ComparisonDocument, ComparisonReport, CsvTable, Question, ReportFormat};
pub use document::CONTENT_SECURITY_POLICY as HTML_POLICY;
pub use error::Error;
pub use layer_map::{Labels, LayerMap};
pub use manifest::{ReportManifest, ReportQuestion, UsedFile};
pub use map::{
    Colour, Drawing, Entry, Frame, LineStyle, Map, MapArea, MapBounds, MapLines, MapPiece, PALETTE,
    PlacedLabel, Sample, colour_areas,
};
pub use png::to_png;
pub use scenario::{
    ScenarioQuestion, ScenarioReport, ScoreDocument, SideAnswer, SideRow, side_by_side,
};

/// Result of a function that makes a picture or a report.
pub type Result<T> = std::result::Result<T, Error>;
