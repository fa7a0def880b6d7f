//! The destination of results: a file, which is written completely or not at all, or standard
//! output.
//!
//! Subcommands print text through this or `terminal`, so that control characters in the data do not
//! reach a terminal.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use coterm_core::words::visible;
use serde::Serialize;

use crate::error::{Context, Error, Result};
use crate::part_file::PartFile;
use crate::table::Table;
use crate::terminal::Terminal;

/// Error text for a format that a terminal cannot show.
pub(crate) const NOT_TEXT: &str = "this format is not text; name a file with -o";

/// The destination of a result that is being written.
pub(crate) enum Output {
    /// A new file, which replaces the one at its path when it is complete.
    File(Box<PartFile>),
    /// A stream that cannot be replaced as a file can: standard output, a pipe, a device.
    Stream(BufWriter<Box<dyn Write + Send>>),
}

impl Output {
    /// Opens the file or device at the path, or standard output if there is no path.
    pub(crate) fn to(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            let stdout: Box<dyn Write + Send> = if io::stdout().is_terminal() {
                Box::new(Terminal::new(io::stdout()))
            } else {
                Box::new(io::stdout())
            };
            return Ok(Self::Stream(BufWriter::new(stdout)));
        };
        // Links are followed, so that the link stays and the file that it names is replaced.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if is_no_file(&real) {
            let stream = File::options().write(true).open(&real);
            let stream = stream.context(path.display().to_string())?;
            return Ok(Self::Stream(BufWriter::new(Box::new(stream))));
        }
        Ok(Self::File(Box::new(PartFile::begin(real)?)))
    }

    /// Completes the result: flushes the stream, or renames the file into place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stream(mut stream) => stream.flush().context("the output"),
            Self::File(file) => file.finish(),
        }
    }
}

/// Whether the path exists and is not a regular file, but a pipe, a device or a folder. Output is
/// written to it instead of replacing it.
pub(crate) fn is_no_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file())
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

/// Prints a line of text to standard output, with control characters escaped.
pub(crate) fn print(text: impl std::fmt::Display) -> Result<()> {
    print_shown(visible(&text.to_string()))
}

/// Prints a table to standard output. Its cells are escaped already.
pub(crate) fn print_table(table: &Table) -> Result<()> {
    print_shown(table)
}

/// Prints a line of text that is escaped already, and has no control sequences but coterm's own
/// colours.
pub(crate) fn print_shown(text: impl std::fmt::Display) -> Result<()> {
    writeln!(io::stdout(), "{text}").context("standard output")
}

/// Prints JSON to standard output, indented if that is a terminal.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    print(json(value, true)?)
}

/// Serializes a value as JSON, indented if it goes to standard output and that is a terminal.
pub(crate) fn json(value: &impl Serialize, to_stdout: bool) -> Result<String> {
    let text = if to_stdout && io::stdout().is_terminal() {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    text.map_err(|error| Error::Usage(format!("cannot write JSON: {error}")))
}
