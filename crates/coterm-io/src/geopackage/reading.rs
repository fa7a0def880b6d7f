//! Reading the features of a table of a `GeoPackage`. The file may be anyone's, so the work and the
//! memory that it can cause are limited.

use std::path::Path;

use rusqlite::types::ValueRef;

use super::tables::{FeatureTable, quoted};
use crate::error::At;
use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::sqlite_file::{SqliteFile, SqliteLimits, reason};
use crate::{Error, Result, wkb};

/// Number of bytes beyond four times its size that a file may give: a small file may have a view
/// that repeats values.
const SMALL: u64 = 16 * 1024 * 1024;
/// Maximum size of a text or blob, in bytes. No file of areas has a longer one: the whole coast of
/// the United Kingdom, drawn for 1:10,000, is 100 MB.
const VALUE: u64 = 256 * 1024 * 1024;
/// Number of bytes that each row counts for, besides its texts and blobs. It takes more than that
/// in memory, and somewhat less in a file.
const ROW: u64 = 16;

/// Reads every feature of a table of a `GeoPackage`, with coordinates as they are in the file, and
/// the table's coordinate system. The table is the one called `layer`, or the only one with
/// polygons.
///
/// A table may be a view without end, so limits follow from the file's size, since no table holds
/// more bytes than its file. Four times that size and [`SMALL`] may be read, with two steps of the
/// virtual machine of `SQLite` for each byte of the file: a row takes about one step for each
/// column, and each column takes at least a byte.
pub(crate) fn features(path: &Path, layer: Option<&str>) -> Result<RawFile> {
    let size = std::fs::metadata(path).at(path)?.len();
    let limit = size.saturating_mul(4).saturating_add(SMALL);
    let limits = SqliteLimits {
        value: limit.min(VALUE),
        million_steps: 50 + size / 500_000,
        // A slow disk reads half a megabyte per second.
        seconds: 2 + size / 500_000,
    };
    let file = SqliteFile::open(path, limits)?;
    let table = FeatureTable::chosen(&file, path, layer)?;
    let declared = table.declared(&file, path)?;
    file.begin();
    let features = rows(&file, &table, limit).map_err(|error| unreadable(path, &table, &error))?;
    Ok(RawFile {
        features,
        declared: Some(declared),
        layer: Some(table.name),
        ..RawFile::default()
    })
}

fn rows(file: &SqliteFile, table: &FeatureTable, limit: u64) -> rusqlite::Result<Vec<RawFeature>> {
    let mut rows = file.prepare(&format!("SELECT * FROM {}", quoted(&table.name)))?;
    let names: Vec<String> = rows
        .column_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let same = |name: &String| name.eq_ignore_ascii_case(&table.column);
    let Some(geometry) = names.iter().position(same) else {
        return Err(own(format!(
            "it has no column {} for its geometries",
            table.column
        )));
    };
    let mut rows = rows.query([])?;
    let (mut features, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let mut feature = RawFeature::default();
        bytes += ROW;
        for (position, name) in names.iter().enumerate() {
            let value = row.get_ref(position)?;
            if let ValueRef::Text(value) | ValueRef::Blob(value) = value {
                bytes += value.len() as u64;
            }
            if bytes > limit {
                let reason =
                    "it returns more data than the file can have; it may be a view that never ends";
                return Err(own(reason.to_owned()));
            }
            if position == geometry {
                feature.geometry = match value {
                    ValueRef::Null => RawGeometry::Missing,
                    ValueRef::Blob(blob) => wkb::of_geopackage(blob),
                    _ => RawGeometry::damaged("it is not binary"),
                };
                continue;
            }
            let text = match value {
                ValueRef::Text(text) => String::from_utf8_lossy(text).trim().to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Blob(_) | ValueRef::Null => continue,
            };
            if !text.is_empty() {
                feature.fields.insert(name.clone(), text);
            }
        }
        features.push(feature);
    }
    Ok(features)
}

/// Wraps a reason of coterm's own as an error of `SQLite`.
fn own(reason: String) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(reason.into())
}

/// Makes the error for a table that cannot be read, with its name.
pub(super) fn unreadable(path: &Path, table: &FeatureTable, error: &rusqlite::Error) -> Error {
    Error::malformed(path, format!("table {}: {}", table.name, reason(error)))
}

/// Makes the error for a database that is not a proper `GeoPackage`.
pub(super) fn no_geopackage(path: &Path, error: &rusqlite::Error) -> Error {
    let reason = reason(error);
    Error::malformed(path, format!("it cannot be read as a GeoPackage: {reason}"))
}
