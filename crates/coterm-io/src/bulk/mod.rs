//! Adds areas to the rows of a CSV file, streamed: memory does not grow with it.
//!
//! Every line after the header that comes in goes out as a row, blank ones too, in order
//! and with all its columns; what came of it is in `coterm_status` and `coterm_reason`.
//! The result is written as the input is: with its delimiter, line ends and byte order
//! mark, but in UTF-8.
//!
//! One thread reads rows into blocks, all cores look up and render the rows of a
//! block, and the caller's thread writes what they made, in order.

mod block;
mod columns;
mod rows;
mod tally;

use std::io::{Read, Write};

use coterm_core::{Dataset, RowReason};
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

/// What to add to each row.
#[derive(Debug, Clone)]
pub struct BulkOptions {
    /// Where a row is.
    pub columns: Columns,
    /// The date to look up for.
    pub on: Date,
    /// The kinds of area; `None` for all that are valid on the date.
    pub families: Option<Vec<String>>,
    /// How the CSV is written, as far as that is known.
    pub format: CsvFormat,
}

/// What was found in a CSV, and how its rows came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// How many rows came out how.
    #[serde(flatten)]
    pub tally: Tally,
    /// The columns that say where a row is, by their names.
    pub columns: Vec<String>,
    /// The delimiter's name.
    pub delimiter: &'static str,
    /// The encoding's name.
    pub encoding: &'static str,
}

/// A function that writes the text of the column `coterm_reason`:
/// `coterm_report::lookup::row_reason`.
pub type ReasonWriter = fn(&RowReason<'_>) -> String;

/// Rows that one core renders at a time.
const ROWS_TOGETHER: usize = 256;

/// Copies CSV from `input` to `output` with `coterm_status`, a
/// [code](coterm_core::LookupStatus); `coterm_reason`, what `write_reason` says of the row;
/// `coterm_uncertain`, the families whose answer is not certain; and, for each family,
/// `FAMILY_code` and `FAMILY_name`.
///
/// # Errors
///
/// [`Error::Csv`], with the line, for what cannot be read; [`Error::InvalidInput`] if a
/// column is missing or would be overwritten; [`Error::Core`] for a date or family that no
/// layer has; [`Error::Write`] if the output cannot be written. What has been written by then
/// is not the whole.
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
