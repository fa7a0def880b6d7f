//! The arguments of `coterm export`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_io::{Crs, Fields, export::Format};

use super::BoundaryFields;

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
    pub(crate) subject: String,
    /// geojson, fgb (`FlatGeobuf`), gpkg (`GeoPackage`), parquet (`GeoParquet`), kml or csv [default: by the file's extension, else geojson]
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// The coordinate system [default: EPSG:4326 for `GeoJSON` and KML, EPSG:27700 for the others]
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<Crs>,
    /// Add a column `wkt` to CSV, with the geometry as well-known text
    #[arg(long)]
    pub(crate) wkt: bool,
    /// A boundary file's field with the areas' codes [default: code, or the one that ends in CD]
    #[arg(long, value_name = "FIELD")]
    code: Option<String>,
    /// A boundary file's field with the areas' names [default: name, or the one that ends in NM]
    #[arg(long, value_name = "FIELD")]
    name: Option<String>,
    /// The layer of a boundary file that has several [default: the only one with polygons]
    #[arg(long = "layer", id = "file_layer", value_name = "NAME")]
    file_layer: Option<String>,
    /// The coordinate system to read a boundary file in [default: what the file declares]
    #[arg(long, value_name = "CRS")]
    source_crs: Option<Crs>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

impl Export {
    /// Returns the choices for the reader of boundary files.
    pub(crate) fn fields(&self) -> BoundaryFields {
        BoundaryFields::from(Fields {
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.source_crs,
            layer: self.file_layer.clone(),
        })
    }
}
