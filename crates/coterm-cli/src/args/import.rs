//! The arguments of `coterm import`, `coterm remove` and `coterm rollback`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_server::day;
use jiff::civil::Date;

use super::BoundaryFields;
use super::value_parsers::metres;

/// Keep the areas of a file as a layer of your own
///
/// The layer then answers everywhere like those of the data: in lookups, comparisons,
/// scenarios, maps, tiles and on the page. It is called FAMILY-VINTAGE. Nothing is mended
/// unless you ask for it, and what is doubtful is reported. `coterm rollback` takes the
/// import back.
///
/// Own layers are kept beside the data that they are added to: in the data folder, or in
/// your home folder if the data is that of the program. `coterm data where` names the place.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm import districts.geojson --family proposal --vintage 2026
  coterm import districts.geojson --family wards --vintage 2024 --to 2025-03-31 --json")]
pub(crate) struct Import {
    /// The boundary file; several files are the parts of one layer
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The kind of areas, as one word: letters, digits and hyphens, such as wards
    #[arg(long)]
    pub(crate) family: String,
    /// The layer's version: a year, or any other word
    #[arg(long)]
    pub(crate) vintage: String,
    /// The first day on which the areas are valid, as YYYY-MM-DD [default: 1 January of the vintage, if that is a year]
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    pub(crate) from: Option<Date>,
    /// The last day on which the areas are valid, as YYYY-MM-DD [default: they are valid still]
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    pub(crate) to: Option<Date>,
    /// The layer's title [default: the family, the vintage and the file]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The title of the family, for headings [default: that of the data, or the family's name]
    #[arg(long, value_name = "TEXT")]
    pub(crate) family_title: Option<String>,
    /// How finely the lines are drawn, in metres; answers within two and a half times as much of a line are not certain [default: as the building blocks]
    #[arg(long, value_name = "METRES", value_parser = metres)]
    pub(crate) resolution: Option<f64>,
    /// Where the areas are from [default: the files]
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
    /// The licence of the areas
    #[arg(long, value_name = "TEXT")]
    pub(crate) licence: Option<String>,
    /// The acknowledgement that must be shown with the areas
    #[arg(long, value_name = "TEXT")]
    pub(crate) attribution: Option<String>,
    /// Make polygons valid that are not, and report each
    #[arg(long)]
    pub(crate) repair: bool,
    /// Import only if `coterm check` finds nothing at all
    #[arg(long, conflicts_with = "repair")]
    pub(crate) strict: bool,
    /// Write what `coterm check` finds as `GeoJSON`, a point for each defect
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) defects: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}

/// Take a layer of your own out again
///
/// `coterm rollback` brings it back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm remove proposal-2026")]
pub(crate) struct Remove {
    /// The layers, as `coterm layers` names them
    #[arg(required = true, value_name = "LAYER")]
    pub(crate) layers: Vec<String>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Take the last import or removal back
///
/// This is a change too, so doing it twice undoes it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm rollback
  coterm rollback --to 0")]
pub(crate) struct Rollback {
    /// The generation to go back to, as `coterm layers --history` numbers them; 0 for no own layers [default: the one before the last]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) to: Option<u32>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}
