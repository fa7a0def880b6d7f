//! CSV files: rows are read, looked up and written as text.
//!
//! Every line after the header becomes a row of the result, blank lines too. The result has the
//! delimiter, line ends and byte order mark of the input, but is always in UTF-8.
//!
//! One thread reads rows into blocks, all cores look up and render the rows of a block, and the
//! caller's thread writes the rendered rows in order.

mod block;
mod rows;

use std::io::{Read, Write};

use coterm_core::dataset::Dataset;
use rayon::prelude::*;

use self::rows::Rows;
use super::columns::Place;
use super::{BulkOptions, ReasonWriter, Resolved, Tally};
use crate::csv_reader::CsvReader;
use crate::{Error, Progress, Result};

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
        delimiter: Some(dialect.delimiter.name()),
        encoding: Some(dialect.encoding.name()),
    })
}

fn write(output: &mut impl Write, text: &[u8]) -> Result<()> {
    output.write_all(text).map_err(not_written)
}

fn not_written(source: std::io::Error) -> Error {
    Error::write("the result", source)
}
