//! Numbers of a few bits ([`bits`]), and runs of them ([`runs`]), the encoding of levels and of
//! positions in a dictionary.

use super::Result;
use super::thrift::varint;

/// Returns the number of `width` bits, at most 64, that begins at a bit of the bytes. The lowest bits
/// come first.
pub(super) fn bits(bytes: &[u8], start: usize, width: usize) -> Option<u64> {
    let end = start.checked_add(width)?;
    let bytes = bytes.get(start / 8..end.div_ceil(8))?;
    // Up to nine bytes.
    let mut number: u128 = 0;
    for (at, byte) in bytes.iter().enumerate() {
        number |= u128::from(*byte) << (8 * at);
    }
    let mask = (1_u128 << width) - 1;
    u64::try_from((number >> (start % 8)) & mask).ok()
}

/// Reads `count` numbers of `width` bits: repetitions of one number, and groups of eight numbers.
pub(super) fn runs(
    mut bytes: &[u8],
    width: usize,
    count: usize,
    each: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<()> {
    if width > 32 {
        return Err(format!("{width} bits are too many"));
    }
    let mut left = count;
    // Numbers without bits are all 0, and their runs may be left out.
    if width == 0 {
        return (0..count).try_for_each(|_| each(0));
    }
    while left > 0 {
        let (head, rest) = varint(bytes).ok_or_else(few)?;
        let length = usize::try_from(head >> 1).map_err(|_| few())?;
        if head & 1 == 0 {
            let size = width.div_ceil(8);
            let (number, rest) = rest.split_at_checked(size).ok_or_else(few)?;
            let number = bits(number, 0, 8 * size).ok_or_else(few)?;
            let length = length.min(left);
            (0..length).try_for_each(|_| each(number))?;
            left -= length;
            bytes = rest;
        } else {
            let length = length.saturating_mul(8);
            // The last group may be cut off after its last number.
            let size = length.saturating_mul(width).div_ceil(8).min(rest.len());
            let (group, rest) = rest.split_at(size);
            let length = length.min(left);
            for at in 0..length {
                each(bits(group, at * width, width).ok_or_else(few)?)?;
            }
            left -= length;
            bytes = rest;
        }
    }
    Ok(())
}

fn few() -> String {
    "a page has fewer values than it says".to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], width: usize, count: usize) -> Result<Vec<u64>> {
        let mut numbers = Vec::new();
        runs(bytes, width, count, &mut |number| {
            numbers.push(number);
            Ok(())
        })?;
        Ok(numbers)
    }

    #[test]
    fn both_kinds_of_runs_are_read() {
        // The example of the specification: 0 to 7 in three bits, after four times 300 in nine bits.
        let groups = [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010];
        assert_eq!(read(&groups, 3, 8).unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(read(&groups, 3, 3).unwrap(), [0, 1, 2]);
        assert_eq!(read(&[8, 0x2C, 1], 9, 4).unwrap(), [300; 4]);
        assert_eq!(read(&[], 0, 3).unwrap(), [0; 3]);
        for (bytes, width, count) in [
            (&groups[..3], 3, 8),
            (&groups, 3, 9),
            (&groups, 40, 1),
            (&[0, 0], 1, 1),
        ] {
            assert!(read(bytes, width, count).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            bytes in prop::collection::vec(any::<u8>(), 0..40), width in 0..70_usize, count in 0..99_usize
        ) {
            if let Ok(numbers) = read(&bytes, width, count) {
                prop_assert_eq!(numbers.len(), count);
            }
        }
    }
}
