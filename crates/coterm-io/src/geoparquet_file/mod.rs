//! Areas from `GeoParquet` files of versions 1.0 and 1.1, and layers as such.
//!
//! Geometries must be well-known binary, in the column that the metadata `geo` calls primary, or in
//! one of the type that newer versions of Parquet have for them.

mod metadata;
mod writing;

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::feature::{RawFeature, RawFile};
use crate::parquet::{Column, Meaning, Table, Type, Value};
use crate::{Error, Result, wkb};
use metadata::GeometryColumn;

pub(crate) use writing::write;

/// Reads every row of a file: its geometry, and its texts, numbers and days as fields. Memory is
/// bounded by the file's size: see [`Table`].
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    read(bytes).map_err(|reason| Error::malformed(path, reason))
}

fn read(bytes: &[u8]) -> std::result::Result<RawFile, String> {
    let mut table = Table::open(bytes)?;
    let geometry = GeometryColumn::of(&table)?;
    let columns = table.columns().to_vec();
    let mut features = Vec::new();
    features.resize_with(table.rows(), RawFeature::default);
    table.read(&geometry.column, |row, value| {
        if let Value::Bytes(bytes) = value {
            features[row].geometry = wkb::of_wkb(bytes);
        }
    })?;
    for column in &columns {
        if geometry.all.contains(&column.name) || column.meaning == Meaning::Other {
            continue;
        }
        table.read(column, |row, value| {
            let text = text(column, value);
            let text = text.as_deref().map(str::trim);
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                let fields = &mut features[row].fields;
                fields.insert(column.name.to_owned(), text.to_owned());
            }
        })?;
    }
    Ok(RawFile {
        features,
        declared: Some(geometry.declared),
        ..RawFile::default()
    })
}

/// Returns a value as text; `None` if it is neither a text nor a number.
fn text(column: &Column<'_>, value: Value<'_>) -> Option<String> {
    Some(match (value, column.meaning) {
        (Value::Bytes(bytes), _) => std::str::from_utf8(bytes).ok()?.to_owned(),
        (Value::Integer(days), Meaning::Day) => day(days)?.to_string(),
        (Value::Integer(number), Meaning::Unsigned) if column.kind == Type::Int32 => {
            (number & 0xFFFF_FFFF).to_string()
        }
        (Value::Integer(number), Meaning::Unsigned) => number.cast_unsigned().to_string(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Float(number), _) => number.to_string(),
        (Value::Double(number), _) => number.to_string(),
        (Value::Boolean(bit), _) => bit.to_string(),
    })
}

/// The day from which days are counted.
const EPOCH: Date = date(1970, 1, 1);

fn day(days: i64) -> Option<Date> {
    // A span of more days than there are would not be a span.
    let days = i32::try_from(days)
        .ok()
        .filter(|days| days.abs() < 4_000_000)?;
    EPOCH.checked_add(days.days()).ok()
}
