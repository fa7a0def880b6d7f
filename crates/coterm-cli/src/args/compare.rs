//! The arguments of `coterm compare`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_core::definition::AreaRef;
use coterm_report::{Appendix, CsvTable, ReportFormat};
use coterm_server::day;
use jiff::civil::Date;

use super::value_parsers::{metres, threshold};
use super::{BoundaryFields, Counting};

/// Say whether the areas of two layers share the same footprints, and where not
///
/// Each area of the first layer is coterminous with one of the second, a union of
/// several, part of one, crossing, or apart. Lines that are no further apart than the
/// tolerance are taken as the same line. An area that several areas of the other layer share
/// is split: the report gives its main part and its smaller parts, with their ground, what is
/// counted in them, their LSOAs and their postcodes. It also says who would move, and what
/// would make the layers match. Instead of a layer you can name the file of a proposal, as for
/// `coterm scenario score`, or a boundary file of your own areas, as for `coterm check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm compare place-2022 utla-2023
  coterm compare ccg-2021 lad-2021 --tolerance 50 -o ccgs.html
  coterm compare place-2021 place-2022 -o moves.xlsx
  coterm compare icb-2022 strategic-authority-2026 --draft -o paper.md
  coterm compare ccg-2021 lad-2021 --table differences > differences.csv
  coterm compare place-2022 utla-2021 --format geojson -o pieces.geojson
  coterm compare delivery-unit-2022 lad-2021 --exit-code
  coterm compare lad-2023 ccg-2021 --within icb-2022/E54000048
  coterm compare data/scenarios/three-places.toml utla-2023 -o three-places.html
  coterm compare districts.geojson ccg-2021 --code code")]
pub(crate) struct Compare {
    /// The layer whose areas are judged, as `coterm layers` names it, or a file: a proposal (.toml, .csv or .json) or a boundary file, as for `coterm check`
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) a: String,
    /// The layer or file that they are compared with
    #[arg(value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) b: String,
    /// The review area, as LAYER/CODE or LAYER/NAME, several separated by commas: everything is counted inside it [default: what a proposal says, else the ground of the first layer's areas]
    #[arg(long, value_name = "AREA", value_delimiter = ',')]
    pub(crate) within: Vec<AreaRef>,
    /// Metres within which lines are the same [default: how finely the coarser layer is drawn]
    #[arg(long, value_name = "METRES", allow_hyphen_values = true, value_parser = metres)]
    pub(crate) tolerance: Option<f64>,
    #[command(flatten)]
    pub(crate) counting: Counting,
    /// Count postcodes that were live on the date, as YYYY-MM-DD [default: those of the code table that are not terminated, if postcodes are counted]
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    pub(crate) on: Option<Date>,
    /// List parts with less than this that figures for both layers give away by subtraction [default: 1000 if people are counted]
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true, value_parser = threshold)]
    pub(crate) disclosure: Option<f64>,
    /// A piece too narrow to be a difference is populated if it contains more than this [default: 0]
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true, value_parser = threshold)]
    pub(crate) populated: Option<f64>,
    /// table, json, csv, html, md, xlsx or geojson [default: by the file's extension, else table]
    #[arg(long)]
    pub(crate) format: Option<ReportFormat>,
    /// The table to write as CSV: matrix, verdicts, pieces, differences, moves or disclosure [default: matrix]
    #[arg(long)]
    pub(crate) table: Option<CsvTable>,
    /// The appendix of a document: none, short (the command that makes it again) or full (codes, postcodes, distances, checksums) [default: short]
    #[arg(
        long,
        value_name = "HOW_MUCH",
        default_value = "short",
        hide_default_value = true
    )]
    pub(crate) appendix: Appendix,
    /// The date of the paper, which a document shows, as YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    pub(crate) date: Option<Date>,
    /// Say in the document that it is a draft
    #[arg(long)]
    pub(crate) draft: bool,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// End with exit code 1 if not every area of the first layer is coterminous or a union; an area that is only partly in the data is neither
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}
