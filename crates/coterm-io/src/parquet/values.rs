//! The values of a page ([`Value`]), in each encoding ([`read`]).

use super::allowance::Allowance;
use super::encodings::{by_length, by_prefix, differences};
use super::runs::{bits, runs};
use super::{Column, Result, Type};

/// A value of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    Boolean(bool),
    Integer(i64),
    Float(f32),
    Double(f64),
    Bytes(&'a [u8]),
}

impl Value<'_> {
    /// Size in bytes.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            _ => size_of::<Self>(),
        }
    }
}

/// The encoding of levels, and of truth values.
pub(super) const RLE: i64 = 3;
const PLAIN: i64 = 0;

type Each<'e> = &'e mut dyn FnMut(Value<'_>) -> Result<()>;

/// Reads the values of a dictionary.
pub(super) fn dictionary<'a>(
    column: &Column<'_>,
    bytes: &'a [u8],
    allowance: &mut Allowance,
) -> Result<Vec<Value<'a>>> {
    let mut left = bytes;
    let mut values = Vec::new();
    while !left.is_empty() {
        allowance.take(0)?;
        values.push(plain(column.kind, &mut left)?);
    }
    Ok(values)
}

/// Calls `each` with each of the `count` values of a page of data.
pub(super) fn read(
    encoding: i64,
    column: &Column<'_>,
    bytes: &[u8],
    count: usize,
    dictionary: Option<&[Value<'_>]>,
    each: Each<'_>,
) -> Result<()> {
    let mut found = 0;
    let mut each = |value: Value<'_>| {
        found += 1;
        each(value)
    };
    match (encoding, column.kind) {
        _ if count == 0 => {}
        (PLAIN, Type::Boolean) => {
            for at in 0..count {
                each(Value::Boolean(bits(bytes, at, 1).ok_or_else(few)? == 1))?;
            }
        }
        (PLAIN, kind) => {
            let mut left = bytes;
            for _ in 0..count {
                each(plain(kind, &mut left)?)?;
            }
        }
        (2 | 8, _) => {
            let dictionary = dictionary.ok_or("it has no dictionary, and needs one")?;
            let (width, bytes) = bytes.split_first().ok_or_else(few)?;
            runs(bytes, usize::from(*width), count, &mut |at| {
                let word = usize::try_from(at).ok().and_then(|at| dictionary.get(at));
                each(*word.ok_or("a page names a word that its dictionary lacks")?)
            })?;
        }
        (RLE, Type::Boolean) => {
            let bytes = bytes.get(4..).ok_or_else(few)?;
            runs(bytes, 1, count, &mut |bit| each(Value::Boolean(bit == 1)))?;
        }
        (5, Type::Int32) => {
            for number in differences(bytes, count)?.0 {
                // Differences of numbers of 32 bits wrap around at 32.
                let [a, b, c, d, ..] = number.to_le_bytes();
                each(Value::Integer(i32::from_le_bytes([a, b, c, d]).into()))?;
            }
        }
        (5, Type::Int64) => {
            for number in differences(bytes, count)?.0 {
                each(Value::Integer(number))?;
            }
        }
        (6, Type::ByteArray) => by_length(bytes, count, &mut |text| each(Value::Bytes(text)))?,
        (7, Type::ByteArray | Type::FixedLengthByteArray(_)) => {
            by_prefix(bytes, count, &mut |text| each(Value::Bytes(text)))?;
        }
        (9, kind) => split(kind, bytes, count, &mut each)?,
        _ => {
            return Err(format!(
                "its values are in encoding {encoding}, which is not read"
            ));
        }
    }
    if found < count { Err(few()) } else { Ok(()) }
}

/// Takes a value from the beginning of `left`.
fn plain<'a>(kind: Type, left: &mut &'a [u8]) -> Result<Value<'a>> {
    let mut take = |count: usize| {
        let (taken, rest) = left.split_at_checked(count).ok_or_else(few)?;
        *left = rest;
        Result::Ok(taken)
    };
    Ok(match kind {
        Type::Boolean | Type::Int96 => return Err("its dictionary is of no use".to_owned()),
        Type::Int32 => Value::Integer(i32::from_le_bytes(fixed(take(4)?)?).into()),
        Type::Int64 => Value::Integer(i64::from_le_bytes(fixed(take(8)?)?)),
        Type::Float => Value::Float(f32::from_le_bytes(fixed(take(4)?)?)),
        Type::Double => Value::Double(f64::from_le_bytes(fixed(take(8)?)?)),
        Type::ByteArray => {
            let length = u32::from_le_bytes(fixed(take(4)?)?) as usize;
            Value::Bytes(take(length)?)
        }
        Type::FixedLengthByteArray(0) => return Err("its values have no bytes".to_owned()),
        Type::FixedLengthByteArray(length) => Value::Bytes(take(length)?),
    })
}

