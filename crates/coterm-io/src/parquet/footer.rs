//! The footer of a Parquet file ([`Footer`]): its columns, and where their chunks are.

use super::chunk::Chunk;
use super::thrift::{Kind, Reader};
use super::{MAGIC, Result, Type};

/// Minimum number of bytes of a file for each of its rows. A row has a geometry; the smallest is of
/// 93 bytes, and no compression makes so little of different ones.
const ROW: usize = 8;

/// Description of a file by itself.
#[derive(Debug)]
pub(super) struct Footer<'a> {
    pub(super) rows: usize,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) groups: Vec<RowGroup>,
    /// Keys and values of the file's metadata.
    pub(super) metadata: Vec<(&'a str, &'a str)>,
}

/// A column at the outermost level, with at most one value a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Type,
    pub(crate) meaning: Meaning<'a>,
    /// Whether rows may have no value.
    pub(super) optional: bool,
    /// Position among all columns, nested ones included.
    pub(super) number: usize,
}

/// Meaning of the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning<'a> {
    /// The plain meaning of their type.
    Plain,
    Text,
    /// Days since 1 January 1970.
    Day,
    /// Integers without a sign.
    Unsigned,
    /// Well-known binary, with the coordinate system if one is named.
    Geometry(Option<&'a str>),
    /// Times, decimal numbers and others that are not read.
    Other,
}

/// Some rows of a file, whose values are together.
#[derive(Debug, Default)]
pub(super) struct RowGroup {
    pub(super) rows: usize,
    /// A chunk for each column, nested ones included.
    pub(super) chunks: Vec<Chunk>,
}

impl<'a> Footer<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        if bytes.ends_with(b"PARE") {
            return Err("it is encrypted; save it without encryption".to_owned());
        }
        if !bytes.starts_with(MAGIC) {
            return Err("it is not a Parquet file".to_owned());
        }
        let inside = bytes.strip_suffix(MAGIC).and_then(<[u8]>::split_last_chunk);
        let (inside, length) = inside.ok_or("it is cut off: it has no footer")?;
        let start = (inside.len()).checked_sub(u32::from_le_bytes(*length) as usize);
        let start = start.filter(|start| *start >= MAGIC.len());
        let start = start.ok_or("its footer is longer than the file: it is damaged")?;
        let footer = Self::parse(&inside[start..]);
        let footer = footer.map_err(|reason| format!("its footer cannot be read: {reason}"))?;
        let mut groups = footer.groups.iter();
        let rows = groups.try_fold(0_usize, |sum, group| sum.checked_add(group.rows));
        if rows != Some(footer.rows) || footer.rows > bytes.len() / ROW {
            return Err(format!(
                "it says that it has {} rows, which is not what it has: it is damaged",
                footer.rows
            ));
        }
        Ok(footer)
    }

    fn parse(bytes: &'a [u8]) -> Result<Self> {
        let mut schema = Vec::new();
        let mut footer = Self {
            rows: 0,
            columns: Vec::new(),
            groups: Vec::new(),
            metadata: Vec::new(),
        };
        Reader(bytes).structure(|read, number, kind| {
            match number {
                2 => read.list(kind, |read, _| {
                    schema.push(Element::read(read)?);
                    Ok(())
                })?,
                3 => footer.rows = read.count(kind)?,
                4 => read.list(kind, |read, _| {
                    footer.groups.push(RowGroup::read(read)?);
                    Ok(())
                })?,
                5 => read.list(kind, |read, _| {
                    let (mut key, mut value) = ("", "");
                    read.structure(|read, number, kind| {
                        match number {
                            1 => key = read.text(kind)?,
                            // Programs may keep bytes there, but what is read is text.
                            2 => {
                                let bytes = read.binary(kind)?;
                                value = std::str::from_utf8(bytes).unwrap_or_default();
                            }
                            _ => read.skip(kind)?,
                        }
                        Ok(())
                    })?;
                    footer.metadata.push((key, value));
                    Ok(())
                })?,
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
        footer.columns = columns(&schema)?;
        Ok(footer)
    }
}

/// Returns the columns at the outermost level that have at most one value a row and a type that is
/// read. The schema is a tree, each node before its children.
fn columns<'a>(schema: &[Element<'a>]) -> Result<Vec<Column<'a>>> {
    let (root, elements) = schema.split_first().ok_or("it has no columns")?;
    let mut columns = Vec::new();
    // Numbers of children that are still to come, for each level.
    let mut open = vec![root.children];
    let mut number = 0;
    for element in elements {
        while open.last() == Some(&0) {
            open.pop();
        }
        let level = open.len();
        *open.last_mut().ok_or("its columns contradict each other")? -= 1;
        if element.children > 0 {
            open.push(element.children);
            continue;
        }
        let kind = element.kind.filter(|kind| *kind != Type::Int96);
        if let (1, Some(kind), false) = (level, kind, element.repetition == Repetition::Repeated) {
            columns.push(Column {
                name: element.name,
                kind,
                meaning: element.meaning,
                optional: element.repetition == Repetition::Optional,
                number,
            });
        }
        number += 1;
    }
    Ok(columns)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repetition {
    Required,
    Optional,
    Repeated,
}

