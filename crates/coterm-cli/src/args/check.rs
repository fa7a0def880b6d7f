//! The arguments of `coterm check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::BoundaryFields;
use super::value_parsers::metres;

/// Say whether the areas of a layer or file fit together, and where they do not
///
/// Areas fit together, and are a coverage, if no two of them overlap and their shared
/// edges match vertex for vertex. Gaps are allowed, so they are only noted, unless they
/// are narrow. Each defect is shown with its place, in metres of the British National
/// Grid, and its size, the largest first. Nothing is repaired.
///
/// A feature that is not an area, or cannot be understood, is named and left out. The
/// others are checked, but the file does not pass. Nor does it pass if a ring is not
/// closed, two areas have the same code, or the file says that features are missing.
///
/// A boundary file is `GeoJSON`, `TopoJSON`, a shapefile (.shp, or zipped), `GeoPackage`,
/// `FlatGeobuf`, or CSV with a column of well-known text (WKT); its content tells which. With
/// GDAL installed, `MapInfo`, GML, DXF and File Geodatabases are read too.
///
/// The exit code is 0 if the areas fit together and the file passes, 1 if not, and 2 if the
/// file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm check lad-2023
  coterm check districts.geojson --code code --name name --json
  coterm check ccg-2021 --gap-width 20 --format geojson -o places.geojson")]
pub(crate) struct Check {
    /// A layer, as `coterm layers` names it, or a boundary file
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) subject: String,
    /// Gaps narrower than this many metres are defects; 0 for none
    #[arg(long, value_name = "METRES", default_value = "1", value_parser = metres)]
    pub(crate) gap_width: f64,
    /// Show all defects of a kind, and not only the 30 largest
    #[arg(long)]
    pub(crate) all: bool,
    /// Write JSON
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// The format of the result
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub(crate) format: CheckFormat,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}

/// The format of a check's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// A point for each defect, in longitude and latitude
    Geojson,
}