fn fixed<const LENGTH: usize>(bytes: &[u8]) -> Result<[u8; LENGTH]> {
    bytes.try_into().map_err(|_| few())
}

/// Reads values of which all first bytes come first, then all second bytes, and so on.
fn split(kind: Type, bytes: &[u8], count: usize, each: Each<'_>) -> Result<()> {
    let width = match kind {
        Type::Int32 | Type::Float => 4,
        Type::Int64 | Type::Double => 8,
        Type::FixedLengthByteArray(length) => length,
        _ => return Err("its values cannot be split into their bytes".to_owned()),
    };
    if width.checked_mul(count) != Some(bytes.len()) {
        return Err(few());
    }
    let mut value = Vec::with_capacity(width);
    for at in 0..count {
        value.clear();
        value.extend((0..width).map(|byte| bytes[byte * count + at]));
        each(plain(kind, &mut value.as_slice())?)?;
    }
    Ok(())
}

fn few() -> String {
    "a page has fewer values than it says".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parquet::Meaning;

    fn column(kind: Type) -> Column<'static> {
        Column {
            name: "",
            kind,
            meaning: Meaning::Plain,
            optional: false,
            number: 0,
        }
    }

    fn numbers(encoding: i64, kind: Type, bytes: &[u8], count: usize) -> Result<Vec<i64>> {
        let mut numbers = Vec::new();
        read(encoding, &column(kind), bytes, count, None, &mut |value| {
            numbers.push(match value {
                Value::Integer(number) => number,
                Value::Boolean(bit) => bit.into(),
                other => panic!("{other:?}"),
            });
            Ok(())
        })?;
        Ok(numbers)
    }

    #[test]
    fn each_encoding_of_numbers_is_read() {
        let plain = [1_i32, -2].map(i32::to_le_bytes).concat();
        let split = [1, 0xFE, 0, 0xFF, 0, 0xFF, 0, 0xFF];
        let differences = [0x80, 1, 4, 2, 2, 5, 0, 0, 0, 0];
        for (encoding, bytes) in [(PLAIN, &plain[..]), (9, &split), (5, &differences)] {
            assert_eq!(numbers(encoding, Type::Int32, bytes, 2).unwrap(), [1, -2]);
            assert!(
                numbers(encoding, Type::Int32, bytes, 3).is_err(),
                "{encoding}"
            );
        }
        for (encoding, bytes) in [(PLAIN, &[0b110][..]), (RLE, &[2, 0, 0, 0, 3, 0b110])] {
            let bits = numbers(encoding, Type::Boolean, bytes, 3).unwrap();
            assert_eq!(bits, [0, 1, 1], "{encoding}");
        }
        let message = numbers(4, Type::Int32, &plain, 2).unwrap_err();
        assert!(message.contains("encoding 4"), "{message}");
    }

    #[test]
    fn words_of_a_dictionary_are_named_by_position() {
        let bytes = [3, 0, 0, 0, b'a', b'b', b'c', 0, 0, 0, 0];
        let column = column(Type::ByteArray);
        let words = dictionary(&column, &bytes, &mut Allowance::of(0)).unwrap();
        assert_eq!(words, [Value::Bytes(b"abc"), Value::Bytes(b"")]);
        assert!(dictionary(&column, &bytes[..6], &mut Allowance::of(0)).is_err());
        let named = |page: &[u8]| {
            let mut lengths = Vec::new();
            read(8, &column, page, 2, Some(&words), &mut |value| {
                lengths.push(value.len());
                Ok(())
            })
            .map(|()| lengths)
        };
        assert_eq!(named(&[1, 3, 0b01]).unwrap(), [0, 3]);
        assert!(named(&[2, 3, 0b10, 0]).is_err());
        assert!(named(&[]).is_err());
        assert!(read(8, &column, &[1, 3, 1], 2, None, &mut |_| Ok(())).is_err());
    }
}
