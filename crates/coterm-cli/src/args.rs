//! The arguments of the command line: one file for each subcommand.
//!
//! Doc comments here are the text of `--help`. The examples under each subcommand are run as tests.

mod binding;
mod boundary_fields;
mod bulk;
mod check;
mod compare;
mod completions;
mod counting;
mod data;
mod export;
mod import;
mod layers;
mod lookup;
mod map;
mod own_files;
mod scenario;
mod serve;
mod tiles;
mod value_parsers;
mod when;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand, ValueHint};

pub(crate) use binding::Binding;
pub(crate) use boundary_fields::BoundaryFields;
pub(crate) use bulk::Bulk;
pub(crate) use check::{Check, CheckFormat};
pub(crate) use compare::Compare;
pub(crate) use completions::Completions;
pub(crate) use counting::Counting;
pub(crate) use data::{Data, DataBuild, DataCommand, DataVerify, DataWhere};
pub(crate) use export::Export;
pub(crate) use import::{Import, Remove, Rollback};
pub(crate) use layers::Layers;
pub(crate) use lookup::Lookup;
pub(crate) use map::{Map, MapLabels, Picture};
pub(crate) use own_files::OwnFiles;
pub(crate) use scenario::{Scenario, ScenarioCommand, ScenarioScore, ScoreFormat};
pub(crate) use serve::Serve;
pub(crate) use tiles::Tiles;
pub(crate) use when::When;

use crate::terminal::say_error;

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
    /// The data folder, or built-in for the data in the program [default: data, if it is here, or
    /// else built-in]
    #[arg(long, global = true, env = "COTERM_DATA", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) data: Option<PathBuf>,
    /// Log more of what coterm does, and print the causes of an error; -vv and -vvv log more
    /// still
    ///
    /// The log goes to standard error and never contains what you look up. Instead you can set
    /// `COTERM_LOG` to error, warn, info, debug or trace, or to levels of crates, such as
    /// `coterm_io=debug`.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Prints help, the version or an error of the command line, and returns the exit code.
///
/// The parser's message repeats what was typed, which may be the name of somebody else's file, so
/// it goes through [`say_error`].
pub(crate) fn print_error(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        let text = error.render().to_string();
        say_error(text.strip_prefix("error: ").unwrap_or(&text).trim_end());
        return ExitCode::from(2);
    }
    // The reader of the help may have closed the pipe, as `| head` does.
    let _ = error.print();
    ExitCode::SUCCESS
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lookup(Lookup),
    Bulk(Bulk),
    Layers(Layers),
    Export(Export),
    Check(Check),
    Map(Map),
    Tiles(Tiles),
    Compare(Compare),
    Scenario(Scenario),
    Import(Import),
    Remove(Remove),
    Rollback(Rollback),
    Data(Data),
    Serve(Serve),
    Completions(Completions),
}
