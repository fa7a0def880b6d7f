//! The process that reads mutants, and says so before and after each.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::Result;
use crate::format::Format;
use crate::making::Maker;
use crate::reading::{Outcome, Readers};

/// Bytes that the process may have had in memory, all mutants together.
const MEMORY: u64 = 1_000_000_000;

/// What the last panics said, even those that somebody catches.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn panics() -> Vec<String> {
    let mut panics = PANICS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    std::mem::take(&mut panics)
}

/// Reads the mutants with these numbers. Writes `begin NUMBER` before each, and after it
/// `end` and what has come of it.
pub(crate) fn run(format: Format, numbers: Range<usize>, seed: u64) -> Result<()> {
    let maker = Maker::new(format, seed)?;
    let readers = Readers::new(format)?;
    std::panic::set_hook(Box::new(|panic| {
        let mut panics = PANICS
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        panics.push(panic.to_string().replace('\n', " "));
    }));
    let mut out = std::io::stdout().lock();
    for number in numbers {
        let mutant = maker.mutant(number)?;
        panics();
        writeln!(out, "begin {number}")?;
        out.flush()?;
        let read = catch_unwind(AssertUnwindSafe(|| readers.read(&mutant)));
        let panics = panics();
        let said = match read {
            _ if !panics.is_empty() => format!("failed {}", panics.join("; ")),
            Ok(Ok(Outcome::Refused)) if number < maker.right() => {
                "failed it is right, and was refused".to_owned()
            }
            Ok(Ok(outcome)) if peak()? <= MEMORY => outcome.to_string(),
            Ok(Ok(_)) => format!("failed {} bytes of memory", peak()?),
            Ok(Err(error)) => format!("failed {error}"),
            Err(_) => "failed it panicked".to_owned(),
        };
        writeln!(out, "end {said}")?;
        out.flush()?;
    }
    Ok(())
}

/// Bytes that the process has had in memory at most.
fn peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.ok_or("the system does not say")?.parse::<u64>()? * 1_024)
}
