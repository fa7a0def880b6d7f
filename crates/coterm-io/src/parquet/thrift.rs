//! The compact protocol of Apache Thrift, in which Parquet writes its footer and the headers of
//! pages. [`Reader`] pulls values out of bytes, and keeps nothing that is not asked for.

use super::Result;

/// Maximum depth of nested values that are skipped.
const DEPTH: usize = 32;

/// Wire type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    True,
    False,
    Byte,
    /// Integers of 16, 32 and 64 bits are written alike.
    Integer,
    Double,
    Binary,
    /// A list or a set.
    List,
    Map,
    Struct,
    Uuid,
}

impl Kind {
    fn of(code: u8) -> Result<Self> {
        Ok(match code {
            1 => Self::True,
            2 => Self::False,
            3 => Self::Byte,
            4..=6 => Self::Integer,
            7 => Self::Double,
            8 => Self::Binary,
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Struct,
            13 => Self::Uuid,
            _ => return Err(damaged()),
        })
    }

    fn expect(self, kind: Self) -> Result<()> {
        if self == kind { Ok(()) } else { Err(damaged()) }
    }
}

/// Bytes that have not been read yet.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// Reads a struct: calls `field` with the number and type of each field, which it must read or
    /// skip.
    pub(super) fn structure(
        &mut self,
        mut field: impl FnMut(&mut Self, i64, Kind) -> Result<()>,
    ) -> Result<()> {
        let mut number: i64 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(());
            }
            number = match head >> 4 {
                0 => self.zigzag()?,
                more => number.saturating_add(i64::from(more)),
            };
            field(self, number, Kind::of(head & 0xF)?)?;
        }
    }

    /// Reads a list: calls `item` for each of its items, which it must read.
    pub(super) fn list(
        &mut self,
        kind: Kind,
        mut item: impl FnMut(&mut Self, Kind) -> Result<()>,
    ) -> Result<()> {
        kind.expect(Kind::List)?;
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.size()?,
            few => usize::from(few),
        };
        // Every item takes at least a byte.
        if count > self.0.len() {
            return Err(damaged());
        }
        if count == 0 {
            return Ok(());
        }
        let kind = Kind::of(head & 0xF)?;
        (0..count).try_for_each(|_| item(self, kind))
    }

    pub(super) fn integer(&mut self, kind: Kind) -> Result<i64> {
        kind.expect(Kind::Integer)?;
        self.zigzag()
    }

    /// Reads an integer that must not be negative.
    pub(super) fn count(&mut self, kind: Kind) -> Result<usize> {
        usize::try_from(self.integer(kind)?).map_err(|_| damaged())
    }

    pub(super) fn text(&mut self, kind: Kind) -> Result<&'a str> {
        std::str::from_utf8(self.binary(kind)?).map_err(|_| damaged())
    }

    pub(super) fn binary(&mut self, kind: Kind) -> Result<&'a [u8]> {
        kind.expect(Kind::Binary)?;
        let length = self.size()?;
        self.take(length)
    }

    pub(super) fn skip(&mut self, kind: Kind) -> Result<()> {
        self.skip_within(kind, DEPTH)
    }

    fn skip_within(&mut self, kind: Kind, depth: usize) -> Result<()> {
        let depth = depth.checked_sub(1).ok_or_else(damaged)?;
        match kind {
            // A field has its value in its type.
            Kind::True | Kind::False => Ok(()),
            Kind::Byte => self.take(1).map(drop),
            Kind::Integer => self.varint().map(drop),
            Kind::Double => self.take(8).map(drop),
            Kind::Uuid => self.take(16).map(drop),
            Kind::Binary => {
                let length = self.size()?;
                self.take(length).map(drop)
            }
            Kind::List => self.list(kind, |read, kind| read.skip_item(kind, depth)),
            Kind::Map => {
                let count = self.size()?;
                if count == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                let (key, value) = (Kind::of(kinds >> 4)?, Kind::of(kinds & 0xF)?);
                (0..count).try_for_each(|_| {
                    self.skip_item(key, depth)?;
                    self.skip_item(value, depth)
                })
            }
            Kind::Struct => self.structure(|read, _, kind| read.skip_within(kind, depth)),
        }
    }

    /// Skips an item of a list or map, where a truth value has a byte of its own.
    fn skip_item(&mut self, kind: Kind, depth: usize) -> Result<()> {
        let kind = match kind {
            Kind::True | Kind::False => Kind::Byte,
            kind => kind,
        };
        self.skip_within(kind, depth)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, left) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = left;
        Ok(taken)
    }

    fn size(&mut self) -> Result<usize> {
        usize::try_from(self.varint()?).map_err(|_| damaged())
    }

    fn zigzag(&mut self) -> Result<i64> {
        self.varint().map(unzigzag)
    }

    pub(super) fn varint(&mut self) -> Result<u64> {
        let (number, left) = varint(self.0).ok_or_else(damaged)?;
        self.0 = left;
        Ok(number)
    }
}

