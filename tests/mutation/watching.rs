//! The process that watches the worker processes: none of them may take too long, take too much
//! memory or end early.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::format::Format;
use crate::making::Maker;
use crate::{Result, SEED, WatchOptions};

/// Maximum processor time for a mutant, in seconds. Time of the clock would count other work of the
/// machine.
const PATIENCE: f64 = 5.0;
/// Maximum time by the clock for a mutant, in seconds, in case the worker waits without working.
const STANDSTILL: f64 = 60.0;
/// Maximum address space of a worker, in kilobytes: 1 GB, and what a worker reserves at its start
/// and mostly never uses.
const ADDRESSES_KB: u64 = 1_700_000;

/// Counts of a format's mutants by their outcome, and the failures.
#[derive(Debug, Default)]
struct Tally {
    read: usize,
    refused: usize,
    failed: Vec<(usize, String)>,
}

pub(crate) fn run(options: &WatchOptions) -> Result<()> {
    let seed = options.seed.unwrap_or(SEED);
    let mut table = String::from("format          mutants     read  refused   failed\n");
    let mut failures = String::new();
    let (mut all, mut failed) = (0, 0);
    for &format in &options.formats {
        let count = options.count.unwrap_or(format.count());
        let begun = Instant::now();
        let tally = read_all(format, count, seed)?;
        let seconds = begun.elapsed().as_secs();
        println!(
            "{}: {count} mutants in {seconds} s, {} failed",
            format.name(),
            tally.failed.len()
        );
        let numbers = [count, tally.read, tally.refused, tally.failed.len()];
        write!(table, "{:14}", format.name())?;
        for number in numbers {
            write!(table, "{number:9}")?;
        }
        table.push('\n');
        for (number, reason) in &tally.failed {
            writeln!(failures, "{}:{number}: {reason}", format.name())?;
        }
        if let Some(folder) = &options.save {
            save(&folder.join(format.name()), format, seed, &tally)?;
        }
        all += count;
        failed += tally.failed.len();
    }
    println!("\n{table}");
    if failed == 0 {
        println!("{all} mutants of seed {seed}, all read or refused");
        return Ok(());
    }
    println!("{failures}");
    println!("{failed} of {all} mutants of seed {seed} failed; to make one of them again:");
    println!("  tests/mutation/run.sh --only FORMAT:NUMBER -o FILE");
    std::process::exit(1);
}

fn read_all(format: Format, count: usize, seed: u64) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut next = 0;
    while next < count {
        // A failure may leave the worker in any state, so a new one continues.
        next = read_some(format, next, count, seed, &mut tally)?;
    }
    Ok(tally)
}

/// Reads mutants until one fails, and returns the number after it.
fn read_some(
    format: Format,
    from: usize,
    to: usize,
    seed: u64,
    tally: &mut Tally,
) -> Result<usize> {
    let (mut child, lines) = worker(format, from, to, seed)?;
    let mut number = None;
    let failed = loop {
        match next_line(&mut child, &lines)? {
            Line::Printed(line) => {
                if let Some(begun) = line.strip_prefix("begin ") {
                    number = Some(begun.parse::<usize>()?);
                    continue;
                }
                match line.strip_prefix("end ") {
                    Some("read") => tally.read += 1,
                    Some("refused") => tally.refused += 1,
                    Some(other) => break other.trim_start_matches("failed ").to_owned(),
                    None => return Err(format!("the reading process said: {line}").into()),
                }
                if number.is_some_and(|number| number + 1 == to) {
                    child.wait()?;
                    return Ok(to);
                }
            }
            Line::TooLong => break format!("it took more than {PATIENCE} s"),
            Line::Ended => {
                let status = child.wait()?;
                break format!("the process ended: {status}");
            }
        }
    };
    // The worker may have ended already.
    let _ = child.kill();
    child.wait()?;
    let Some(number) = number else {
        return Err(format!("{}: reading could not begin: {failed}", format.name()).into());
    };
    println!("{}:{number}: {failed}", format.name());
    tally.failed.push((number, failed));
    Ok(number + 1)
}

/// Starts a worker with limited memory, and returns it with the lines that it writes.
fn worker(format: Format, from: usize, to: usize, seed: u64) -> Result<(Child, Receiver<String>)> {
    let limited = format!("ulimit -v {ADDRESSES_KB} && exec \"$@\"");
    let [from, to, seed] = [from.to_string(), to.to_string(), seed.to_string()];
    let mut child = Command::new("sh")
        .args(["-c", &limited, "sh"])
        .arg(std::env::current_exe()?)
        .args(["--worker", format.name(), &from, &to, &seed])
        // Each thread reserves addresses of its own, which it hardly uses.
        .envs([
            ("MALLOC_ARENA_MAX", "2"),
            ("RAYON_NUM_THREADS", "2"),
            ("TOKIO_WORKER_THREADS", "2"),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let out = child.stdout.take().ok_or("it has no output")?;
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out)
            .lines()
            .map_while(std::result::Result::ok)
        {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    Ok((child, lines))
}

enum Line {
    Printed(String),
    TooLong,
    Ended,
}

fn next_line(child: &mut Child, lines: &Receiver<String>) -> Result<Line> {
    let begun = Instant::now();
    let before = processor_seconds(child.id());
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => return Ok(Line::Printed(line)),
            Err(RecvTimeoutError::Disconnected) => return Ok(Line::Ended),
            Err(RecvTimeoutError::Timeout) => {
                let busy = processor_seconds(child.id()) - before;
                if busy > PATIENCE || begun.elapsed().as_secs_f64() > STANDSTILL {
                    return Ok(Line::TooLong);
                }
            }
        }
    }
}

/// Seconds of processor time that all threads of a process have used together.
fn processor_seconds(id: u32) -> f64 {
    // Linux counts in hundredths of a second.
    let ticks = || {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let [user, system] = [11, 12].map(|at| fields.get(at)?.parse::<f64>().ok());
        Some(user? + system?)
    };
    ticks().unwrap_or_default() / 100.0
}

/// Saves the mutants that failed, with a text that says how each failed.
fn save(folder: &Path, format: Format, seed: u64, tally: &Tally) -> Result<()> {
    if tally.failed.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let maker = Maker::new(format, seed)?;
    let mut summary = String::new();
    for (number, reason) in &tally.failed {
        let name = format!("{number}.{}", format.ending());
        fs::write(folder.join(&name), maker.mutant(*number)?)?;
        writeln!(summary, "{name}: {reason}")?;
    }
    fs::write(folder.join("README"), summary)?;
    Ok(())
}
