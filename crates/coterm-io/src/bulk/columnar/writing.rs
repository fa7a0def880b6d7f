//! [`BatchWriter`]: writes batches as Parquet or Arrow.

use std::io::{BufWriter, Write};

use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::ColumnarFormat;
use crate::{Error, Result};

/// Rows of a row group of Parquet. All columns of a group are in memory until it is written.
const ROW_GROUP: usize = 131_072;

/// A table that is being written.
pub(super) enum BatchWriter<W: Write + Send> {
    Parquet(Box<ArrowWriter<W>>),
    Arrow(FileWriter<BufWriter<W>>),
    ArrowStream(StreamWriter<BufWriter<W>>),
}

impl<W: Write + Send> BatchWriter<W> {
    /// Begins a table with this schema. Its metadata, such as that of `GeoParquet`, is kept.
    pub(super) fn begin(format: ColumnarFormat, output: W, schema: &SchemaRef) -> Result<Self> {
        Ok(match format {
            ColumnarFormat::Parquet => {
                let metadata = schema.metadata().iter();
                let metadata =
                    metadata.map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(ROW_GROUP))
                    .set_key_value_metadata(Some(metadata.collect()))
                    .build();
                let writer = ArrowWriter::try_new(output, schema.clone(), Some(properties));
                Self::Parquet(Box::new(writer.map_err(not_written)?))
            }
            ColumnarFormat::Arrow => {
                Self::Arrow(FileWriter::try_new_buffered(output, schema).map_err(not_written)?)
            }
            ColumnarFormat::ArrowStream => Self::ArrowStream(
                StreamWriter::try_new_buffered(output, schema).map_err(not_written)?,
            ),
        })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        match self {
            Self::Parquet(writer) => writer.write(batch).map_err(not_written),
            Self::Arrow(writer) => writer.write(batch).map_err(not_written),
            Self::ArrowStream(writer) => writer.write(batch).map_err(not_written),
        }
    }

    /// Writes what is left, and the table of contents if the format has one.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Parquet(writer) => writer.close().map(drop).map_err(not_written),
            Self::Arrow(mut writer) => writer
                .finish()
                .and_then(|()| writer.flush())
                .map_err(not_written),
            Self::ArrowStream(mut writer) => writer
                .finish()
                .and_then(|()| writer.flush())
                .map_err(not_written),
        }
    }
}

fn not_written(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::write("the result", source)
}
