//! The arguments of `coterm map`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::BoundaryFields;

/// Draw a map of a layer, for a board paper
///
/// The map has a title, names, a legend, a scale bar and an attribution. The same
/// layers give the same bytes on any machine.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm map place-2022 -o places.png
  coterm map delivery-unit-2022 --over lad-2021 -o delivery-units.svg
  coterm map ccg-2021 --over lad-2021 --labels numbers --title \"Eight CCGs\" -o ccgs.svg
  coterm map lad-2021 --area Lancaster,Wyre --width 1200 -o coast.png
  coterm map data/scenarios/three-places.toml --over utla-2023 -o proposal.png")]
pub(crate) struct Map {
    /// The layer, as `coterm layers` names it, or a file: a proposal (.toml, .csv or .json) or a boundary file, as for `coterm check`
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) layer: String,
    /// Another layer or file, whose lines are drawn over it
    #[arg(long, value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) over: Option<String>,
    /// Only these areas, as large as they can be: their codes or names, separated by commas
    #[arg(long, value_name = "AREA", value_delimiter = ',')]
    pub(crate) area: Option<Vec<String>>,
    /// The labels of the areas; for numbers, the legend lists the names [default: names, or none for more than 60 areas]
    #[arg(long, value_enum)]
    pub(crate) labels: Option<MapLabels>,
    /// The title above the map [default: the layer's title]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The text below the title [default: when the layer is valid]
    #[arg(long, value_name = "TEXT")]
    pub(crate) subtitle: Option<String>,
    /// svg or png [default: by the file's extension, else svg]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Picture>,
    /// The width of a PNG in pixels [default: 2480, an A4 page at 300 dots an inch]
    #[arg(long, value_name = "PIXELS")]
    pub(crate) width: Option<u32>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}

/// The labels of a map's areas.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MapLabels {
    None,
    Names,
    Codes,
    Numbers,
}

/// The format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Picture {
    Svg,
    Png,
}
