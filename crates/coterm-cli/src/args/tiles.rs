//! The arguments of `coterm tiles`.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::BoundaryFields;
use super::value_parsers::zooms;

/// Write all the tiles of some layers to one file, for maps on the web and in QGIS
///
/// Boundaries agree within a layer, across layers, and with other archives from the same data.
/// An archive of the same data has the same bytes every time. If you stop the command, run it
/// again to continue: the tiles so far are in FILE.part.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm tiles place-2022 lad-2021 --zooms 0-8 -o places.pmtiles
  coterm tiles ccg-2021 --zooms 6-9 -o ccgs.mbtiles")]
pub(crate) struct Tiles {
    /// The layers, as `coterm layers` names them, or files: proposals (.toml, .csv or .json) or boundary files, as for `coterm check` [default: all layers that answer lookups]
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) layers: Vec<String>,
    /// The file to write, `PMTiles` or `MBTiles` by its extension: .pmtiles or .mbtiles
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// The zooms, 16 at most; for deeper zooms, maps enlarge the tiles of the last
    #[arg(long, value_name = "FIRST-LAST", default_value = "0-14", value_parser = zooms)]
    pub(crate) zooms: RangeInclusive<u8>,
    /// Write a summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}
