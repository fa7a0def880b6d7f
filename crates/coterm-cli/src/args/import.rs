//! The arguments of `coterm import`, `coterm remove` and `coterm rollback`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_io::{Crs, Fields};
use coterm_server::day;
use jiff::civil::Date;

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
    /// How finely the lines are drawn, in metres: answers nearer to a line are not certain [default: as the building blocks]
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
    #[command(flatten)]
    pub(crate) fields: FileFields,
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
}

/// The fields of a boundary file that hold codes and names, its table and its coordinate system.
#[derive(Debug, Default, Args)]
pub(crate) struct FileFields {
    /// The file's field with the areas' codes [default: code, or the one that ends in CD]
    #[arg(long, value_name = "FIELD")]
    pub(crate) code: Option<String>,
    /// The file's field with the areas' names [default: name, or the one that ends in NM]
    #[arg(long, value_name = "FIELD")]
    pub(crate) name: Option<String>,
    /// The table of a `GeoPackage` [default: the only one with polygons]
    #[arg(long, value_name = "NAME")]
    pub(crate) layer: Option<String>,
    /// The coordinate system to read the file in [default: what the file declares]
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<Crs>,
}

impl FileFields {
    /// Returns the fields in the form in which readers take them.
    pub(crate) fn fields(&self) -> Fields {
        Fields {
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs,
            layer: self.layer.clone(),
        }
    }
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
