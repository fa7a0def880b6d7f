//! Vector tiles whose boundaries always agree.
//!
//! A [`TileSet`] divides the ground of all its layers once into arcs, which are shared by
//! neighbours and by layers that run along the same line. Each arc is simplified once for every
//! zoom, without crossing another; rounded to the zoom's grid; and cut where tiles end. So
//!
//! - within a layer there are no gaps and no overlaps between neighbours;
//! - where two layers have the same line they have the same points, at every zoom;
//! - tiles that meet have the same points along their common edge;
//! - no line is further from the layer's line than [`displacement_units`] says.
//!
//! Tiles are in the format Mapbox Vector Tile 2.1, uncompressed. This crate opens no files and no
//! sockets; `coterm-io` keeps tiles in archives, and `coterm-server` serves them.
//!
//! # Where to look
//!
//! | subject | begin with |
//! |---|---|
//! | the tiles of layers | [`TileSet::new`], [`TileSet::tile`] |
//! | which tiles there are | [`TileSet::tiles_of`], [`TileCoord`] |
//! | the tiles of a comparison of two layers | [`ComparisonTiles`] |
//! | what a map client must know | [`TileSet::tile_json`], [`TileJson`], [`USUAL_ZOOMS`] |
//! | how far lines are moved, at most | [`displacement_units`], [`Displacement`] |
//! | how far they are moved, measured | [`TileSet::accuracy`], [`Accuracy`] |
//!
//! # Space
//!
//! Layers come in metres of EPSG:27700, easting first. Their vertices are converted with OSTN15
//! to longitude and latitude, then to Web Mercator (EPSG:3857), and rounded to whole units of
//! 2.3 mm at the equator; everything after that is in integers. Where an edge that is straight
//! on the ground bends on the map by more than a decimetre, it gets vertices in between. A
//! tile's grid has 4,096 units to a side, and a [`TileCoord`] says which tile it is. Bounding
//! boxes ([`LonLatBounds`]) are in degrees of longitude and latitude (CRS84).
//!
//! # Cost
//!
//! [`TileSet::new`] is O(n log n) in the vertices of all layers. The first tile of a zoom prepares
//! that zoom; every further tile costs what is in it. Both types of tiles are immutable, and any
//! number of threads may use them.
//!
//! # Example
//!
//! ```
//! use coterm_core::layers::{Area, Layer, LayerInfo};
//! use coterm_core::period::{Period, parse_day};
//! use coterm_tiles::{TileCoord, TileSet};
//! use geo::polygon;
//!
//! let since_2023 = Period::new(parse_day("2023-04-01")?, None)?;
//! let square = polygon![
//!     (x: 340_000., y: 450_000.), (x: 360_000., y: 450_000.),
//!     (x: 360_000., y: 470_000.), (x: 340_000., y: 470_000.),
//! ];
//! let lancaster = Area::new("E07000121", "Lancaster", since_2023, square.into())?;
//! let info = LayerInfo::new("lad-2023", "lad", "2023", since_2023);
//! let tiles = TileSet::new(&[Layer::new(info, vec![lancaster])])?;
//!
//! let tile = tiles.tile(TileCoord::new(8, 126, 82)?, &["lad-2023"])?.expect("it has ground");
//! assert!(tile.windows(9).any(|part| part == b"Lancaster"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod accuracy;
mod comparison;
mod coord;
mod error;
mod fills;
mod grid;
mod labels;
mod layer;
mod lines;
mod mercator;
mod mvt;
mod planar_graph;
mod point;
mod projection;
#[cfg(test)]
mod proptests;
mod rings;
mod side_labels;
mod simplify;
mod snap;
mod tile_arcs;
mod tile_boundary;
mod tile_extent;
mod tile_json;
mod tile_set;
mod zoom_level;

pub use accuracy::Accuracy;
pub use comparison::ComparisonTiles;
pub use coord::TileCoord;
pub use error::Error;
pub use mercator::LonLatBounds;
pub use tile_json::{
    Displacement, TileJson, USUAL_ZOOMS, VectorLayer, displacement_units, property_type,
};
pub use tile_set::TileSet;

/// Result of this crate's functions, with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
