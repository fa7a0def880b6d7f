//! The pure core of coterm: geometry in, answers out.
//!
//! A [`Layer`] is the [`Area`]s of one family at one vintage. A [`Catalogue`]
//! knows which layer of each family is valid on a date. A [`Generation`] is
//! what a process has loaded: the layers, an index of each, the code tables and
//! the postcodes; it answers [`Generation::lookup_postcode`] and its kin.
//!
//! Nothing here opens a file or a socket, and nothing logs what is looked up.
//!
//! # Space
//!
//! Geometry is planar, in metres of the British National Grid (EPSG:27700,
//! easting then northing). Longitude and latitude come in and go out through
//! OSTN15; see [`GridPoint`] and [`LonLat`].
//!
//! # The rule on a boundary
//!
//! Containment is *half-open*, so every point of a coverage has exactly one
//! owner: see [`containment`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod answer;
mod area;
mod area_index;
mod bands;
mod boundary;
mod catalogue;
mod cell_index;
mod certainty;
mod code_table;
pub mod containment;
mod coverage;
mod definition;
mod described;
mod directory;
mod dissolve;
mod error;
mod generation;
mod gss;
mod layer;
mod layer_index;
mod layer_stack;
mod lookup;
mod measure;
mod nesting;
mod noding;
mod ostn15;
mod period;
mod placement;
mod position;
mod postcode;
mod transverse_mercator;
mod vertex;

pub use answer::{
    Alternative, Answer, AnsweredArea, AnsweredPoint, AnsweredPostcode, Method, NoArea, Query,
};
pub use area::Area;
pub use boundary::BoundaryIndex;
pub use catalogue::Catalogue;
pub use certainty::{Certainty, Evidence};
pub use code_table::{CodeTable, Coded};
pub use coverage::{CoverageDefect, check_coverage};
pub use definition::{AreaRef, Definition};
pub use directory::{
    PositionSource, PositionalQuality, PostcodeDirectory, PostcodeRecord, UserType,
};
pub use dissolve::dissolve;
pub use error::Error;
pub use generation::Generation;
pub use gss::GssCode;
pub use layer::{Layer, LayerInfo, Role};
pub use layer_index::LayerIndex;
pub use layer_stack::{LayerStack, OwnersAt};
pub use measure::{area_m2, distance_to_edge, edges, oriented_rings};
pub use noding::{Noded, node_coverage};
pub use period::{Month, Period};
pub use placement::Placement;
pub use position::{GridPoint, LonLat};
pub use postcode::Postcode;

/// What fails in this crate, and why.
pub type Result<T> = std::result::Result<T, Error>;
