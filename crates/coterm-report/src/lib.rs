//! Maps, reports and sentences for board papers: of layers, comparisons, scenarios and lookups.
//!
//! `coterm-core` answers in data: enums with figures. This crate has the words and the pictures for
//! them, and writes each answer in the formats in which people and programs want it. It reads and
//! writes no files: every function returns bytes or text.
//!
//! # Where to look
//!
//! | subject | begin with | gives |
//! |---|---|---|
//! | the map of a layer | [`LayerMap`] | SVG |
//! | any other map | [`Map`], [`Frame`], [`MapArea`] | SVG |
//! | pixels of a map | [`to_png`] | PNG |
//! | a comparison of two layers | [`ComparisonReport`], [`ReportFormat`] | text, JSON, CSV, `GeoJSON`, a workbook, HTML |
//! | a score of a scenario, or of several | [`ScenarioReport`], [`side_by_side()`] | HTML, rows of a table |
//! | JSON for programs | [`lookup::AnswerDocument`], [`ComparisonDocument`], [`ScoreDocument`] | what `serde` serialises |
//! | what a report was made from | [`ReportManifest`] | checksums, and the command that makes it again |
//! | sentences on a lookup | [`lookup`] | [`Sentence`](lookup::Sentence)s, each with its full stop |
//! | sentences on comparisons and scenarios | [`text`] | sentences |
//!
//! HTML documents load nothing, have no scripts, and print on A4.
//!
//! # Space
//!
//! Footprints are in metres of the British National Grid (EPSG:27700, easting then northing). A
//! drawing is in SVG units with y downwards; a [`Frame`] has the scale. `GeoJSON` is in longitude
//! and latitude.
//!
//! # The same input gives the same bytes
//!
//! On any machine: text is measured, and drawn in a PNG, with the Noto Sans of the crate `notosans`
//! (SIL Open Font License 1.1), never with a font of the machine. An SVG names that font first and
//! then the fonts that most machines have. No report has the time of day in it.
//!
//! # Example
//!
//! ```
//! use coterm_core::layers::{Area, Layer, LayerInfo};
//! use coterm_core::period::{Period, parse_day};
//! use coterm_report::{LayerMap, to_png};
//! use geo::polygon;
//!
//! let since_2023 = Period::new(parse_day("2023-04-01")?, None)?;
//! let square = polygon![
//!     (x: 340_000., y: 450_000.), (x: 360_000., y: 450_000.),
//!     (x: 360_000., y: 470_000.), (x: 340_000., y: 470_000.),
//! ];
//! let lancaster = Area::new("E07000121", "Lancaster", since_2023, square.into())?;
//! let info = LayerInfo::new("lad-2023", "lad", "2023", since_2023);
//! let districts = Layer::new(info, vec![lancaster]);
//!
//! let svg = LayerMap::new(&districts).title("Districts").map()?.to_svg();
//! assert!(svg.contains("Lancaster"));
//! let png = to_png(&svg, 400)?;
//! assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), coterm_report::Error>(())
//! ```
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
mod workbook;

pub use comparison::{
    Appendix, ComparisonDocument, ComparisonReport, CsvTable, Paper, Question, ReportFormat,
    verdict_document, wrapped,
};
pub use document::CONTENT_SECURITY_POLICY as HTML_POLICY;
pub use document::markup::HtmlText;
pub use error::Error;
pub use layer_map::{Labels, LayerMap};
pub use manifest::{ReportManifest, ReportQuestion, UsedFile};
pub use map::{
    Colour, Drawing, Entry, Frame, Hatch, LineStyle, Map, MapArea, MapBounds, MapLines, MapPiece,
    PALETTE, PlacedLabel, Sample, colour_areas,
};
pub use png::to_png;
pub use scenario::{
    ScenarioQuestion, ScenarioReport, ScoreDocument, SideAnswer, SideRow, side_by_side, with_names,
};

/// Result of a function that makes a picture or a report.
pub type Result<T> = std::result::Result<T, Error>;
