use super::{COLUMNS, ROW_BYTES};

/// Why a CSV cannot be read, and where. Lines are counted from 1, whichever of LF, CR and
/// CRLF ends them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// No line with the columns' names.
    #[error("the CSV is empty: a header line with the columns' names is needed")]
    Empty,
    /// A quote that opens a field and is not closed where a field ends.
    #[error(
        "a quote opens on line {line}, column {column}, and is not closed where the field ends; \
         close it there, or put the text in quotes and write each quote in it twice"
    )]
    OpenQuote {
        /// The line with the quote.
        line: u64,
        /// The column's name in quotes, or else its number.
        column: String,
    },
    /// A row with more bytes than are read.
    #[error("the row on line {line} is longer than {ROW_BYTES} bytes")]
    LongRow {
        /// The row's first line.
        line: u64,
    },
    /// A row with more columns than are read.
    #[error("the row on line {line} has more than {COLUMNS} columns, which is as many as are read")]
    ManyColumns {
        /// The row's first line.
        line: u64,
    },
    /// Bytes that are no text in the encoding.
    #[error(
        "line {line}, column {column}: bytes that are not {encoding}; save the file as UTF-8 \
         (in Excel: \"CSV UTF-8\")"
    )]
    NotText {
        /// The line with the bytes.
        line: u64,
        /// The column, counted from 1.
        column: usize,
        /// What was read.
        encoding: &'static str,
    },
    /// Zero bytes in the header, as UTF-16 has them.
    #[error(
        "the CSV has zero bytes in its header line, as UTF-16 has; save it as UTF-8 (in Excel: \
         \"CSV UTF-8\")"
    )]
    ZeroBytes,
    /// The bytes of a workbook, or of something else that is packed.
    #[error("this is {0} and not a CSV; open it, and save it as CSV (in Excel: \"CSV UTF-8\")")]
    Packed(&'static str),
    /// The input could not be read on.
    #[error("the CSV cannot be read: {0}")]
    Input(String),
}
