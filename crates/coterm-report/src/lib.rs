//! Pictures out of layers, and reports of comparisons, for board papers.
//!
//! [`Map`] draws footprints as an SVG that stands by itself, [`LayerMap`] puts one
//! together from a [`Layer`](coterm_core::Layer), and [`to_png`] turns an SVG into pixels.
//!
//! [`ComparisonReport`] writes a [`Comparison`](coterm_core::Comparison) as text, JSON, CSV,
//! `GeoJSON`, a workbook, or a document that opens anywhere and prints on A4.
//!
//! [`ScenarioReport`] is such a document on scores of scenarios, one or several side by
//! side.
//!
//! The sentences of all of them are in [`text`]. [`lookup`] has the JSON of answers, and the
//! sentences for their reasons and notes.
//!
//! Text is measured, and drawn in a PNG, with Noto Sans (SIL Open Font License 1.1, as
//! the crate `notosans` carries it), so that the same input gives the same bytes on any
//! machine. An SVG names that font first and then those that are on most machines.
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
pub use manifest::{Asked, ReportManifest, UsedFile};
pub use map::{
    Colour, Drawing, Entry, Frame, LineStyle, Map, MapArea, MapBounds, MapLines, MapPiece, PALETTE,
    PlacedLabel, Sample, colour_areas,
};
pub use png::to_png;
pub use scenario::{
    ScenarioQuestion, ScenarioReport, ScoreDocument, SideAnswer, SideRow, side_by_side,
};

/// What fails in this crate, and why.
pub type Result<T> = std::result::Result<T, Error>;
