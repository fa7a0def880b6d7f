//! Encodings by differences: numbers as differences ([`differences`]), texts by their lengths
//! ([`by_length`]) and by what they share with the one before ([`by_prefix`]).

use super::Result;
use super::runs::bits;
use super::thrift::{Reader, unzigzag};

/// Reads at most `limit` numbers, and returns them with the bytes after them. Numbers wrap around at
/// 64 bits.
pub(super) fn differences(bytes: &[u8], limit: usize) -> Result<(Vec<i64>, &[u8])> {
    let mut read = Reader(bytes);
    let mut size = || usize::try_from(read.varint()?).map_err(|_| few());
    let (block, parts, count) = (size()?, size()?, size()?);
    let first = unzigzag(read.varint()?);
    // Numbers in a part of a block.
    let length = block
        .checked_div(parts)
        .filter(|length| length % 8 == 0 && *length > 0);
    let length = length.ok_or("a page has blocks of an impossible size")?;
    if count > limit {
        return Err("a page has more values than it says".to_owned());
    }
    let mut numbers = Vec::with_capacity(count);
    let mut last = first;
    if count > 0 {
        numbers.push(first);
    }
    while numbers.len() < count {
        let least = unzigzag(read.varint()?);
        let (widths, rest) = read.0.split_at_checked(parts).ok_or_else(few)?;
        read.0 = rest;
        for &width in widths {
            let width = usize::from(width);
            let wanted = length.min(count - numbers.len());
            if wanted == 0 {
                break;
            }
            let size = (length / 8).checked_mul(width).filter(|_| width <= 64);
            let size = size.ok_or_else(few)?.min(read.0.len());
            let (part, rest) = read.0.split_at(size);
            read.0 = rest;
            for at in 0..wanted {
                let more = bits(part, at * width, width).ok_or_else(few)?;
                last = last.wrapping_add(least).wrapping_add(more.cast_signed());
                numbers.push(last);
            }
        }
    }
    Ok((numbers, read.0))
}

/// Reads lengths and then the texts one after another.
pub(super) fn by_length(
    bytes: &[u8],
    limit: usize,
    each: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let (lengths, mut left) = differences(bytes, limit)?;
    for length in lengths {
        let length = usize::try_from(length).map_err(|_| few())?;
        let (text, rest) = left.split_at_checked(length).ok_or_else(few)?;
        left = rest;
        each(text)?;
    }
    Ok(())
}

/// Reads how much of the text before each begins with, and then the rest of each.
pub(super) fn by_prefix(
    bytes: &[u8],
    limit: usize,
    each: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let (prefixes, left) = differences(bytes, limit)?;
    let mut prefixes = prefixes.into_iter();
    let mut text = Vec::new();
    by_length(left, limit, &mut |rest| {
        let prefix = prefixes
            .next()
            .and_then(|prefix| usize::try_from(prefix).ok());
        let prefix = prefix.filter(|prefix| *prefix <= text.len());
        text.truncate(prefix.ok_or_else(few)?);
        text.extend(rest);
        each(&text)
    })
}

fn few() -> String {
    "a page has fewer bytes than its values need".to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn differences_are_added_up() {
        // The example of the specification: 1 to 5, whose differences are all 1.
        let even = [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0];
        assert_eq!(
            differences(&even, 5).unwrap(),
            (vec![1, 2, 3, 4, 5], &[][..])
        );
        // 7, 5, 3, 1, 2, 3, 4, 5: differences of -2 and 1, so 0 and 3 above the least.
        let uneven = [
            &[0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b1100_0000, 0b0011_1111][..],
            &[0; 6],
            &[9],
        ]
        .concat();
        let (numbers, rest) = differences(&uneven, 8).unwrap();
        assert_eq!((numbers, rest), (vec![7, 5, 3, 1, 2, 3, 4, 5], &[9][..]));
        assert!(differences(&even, 4).is_err());
        assert!(differences(&uneven[..11], 8).is_err());
        for blocks in [[0x80, 1, 0, 5, 2], [4, 1, 4, 5, 2], [0, 1, 1, 5, 2]] {
            assert!(differences(&blocks, 9).is_err());
        }
    }

    #[test]
    fn texts_share_their_beginnings() {
        // "E01", "E02", "N": prefixes 0, 2, 0 and rests of 3, 1, 1 bytes.
        let numbers = |first: u8, least: u8, part: [u8; 2]| {
            [
                &[0x80, 1, 4, 3, first, least, 3, 0, 0, 0][..],
                &part,
                &[0; 10],
            ]
            .concat()
        };
        let prefixes = numbers(0, 3, [0b0000_0100, 0]);
        let lengths = numbers(6, 3, [0b0001_0000, 0]);
        let bytes = [prefixes, lengths, b"E012N".to_vec()].concat();
        let mut texts = Vec::new();
        by_prefix(&bytes, 3, &mut |text| {
            texts.push(String::from_utf8(text.to_vec()).unwrap());
            Ok(())
        })
        .unwrap();
        assert_eq!(texts, ["E01", "E02", "N"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = differences(&bytes, 50);
            let _ = by_prefix(&bytes, 50, &mut |_| Ok(()));
        }
    }
}
