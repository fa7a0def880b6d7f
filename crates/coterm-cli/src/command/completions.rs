//! `coterm completions`: prints completions for a shell.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;

use crate::args::{Cli, Completions};
use crate::error::{Context, Result};

pub(crate) fn run(args: &Completions) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "coterm", &mut text);
    std::io::stdout()
        .write_all(&text)
        .context("standard output")?;
    Ok(ExitCode::SUCCESS)
}
