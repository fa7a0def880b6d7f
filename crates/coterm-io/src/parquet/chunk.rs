//! The values of a column in one row group ([`Chunk`]): pages, each with a header.

use super::allowance::Allowance;
use super::compression::unpacked;
use super::runs::runs;
use super::thrift::Reader;
use super::values::{self, Value};
use super::{Column, MAGIC, Result};

/// Where a chunk is in the file.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    start: usize,
    length: usize,
    codec: i64,
    /// Whether the chunk is in another file, or encrypted.
    out_of_reach: bool,
}

impl Chunk {
    /// Reads where a chunk is, which is in the footer.
    pub(super) fn read_location(read: &mut Reader<'_>) -> Result<Self> {
        let mut chunk = Self::default();
        let mut dictionary = None;
        read.structure(|read, number, kind| {
            match number {
                3 => read.structure(|read, number, kind| {
                    match number {
                        4 => chunk.codec = read.integer(kind)?,
                        7 => chunk.length = read.count(kind)?,
                        9 => chunk.start = read.count(kind)?,
                        11 => dictionary = Some(read.count(kind)?),
                        _ => read.skip(kind)?,
                    }
                    Ok(())
                })?,
                1 | 8 => {
                    chunk.out_of_reach = true;
                    read.skip(kind)?;
                }
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
        // Some programs write 0 where there is no dictionary.
        if let Some(dictionary) = dictionary.filter(|start| *start > 0) {
            chunk.start = chunk.start.min(dictionary);
        }
        Ok(chunk)
    }

    /// Calls `each` with the row, counted from the first of the group, and the value of every row that
    /// has one.
    pub(super) fn read(
        &self,
        file: &[u8],
        column: &Column<'_>,
        rows: usize,
        allowance: &mut Allowance,
        mut each: impl FnMut(usize, Value<'_>),
    ) -> Result<()> {
        if self.out_of_reach {
            return Err("it is in another file, or encrypted".to_owned());
        }
        let end = self.start.checked_add(self.length);
        let inside = end.and_then(|end| file.get(self.start..end));
        let inside = inside.filter(|_| self.start >= MAGIC.len());
        let mut left = inside.ok_or("it is said to be where the file has nothing")?;
        let mut page = next_page(&mut left, allowance)?;
        let mut words = None;
        if page.header.kind == DICTIONARY {
            words = Some(page.unpacked(self.codec)?);
            page = next_page(&mut left, allowance)?;
        }
        let dictionary = words.as_deref();
        let dictionary = dictionary.map(|words| values::dictionary(column, words, allowance));
        let dictionary = dictionary.transpose()?;
        let mut first = 0;
        loop {
            if matches!(page.header.kind, DATA | DATA_V2) {
                let (levels, bytes) = page.parts(column, self.codec)?;
                let present = present(&levels, column, page.header.values, rows - first)?;
                let mut present = present.iter();
                let count = present.len();
                let encoding = page.header.encoding;
                values::read(
                    encoding,
                    column,
                    &bytes,
                    count,
                    dictionary.as_deref(),
                    &mut |value| {
                        allowance.take(value.len())?;
                        if let Some(row) = present.next() {
                            each(first + row, value);
                        }
                        Ok(())
                    },
                )?;
                first += page.header.values;
            }
            if first == rows {
                return Ok(());
            }
            page = next_page(&mut left, allowance)?;
        }
    }
}

/// Types of pages. There are also pages of an index, which are skipped.
const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_V2: i64 = 3;

/// The header of a page.
#[derive(Debug, Default)]
struct Header {
    kind: i64,
    packed: usize,
    unpacked: usize,
    /// Number of values, of which some may be missing.
    values: usize,
    encoding: i64,
    /// Encoding of the levels, which say what is missing.
    levels: i64,
    /// Size in bytes of the levels of the second version, which are not packed.
    levels_size: usize,
    /// Size in bytes of the levels of repetition of the second version.
    repetition_size: usize,
    stored: bool,
}

impl Header {
    fn read(read: &mut Reader<'_>) -> Result<Self> {
        let mut header = Self::default();
        read.structure(|read, number, kind| {
            match number {
                1 => header.kind = read.integer(kind)?,
                2 => header.unpacked = read.count(kind)?,
                3 => header.packed = read.count(kind)?,
                5 | 7 | 8 => {
                    let version = number;
                    read.structure(|read, number, kind| {
                        match (version, number) {
                            (_, 1) => header.values = read.count(kind)?,
                            (5 | 7, 2) | (8, 4) => header.encoding = read.integer(kind)?,
                            (5, 3) => header.levels = read.integer(kind)?,
                            (8, 5) => header.levels_size = read.count(kind)?,
                            (8, 6) => header.repetition_size = read.count(kind)?,
                            (8, 7) => header.stored = kind == super::thrift::Kind::False,
                            _ => read.skip(kind)?,
                        }
                        Ok(())
                    })?;
                }
                _ => read.skip(kind)?,
            }
            Ok(())
        })?;
        Ok(header)
    }
}

struct Page<'a> {
    header: Header,
    /// The bytes as they are in the file.
    bytes: &'a [u8],
}

/// Takes a page from the beginning of `left`.
fn next_page<'a>(left: &mut &'a [u8], allowance: &mut Allowance) -> Result<Page<'a>> {
    if left.is_empty() {
        return Err("it has fewer values than the table has rows".to_owned());
    }
    let mut read = Reader(left);
    let header = Header::read(&mut read).map_err(|reason| format!("a page: {reason}"))?;
    let (bytes, rest) = read
        .0
        .split_at_checked(header.packed)
        .ok_or("a page is longer than what is left of the file")?;
    *left = rest;
    allowance.take(header.unpacked)?;
    Ok(Page { header, bytes })
}

impl Page<'_> {
    /// Returns the whole page, unpacked.
    fn unpacked(&self, codec: i64) -> Result<Vec<u8>> {
        unpacked(codec, self.bytes, self.header.unpacked)
    }

