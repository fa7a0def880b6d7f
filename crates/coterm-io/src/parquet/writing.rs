//! Writing tables as Parquet: one row group, plain values in pages of about a mebibyte, compressed
//! with Zstandard.

use std::error::Error;

use super::thrift::{Writer, put_varint};
use super::values::RLE;
use super::{MAGIC, Meaning, Type, Value};

/// Size in bytes of a page before compression, from which on the next value goes to another page.
const PAGE: usize = 1 << 20;
/// Level of Zstandard; higher ones make files of coordinates hardly smaller.
const LEVEL: i32 = 3;
/// Version of the format that is written.
const VERSION: i32 = 2;
/// Codes of Parquet.
const ZSTD: i32 = 6;
const PLAIN: i32 = 0;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A column to be written.
#[derive(Debug)]
pub(crate) struct NewColumn<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Type,
    pub(crate) meaning: Meaning<'a>,
    /// Whether rows may have no value.
    pub(crate) optional: bool,
    /// The value of each row.
    pub(crate) values: Vec<Option<Value<'a>>>,
}

/// Returns the file, which depends on the arguments only.
pub(crate) fn write(columns: &[NewColumn<'_>], metadata: &[(&str, &str)]) -> Result<Vec<u8>> {
    let rows = columns.first().map_or(0, |column| column.values.len());
    let mut file = MAGIC.to_vec();
    let mut chunks = Vec::new();
    let start = file.len();
    for column in columns {
        chunks.push(chunk(column, &mut file)?);
    }
    let root = Writer::default()
        .text(4, "schema")
        .i32(5, i32::try_from(columns.len())?);
    let schema: Vec<Writer> = std::iter::once(root)
        .chain(columns.iter().map(element))
        .collect();
    let group = Writer::default()
        .structures(1, chunks.into_iter())
        .i64(2, i64::try_from(file.len() - start)?)
        .i64(3, i64::try_from(rows)?);
    let pairs = metadata.iter();
    let pairs = pairs.map(|(key, value)| Writer::default().text(1, key).text(2, value));
    let footer = Writer::default()
        .i32(1, VERSION)
        .structures(2, schema.into_iter())
        .i64(3, i64::try_from(rows)?)
        .structures(4, std::iter::once(group))
        .structures(5, pairs)
        .text(6, "coterm")
        .end();
    file.extend(&footer);
    file.extend(u32::try_from(footer.len())?.to_le_bytes());
    file.extend(MAGIC);
    Ok(file)
}

/// Returns a column's node of the schema.
fn element(column: &NewColumn<'_>) -> Writer {
    let element = Writer::default()
        .i32(1, code(column.kind))
        .i32(3, column.optional.into())
        .text(4, column.name);
    // The older and the newer way to say what values mean.
    let meant = match column.meaning {
        Meaning::Text => Some((0, 1)),
        Meaning::Day => Some((6, 6)),
        _ => None,
    };
    match meant {
        Some((converted, logical)) => element
            .i32(6, converted)
            .structure(10, Writer::default().structure(logical, Writer::default())),
        None => element,
    }
}

/// Returns the code of a type; only these are written.
fn code(kind: Type) -> i32 {
    match kind {
        Type::Boolean => 0,
        Type::Int32 => 1,
        Type::Int64 => 2,
        Type::Int96 => 3,
        Type::Float => 4,
        Type::Double => 5,
        Type::ByteArray => 6,
        Type::FixedLengthByteArray(_) => 7,
    }
}

/// Appends the pages of a column to the file, and returns the chunk that they are.
fn chunk(column: &NewColumn<'_>, file: &mut Vec<u8>) -> Result<Writer> {
    let start = file.len();
    let mut unpacked = 0;
    let mut left = &column.values[..];
    // A chunk has at least one page.
    loop {
        let mut size = 0;
        let full = left.iter().position(|value| {
            let before = size;
            size += value.map_or(0, Value::len);
            before > PAGE
        });
        let (values, rest) = left.split_at(full.unwrap_or(left.len()));
        left = rest;
        let page = page(column, values)?;
        let packed = zstd::bulk::compress(&page, LEVEL)?;
        let head = Writer::default()
            .i32(1, values.len().try_into()?)
            .i32(2, PLAIN)
            .i32(3, i32::try_from(RLE)?)
            .i32(4, i32::try_from(RLE)?);
        let header = Writer::default()
            .i32(1, 0)
            .i32(2, page.len().try_into()?)
            .i32(3, packed.len().try_into()?)
            .structure(5, head)
            .end();
        unpacked += header.len() + page.len();
        file.extend(header);
        file.extend(packed);
        if left.is_empty() {
            break;
        }
    }
    let metadata = Writer::default()
        .i32(1, code(column.kind))
        .i32s(2, &[PLAIN, i32::try_from(RLE)?])
        .texts(3, &[column.name])
        .i32(4, ZSTD)
        .i64(5, column.values.len().try_into()?)
        .i64(6, unpacked.try_into()?)
        .i64(7, (file.len() - start).try_into()?)
        .i64(9, start.try_into()?);
    Ok(Writer::default().i64(2, 0).structure(3, metadata))
}

/// Returns a page before compression: which rows have a value, and the values.
fn page(column: &NewColumn<'_>, values: &[Option<Value<'_>>]) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    if column.optional {
        let groups = values.len().div_ceil(8);
        let mut head = Vec::new();
        put_varint(&mut head, (groups << 1 | 1).try_into()?);
        page.extend(u32::try_from(head.len() + groups)?.to_le_bytes());
        page.extend(head);
        page.extend(packed_bits(values.iter().map(Option::is_some)));
    }
    let present = || values.iter().flatten();
    if column.kind == Type::Boolean {
        let bits = present().map(|value| *value == Value::Boolean(true));
        page.extend(packed_bits(bits));
        return Ok(page);
    }
    for value in present() {
        match value {
            Value::Boolean(_) => {}
            Value::Integer(number) if column.kind == Type::Int32 => {
                page.extend(i32::try_from(*number)?.to_le_bytes());
            }
            Value::Integer(number) => page.extend(number.to_le_bytes()),
            Value::Float(number) => page.extend(number.to_le_bytes()),
            Value::Double(number) => page.extend(number.to_le_bytes()),
            Value::Bytes(bytes) => {
                page.extend(u32::try_from(bytes.len())?.to_le_bytes());
                page.extend(*bytes);
            }
        }
    }
    Ok(page)
}

/// Packs eight bits into a byte, the first into the lowest.
fn packed_bits(bits: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (at, bit) in bits.enumerate() {
        if at % 8 == 0 {
            bytes.push(0);
        }
        if let Some(last) = bytes.last_mut() {
            *last |= u8::from(bit) << (at % 8);
        }
    }
    bytes
}
