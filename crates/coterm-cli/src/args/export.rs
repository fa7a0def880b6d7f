//! The arguments of `coterm export`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_io::{Crs, export::Format};

/// Write a layer, or the areas of a file, for other software
///
/// Instead of a layer you can name the file of a proposal, as for `coterm scenario score`, or a file of
/// areas, as for `coterm check`: so a file can be converted to another format or coordinate system.
/// Codes, names and polygons are kept, to the millimetre.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm export place-2022 -o places.gpkg
  coterm export lad-2023 --format geojson > districts.geojson
  coterm export ccg-2021 --format csv
  coterm export lad-2023 --format csv --wkt --crs EPSG:4326 -o districts.csv
  coterm export districts.geojson -o districts.parquet
  coterm export data/scenarios/three-places.toml -o three-places.kml")]
pub(crate) struct Export {
    /// The layer, as `coterm layers` names it, or a file: a proposal (.toml, .csv or .json) or areas
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) layer: String,
    /// geojson, fgb (`FlatGeobuf`), gpkg (`GeoPackage`), parquet (`GeoParquet`), kml or csv [default: by the file's extension, else geojson]
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// The coordinate system [default: EPSG:4326 for `GeoJSON` and KML, EPSG:27700 for the others]
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<Crs>,
    /// Add a column `wkt` to CSV, with the geometry as well-known text
    #[arg(long)]
    pub(crate) wkt: bool,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}
