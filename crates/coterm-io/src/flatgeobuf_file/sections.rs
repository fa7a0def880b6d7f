//! The header and the features of a `FlatGeobuf` file, one after another ([`Sections`]). Any bytes
//! are either read or refused: they can neither cause a panic nor take more memory than a small
//! multiple of their size.

use coterm_core::words::things;
use flatbuffers::VerifierOptions;
use flatgeobuf::{
    Feature, Header, size_prefixed_root_as_feature_with_opts,
    size_prefixed_root_as_header_with_opts,
};

/// Size of a node of the index, in bytes: a bounding box and the position of its feature.
const NODE: u64 = 40;
/// Size of the length that precedes a table, in bytes.
const PREFIX: usize = 4;
/// Minimum size of a feature, in bytes.
const FEATURE: u64 = 8;

/// The header of a file, and its features one after another. Each length that the file states is
/// checked against the bytes that are left, and each table is verified before it is read.
pub(super) struct Sections<'a> {
    header: Header<'a>,
    left: &'a [u8],
    /// Number of features that are still to come, if the header says how many there are.
    remaining: Option<u64>,
    number: u64,
}

impl<'a> Sections<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let (magic, mut left) = bytes.split_first_chunk().ok_or_else(not_one)?;
        let [b'f', b'g', b'b', version, b'f', b'g', b'b', _] = *magic else {
            return Err(not_one());
        };
        if version > flatgeobuf::VERSION {
            return Err(format!(
                "it is of version {version} of FlatGeobuf, which is not known"
            ));
        }
        let header = table(&mut left).ok_or("it is cut off in its header")?;
        let header = size_prefixed_root_as_header_with_opts(&verifier(header), header)
            .map_err(|_| "its header is damaged")?;
        let count = header.features_count();
        let index = match header.index_node_size() {
            0 => 0,
            _ if count == 0 => 0,
            1 => return Err("its index is damaged: its nodes have no branches".to_owned()),
            branches => index_bytes(count, branches, left.len() as u64)
                .ok_or("it is cut off in its index")?,
        };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        left = left.get(index..).ok_or("it is cut off in its index")?;
        if count > left.len() as u64 / FEATURE {
            return Err(format!(
                "it says that it has {count} features, and is cut off before that"
            ));
        }
        Ok(Self {
            header,
            left,
            remaining: (count > 0).then_some(count),
            number: 0,
        })
    }

    pub(super) fn header(&self) -> Header<'a> {
        self.header
    }

    /// Reads the next feature. The inner result says why this one cannot be read, the outer one why
    /// neither it nor any after it can.
    pub(super) fn next_feature(&mut self) -> Result<Option<Result<Feature<'a>, String>>, String> {
        match &mut self.remaining {
            Some(0) | None if self.left.is_empty() => return Ok(None),
            Some(0) => {
                return Err(format!(
                    "it says that it has {} features, and {} left after them",
                    self.number,
                    things(self.left.len(), "byte is", "bytes are")
                ));
            }
            Some(remaining) => *remaining -= 1,
            None => {}
        }
        self.number += 1;
        let feature = table(&mut self.left).ok_or_else(|| {
            format!(
                "feature {} is longer than what is left of the file: it is cut off, or damaged",
                self.number
            )
        })?;
        let feature = size_prefixed_root_as_feature_with_opts(&verifier(feature), feature);
        Ok(Some(feature.map_err(|_| {
            "its bytes are not a feature of FlatGeobuf".to_owned()
        })))
    }
}

/// Takes a table and the length that precedes it from the beginning of `left`.
fn table<'a>(left: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(*left.first_chunk::<PREFIX>()?);
    let end = PREFIX.checked_add(usize::try_from(length).ok()?)?;
    let (table, rest) = left.split_at_checked(end)?;
    *left = rest;
    Some(table)
}

/// Limits for the verification of a table. Without them a small table can name the same large part
/// again and again in a list, and so stand for more than fits into memory.
fn verifier(table: &[u8]) -> VerifierOptions {
    VerifierOptions {
        // A table within it counts with its own bytes and again with its shared layout.
        max_apparent_size: 64 * 1024 + 4 * table.len(),
        max_tables: table.len(),
        ..VerifierOptions::default()
    }
}

/// Size in bytes of a packed R-tree over that many features; `None` if it has more nodes than there
/// are bytes left for.
fn index_bytes(features: u64, branches: u16, left: u64) -> Option<u64> {
    if features > left / NODE {
        return None;
    }
    let (mut level, mut nodes) = (features, features);
    while level > 1 {
        level = level.div_ceil(u64::from(branches));
        nodes += level;
    }
    // A single feature has a root above it, too.
    Some((nodes + u64::from(features == 1)) * NODE)
}

fn not_one() -> String {
    "it is not a FlatGeobuf file".to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_index_is_as_long_as_its_writer_says() {
        for (features, branches) in [
            (1, 16),
            (2, 16),
            (16, 16),
            (17, 16),
            (1_000, 2),
            (12_345, 7),
        ] {
            let expected = flatgeobuf::packed_r_tree::PackedRTree::index_size(features, branches);
            let found = index_bytes(features as u64, branches, u64::MAX);
            assert_eq!(
                found,
                Some(expected as u64),
                "{features} features, {branches} branches"
            );
        }
        assert_eq!(index_bytes(u64::MAX, 16, 1 << 40), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let file = [b"fgb\x03fgb\x00".as_slice(), &bytes].concat();
            if let Ok(mut sections) = Sections::open(&file) {
                while let Ok(Some(_)) = sections.next_feature() {}
            }
        }
    }
}