/// A node of the schema.
#[derive(Debug)]
struct Element<'a> {
    name: &'a str,
    kind: Option<Type>,
    repetition: Repetition,
    meaning: Meaning<'a>,
    children: usize,
}

impl<'a> Element<'a> {
    fn read(read: &mut Reader<'a>) -> Result<Self> {
        let mut element = Self {
            name: "",
            kind: None,
            repetition: Repetition::Required,
            meaning: Meaning::Plain,
            children: 0,
        };
        let (mut code, mut length) = (None, 0);
        read.structure(|read, number, kind| {
            match number {
                1 => code = Some(read.integer(kind)?),
                2 => length = read.count(kind)?,
                3 => {
                    element.repetition = match read.integer(kind)? {
                        0 => Repetition::Required,
                        1 => Repetition::Optional,
                        _ => Repetition::Repeated,
                    }
                }
                4 => element.name = read.text(kind)?,
                5 => element.children = read.count(kind)?,
                // The older way to give a meaning, which the newer one overrides.
                6 => {
                    element.meaning = match read.integer(kind)? {
                        0 | 4 | 19 => Meaning::Text,
                        6 => Meaning::Day,
                        11..=14 => Meaning::Unsigned,
                        15..=18 => Meaning::Plain,
                        _ => Meaning::Other,
                    }
                }
                10 => read.structure(|read, number, kind| {
                    element.meaning = logical(read, number, kind)?;
                    Ok(())
                })?,
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
        element.kind = match code {
            None => None,
            Some(code) => Some(match code {
                0 => Type::Boolean,
                1 => Type::Int32,
                2 => Type::Int64,
                3 => Type::Int96,
                4 => Type::Float,
                5 => Type::Double,
                6 => Type::ByteArray,
                7 => Type::FixedLengthByteArray(length),
                _ => return Err(format!("{code} is not a type")),
            }),
        };
        Ok(element)
    }
}

/// Reads a logical type, which is a member of a union.
fn logical<'a>(read: &mut Reader<'a>, number: i64, kind: Kind) -> Result<Meaning<'a>> {
    let mut crs = None;
    let mut signed = true;
    if matches!(number, 10 | 17) && kind == Kind::Struct {
        read.structure(|read, field, kind| {
            match (number, field) {
                (10, 2) => signed = kind == Kind::True,
                (17, 1) => crs = Some(read.text(kind)?),
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
    } else {
        read.skip(kind)?;
    }
    Ok(match number {
        1 | 4 | 12 => Meaning::Text,
        6 => Meaning::Day,
        10 if signed => Meaning::Plain,
        10 => Meaning::Unsigned,
        17 => Meaning::Geometry(crs),
        _ => Meaning::Other,
    })
}

impl RowGroup {
    fn read(read: &mut Reader<'_>) -> Result<Self> {
        let mut group = Self::default();
        read.structure(|read, number, kind| {
            match number {
                1 => read.list(kind, |read, _| {
                    group.chunks.push(Chunk::read_location(read)?);
                    Ok(())
                })?,
                3 => group.rows = read.count(kind)?,
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
        Ok(group)
    }
}
