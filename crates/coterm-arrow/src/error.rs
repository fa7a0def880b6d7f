//! [`Error`]: the reason why columns cannot be looked up at all.

use arrow_schema::{ArrowError, DataType};

/// The reason why columns cannot be looked up at all. A row that cannot be looked up is no error: it
/// has a status.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column has a type that no place can be read from.
    #[error("a column of {wanted} is needed, and this is one of {found}")]
    WrongType {
        /// The values that are needed: `postcodes as text`.
        wanted: &'static str,
        /// The type of the column.
        found: DataType,
    },
    /// A date or family that no layer has.
    #[error(transparent)]
    Core(#[from] coterm_core::Error),
    /// Arrow refuses an array.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// A result with an [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
