//! The `coterm` command: one file for each subcommand, under `command/`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
mod bars;
mod command;
mod error;
mod layer_or_scenario;
mod output;
mod signal;
mod table;
mod terminal;
mod weight;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return args::said(&error),
    };
    let outcome = match &cli.command {
        Command::Lookup(args) => command::lookup::run(&cli.data, args),
        Command::Bulk(args) => command::bulk::run(&cli.data, args),
        Command::Layers(args) => command::layers::run(&cli.data, args),
        Command::Export(args) => command::export::run(&cli.data, args),
        Command::Tiles(args) => command::tiles::run(&cli.data, args),
        Command::Compare(args) => command::compare::run(&cli.data, args),
        Command::Check(args) => command::check::run(&cli.data, args),
        Command::Map(args) => command::map::run(&cli.data, args),
        Command::Scenario(args) => command::scenario::run(&cli.data, args),
        Command::Data(args) => command::data::run(&cli.data, args),
        Command::Serve(args) => command::serve::run(&cli.data, args),
        Command::Completions(args) => command::completions::run(args),
    };
    match outcome {
        Ok(code) => code,
        // Whoever reads our output has seen enough, as with `| head`.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            terminal::say_error(error);
            ExitCode::from(2)
        }
    }
}
