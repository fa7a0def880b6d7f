//! Files and coordinate systems: everything that coterm reads and writes.
//!
//! [`store::open`] reads a data folder, which holds layers, a code table and postcodes, as a
//! [`Dataset`](coterm_core::dataset::Dataset); every other crate works on that. Files of other
//! people are read too: areas to be checked, CSVs of postcodes, values of building blocks,
//! scenarios, archives of tiles. Nothing in this crate serves a network or talks to a terminal;
//! only [`build`](mod@build) downloads.
//!
//! # Where to look
//!
//! | task | begin with |
//! |---|---|
//! | open a data folder, or data that is built into a program | [`store::open`], [`DataLocation`]; its table of contents alone: [`store::manifest`] |
//! | look up the rows of a CSV | [`bulk::resolve`] |
//! | read areas from a boundary file of any common format | [`AreaFile::read`] |
//! | take such a file in place of a layer | [`is_area_file`], [`AreaFile::into_layer`] |
//! | write a layer for other software | [`export::to_bytes`], [`layer_to_geojson`], [`area_to_geojson`], [`feature_to_geojson`] |
//! | keep such a file as a layer of one's own | [`LayerStore`]; without keeping it [`AddedLayer`] |
//! | read a proposal | [`read_scenario`], [`parse_scenario`] |
//! | read what is counted in a comparison | [`weights()`], [`WeightFile`], [`population`], [`AddedFiles`] |
//! | read a list of practices | [`read_practices`] |
//! | make an archive of tiles, `PMTiles` or `MBTiles` | [`TileArchive`] |
//! | read an archive of tiles | [`ArchivedTiles`] |
//! | make a data folder | [`recipe::Recipe`], [`build::build`] |
//! | check a data folder | [`verify::verify`] |
//! | coordinate systems | [`Crs`], [`Conversion`] |
//! | what was wrong with a file | [`DataReport`] |
//!
//! # Space
//!
//! Everything that is read is converted to metres of the British National Grid (EPSG:27700, easting
//! then northing), and everything is written from it. Axis order in files is always x, y: easting
//! and northing, or longitude and latitude. EPSG:4326, CRS84, EPSG:4258 and EPSG:3857 are built in;
//! the feature `proj` adds all others.
//!
//! # Files of others
//!
//! No count in a file is believed before it is held against the bytes that are there. A fault that
//! leaves the rest of a file readable is listed in a [`DataReport`], with its place; an [`Error`]
//! means that nothing could be judged, and its text says what to do.
//!
//! # Example
//!
//! ```
//! use std::path::Path;
//! use coterm_core::dataset::Indexing;
//! use coterm_core::period::parse_day;
//!
//! // The data folder of the repository: Lancashire and South Cumbria.
//! let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
//! let dataset = coterm_io::store::open(&data, Indexing::None)?;
//!
//! let families = ["place".to_owned()];
//! let on = parse_day("2023-06-30")?;
//! let answer = dataset.lookup_postcode("LA1 4YW".parse()?, on, Some(&families))?;
//! assert_eq!(answer.areas[0].name, "Lancashire");
//! # Ok::<(), coterm_io::Error>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod added_files;
mod area_file;
pub mod build;
pub mod bulk;
mod code_table_file;
mod conversion;
mod crs;
mod csv_reader;
mod data_choice;
mod data_location;
mod data_stamp;
mod declared_crs;
mod definition_file;
mod error;
pub mod export;
mod feature;
mod file_set;
mod flatgeobuf_file;
mod gdal;
mod geojson_file;
mod geometry_kind;
mod geopackage;
mod geoparquet_file;
mod kml_file;
mod layer_choice;
mod layer_csv;
mod layer_store;
mod line_pieces;
mod lsoa_lookup_file;
mod manifest;
mod parquet;
mod pending_build;
mod postcode_file;
mod practice_file;
mod progress;
pub mod recipe;
mod repair;
mod report;
mod scenario_file;
mod shapefile;
mod source;
mod sqlite_file;
pub mod store;
mod text;
mod tile_archive;
mod topojson_file;
pub mod verify;
mod weight_file;
mod wkb;
mod wkt;
mod wkt_crs;
mod wkt_table;
mod xml_root;

pub use added_files::{AddedFiles, LSOA_LOOKUP, POPULATION, population};
pub use area_file::{AreaFile, Fields, FileArea, is_area_file};
pub use conversion::Conversion;
pub use crs::Crs;
pub use csv_reader::{COLUMNS, CsvError, ROW_BYTES};
pub use data_choice::{BUILT_IN, DATA_FOLDER, user_folder};
pub use data_location::{BuiltInFile, DataLocation};
pub use data_stamp::DataStamp;
pub use definition_file::DefinedLayer;
pub use error::{Error, system};
pub use file_set::FileSet;
pub use geojson_file::{FeatureForm, area_to_geojson, feature_to_geojson, layer_to_geojson};
pub use layer_store::{AddedLayer, Generation, LayerStore, PendingChange, StoreChange};
pub use lsoa_lookup_file::read_lsoa_lookup;
pub use manifest::{FileEntry, LayerEntry, MANIFEST, Manifest, checksum, fingerprint};
pub use practice_file::read_practices;
pub use progress::{Progress, Silent};
pub use report::{DataFinding, DataReport, FindingKind, InFile};
pub use scenario_file::{SCENARIO_LIMIT, ScenarioFormat, parse_scenario, read_scenario};
pub use tile_archive::{
    ArchiveFormat, ArchivedTiles, Earlier, MadeZoom, MakingTiles, TileArchive, TileContent,
    TileSummary, tiles_fingerprint,
};
pub use weight_file::{BlockValues, WeightFile, weights};

/// Result of this crate's functions; the error says what failed and why.
pub type Result<T> = std::result::Result<T, Error>;
