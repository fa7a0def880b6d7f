//! The `coterm` command: parses the command line, starts the log and runs a subcommand.
//!
//! Each subcommand has a file under `command/`, and its arguments one under `args/`. An error ends
//! with exit code 2.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
mod boundary_file;
mod command;
mod core_dumps;
mod data_choice;
mod error;
mod file_identity;
mod layer_or_scenario;
mod logging;
mod output;
mod overwrite_check;
mod own_layer;
mod part_file;
mod practices;
mod progress_bars;
mod settings;
mod signal;
mod table;
mod table_format;
mod terminal;
mod weight;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::args::{Cli, Command};
use crate::data_choice::{ChosenBy, DataChoice};

/// The allocator of the whole program. The C library's keeps what many threads have freed: under load, a
/// server that loads new data again and again grew by 30 MB a minute with it, and stays level with this
/// one.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Returns what chose the data: the command line, the environment, or neither.
fn chosen_by(matches: &clap::ArgMatches) -> ChosenBy {
    ChosenBy::new(matches.value_source("data"))
}

fn main() -> ExitCode {
    let matches = Cli::command().try_get_matches();
    let matches = match matches.map(settings::complete) {
        Ok(Ok(matches)) => matches,
        Ok(Err(error)) => {
            terminal::say_error(&error);
            return ExitCode::from(2);
        }
        Err(error) => return args::print_error(&error),
    };
    let chosen_by = chosen_by(&matches);
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return args::print_error(&error),
    };
    let serves = matches!(cli.command, Command::Serve(_));
    let verbose = cli.verbose;
    let outcome = logging::start(serves, verbose).and_then(|_guard| run(cli, chosen_by));
    match outcome {
        Ok(code) => code,
        // The reader of the output has closed it, as `| head` does. That is not an error.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            terminal::say_error(&error);
            if verbose > 0 {
                logging::say_causes(&error);
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, chosen_by: ChosenBy) -> error::Result<ExitCode> {
    let choice = DataChoice::new(cli.data.as_deref(), chosen_by);
    let choice = match &cli.command {
        Command::Import(_) => choice.for_import(),
        _ => choice,
    };
    let data = &choice.location;
    if matches!(
        cli.command,
        Command::Lookup(_) | Command::Bulk(_) | Command::Serve(_)
    ) {
        core_dumps::switch_off();
    }
    match cli.command {
        Command::Lookup(args) => command::lookup::run(data, &args),
        Command::Bulk(args) => command::bulk::run(data, &args),
        Command::Layers(args) => command::layers::run(data, &args),
        Command::Export(args) => command::export::run(data, &args),
        Command::Tiles(args) => command::tiles::run(data, &args),
        Command::Compare(args) => command::compare::run(data, &args),
        Command::Check(args) => command::check::run(data, &args),
        Command::Map(args) => command::map::run(data, &args),
        Command::Scenario(args) => command::scenario::run(data, &args),
        Command::Import(args) => command::import::import(data, &args),
        Command::Remove(args) => command::import::remove(data, &args),
        Command::Rollback(args) => command::import::rollback(data, &args),
        Command::Data(args) => command::data::run(&choice, &args),
        Command::Serve(args) => command::serve::run(data, args),
        Command::Completions(args) => command::completions::run(&args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_is_named_wherever_the_command_names_it() {
        let named = |words: &[&str]| {
            let words = [&["coterm"], words].concat();
            let matches = Cli::command().try_get_matches_from(words).unwrap();
            chosen_by(&matches) == ChosenBy::Argument
        };
        assert!(named(&["--data", "a", "data", "build"]));
        assert!(named(&["data", "build", "--data", "a"]));
        assert!(named(&[
            "data",
            "--data=data",
            "build",
            "--extent",
            "england"
        ]));
        assert!(!named(&["data", "build", "--extent", "england"]));
    }
}
