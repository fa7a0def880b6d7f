//! Where results go: a file, whole or not at all, or standard output.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use coterm_core::words::visible;
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::error::{Doing, Error, Result};
use crate::signal;
use crate::table::Table;
use crate::terminal::Terminal;

/// A result that is being written.
pub(crate) enum Output {
    /// Beside the file that it will replace when it is complete.
    File(BufWriter<NamedTempFile>, PathBuf),
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
        let what = path.display().to_string();
        // Through a link to the file itself, so that the link stays.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let there = path.metadata().ok();
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            let stream = File::options().write(true).open(&path).doing(what)?;
            return Ok(Self::Stream(BufWriter::new(Box::new(stream))));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let beside = tempfile::Builder::new()
            .permissions(usual())
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .doing(&what)?;
        if let Some(there) = there {
            beside
                .as_file()
                .set_permissions(there.permissions())
                .doing(&what)?;
        }
        signal::remove_when_interrupted(beside.path().to_owned());
        Ok(Self::File(BufWriter::with_capacity(1 << 18, beside), path))
    }

    /// Puts the result in its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stream(mut stream) => stream.flush().doing("the output"),
            Self::File(writer, path) => {
                let what = path.display().to_string();
                let beside = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)
                    .doing(&what)?;
                beside
                    .persist(&path)
                    .map_err(|error| error.error)
                    .doing(&what)?;
                Ok(())
            }
        }
    }
}

/// What a new file may be read and written by, before the user's mask is taken off.
#[cfg(unix)]
fn usual() -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    Permissions::from_mode(0o666)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.write(bytes),
            Self::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file, _) => file.flush(),
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
