//! [`Error`]: the reasons for which this crate fails, and the texts that users read.
//!
//! The server and the command line tell by the variant whether the user can put the fault right.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Reason why a file could not be read, written or understood. Each text names the file, and says
/// what to do if there is something to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused to read or write a file or folder.
    #[error("{}", system(path, source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A file exists but is not what it should be.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// The file, or the member of an archive.
        path: PathBuf,
        /// The fault, and its place in the file.
        reason: String,
    },
    /// A file's checksum is not the recorded one.
    #[error("{}: its checksum is {found}, but {expected} was expected: the file is damaged or was changed; {remedy}", path.display())]
    Checksum {
        /// The file.
        path: PathBuf,
        /// The recorded SHA-256.
        expected: String,
        /// The SHA-256 of the file as it is.
        found: String,
        /// Advice on what to do.
        remedy: &'static str,
    },
    /// A folder that should hold data does not.
    #[error("{}", no_data(path))]
    NoData {
        /// The folder; empty for data that should be built into the program.
        path: PathBuf,
    },
    /// A package could not be downloaded.
    #[error("could not download {package}: {reason}")]
    Download {
        /// The package and its version.
        package: String,
        /// The cause, and advice on what to do.
        reason: String,
    },
    /// A coordinate reference system that is not known, or that this build does not support.
    #[error("{0}")]
    Crs(String),
    /// The user's input does not fit the task: a name, an option, a column, a file of another kind.
    /// Besides [`Csv`](Self::Csv) and [`Core`](Self::Core), this is the only variant which says
    /// that the user can put it right.
    #[error("{0}")]
    InvalidInput(String),
    /// A result could not be written, for example because the disk is full.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file, or a name for whatever else is written.
        path: PathBuf,
        /// The error of the system, or of the library that writes.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A correct value cannot be expressed in a format, which is a fault of coterm.
    #[error("cannot write {what} as {format}: {source}")]
    Encode {
        /// Name of the value: a layer, an area, a file.
        what: String,
        /// The format.
        format: &'static str,
        /// The error of the library that writes.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process is writing the same file or folder.
    #[error("{} is being {doing} by another process; wait until it has finished, or stop it", path.display())]
    Busy {
        /// The file or folder.
        path: PathBuf,
        /// The work of the other process, as a participle: `built`, `written`.
        doing: &'static str,
    },
    /// The recipe of the data contradicts itself or its sources.
    #[error("{0}")]
    Recipe(String),
    /// A CSV cannot be read.
    #[error(transparent)]
    Csv(Box<crate::CsvError>),
    /// The core refused the input.
    #[error(transparent)]
    Core(#[from] coterm_core::Error),
    /// Tiles could not be made.
    #[error(transparent)]
    Tiles(#[from] coterm_tiles::Error),
}

/// Describes what a folder without data lacks, and what to do.
fn no_data(path: &Path) -> String {
    let (folder, lacks) = (path.display(), crate::MANIFEST);
    if path.as_os_str().is_empty() {
        "no data is built into this program; name a data folder with --data".to_owned()
    } else if path.is_dir() {
        format!(
            "there is no data in {folder}: it has no {lacks}; name another folder with --data, or build one with `coterm data build`"
        )
    } else {
        format!(
            "there is no folder {folder}; name another with --data, or build one with `coterm data build`"
        )
    }
}

/// Describes the system's error on a file, as a sentence for the person who named the file.
pub fn system(path: &Path, source: &std::io::Error) -> String {
    let named = path.display();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match source.kind() {
        ErrorKind::NotFound => match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => format!("{named}: there is no folder {}", folder.display()),
            None => format!("there is no file {named}"),
        },
        ErrorKind::IsADirectory => format!("{named} is a folder; name a file"),
        // Reading never fills a disk, so the file was being written.
        ErrorKind::StorageFull => format!("cannot write {named}: {source}"),
        _ => format!("{named}: {source}"),
    }
}

impl From<crate::CsvError> for Error {
    fn from(error: crate::CsvError) -> Self {
        Self::Csv(Box::new(error))
    }
}

impl Error {
    /// Makes the error for a result that could not be written.
    pub(crate) fn write(
        path: impl AsRef<Path>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Write {
            path: path.as_ref().to_owned(),
            source: source.into(),
        }
    }

    /// Names another file in the error: the one that the user named, where a temporary one was read.
    pub(crate) fn renamed(self, from: &Path, to: &Path) -> Self {
        let [from, to] = [from, to].map(|path| path.display().to_string());
        Self::InvalidInput(self.to_string().replace(&from, &to))
    }

    /// Makes the error for a value that could not be expressed in a format.
    pub(crate) fn encode(
        what: &(impl ToString + ?Sized),
        format: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Encode {
            what: what.to_string(),
            format,
            source: source.into(),
        }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads best where it is called"
    )]
    pub(crate) fn malformed(path: impl AsRef<Path>, reason: impl ToString) -> Self {
        Self::Malformed {
            path: path.as_ref().to_owned(),
            reason: reason.to_string(),
        }
    }
}

/// Adds the file's path to an error of the system or of the CSV library.
pub(crate) trait At<T> {
    fn at(self, path: impl AsRef<Path>) -> crate::Result<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: impl AsRef<Path>) -> crate::Result<T> {
        self.map_err(|source| Error::Io {
            path: path.as_ref().to_owned(),
            source,
        })
    }
}

impl<T> At<T> for csv::Result<T> {
    fn at(self, path: impl AsRef<Path>) -> crate::Result<T> {
        self.map_err(|error| Error::malformed(path, error))
    }
}
