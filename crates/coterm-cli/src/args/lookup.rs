//! The arguments of `coterm lookup`.

use clap::Args;

use super::value_parsers::pair;
use super::{OwnFiles, When};

/// Say which areas a postcode or point is in
///
/// Where there is an official code table, it gives the answer, and the polygon is
/// the check. The answer says which of the two it used and whether they agree.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm lookup LA1 4YW
  coterm lookup LA184AA --on 2022-06-30 --family ccg,lad
  coterm lookup --point -2.80,54.05 --on 2023-05-01
  coterm lookup --grid 347467,461653 --json
  coterm lookup LA1 4YW --layer districts.geojson")]
pub(crate) struct Lookup {
    /// A postcode, in any case and spacing, in quotes or not
    #[arg(required_unless_present_any = ["point", "grid"], conflicts_with_all = ["point", "grid"], num_args = 1..)]
    pub(crate) postcode: Vec<String>,
    /// Longitude,latitude in degrees
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, conflicts_with = "grid", value_parser = pair)]
    pub(crate) point: Option<(f64, f64)>,
    /// Easting,northing in metres of the British National Grid
    #[arg(long, value_name = "E,N", allow_hyphen_values = true, value_parser = pair)]
    pub(crate) grid: Option<(f64, f64)>,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) own: OwnFiles,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}
