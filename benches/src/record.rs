//! The file of figures from which the report is made: one figure per line of JSON.

use std::fs::{File, OpenOptions};
use std::io::Write;

use serde::Serialize;

use crate::Result;

/// The file to which figures are added.
#[derive(Debug)]
pub struct Records(File);

impl Records {
    /// Opens the file named by `COTERM_BENCH_RECORDS`, or `records.jsonl` in the current folder.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn open() -> Result<Self> {
        let path =
            std::env::var_os("COTERM_BENCH_RECORDS").unwrap_or_else(|| "records.jsonl".into());
        Ok(Self(
            OpenOptions::new().create(true).append(true).open(path)?,
        ))
    }

    /// Adds a line to the file and prints it.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn add(&mut self, record: &impl Serialize) -> Result<()> {
        let line = serde_json::to_string(record)?;
        eprintln!("{line}");
        writeln!(self.0, "{line}")?;
        Ok(())
    }
}