    /// Returns the levels of a page of data, and its values.
    fn parts(&self, column: &Column<'_>, codec: i64) -> Result<(Vec<u8>, Vec<u8>)> {
        let header = &self.header;
        if header.kind == DATA_V2 {
            let before = header.repetition_size.checked_add(header.levels_size);
            let split = before.and_then(|before| self.bytes.split_at_checked(before));
            let (levels, values) = split.ok_or_else(short)?;
            let levels = levels[header.repetition_size..].to_vec();
            let size = header
                .unpacked
                .checked_sub(header.repetition_size + header.levels_size);
            let codec = if header.stored { 0 } else { codec };
            return Ok((levels, unpacked(codec, values, size.ok_or_else(short)?)?));
        }
        let mut bytes = self.unpacked(codec)?;
        if !column.optional {
            return Ok((Vec::new(), bytes));
        }
        if header.levels != values::RLE {
            return Err("its levels are in an encoding that is no longer used".to_owned());
        }
        let size = bytes
            .first_chunk()
            .map(|size| u32::from_le_bytes(*size) as usize);
        let size = size
            .filter(|size| *size <= bytes.len() - 4)
            .ok_or_else(short)?;
        let values = bytes.split_off(4 + size);
        bytes.drain(..4);
        Ok((bytes, values))
    }
}

/// Returns the positions of the values that are not missing, of so many.
fn present(levels: &[u8], column: &Column<'_>, values: usize, rows: usize) -> Result<Vec<usize>> {
    if values > rows {
        return Err("it has more values than the table has rows".to_owned());
    }
    if !column.optional {
        return Ok((0..values).collect());
    }
    let mut present = Vec::new();
    let mut position = 0;
    runs(levels, 1, values, &mut |level| {
        if level == 1 {
            present.push(position);
        }
        position += 1;
        Ok(())
    })?;
    Ok(present)
}

fn short() -> String {
    "a page is shorter than it says".to_owned()
}
