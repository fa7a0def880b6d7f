//! Positions of tiles in a `PMTiles` file: [`Directory`]. No bytes, however wrong, make it panic or
//! take more memory than a small multiple of their own size.

/// Entries of a directory, in the order of the tiles' numbers.
#[derive(Debug)]
pub(super) struct Directory(Vec<Entry>);

/// Position of a run of equal tiles with consecutive numbers, or of a further directory.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    first: u64,
    /// Number of tiles in the run; 0 for a directory.
    tiles: u64,
    place: Place,
}

/// A range of bytes within a section of the file.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// Result of a search for a tile: no tile, its bytes, or the directory to search next.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    Nowhere,
    Tile(Place),
    In(Place),
}

const SHORT: &str = "a directory ends before its last entry does";

impl Directory {
    /// Parses the uncompressed bytes of a directory.
    pub(super) fn of(mut bytes: &[u8]) -> Result<Self, &'static str> {
        let rest = &mut bytes;
        let count = usize::try_from(varint(rest)?).map_err(|_| SHORT)?;
        // Each entry takes at least four bytes.
        if count > rest.len() / 4 {
            return Err(SHORT);
        }
        let mut entries = vec![Entry::default(); count];
        let mut number = 0_u64;
        for (position, entry) in entries.iter_mut().enumerate() {
            let step = varint(rest)?;
            if position > 0 && step == 0 {
                return Err("a directory has a tile twice");
            }
            number = number
                .checked_add(step)
                .ok_or("the file is damaged: a directory has an impossible tile number")?;
            entry.first = number;
        }
        for entry in &mut entries {
            entry.tiles = varint(rest)?;
        }
        for entry in &mut entries {
            entry.place.length = varint(rest)?;
        }
        let mut end = None;
        for entry in &mut entries {
            // 0 means directly after the entry before.
            entry.place.offset = match varint(rest)?.checked_sub(1) {
                Some(offset) => offset,
                None => end.ok_or("a directory's first entry follows another")?,
            };
            let after = entry.place.offset.checked_add(entry.place.length);
            end = Some(after.ok_or("the file is damaged: a directory has an impossible place")?);
        }
        Ok(Self(entries))
    }

    /// Number of the first tile, or of the first tile of the first directory.
    pub(super) fn first(&self) -> Option<u64> {
        self.0.first().map(|entry| entry.first)
    }

    pub(super) fn find(&self, number: u64) -> Found {
        let after = self.0.partition_point(|entry| entry.first <= number);
        let Some(entry) = after.checked_sub(1).map(|at| self.0[at]) else {
            return Found::Nowhere;
        };
        match entry.tiles {
            0 => Found::In(entry.place),
            tiles if number - entry.first < tiles => Found::Tile(entry.place),
            _ => Found::Nowhere,
        }
    }
}

/// Reads an integer of 7 bits per byte, least significant first, and removes it from `rest`.
pub(super) fn varint(rest: &mut &[u8]) -> Result<u64, &'static str> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, after) = rest.split_first().ok_or(SHORT)?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err("a directory has a number of more than 64 bits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tile_is_found_where_its_run_or_its_directory_is() {
        // Two equal tiles numbered 5 and 6, another tile numbered 7, and a directory from 300 on.
        let bytes = [3, 5, 2, 0xa5, 2, 2, 1, 0, 10, 20, 30, 1, 0, 8];
        let directory = Directory::of(&bytes).unwrap();
        let place = |offset, length| Place { offset, length };
        assert_eq!(directory.find(4), Found::Nowhere);
        assert_eq!(directory.find(6), Found::Tile(place(0, 10)));
        assert_eq!(directory.find(7), Found::Tile(place(10, 20)));
        assert_eq!(directory.find(8), Found::Nowhere);
        assert_eq!(directory.find(10_000), Found::In(place(7, 30)));
        for short in 0..bytes.len() {
            assert!(Directory::of(&bytes[..short]).is_err(), "{short}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            small in prop::collection::vec(0..5_u8, 0..60),
            number: u64,
        ) {
            for bytes in [bytes, small] {
                if let Ok(directory) = Directory::of(&bytes) {
                    directory.find(number);
                }
            }
        }
    }
}
