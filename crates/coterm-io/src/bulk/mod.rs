//! Adds areas to the rows of a CSV file as a stream: memory does not grow with the file.
//!
//! Every line after the header becomes a row of the result, blank lines too, in order and with all
//! its columns. The columns `coterm_status` and `coterm_reason` state the outcome of its lookup.
//! The result has the delimiter, line ends and byte order mark of the input, but is always in
//! UTF-8.
//!
//! One thread reads rows into blocks, all cores look up and render the rows of a block, and the
//! caller's thread writes the rendered rows in order.

mod block;
mod columns;
mod rows;
mod tally;

use std::io::{Read, Write};

use coterm_core::dataset::Dataset;
use coterm_core::lookup::RowReason;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use self::columns::Place;
pub use self::columns::{Columns, POSTCODE_COLUMNS};
use self::rows::Rows;
pub use self::tally::Tally;
use crate::csv_reader::CsvReader;
pub use crate::csv_reader::{CsvFormat, Delimiter, Encoding};
use crate::{Error, Progress, Result};

/// Options of [`resolve`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BulkOptions {
    /// The columns that give the place of a row.
    pub columns: Columns,
    /// The date of the lookup.
    pub on: Date,
    /// The families to look up; `None` for all that are valid on the date.
    pub families: Option<Vec<String>>,
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
            format: CsvFormat::default(),
        }
    }

    /// Sets the families to look up; `None` for all that are valid on the date.
    #[must_use]
    pub fn with_families(mut self, families: impl Into<Option<Vec<String>>>) -> Self {
        self.families = families.into();
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
    /// The delimiter's name.
    pub delimiter: &'static str,
    /// The encoding's name.
    pub encoding: &'static str,
}

/// A function that writes the text of the column `coterm_reason`:
/// `coterm_report::lookup::row_reason`.
pub type ReasonWriter = fn(&RowReason<'_>) -> String;

/// Number of rows that one core renders at a time.
const ROWS_TOGETHER: usize = 256;

/// Copies CSV from `input` to `output` and adds columns: `coterm_status`, a
/// [code](coterm_core::lookup::LookupStatus); `coterm_reason`, the text of `write_reason` for the row;
/// `coterm_uncertain`, the families whose answer is not certain; and `FAMILY_code` and
/// `FAMILY_name` for each family.
///
/// # Errors
///
/// [`Error::Csv`], with the line, if the input cannot be read; [`Error::InvalidInput`] if a column
/// is missing or would be overwritten; [`Error::Core`] for a date or family that no layer has;
/// [`Error::Write`] if the output cannot be written. After an error the output is incomplete.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::period::parse_day;
/// use coterm_io::Silent;
/// use coterm_io::bulk::{BulkOptions, Columns, resolve};
///
/// let surgeries = "name,postcode\nThe hospital,la1 4yw\nNowhere,LA1 1ZZ\n";
/// let options = BulkOptions::new(Columns::UsualPostcode, parse_day("2022-06-30")?)
///     .with_families(vec!["ccg".to_owned()]);
/// let mut output = Vec::new();
/// // `coterm_report::lookup::row_reason` writes the reasons in words.
/// let found = resolve(&dataset, &options, |_| String::new(), surgeries.as_bytes(), &mut output, &Silent)?;
/// assert_eq!((found.tally.rows, found.tally.certain, found.tally.unresolved), (2, 1, 1));
/// assert!(String::from_utf8_lossy(&output).contains("E38000228,Morecambe Bay"));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn resolve(
    dataset: &Dataset,
    options: &BulkOptions,
    write_reason: ReasonWriter,
    input: impl Read + Send,
    mut output: impl Write,
    progress: &dyn Progress,
) -> Result<Resolved> {
    let has_columns = |header: &_| Place::find(&options.columns, header).is_ok();
    let reader = CsvReader::new(input, options.format, has_columns)?;
    let (dialect, header) = (*reader.dialect(), reader.header().clone());
    let rows = Rows::new(dataset, options, write_reason, &header, dialect)?;
    write(&mut output, &rows.header(&header)?)?;

    let mut tally = Tally::default();
    block::ahead(reader, |block| {
        let positions: Vec<usize> = (0..block.records.len()).collect();
        let made: Vec<(Vec<u8>, Tally)> = positions
            .par_chunks(ROWS_TOGETHER)
            .map(|some| rows.render(some.iter().map(|&row| block.records.get(row))))
            .collect();
        for (text, of_these) in made {
            write(&mut output, &text)?;
            tally.add(of_these);
        }
        progress.advance(block.bytes);
        Ok(())
    })?;
    output.flush().map_err(not_written)?;
    let columns = rows.columns().into_iter();
    Ok(Resolved {
        tally,
        columns: columns
            .map(|column| header.names()[column].trim().to_owned())
            .collect(),
        delimiter: dialect.delimiter.name(),
        encoding: dialect.encoding.name(),
    })
}

fn write(output: &mut impl Write, text: &[u8]) -> Result<()> {
    output.write_all(text).map_err(not_written)
}

fn not_written(source: std::io::Error) -> Error {
    Error::write("the result", source)
}
