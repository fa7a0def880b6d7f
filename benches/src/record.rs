//! One figure, one line of JSON: what the report is made from.

use std::fs::{File, OpenOptions};
use std::io::Write;

use serde::Serialize;

use crate::Result;

/// A file that figures are added to.
#[derive(Debug)]
pub struct Records(File);

impl Records {
    /// The file named by `COTERM_BENCH_RECORDS`, or `records.jsonl` here.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn open() -> Result<Self> {
        let path =
            std::env::var_os("COTERM_BENCH_RECORDS").unwrap_or_else(|| "records.jsonl".into());
        Ok(Self(
            OpenOptions::new().create(true).append(true).open(path)?,
        ))
    }

    /// Adds a line, and shows it.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn add(&mut self, record: &impl Serialize) -> Result<()> {
        let line = serde_json::to_string(record)?;
        eprintln!("{line}");
        writeln!(self.0, "{line}")?;
        Ok(())
    }
}
