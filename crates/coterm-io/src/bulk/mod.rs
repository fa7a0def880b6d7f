//! Adds areas to the rows of a table as a stream: memory does not grow with the table.
//!
//! A table is CSV ([`resolve`]), or Parquet or Arrow ([`columnar`]). Every row becomes a row of the
//! result, in order and with all its columns. The columns `coterm_status` and `coterm_reason` state
//! the outcome of its lookup. A row has the same answer in every format, that of
//! [`RowLookup`](coterm_core::lookup::RowLookup).

pub mod columnar;
mod columns;
mod csv;

pub use coterm_arrow::ReasonWriter;
pub use coterm_core::lookup::Tally;
use jiff::civil::Date;
use serde::Serialize;

pub use self::columns::{Columns, POSTCODE_COLUMNS};
pub use self::csv::resolve;
pub use crate::csv_reader::{CsvFormat, Delimiter, Encoding};

/// Options of [`resolve`] and of [`columnar::resolve`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BulkOptions {
    /// The columns that give the place of a row.
    pub columns: Columns,
    /// The date of the lookup.
    pub on: Date,
    /// The families to look up; `None` for all that are valid on the date.
    pub families: Option<Vec<String>>,
    /// Whether each family also has the columns `FAMILY_method`, `FAMILY_certain` and
    /// `FAMILY_distance_m`.
    pub details: bool,
    /// The delimiter and encoding of the CSV, as far as they are known.
    pub format: CsvFormat,
}

impl BulkOptions {
    /// Options for a CSV whose delimiter and encoding are detected, and for all families.
    pub fn new(columns: Columns, on: Date) -> Self {
        Self {
            columns,
            on,
            families: None,
            details: false,
            format: CsvFormat::default(),
        }
    }

    /// Sets the families to look up; `None` for all that are valid on the date.
    #[must_use]
    pub fn with_families(mut self, families: impl Into<Option<Vec<String>>>) -> Self {
        self.families = families.into();
        self
    }

    /// Sets whether each family also has columns for how its area was found, whether that is
    /// certain, and the metres to the nearest boundary.
    #[must_use]
    pub fn with_details(mut self, details: bool) -> Self {
        self.details = details;
        self
    }

    /// Sets the delimiter and encoding, as far as they are known.
    #[must_use]
    pub fn with_format(mut self, format: CsvFormat) -> Self {
        self.format = format;
        self
    }
}

/// The columns and format that were found in a CSV, and the numbers of its rows by status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// Numbers of rows by the outcome of their lookup.
    #[serde(flatten)]
    pub tally: Tally,
    /// Names of the columns that give the place of a row.
    pub columns: Vec<String>,
    /// The delimiter's name, if the table is CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<&'static str>,
    /// The encoding's name, if the table is CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'static str>,
}
