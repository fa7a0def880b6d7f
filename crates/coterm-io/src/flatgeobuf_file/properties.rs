//! Properties of `FlatGeobuf` features, as text. Every length in them is checked against the bytes
//! that are left.

use std::collections::BTreeMap;

use flatgeobuf::{ColumnType, Feature, Header};

/// Reads a feature's texts and numbers, by the names of their columns. Empty texts are left out.
pub(super) fn of(
    feature: &Feature<'_>,
    header: &Header<'_>,
) -> Result<BTreeMap<String, String>, String> {
    let bytes = feature.properties().map(|bytes| bytes.bytes());
    let mut left = bytes.unwrap_or_default();
    let columns = feature.columns().or_else(|| header.columns());
    let mut fields = BTreeMap::new();
    while !left.is_empty() {
        let column = usize::from(u16::from_le_bytes(take(&mut left)?));
        let columns = columns.filter(|columns| column < columns.len());
        let column = columns.map(|columns| columns.get(column));
        let column = column.ok_or("its properties name a column that is not there")?;
        let text = value(column.type_(), &mut left)?;
        let text = text.trim();
        if !text.is_empty() {
            fields.insert(column.name().to_owned(), text.to_owned());
        }
    }
    Ok(fields)
}

/// Reads a value as text; a binary value gives an empty text.
fn value(kind: ColumnType, left: &mut &[u8]) -> Result<String, String> {
    Ok(match kind {
        ColumnType::Byte => i8::from_le_bytes(take(left)?).to_string(),
        ColumnType::UByte => u8::from_le_bytes(take(left)?).to_string(),
        ColumnType::Bool => (take::<1>(left)? != [0]).to_string(),
        ColumnType::Short => i16::from_le_bytes(take(left)?).to_string(),
        ColumnType::UShort => u16::from_le_bytes(take(left)?).to_string(),
        ColumnType::Int => i32::from_le_bytes(take(left)?).to_string(),
        ColumnType::UInt => u32::from_le_bytes(take(left)?).to_string(),
        ColumnType::Long => i64::from_le_bytes(take(left)?).to_string(),
        ColumnType::ULong => u64::from_le_bytes(take(left)?).to_string(),
        ColumnType::Float => f32::from_le_bytes(take(left)?).to_string(),
        ColumnType::Double => f64::from_le_bytes(take(left)?).to_string(),
        ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
            let length = u32::from_le_bytes(take(left)?) as usize;
            let (text, rest) = left.split_at_checked(length).ok_or_else(cut_off)?;
            *left = rest;
            if kind == ColumnType::Binary {
                String::new()
            } else {
                String::from_utf8_lossy(text).into_owned()
            }
        }
        ColumnType(other) => {
            return Err(format!(
                "its properties have a type {other}, which is not known"
            ));
        }
    })
}

fn take<const COUNT: usize>(left: &mut &[u8]) -> Result<[u8; COUNT], String> {
    let (taken, rest) = left.split_first_chunk().ok_or_else(cut_off)?;
    *left = rest;
    Ok(*taken)
}

fn cut_off() -> String {
    "its properties are cut off".to_owned()
}
