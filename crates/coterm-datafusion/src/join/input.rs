//! Input files of a join, and their division into pieces.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::datasource::listing::ListingTableUrl;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::error::DataFusionError;
use datafusion::parquet::arrow::parquet_to_arrow_schema;
use datafusion::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use datafusion::prelude::SessionContext;
use futures_util::{StreamExt, TryStreamExt};
use object_store::{ObjectMeta, ObjectStore};
use serde::{Deserialize, Serialize};

use super::piece_table::PieceDescription;
use crate::error::{Error, Result};

/// Footers that are read at the same time.
const FOOTERS_AT_ONCE: usize = 16;

/// An input file as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct InputFile {
    pub(super) path: String,
    pub(super) size: u64,
    pub(super) modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
}

/// A piece of an input file.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) description: PieceDescription,
    pub(super) schema: SchemaRef,
    pub(super) rows: u64,
    /// Name of the output file, with folders if the input has some.
    pub(super) output: String,
}

/// Input files and their pieces, by path.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) files: Vec<InputFile>,
    pub(super) pieces: Vec<Piece>,
}

/// Finds the input files of a path, glob or URL, and divides them into pieces.
pub(super) async fn find(
    context: &SessionContext,
    input: &str,
    rows_per_file: u64,
) -> Result<Input> {
    let url = ListingTableUrl::parse(input)?;
    let store = context.runtime_env().object_store(&url)?;
    let state = context.state();
    let listed = url.list_all_files(&state, store.as_ref(), "").await?;
    let mut found: Vec<ObjectMeta> = listed.try_collect().await?;
    found.retain(is_parquet);
    found.sort_by(|a, b| a.location.cmp(&b.location));
    if found.is_empty() {
        return Err(Error::Join(format!("{input} names no Parquet files")));
    }

    let reading = futures_util::stream::iter(found.iter().cloned())
        .map(|file| footer(Arc::clone(&store), file));
    let footers: Vec<_> = reading.buffered(FOOTERS_AT_ONCE).try_collect().await?;
    let store_url = url.object_store().as_str().to_owned();
    let folder = common_folder(&found);
    let mut pieces = Vec::new();
    for (file, (metadata, schema)) in found.iter().zip(footers) {
        let stem = file.location.as_ref()[folder..].trim_end_matches(".parquet");
        pieces.extend(divide(
            &store_url,
            file,
            &metadata,
            &schema,
            stem,
            rows_per_file,
        ));
    }
    check_names(&pieces)?;
    let files = found.into_iter().map(InputFile::from).collect();
    Ok(Input { files, pieces })
}

impl From<ObjectMeta> for InputFile {
    fn from(file: ObjectMeta) -> Self {
        Self {
            path: file.location.to_string(),
            size: file.size,
            modified: file.last_modified.to_rfc3339(),
            etag: file.e_tag,
        }
    }
}

/// Whether a file is Parquet by its name, and not hidden as Hadoop's tools hide theirs.
fn is_parquet(file: &ObjectMeta) -> bool {
    let name = file.location.filename().unwrap_or_default();
    name.ends_with(".parquet") && !name.starts_with(['.', '_'])
}

/// Returns the length of the folder that all files are in, with its slash.
fn common_folder(files: &[ObjectMeta]) -> usize {
    let folder = |file: &ObjectMeta| file.location.as_ref().rfind('/').map_or(0, |at| at + 1);
    let Some(first) = files.first() else { return 0 };
    let first_path = first.location.as_ref();
    let mut common = folder(first);
    for file in files {
        while !file.location.as_ref().starts_with(&first_path[..common]) {
            let shorter = first_path[..common - 1].rfind('/');
            common = shorter.map_or(0, |at| at + 1);
        }
    }
    common
}

async fn footer(
    store: Arc<dyn ObjectStore>,
    file: ObjectMeta,
) -> Result<(Arc<ParquetMetaData>, SchemaRef)> {
    let named = |error: DataFusionError| error.context(format!("in {}", file.location));
    let metadata = DFParquetMetadata::new(store.as_ref(), &file)
        .fetch_metadata()
        .await;
    let metadata = metadata.map_err(named)?;
    let about = metadata.file_metadata();
    let schema = parquet_to_arrow_schema(about.schema_descr(), about.key_value_metadata());
    let schema = schema.map_err(|error| named(error.into()))?;
    Ok((metadata, Arc::new(schema)))
}

/// Returns the byte by which `DataFusion` tells whether a row group is in a range of bytes.
fn first_byte(group: &RowGroupMetaData) -> Option<i64> {
    let column = group.columns().first()?;
    Some(
        column
            .dictionary_page_offset()
            .unwrap_or_else(|| column.data_page_offset()),
    )
}

/// Divides a file into pieces of consecutive row groups: each of at least `rows_per_file` rows,
/// but the last.
fn divide(
    store: &str,
    file: &ObjectMeta,
    metadata: &ParquetMetaData,
    schema: &SchemaRef,
    stem: &str,
    rows_per_file: u64,
) -> Vec<Piece> {
    let groups = metadata.row_groups();
    let piece = |start: i64| Piece {
        description: PieceDescription {
            store: store.to_owned(),
            path: file.location.to_string(),
            size: file.size,
            start,
            end: i64::try_from(file.size).unwrap_or(i64::MAX),
        },
        schema: Arc::clone(schema),
        rows: 0,
        output: String::new(),
    };
    // A range of bytes can only hold consecutive row groups if they are in order.
    let divisible = groups.is_sorted_by_key(first_byte);
    // The pieces together cover the file from its first byte to its last, so that a file without
    // row groups has a piece too.
    let mut pieces = vec![piece(0)];
    for group in groups {
        let start = first_byte(group).unwrap_or_default();
        if let Some(last) = pieces.last_mut()
            && last.rows >= rows_per_file
            && divisible
        {
            last.description.end = start;
            pieces.push(piece(start));
        }
        if let Some(last) = pieces.last_mut() {
            last.rows += u64::try_from(group.num_rows()).unwrap_or_default();
        }
    }
    let single = pieces.len() == 1;
    for (number, piece) in (1..).zip(&mut pieces) {
        piece.output = if single {
            format!("{stem}.parquet")
        } else {
            format!("{stem}-{number:04}.parquet")
        };
    }
    pieces
}

/// Checks that no two pieces write to the same file.
fn check_names(pieces: &[Piece]) -> Result<()> {
    let mut names = HashSet::new();
    match pieces.iter().find(|piece| !names.insert(&piece.output)) {
        None => Ok(()),
        Some(twice) => Err(Error::Join(format!(
            "two input files would be written to {}: rename one of them",
            twice.output
        ))),
    }
}
