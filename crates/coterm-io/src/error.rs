use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why a file could not be read, written or understood. Each names the file and
/// says what to do where there is something to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused.
    #[error("{}", system(path, source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is there but is not what it should be.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// The file, or the member of an archive.
        path: PathBuf,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// A file's checksum is not the one that was written down.
    #[error("{}: its checksum is {found}, but {expected} was expected: the file is damaged or was changed; {remedy}", path.display())]
    Checksum {
        /// The file.
        path: PathBuf,
        /// SHA-256 that was written down.
        expected: String,
        /// SHA-256 of what is there.
        found: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A folder that should hold data does not.
    #[error("there is no data in {}: expected {} in it; name the folder with --data, or build one with `coterm data build`", path.display(), crate::manifest::MANIFEST)]
    NoData {
        /// The folder.
        path: PathBuf,
    },
    /// A package could not be downloaded.
    #[error("could not download {package}: {reason}")]
    Download {
        /// The package and its version.
        package: String,
        /// What went wrong and what to do.
        reason: String,
    },
    /// A coordinate system that is not known, or not in this build.
    #[error("{0}")]
    Crs(String),
    /// What the user gave does not fit what is to be done: a name, an option, a column, a
    /// file of another kind. The only variant, besides [`Csv`](Self::Csv) and
    /// [`Core`](Self::Core), that says that whoever asked can put it right.
    #[error("{0}")]
    InvalidInput(String),
    /// A result could not be written: the disk is full, for example.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file, or what else is written.
        path: PathBuf,
        /// What the system, or the library that writes, said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Something that is right cannot be expressed in a format, which is a fault of coterm.
    #[error("cannot write {what} as {format}: {source}")]
    Encode {
        /// What was to be written: a layer, an area, a file.
        what: String,
        /// The format.
        format: &'static str,
        /// What the library that writes said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process writes the same file or folder.
    #[error("{} is being {doing} by another process; wait for it, or end it", path.display())]
    Busy {
        /// The file or folder.
        path: PathBuf,
        /// What is done to it: `built`, `written`.
        doing: &'static str,
    },
    /// The recipe that data is built by contradicts itself or the sources.
    #[error("{0}")]
    Recipe(String),
    /// A CSV that cannot be read.
    #[error(transparent)]
    Csv(Box<crate::CsvError>),
    /// The core refused.
    #[error(transparent)]
    Core(#[from] coterm_core::Error),
    /// Tiles could not be made.
    #[error(transparent)]
    Tiles(#[from] coterm_tiles::Error),
}

/// What the system refused, as a sentence for whoever named the file.
pub fn system(path: &Path, source: &std::io::Error) -> String {
    let named = path.display();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match source.kind() {
        ErrorKind::NotFound => match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => format!("there is no folder {}, so no {named}", folder.display()),
            None => format!("there is no file {named}"),
        },
        ErrorKind::IsADirectory => format!("{named} is a folder; name a file"),
        // Nothing that is only read fills a disk.
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
    /// A result that could not be written.
    pub(crate) fn write(
        path: impl AsRef<Path>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Write {
            path: path.as_ref().to_owned(),
            source: source.into(),
        }
    }

    /// Something that could not be expressed in the format.
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

/// Names the file in an error of the system's.
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
