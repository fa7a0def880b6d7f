//! Where results go: a file, whole or not at all, or standard output.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use coterm_core::words::visible;
use serde::Serialize;

use crate::error::{Doing, Error, Result};
use crate::part_file::PartFile;
use crate::table::Table;
use crate::terminal::Terminal;

/// A result that is being written.
pub(crate) enum Output {
    /// Beside the file that it will replace when it is complete.
    File(Box<PartFile>),
    /// To what is not a file of its own: standard output, a pipe, a device.
    Stream(BufWriter<Box<dyn Write>>),
}

impl Output {
    /// To the file, or else to standard output.
    pub(crate) fn to(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            let stdout: Box<dyn Write> = if io::stdout().is_terminal() {
                Box::new(Terminal::new(io::stdout()))
            } else {
                Box::new(io::stdout())
            };
            return Ok(Self::Stream(BufWriter::new(stdout)));
        };
        // Through a link to the file itself, so that the link stays.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if is_no_file(&real) {
            let stream = File::options().write(true).open(&real);
            let stream = stream.doing(path.display().to_string())?;
            return Ok(Self::Stream(BufWriter::new(Box::new(stream))));
        }
        Ok(Self::File(Box::new(PartFile::begin(real)?)))
    }

    /// Puts the result in its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stream(mut stream) => stream.flush().doing("the output"),
            Self::File(file) => file.finish(),
        }
    }
}

/// Whether something is there that is written to and not replaced: a pipe, a device.
pub(crate) fn is_no_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| !there.is_file())
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Stream(stream) => stream.flush(),
        }
    }
}

/// Prints a line of text, as text.
pub(crate) fn print(text: impl std::fmt::Display) -> Result<()> {
    print_shown(visible(&text.to_string()))
}

/// Prints a table, which has seen to what is in its cells.
pub(crate) fn print_table(table: &Table) -> Result<()> {
    print_shown(table)
}

/// Prints a line of text in which everything is visible already, but for the colours that
/// are ours.
pub(crate) fn print_shown(text: impl std::fmt::Display) -> Result<()> {
    writeln!(io::stdout(), "{text}").doing("standard output")
}

/// Prints JSON, indented for people if they are watching.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    print(json(value, true)?)
}

/// JSON, indented if it goes to standard output and people are watching.
pub(crate) fn json(value: &impl Serialize, to_stdout: bool) -> Result<String> {
    let text = if to_stdout && io::stdout().is_terminal() {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    text.map_err(|error| Error::Usage(format!("cannot write JSON: {error}")))
}
