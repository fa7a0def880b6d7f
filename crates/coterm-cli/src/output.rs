//! Where results go: a file, whole or not at all, or standard output.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use crate::error::{Doing, Error, Result};

/// A result that is being written.
pub(crate) enum Output {
    /// Beside the file that it will replace when it is complete.
    File(BufWriter<NamedTempFile>, PathBuf),
    Stdout(BufWriter<io::Stdout>),
}

impl Output {
    /// To the file, or else to standard output.
    pub(crate) fn to(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let beside = NamedTempFile::new_in(folder).doing(folder.display().to_string())?;
        Ok(Self::File(
            BufWriter::with_capacity(1 << 18, beside),
            path.to_owned(),
        ))
    }

    /// Puts the result in its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut stdout) => stdout.flush().doing("standard output"),
            Self::File(writer, path) => {
                let what = path.display().to_string();
                let beside = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)
                    .doing(&what)?;
                readable(beside.as_file()).doing(&what)?;
                beside
                    .persist(&path)
                    .map_err(|error| error.error)
                    .doing(&what)?;
                Ok(())
            }
        }
    }
}

/// A temporary file is its owner's alone; a result has the usual permissions.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.write(bytes),
            Self::Stdout(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file, _) => file.flush(),
            Self::Stdout(stdout) => stdout.flush(),
        }
    }
}

/// Prints a line of text.
pub(crate) fn print(text: impl std::fmt::Display) -> Result<()> {
    writeln!(io::stdout(), "{text}").doing("standard output")
}

/// Prints JSON, indented for people if they are watching.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    let text = if io::stdout().is_terminal() {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    print(text.map_err(|error| Error::Usage(format!("cannot write JSON: {error}")))?)
}
