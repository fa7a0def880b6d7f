//! [`CsvError`]: the reasons why a CSV cannot be read.
//!
//! The texts are shown to users: each says where the fault is, and what to do about it where
//! something can be done.

use super::{COLUMNS, ROW_BYTES};

/// Reason why a CSV cannot be read, with the place. Lines are counted from 1, whether LF, CR or
/// CRLF ends them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// The CSV has no line with the columns' names.
    #[error("the CSV is empty: a header line with the columns' names is needed")]
    Empty,
    /// A quote opens a field and is not closed where a field ends.
    #[error(
        "a quote opens on line {line}, column {column}, and is not closed where the field ends; \
         close it there, or put the text in quotes and write each quote in it twice"
    )]
    OpenQuote {
        /// The line with the quote.
        line: u64,
        /// The column's name in quotes, or its number if it has no name.
        column: String,
    },
    /// A row has more than [`ROW_BYTES`] bytes.
    #[error("the row on line {line} is longer than {ROW_BYTES} bytes")]
    LongRow {
        /// The row's first line.
        line: u64,
    },
    /// A row has more than [`COLUMNS`] columns.
    #[error("the row on line {line} has more than {COLUMNS} columns, which is the limit")]
    ManyColumns {
        /// The row's first line.
        line: u64,
    },
    /// A field has bytes that are not text in the encoding.
    #[error(
        "line {line}, column {column} has characters that are not {encoding}; save the file as \
         UTF-8 (in Excel: \"CSV UTF-8\")"
    )]
    NotText {
        /// The line with the bytes.
        line: u64,
        /// The column, counted from 1.
        column: usize,
        /// Name of the encoding in which the file was read.
        encoding: &'static str,
    },
    /// The header has zero bytes, as UTF-16 text has.
    #[error(
        "the CSV has zero bytes in its header line, as UTF-16 has; save it as UTF-8 (in Excel: \
         \"CSV UTF-8\")"
    )]
    ZeroBytes,
    /// The file is a workbook, an archive or a compressed file.
    #[error("this is {0} and not a CSV; open it, and save it as CSV (in Excel: \"CSV UTF-8\")")]
    Packed(&'static str),
    /// The input failed while it was read.
    #[error("the CSV cannot be read: {0}")]
    Input(String),
}
