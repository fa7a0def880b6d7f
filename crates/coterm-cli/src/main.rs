//! The `coterm` command: parses the command line, starts the log and runs a subcommand.
//!
//! Each subcommand has a file under `command/`, and its arguments one under `args/`. An error ends
//! with exit code 2.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
mod command;
mod error;
mod file_identity;
mod layer_or_scenario;
mod logging;
mod output;
mod overwrite_check;
mod part_file;
mod practices;
mod progress_bars;
mod signal;
mod table;
mod terminal;
mod weight;

use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches};

use crate::args::{Cli, Command};

/// Whether the command line itself names the data folder, and not the environment or the default.
fn is_named(matches: &clap::ArgMatches) -> bool {
    matches.value_source("data") == Some(ValueSource::CommandLine)
}

fn main() -> ExitCode {
    let parsed = Cli::command()
        .try_get_matches()
        .and_then(|matches| Ok((is_named(&matches), Cli::from_arg_matches(&matches)?)));
    let (data_is_named, cli) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return args::print_error(&error),
    };
    let serves = matches!(cli.command, Command::Serve(_));
    let outcome = logging::start(serves, cli.verbose).and_then(|()| run(&cli, data_is_named));
    match outcome {
        Ok(code) => code,
        // The reader of the output has closed it, as `| head` does. That is not an error.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            terminal::say_error(&error);
            if cli.verbose > 0 {
                logging::say_causes(&error);
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, data_is_named: bool) -> error::Result<ExitCode> {
    match &cli.command {
        Command::Lookup(args) => command::lookup::run(&cli.data, args),
        Command::Bulk(args) => command::bulk::run(&cli.data, args),
        Command::Layers(args) => command::layers::run(&cli.data, args),
        Command::Export(args) => command::export::run(&cli.data, args),
        Command::Tiles(args) => command::tiles::run(&cli.data, args),
        Command::Compare(args) => command::compare::run(&cli.data, args),
        Command::Check(args) => command::check::run(&cli.data, args),
        Command::Map(args) => command::map::run(&cli.data, args),
        Command::Scenario(args) => command::scenario::run(&cli.data, args),
        Command::Data(args) => command::data::run(&cli.data, data_is_named, args),
        Command::Serve(args) => command::serve::run(&cli.data, args),
        Command::Completions(args) => command::completions::run(args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_is_named_wherever_the_command_names_it() {
        let named = |words: &[&str]| {
            let words = [&["coterm"], words].concat();
            is_named(&Cli::command().try_get_matches_from(words).unwrap())
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
