//! The arguments of `coterm scenario score`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use coterm_core::definition::AreaRef;
use coterm_report::Appendix;

use super::{BoundaryFields, Counting};

/// Say what proposed areas would mean
#[derive(Debug, Args)]
pub(crate) struct Scenario {
    #[command(subcommand)]
    pub(crate) command: ScenarioCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    Score(ScenarioScore),
}

/// Score one proposal, or several side by side
///
/// A proposal is TOML, with areas as definitions over other layers' areas or as lists of
/// building blocks, or CSV with a row for each block: block,area or block,area,name. data/scenarios/
/// has examples. The score gives for each area its size against the limit, its districts,
/// whether it is in one piece and how compact it is. It also says which districts are
/// split, how the areas compare with another layer, and who moves. `-o score.html` makes a
/// document of it with maps, for a board paper, with several proposals side by side; `-o scores.xlsx`
/// makes a workbook, and `-o score.md` a document in Markdown to paste elsewhere.
///
/// A block or an area that does not exist is an error (exit code 2). Blocks that are in
/// no area or in several are listed in the score, and the exit code is 1, as it is if the
/// data holds only part of an area or of the ground. If nothing says which ground the areas
/// should cover, blocks that they surround, and the rest of a district that is mostly
/// in them, are listed as probably forgotten, and the exit code is 1 too. Sizes, splits and
/// verdicts are for you to judge: they leave the exit code at 0.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm scenario score data/scenarios/four-places-2022.toml --against utla-2021 --was place-2021
  coterm scenario score data/scenarios/four-places-2022.toml data/scenarios/three-places.toml
  coterm scenario score data/scenarios/blackpool-neighbourhoods.csv --kind neighbourhood --json
  coterm scenario score data/scenarios/three-places.toml --against utla-2023 -o three-places.html
  coterm scenario score data/scenarios/three-places.toml -o scores.xlsx
  coterm scenario score place-2022 --against utla-2023 --within icb-2022/E54000048")]
pub(crate) struct ScenarioScore {
    /// The proposals: .toml, .csv or .json, or boundary files and layers whose areas are made of whole building blocks
    #[arg(required = true, num_args = 1.., value_name = "FILE|LAYER", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// A layer that the areas should be coterminous with, or a file: a proposal (.toml, .csv or .json) or a boundary file, as for `coterm check`
    #[arg(long, value_name = "LAYER|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) against: Option<String>,
    /// The layer that the areas would replace, to say who moves
    #[arg(long, value_name = "LAYER")]
    pub(crate) was: Option<String>,
    /// The ground to be covered, as LAYER/CODE, several separated by commas [default: what the proposal says, else all of --was, else what it covers]
    #[arg(long, value_name = "AREA", value_delimiter = ',')]
    pub(crate) within: Vec<AreaRef>,
    #[command(flatten)]
    pub(crate) counting: Counting,
    /// The kind of area, for its size limit: place (up to 500,000 people), neighbourhood (30,000 to 50,000) or council (no limit) [default: what the proposal says, else place]
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Metres within which lines are the same, for --against [default: the coarser layer's resolution]
    #[arg(long, value_name = "METRES", requires = "against")]
    pub(crate) tolerance: Option<f64>,
    /// Write JSON: one score, or an array of them
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// table, json, html, which is a document to read and print, md, one to paste elsewhere, or xlsx, a workbook [default: by the file's extension, else table]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ScoreFormat>,
    /// The appendix of a document: none, short (the command that makes it again) or full (checksums) [default: short]
    #[arg(
        long,
        value_name = "HOW_MUCH",
        default_value = "short",
        hide_default_value = true
    )]
    pub(crate) appendix: Appendix,
    /// The file to write, for JSON, documents and workbooks [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: BoundaryFields,
}

/// The format of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// For people, at a terminal
    Table,
    /// For programs
    Json,
    /// A document that opens with no network and prints on A4
    Html,
    /// A document in Markdown, to paste into a word processor or a wiki
    #[value(name = "md", alias = "markdown")]
    Markdown,
    /// An Excel workbook, with a sheet for each table
    Xlsx,
}
