//! British administrative geography: lookups of postcodes and points by date, comparisons and
//! scenarios.
//!
//! A [`Layer`](layers::Layer) is the [`Area`](layers::Area)s of one family at one vintage. A
//! [`Catalogue`](layers::Catalogue) knows which layer of each family is valid on a date. A
//! [`Dataset`](dataset::Dataset) is all that a process has loaded: the layers, the code table, the
//! postcodes and their indexes.
//!
//! Answers are data; `coterm-report` puts them into words. Nothing in this crate opens a file or a
//! socket, and nothing logs what is looked up; `coterm-io` reads datasets.
//!
//! # Where to look
//!
//! | subject | module | begin with |
//! |---|---|---|
//! | areas, layers, and which is valid when | [`layers`] | [`Layer`](layers::Layer), [`Catalogue`](layers::Catalogue) |
//! | postcodes, GSS codes, the code table, releases | [`codes`] | [`Postcode`](codes::Postcode), [`CodeTable`](codes::CodeTable) |
//! | what a process has loaded | [`dataset`] | [`Dataset`](dataset::Dataset) |
//! | postcode or point to areas, on a date | [`lookup`] | [`Dataset::lookup_postcode`](dataset::Dataset::lookup_postcode) |
//! | whether two layers share a footprint | [`comparison`] | [`compare`](comparison::compare) |
//! | proposed areas, and what they would mean | [`scenario`] | [`Scenario::propose`](scenario::Scenario::propose) |
//! | areas as set algebra over other areas | [`definition`] | [`Definition`](definition::Definition) |
//! | days, months and periods | [`period`] | [`Period`](period::Period) |
//! | coordinates, and longitude and latitude | [`space`] | [`GridPoint`](space::GridPoint), [`LonLat`](space::LonLat) |
//! | figures as people read them | [`words`] | [`words::count`] |
//!
//! # Space
//!
//! Geometry is planar, in metres of the British National Grid (EPSG:27700, easting then northing).
//! Longitude and latitude are converted through OSTN15.
//!
//! # Points on a boundary
//!
//! Containment is *half-open*, so that every point of a coverage is in exactly one area: see
//! [`polygon_coverage::containment`].
//!
//! # Example
//!
//! ```
//! use coterm_core::codes::{CodeTable, PostcodeDirectory};
//! use coterm_core::dataset::{Dataset, Indexing};
//! use coterm_core::layers::{Area, Catalogue, Layer, LayerInfo};
//! use coterm_core::period::{Period, parse_day};
//! use coterm_core::space::GridPoint;
//! use geo::polygon;
//!
//! // One district, drawn as a square of 20 km.
//! let since_1974 = Period::new(parse_day("1974-04-01")?, None)?;
//! let square = polygon![
//!     (x: 340_000., y: 450_000.), (x: 360_000., y: 450_000.),
//!     (x: 360_000., y: 470_000.), (x: 340_000., y: 470_000.),
//! ];
//! let lancaster = Area::new("E07000121", "Lancaster", since_1974, square.into())?;
//! let info = LayerInfo::new("lad-2023", "lad", "2023", since_1974);
//! let catalogue = Catalogue::new(vec![Layer::new(info, vec![lancaster])]);
//!
//! let (codes, postcodes) = (CodeTable::default(), PostcodeDirectory::default());
//! let dataset = Dataset::new(catalogue, codes, postcodes, "", Indexing::Layers)?;
//! let point = GridPoint::new(347_500.0, 461_500.0)?;
//! let answer = dataset.lookup_grid(point, parse_day("2023-06-30")?, None)?;
//! assert_eq!(answer.areas[0].name, "Lancaster");
//! # Ok::<(), coterm_core::Error>(())
//! ```
//!
//! # The dataset of the examples
//!
//! Examples that need more say `dataset` for a small one. Its five LSOAs are drawn as rectangles;
//! codes and names are real, and so is which areas each LSOA is in. In metres of EPSG:27700:
//!
//! ```text
//! 475,000             ┌───────────┬───────────┐
//!                     │ E01025105 │ E01025131 │ Lancaster
//! 445,000 ┌───────────┼───────────┼───────────┤
//!    Wyre │ E01025541 │ E01025281 │ E01025314 │ Preston
//! 415,000 └───────────┴───────────┴───────────┘
//!      330,000     340,000     349,000     360,000
//! ```
//!
//! | layer | areas |
//! |---|---|
//! | `ccg-2021` | Morecambe Bay: the LSOAs of Lancaster. Greater Preston: E01025314. Fylde and Wyre: E01025281 and E01025541 |
//! | `utla-2023` | Lancashire: all five |
//! | `lad-2023` | Lancaster, Preston, Wyre |
//! | `lsoa-2011` | the five LSOAs, which are the building blocks |
//!
//! The example's postcodes are LA1 4YW, in Lancaster, and PR1 2HE, in Preston. It is made in
//! `doc/lancashire.rs`; a dataset of real data is opened by `coterm_io::store::open`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cancel;
pub mod codes;
pub mod comparison;
pub mod dataset;
pub mod definition;
mod error;
pub mod layers;
pub mod lookup;
pub mod period;
pub mod scenario;
pub mod space;
pub mod words;

pub use cancel::Cancel;
pub use error::{Error, NearestArea};

/// Result of the fallible functions of this crate.
pub type Result<T> = std::result::Result<T, Error>;
