//! [`Batches`]: the batches of a table in Parquet or Arrow.

use std::fs::File;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::{Error, Result};

/// Rows of a batch: enough to share among cores, few enough to hold many columns in memory.
const ROWS: usize = 8_192;

/// A format of tables of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnarFormat {
    /// Apache Parquet.
    Parquet,
    /// A file of Arrow's interprocess format, also called Feather version 2.
    Arrow,
    /// A stream of Arrow's interprocess format, which other programs can read from a pipe.
    ArrowStream,
}

impl ColumnarFormat {
    /// Name of the format, for users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Arrow => "an Arrow file",
            Self::ArrowStream => "an Arrow stream",
        }
    }
}

/// The table to read.
pub enum ColumnarInput {
    /// A file. Parquet and Arrow files have their table of contents at the end, and are read in any
    /// order.
    File(File),
    /// A stream, such as standard input.
    Stream(Box<dyn Read + Send>),
}

impl ColumnarInput {
    /// The input as a stream of bytes.
    pub fn reader(self) -> Box<dyn Read + Send> {
        match self {
            Self::File(file) => Box::new(file),
            Self::Stream(stream) => stream,
        }
    }
}

type Iter = Box<dyn Iterator<Item = std::result::Result<RecordBatch, String>> + Send>;

/// The batches of a table, each of at most a few thousand rows.
pub(super) struct Batches {
    schema: SchemaRef,
    rows: Option<u64>,
    format: ColumnarFormat,
    batches: Iter,
    /// The rest of the last batch.
    rest: Option<RecordBatch>,
}

impl Batches {
    /// Opens a table and reads its schema.
    pub(super) fn open(format: ColumnarFormat, input: ColumnarInput) -> Result<Self> {
        guarded(format, || match (format, input) {
            (ColumnarFormat::Parquet, ColumnarInput::File(file)) => Self::parquet(file),
            (ColumnarFormat::Arrow, ColumnarInput::File(file)) => {
                let reader = FileReader::try_new_buffered(file, None).map_err(text)?;
                let schema = reader.schema();
                let batches = Box::new(reader.map(|batch| batch.map_err(text)));
                Ok(Self::new(format, schema, None, batches))
            }
            (ColumnarFormat::ArrowStream, ColumnarInput::File(file)) => {
                Self::stream(Box::new(file))
            }
            (ColumnarFormat::ArrowStream, ColumnarInput::Stream(stream)) => Self::stream(stream),
            (ColumnarFormat::Parquet | ColumnarFormat::Arrow, ColumnarInput::Stream(_)) => Err(
                "it cannot be read from a pipe; name a file, or pipe an Arrow stream".to_owned(),
            ),
        })
    }

    fn parquet(file: File) -> std::result::Result<Self, String> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(text)?;
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).ok();
        let schema = builder.schema().clone();
        let reader: ParquetRecordBatchReader =
            builder.with_batch_size(ROWS).build().map_err(text)?;
        let batches = Box::new(reader.map(|batch| batch.map_err(text)));
        Ok(Self::new(ColumnarFormat::Parquet, schema, rows, batches))
    }

    fn stream(stream: Box<dyn Read + Send>) -> std::result::Result<Self, String> {
        let reader = StreamReader::try_new(BufReader::new(stream), None).map_err(text)?;
        let schema = reader.schema();
        let batches = Box::new(reader.map(|batch| batch.map_err(text)));
        Ok(Self::new(
            ColumnarFormat::ArrowStream,
            schema,
            None,
            batches,
        ))
    }

    fn new(format: ColumnarFormat, schema: SchemaRef, rows: Option<u64>, batches: Iter) -> Self {
        Self {
            schema,
            rows,
            format,
            batches,
            rest: None,
        }
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Number of rows, if the table says it at its beginning.
    pub(super) fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// Reads the next batches, at most so many. `None` at the end.
    pub(super) fn round(&mut self, batches: usize) -> Result<Option<Vec<RecordBatch>>> {
        let mut round = Vec::with_capacity(batches);
        while round.len() < batches {
            match self.next()? {
                Some(batch) => round.push(batch),
                None => break,
            }
        }
        Ok((!round.is_empty()).then_some(round))
    }

    fn next(&mut self) -> Result<Option<RecordBatch>> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match guarded(self.format, || self.batches.next().transpose())? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        if batch.num_rows() <= ROWS {
            return Ok(Some(batch));
        }
        self.rest = Some(batch.slice(ROWS, batch.num_rows() - ROWS));
        Ok(Some(batch.slice(0, ROWS)))
    }
}

/// Reads something, and makes an error of any panic: the libraries' readers have had some on damaged
/// files.
fn guarded<T>(
    format: ColumnarFormat,
    read: impl FnOnce() -> std::result::Result<T, String>,
) -> Result<T> {
    let reason = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(read)) => return Ok(read),
        Ok(Err(reason)) => reason,
        Err(_) => "it is damaged".to_owned(),
    };
    let format = format.name();
    Err(Error::InvalidInput(format!(
        "cannot be read as {format}: {reason}"
    )))
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