/// Reads a number of seven bits a byte, the lowest first, and returns it with the bytes after it.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[at + 1..]));
        }
    }
    None
}

/// Appends a number of seven bits a byte, the lowest first.
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    let lowest = |number: u64| number.to_le_bytes()[0];
    while number >= 0x80 {
        bytes.push(lowest(number) | 0x80);
        number >>= 7;
    }
    bytes.push(lowest(number));
}

/// Undoes the encoding of signed numbers, in which -1 is 1 and 1 is 2.
pub(super) fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

fn damaged() -> String {
    "it is cut off, or damaged".to_owned()
}

/// Bytes of a struct that is being written. Fields must be put in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    last: u8,
}

impl Writer {
    fn field(&mut self, number: u8, kind: u8) {
        self.bytes.push((number - self.last) << 4 | kind);
        self.last = number;
    }

    fn varint(&mut self, number: u64) {
        put_varint(&mut self.bytes, number);
    }

    fn zigzag(&mut self, number: i64) {
        self.varint(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn list_head(&mut self, count: usize, kind: u8) {
        if let Some(few) = u8::try_from(count).ok().filter(|few| *few < 15) {
            self.bytes.push((few << 4) | kind);
        } else {
            self.bytes.push(0xF0 | kind);
            self.varint(count as u64);
        }
    }

    /// Puts a number of 32 bits.
    pub(super) fn i32(mut self, number: u8, value: i32) -> Self {
        self.field(number, 5);
        self.zigzag(value.into());
        self
    }

    /// Puts a number of 64 bits.
    pub(super) fn i64(mut self, number: u8, value: i64) -> Self {
        self.field(number, 6);
        self.zigzag(value);
        self
    }

    pub(super) fn text(mut self, number: u8, text: &str) -> Self {
        self.field(number, 8);
        self.varint(text.len() as u64);
        self.bytes.extend(text.as_bytes());
        self
    }

    /// Puts a list of numbers of 32 bits.
    pub(super) fn i32s(mut self, number: u8, values: &[i32]) -> Self {
        self.field(number, 9);
        self.list_head(values.len(), 5);
        for value in values {
            self.zigzag(i64::from(*value));
        }
        self
    }

    pub(super) fn texts(mut self, number: u8, texts: &[&str]) -> Self {
        self.field(number, 9);
        self.list_head(texts.len(), 8);
        for text in texts {
            self.varint(text.len() as u64);
            self.bytes.extend(text.as_bytes());
        }
        self
    }

    pub(super) fn structure(mut self, number: u8, inner: Self) -> Self {
        self.field(number, 12);
        self.bytes.extend(inner.end());
        self
    }

    pub(super) fn structures(
        mut self,
        number: u8,
        items: impl ExactSizeIterator<Item = Self>,
    ) -> Self {
        self.field(number, 9);
        self.list_head(items.len(), 12);
        items.for_each(|item| self.bytes.extend(item.end()));
        self
    }

    /// Ends the struct and returns its bytes.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let inner = || Writer::default().i64(3, i64::MIN);
        let bytes = Writer::default()
            .i32(1, -7)
            .text(2, "Ynys Môn")
            .i32s(5, &[0, -1, i32::MAX])
            .structures(6, (0..20).map(|_| inner()))
            .texts(7, &["a", ""])
            .structure(9, inner())
            .end();
        let (mut seen, mut items) = (Vec::new(), Vec::new());
        let mut reader = Reader(&bytes);
        reader
            .structure(|read, number, kind| {
                seen.push(number);
                match number {
                    1 => assert_eq!(read.integer(kind)?, -7),
                    2 => assert_eq!(read.text(kind)?, "Ynys Môn"),
                    5 => read.list(kind, |read, kind| {
                        items.push(read.integer(kind)?);
                        Ok(())
                    })?,
                    _ => read.skip(kind)?,
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, [1, 2, 5, 6, 7, 9]);
        assert_eq!(items, [0, -1, i64::from(i32::MAX)]);
        assert!(reader.0.is_empty());
        for end in 0..bytes.len() {
            let cut = Reader(&bytes[..end]).structure(|read, _, kind| read.skip(kind));
            assert!(cut.is_err(), "{end}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        for level in [0x1C_u8, 0x19] {
            let mut bytes = vec![0x1C];
            bytes.extend(vec![level; 100_000]);
            let read = Reader(&bytes).structure(|read, _, kind| read.skip(kind));
            assert!(read.is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            let _ = Reader(&bytes).structure(|read, _, kind| read.skip(kind));
        }

        #[test]
        fn numbers_of_any_size_are_read(number: i64) {
            let bytes = Writer::default().i64(1, number).end();
            Reader(&bytes)
                .structure(|read, _, kind| {
                    assert_eq!(read.integer(kind)?, number);
                    Ok(())
                })
                .unwrap();
        }
    }
}
