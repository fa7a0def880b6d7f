//! The worker process, which reads mutants and reports before and after each.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::Result;
use crate::format::Format;
use crate::making::Maker;
use crate::reading::{Outcome, Readers};

/// Maximum resident memory of the process in bytes, over all its mutants.
const MEMORY: u64 = 1_000_000_000;

/// Messages of the latest panics, including those that are caught.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn panics() -> Vec<String> {
    let mut panics = PANICS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    std::mem::take(&mut panics)
}

/// Reads the mutants with these numbers. Writes `begin NUMBER` before each, and `end` with the
/// outcome after it.
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
        let outcome = match read {
            _ if !panics.is_empty() => format!("failed {}", panics.join("; ")),
            Ok(Ok(Outcome::Refused)) if number < maker.right() => {
                "failed it is right, and was refused".to_owned()
            }
            Ok(Ok(outcome)) if peak()? <= MEMORY => outcome.to_string(),
            Ok(Ok(_)) => format!("failed {} bytes of memory", peak()?),
            Ok(Err(error)) => format!("failed {error}"),
            Err(_) => "failed it panicked".to_owned(),
        };
        writeln!(out, "end {outcome}")?;
        out.flush()?;
    }
    Ok(())
}

/// Maximum resident memory of the process so far, in bytes.
fn peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.ok_or("the system does not say")?.parse::<u64>()? * 1_024)
}
