//! The arguments of `coterm layers`.

use clap::Args;
use coterm_server::day;
use jiff::civil::Date;

/// List the layers: what they are, when they are valid, how finely they are drawn
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm layers
  coterm layers --on 2022-06-30
  coterm layers --json
  coterm layers --history")]
pub(crate) struct Layers {
    /// Only layers that are valid on the date, as YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    pub(crate) on: Option<Date>,
    /// List the changes of your own layers instead, the last one first
    #[arg(long, conflicts_with = "on")]
    pub(crate) history: bool,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}
