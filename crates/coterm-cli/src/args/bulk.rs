//! `coterm bulk`: what may be typed.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::When;
use super::values::names;

/// Add areas to every row of a CSV file
///
/// Streams, so the file may be of any size. Every row comes out again, in order;
/// one that cannot be resolved says why in the column `coterm_status`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm bulk patients.csv --postcode-column pc --on 2023-04-01 -o out.csv
  coterm bulk points.csv --lonlat-columns lon,lat --family place,icb -o out.csv
  coterm bulk - --grid-columns easting,northing < points.csv > out.csv")]
pub(crate) struct Bulk {
    /// The CSV file, with a header line; - for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,
    /// The column that holds postcodes [default: postcode]
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["lonlat_columns", "grid_columns"])]
    pub(crate) postcode_column: Option<String>,
    /// The columns that hold longitude and latitude, in degrees
    #[arg(long, value_name = "LON,LAT", conflicts_with = "grid_columns", value_parser = names)]
    pub(crate) lonlat_columns: Option<(String, String)>,
    /// The columns that hold easting and northing, in metres
    #[arg(long, value_name = "E,N", value_parser = names)]
    pub(crate) grid_columns: Option<(String, String)>,
    #[command(flatten)]
    pub(crate) when: When,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write the tally as JSON, to standard error
    #[arg(long)]
    pub(crate) json: bool,
}
