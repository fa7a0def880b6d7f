//! [`Error`], why a command could not do what it was asked, and [`Context`], which makes one from an
//! I/O error.
//!
//! All subcommands return it; `main` prints it and ends with exit code 2.

use std::io;

use coterm_io::BUILT_IN;

/// The error of a subcommand, whose text says what to do instead where that is known. Exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{message}{remedy}", message = .0, remedy = remedy(.0))]
    Core(#[from] coterm_core::Error),
    #[error("{message}{remedy}", message = .0, remedy = remedy_of_io(.0))]
    Io(#[from] coterm_io::Error),
    #[error(transparent)]
    Report(#[from] coterm_report::Error),
    #[error("{}", coterm_io::system(what.as_ref(), source))]
    System { what: String, source: io::Error },
    #[error("{0}")]
    Usage(String),
}

impl Error {
    pub(crate) fn is_broken_pipe(&self) -> bool {
        match self {
            Self::System { source, .. } => source.kind() == io::ErrorKind::BrokenPipe,
            Self::Io(coterm_io::Error::Io { source, .. }) => {
                source.kind() == io::ErrorKind::BrokenPipe
            }
            Self::Io(coterm_io::Error::Write { source, .. }) => source
                .downcast_ref::<io::Error>()
                .is_some_and(|source| source.kind() == io::ErrorKind::BrokenPipe),
            _ => false,
        }
    }
}

/// Returns the argument that would help, as the end of the error's sentence.
fn remedy(error: &coterm_core::Error) -> String {
    match error {
        coterm_core::Error::FamilyNotOn { use_on, .. } => format!("; use --on {use_on}"),
        _ => String::new(),
    }
}

fn remedy_of_io(error: &coterm_io::Error) -> String {
    match error {
        coterm_io::Error::Core(error) => remedy(error),
        coterm_io::Error::NoData { path } if !path.as_os_str().is_empty() => {
            format!("; --data {BUILT_IN} takes the data that is in the program")
        }
        _ => String::new(),
    }
}

pub(crate) trait Context<T> {
    fn context(self, what: impl Into<String>) -> Result<T>;
}

impl<T> Context<T> for io::Result<T> {
    fn context(self, what: impl Into<String>) -> Result<T> {
        self.map_err(|source| Error::System {
            what: what.into(),
            source,
        })
    }
}

pub(crate) type Result<T> = std::result::Result<T, Error>;
