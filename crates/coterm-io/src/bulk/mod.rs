//! Adds areas to the rows of a CSV file, streamed: memory does not grow with it.
//!
//! Every row that comes in goes out, in order and with all its columns; a row
//! that cannot be resolved says why in `coterm_status`.
//!
//! One thread reads rows into blocks, all cores look up and render the rows of a
//! block, and the caller's thread writes what they made, in order.

mod blank_lines;
mod block;
mod columns;
mod fields;
mod rows;

use std::io::{Read, Write};

use coterm_core::Generation;
use jiff::civil::Date;
use rayon::prelude::*;

use self::block::Blocks;
pub use self::columns::Columns;
use self::rows::Rows;
use crate::{Error, Progress, Result};

/// What to add to each row.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where a row is.
    pub columns: Columns,
    /// The date to look up for.
    pub on: Date,
    /// The kinds of area; `None` for all that are valid on the date.
    pub families: Option<Vec<String>>,
}

/// How many rows came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows with an answer of which every area is certain.
    pub certain: u64,
    /// Rows with an answer of which some area is not.
    pub uncertain: u64,
    /// Rows kept with a reason instead of an answer.
    pub unresolved: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.certain += other.certain;
        self.uncertain += other.uncertain;
        self.unresolved += other.unresolved;
    }
}

/// Rows that one core renders at a time.
const ROWS_TOGETHER: usize = 256;

/// Copies CSV from `input` to `output` with, for each family, `FAMILY_code` and
/// `FAMILY_name`, and `coterm_status`: `ok`, `ok: ` and a note, or what is wrong.
/// `coterm_uncertain` lists the families whose answer is not certain.
///
/// # Errors
///
/// [`Error::Unsuitable`] if a column is missing or would be overwritten, or the
/// text is not UTF-8 or not CSV, with the line; [`Error::Core`] for a date or
/// family that no layer has.
pub fn resolve(
    generation: &Generation,
    options: &Options,
    input: impl Read + Send,
    mut output: impl Write,
    progress: &dyn Progress,
) -> Result<Tally> {
    let mut blocks = Blocks::new(input);
    let headers = columns::header(blocks.header()?)?;
    let rows = Rows::new(generation, options, &headers)?;
    generation.index();
    write(&mut output, &rows.header(&headers)?)?;

    let mut tally = Tally::default();
    block::ahead(blocks, |block| {
        let made: Vec<(Vec<u8>, Tally)> = block
            .rows()
            .par_chunks(ROWS_TOGETHER)
            .map(|some| rows.render(some))
            .collect::<Result<_>>()?;
        for (text, of_these) in made {
            write(&mut output, &text)?;
            tally.add(of_these);
        }
        progress.advance(block.bytes());
        Ok(())
    })?;
    output.flush().map_err(not_written)?;
    Ok(tally)
}

fn write(output: &mut impl Write, text: &[u8]) -> Result<()> {
    output.write_all(text).map_err(not_written)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn not_written(error: std::io::Error) -> Error {
    Error::Unsuitable(format!("cannot write the result: {error}"))
}
