//! Files and coordinate systems: everything that coterm reads and writes.
//!
//! * [`store`] opens a data folder as a [`Dataset`](coterm_core::dataset::Dataset);
//! * [`recipe`] and [`build`] make a data folder from published packages, and [`verify`] checks
//!   one;
//! * [`AreaFile`] reads the areas of a file that a user supplies;
//! * [`export`] writes a layer for other software, [`bulk`] adds areas to a CSV;
//! * [`TileArchive`] puts all the tiles of some layers into one file, and [`ArchivedTiles`]
//!   reads such a file.
//!
//! Every fault that is found in data, and every repair, is listed in a [`DataReport`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod area_file;
pub mod build;
pub mod bulk;
mod code_table_file;
mod crs;
mod csv_reader;
mod declared_crs;
mod definition_file;
mod error;
pub mod export;
mod feature;
mod flatgeobuf_file;
mod geojson_file;
mod geometry_kind;
mod geopackage;
mod manifest;
mod pending_build;
mod postcode_file;
mod progress;
pub mod recipe;
mod repair;
mod report;
mod scenario_file;
mod source;
mod sqlite_file;
pub mod store;
mod text;
mod tile_archive;
pub mod verify;
mod weight_file;
mod wkb;
mod wkt_crs;

pub use area_file::{AreaFile, Fields, FileArea};
pub use crs::Crs;
pub use csv_reader::{COLUMNS, CsvError, ROW_BYTES};
pub use definition_file::DefinedLayer;
pub use error::{Error, system};
pub use geojson_file::{area_to_geojson, layer_to_geojson};
pub use manifest::{FileEntry, LayerEntry, MANIFEST, Manifest, checksum, fingerprint};
pub use progress::{Progress, Silent};
pub use report::{DataFinding, DataReport, FindingKind, InFile};
pub use scenario_file::{SCENARIO_LIMIT, ScenarioFormat, parse_scenario, read_scenario};
pub use tile_archive::{
    ArchiveFormat, ArchivedTiles, Earlier, MadeZoom, MakingTiles, TileArchive, TileSummary,
    tiles_fingerprint,
};
pub use weight_file::{BlockValues, WeightFile, weights};

/// Result of this crate's functions; the error says what failed and why.
pub type Result<T> = std::result::Result<T, Error>;
