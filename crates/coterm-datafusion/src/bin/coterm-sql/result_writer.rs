//! Rows of a query on standard output or in a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use coterm_datafusion::{Error, Result, query};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::arrow::json::LineDelimitedWriter;
use datafusion::arrow::util::pretty::pretty_format_batches_with_schema;
use datafusion::arrow::{csv, ipc};
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use futures_util::TryStreamExt;

use crate::args::Format;

/// Writes batches in some form.
trait Rows {
    fn write(&mut self, batch: &RecordBatch) -> Result<()>;
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Writes rows to standard output as they come; a table needs all of them for its widths.
pub(crate) async fn to_stdout(rows: SendableRecordBatchStream, format: Format) -> Result<()> {
    let schema = rows.schema();
    let out = BufWriter::new(std::io::stdout());
    match format {
        Format::Csv => write(rows, Box::new(csv::Writer::new(out))).await,
        Format::Json => write(rows, Box::new(LineDelimitedWriter::new(out))).await,
        Format::Table => {
            let batches: Vec<RecordBatch> = rows.try_collect().await?;
            let table = pretty_format_batches_with_schema(schema, &batches).map_err(arrow)?;
            let mut out = out;
            writeln!(out, "{table}")
                .and_then(|()| out.flush())
                .map_err(stdout_error)
        }
    }
}

/// Writes rows to a file, which gets its name when it is whole.
pub(crate) async fn to_file(rows: SendableRecordBatchStream, path: &Path) -> Result<()> {
    let failed = |error| Error::io(format!("cannot write {}", path.display()), error);
    let mut part = path.to_owned().into_os_string();
    part.push(".part");
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let file = BufWriter::new(File::create(&part).map_err(failed)?);
    let rows = match ending {
        // An Arrow file has one dictionary for each column, and batches have their own.
        "arrow" => query::without_dictionaries(rows),
        _ => rows,
    };
    let written = match writer(ending, file, &rows.schema()) {
        Ok(writer) => write(rows, writer).await,
        Err(error) => Err(error),
    };
    match written {
        Ok(()) => std::fs::rename(&part, path).map_err(failed),
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            Err(error)
        }
    }
}

fn writer(ending: &str, file: BufWriter<File>, schema: &SchemaRef) -> Result<Box<dyn Rows>> {
    Ok(match ending {
        "parquet" => {
            let writer = ArrowWriter::try_new(file, SchemaRef::clone(schema), None);
            Box::new(writer.map_err(DataFusionError::from)?)
        }
        "arrow" => Box::new(ipc::writer::FileWriter::try_new(file, schema).map_err(arrow)?),
        "csv" => Box::new(csv::Writer::new(file)),
        "json" => Box::new(LineDelimitedWriter::new(file)),
        other => {
            return Err(Error::Join(format!(
                "rows can be written to .parquet, .arrow, .csv and .json files, not .{other}"
            )));
        }
    })
}

async fn write(mut rows: SendableRecordBatchStream, mut writer: Box<dyn Rows>) -> Result<()> {
    while let Some(batch) = rows.try_next().await? {
        writer.write(&batch)?;
    }
    writer.finish()
}

impl<W: Write> Rows for csv::Writer<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        csv::Writer::write(self, batch).map_err(arrow)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.into_inner().flush().map_err(stdout_error)
    }
}

impl<W: Write> Rows for LineDelimitedWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.write_batches(&[batch]).map_err(arrow)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        LineDelimitedWriter::finish(&mut self).map_err(arrow)?;
        self.into_inner().flush().map_err(stdout_error)
    }
}

impl<W: Write> Rows for FileWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        FileWriter::write(self, batch).map_err(arrow)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        FileWriter::finish(&mut self).map_err(arrow)?;
        let mut inner = self.into_inner().map_err(arrow)?;
        inner.flush().map_err(stdout_error)
    }
}

impl Rows for ArrowWriter<BufWriter<File>> {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let written = ArrowWriter::write(self, batch);
        Ok(written.map_err(DataFusionError::from)?)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let mut inner = self.into_inner().map_err(DataFusionError::from)?;
        inner.flush().map_err(stdout_error)
    }
}

fn arrow(error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, error) => stdout_error(error),
        error => Error::Query(error.into()),
    }
}

fn stdout_error(error: std::io::Error) -> Error {
    Error::io("cannot write the rows", error)
}
