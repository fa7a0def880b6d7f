//! Tests every reader with files as damage, faulty writers and attackers make them: thousands of
//! mutants of small valid files, of each format that coterm reads.
//!
//! Each mutant is read by the code that coterm's commands use, in a worker process that a second
//! process watches. It must be read or refused: a panic, even one that is caught, an abort, more
//! than 5 seconds, or more than 1 GB is a failure. A mutant depends on the seed and its number
//! only, so each can be made again.
//!
//! ```text
//! mutants [--formats a,b] [--count N] [--seed N] [--save FOLDER]
//! mutants --only FORMAT:NUMBER -o FILE      makes one mutant again
//! mutants --read FORMAT FILE                reads a file as mutants are read
//! ```
//!
//! Exits with 1 if anything fails.
#![expect(clippy::print_stdout, reason = "it tells what it found")]

mod database;
mod format;
mod making;
mod mutation;
mod reading;
mod seeds;
mod syntax;
mod watching;
mod worker;

use std::error::Error;
use std::path::PathBuf;

use format::Format;
use making::Maker;
use reading::Readers;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Seed of the mutants, unless another is given.
const SEED: u64 = 20_260_101;

/// Options of the command line.
#[derive(Debug, Default)]
struct WatchOptions {
    formats: Vec<Format>,
    /// Number of mutants of each format, if not the usual one.
    count: Option<usize>,
    seed: Option<u64>,
    save: Option<PathBuf>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--worker", format, from, to, seed] => worker::run(
            Format::named(format)?,
            from.parse()?..to.parse()?,
            seed.parse()?,
        ),
        ["--only", which, "-o", file, rest @ ..] => {
            let (format, number) = which.rsplit_once(':').ok_or("write FORMAT:NUMBER")?;
            let seed = parse_options(rest)?.seed.unwrap_or(SEED);
            let maker = Maker::new(Format::named(format)?, seed)?;
            std::fs::write(file, maker.mutant(number.parse()?)?)?;
            Ok(())
        }
        ["--read", format, file] => {
            let format = Format::named(format)?;
            let read = Readers::new(format)?.read(&std::fs::read(file)?)?;
            println!("{read}");
            Ok(())
        }
        options => watching::run(&parse_options(options)?),
    }
}

fn parse_options(options: &[&str]) -> Result<WatchOptions> {
    let mut parsed = WatchOptions::default();
    for option in options.chunks(2) {
        match option {
            ["--formats", names] => {
                let formats = names.split(',').map(Format::named);
                parsed.formats = formats.collect::<Result<_>>()?;
            }
            ["--count", count] => parsed.count = Some(count.parse()?),
            ["--seed", seed] => parsed.seed = Some(seed.parse()?),
            ["--save", folder] => parsed.save = Some(folder.into()),
            other => return Err(format!("{other:?} is not understood; see the file's head").into()),
        }
    }
    if parsed.formats.is_empty() {
        parsed.formats = Format::ALL.to_vec();
    }
    Ok(parsed)
}
