//! [`Error`]: why a query, a join or a process of the cluster ended.

use datafusion::error::DataFusionError;

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a query, a join or a process of the cluster ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The query engine refused or failed.
    #[error("{}", one_line(.0))]
    Query(#[from] DataFusionError),
    /// No scheduler is there, or it died while it worked.
    #[error("the scheduler at {address} does not answer: {reason}")]
    NoScheduler {
        /// `host:port` of the scheduler.
        address: String,
        /// The cause, in a few words.
        reason: String,
    },
    /// The scheduler has nobody to give work to.
    #[error("the scheduler at {address} has no executors: start one with `coterm-sql executor`")]
    NoExecutors {
        /// `host:port` of the scheduler.
        address: String,
    },
    /// The cluster refused or failed.
    #[error("{0}")]
    Cluster(String),
    /// Options or input of a join that cannot be used.
    #[error("{0}")]
    Join(String),
    /// A join that ended before all pieces were written.
    #[error(
        "{cause}\n{finished} of {total} pieces are finished; the same command goes on from there"
    )]
    Unfinished {
        /// Pieces whose files are whole.
        finished: usize,
        /// Pieces in all.
        total: usize,
        /// Why the piece failed the last time.
        cause: Box<Error>,
    },
    /// Loading of the dataset.
    #[error(transparent)]
    Data(#[from] coterm_io::Error),
    /// Reading or writing of a file.
    #[error("{what}: {source}")]
    Io {
        /// The action, and the file.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
}

impl Error {
    /// Makes an error of reading or writing a file.
    pub fn io(what: impl Into<String>, source: std::io::Error) -> Self {
        let what = what.into();
        Self::Io { what, source }
    }
}

/// Returns the message of the cause, without what the layers of `DataFusion` put around it.
fn one_line(error: &DataFusionError) -> String {
    let text = error.find_root().strip_backtrace();
    let text = text.split("\n\nhint:").next().unwrap_or_default();
    let text = ["Execution error: ", "Error during planning: "]
        .iter()
        .fold(text, |text, prefix| text.trim_start_matches(prefix));
    text.replace('\n', " ")
}
