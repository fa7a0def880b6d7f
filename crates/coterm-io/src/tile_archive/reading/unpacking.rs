//! Unpacking compressed tiles and directories, up to a limit of bytes, so that a small file cannot
//! fill the memory.

use std::io::{self, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use pmtiles::Compression;

use super::TileContent;
use super::directory::varint;

/// Maximum size of a tile in bytes, compressed or not.
pub(super) const TILE: u64 = 64 << 20;
/// Maximum size in bytes of an archive's metadata, or of a directory.
pub(super) const DIRECTORY: u64 = 4 << 20;

/// Unpacks bytes of a known compression. If that is unknown, gzip is recognised by its beginning.
///
/// # Errors
///
/// A text that says what is wrong with the bytes, or that they are more than `limit`.
pub(super) fn unpacked(
    bytes: &[u8],
    compression: Compression,
    limit: u64,
) -> std::result::Result<Vec<u8>, String> {
    let unpacked = match compression {
        Compression::Gzip => limited(MultiGzDecoder::new(bytes), limit),
        Compression::Unknown if bytes.starts_with(GZIP) => {
            limited(MultiGzDecoder::new(bytes), limit)
        }
        Compression::None | Compression::Unknown => limited(bytes, limit),
        Compression::Brotli => limited(brotli::Decompressor::new(bytes, 4_096), limit),
        Compression::Zstd => zstd::Decoder::new(bytes).and_then(|reader| limited(reader, limit)),
    };
    unpacked.map_err(|error| error.to_string())
}

/// Unpacks a tile by the compression that its archive states, or, if that states none, by how the
/// tile itself begins. Returns `None` for an empty tile.
///
/// # Errors
///
/// A text that says what is wrong with the tile, or what it is instead of a vector tile or a picture.
pub(super) fn unpacked_tile(
    bytes: &[u8],
    declared: Compression,
) -> std::result::Result<Option<Vec<u8>>, String> {
    if bytes.is_empty() {
        return Ok(None);
    }
    if TileContent::of_picture(bytes).is_some() {
        return Ok(Some(bytes.to_owned()));
    }
    let tile = match declared {
        // No vector tile begins like zlib: a tile's first byte is the key of its first layer.
        Compression::None | Compression::Unknown if is_zlib(bytes) => {
            limited(ZlibDecoder::new(bytes), TILE).map_err(|error| error.to_string())
        }
        Compression::None | Compression::Unknown if bytes.starts_with(GZIP) => {
            unpacked(bytes, Compression::Gzip, TILE)
        }
        Compression::None | Compression::Unknown if bytes.starts_with(ZSTD) => {
            unpacked(bytes, Compression::Zstd, TILE)
        }
        _ => unpacked(bytes, declared, TILE),
    };
    let tile = tile.map_err(|error| {
        other_kind(bytes).unwrap_or_else(|| format!("it cannot be unpacked: {error}"))
    })?;
    if tile.is_empty() {
        return Ok(None);
    }
    if TileContent::of_picture(&tile).is_none() && !is_vector_tile(&tile) {
        return Err(other_kind(&tile).unwrap_or_else(|| "it is not a vector tile".to_owned()));
    }
    Ok(Some(tile))
}

/// First bytes of gzip and of Zstandard.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Whether the bytes begin like zlib (RFC 1950): the first two, as a number, are a multiple of 31
/// and say "deflate".
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 15 == 8 && first >> 4 <= 7
        && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Says what kind of file a tile is that is not served, if its beginning tells.
fn other_kind(bytes: &[u8]) -> Option<String> {
    let kind = match bytes {
        [b'G', b'I', b'F', b'8', ..] => "a GIF picture",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "an AVIF picture",
        [b'{' | b'[' | b'<', ..] => "a text, such as JSON",
        _ => return None,
    };
    Some(format!(
        "it is {kind}, and only vector tiles and PNG, JPEG and WebP pictures are served"
    ))
}

/// Whether the bytes consist of protobuf fields, of which those with the number of a layer are
/// length-delimited, as layers are.
fn is_vector_tile(mut rest: &[u8]) -> bool {
    const LAYERS: u64 = 3;
    while !rest.is_empty() {
        let Ok(key) = varint(&mut rest) else {
            return false;
        };
        let skipped = match key & 7 {
            0 => varint(&mut rest).ok().map(|_| 0),
            1 => Some(8),
            2 => varint(&mut rest).ok(),
            5 => Some(4),
            _ => None,
        };
        let field = key >> 3;
        let after = skipped
            .and_then(|skipped| usize::try_from(skipped).ok())
            .and_then(|skipped| rest.get(skipped..));
        match after {
            Some(after) if field != 0 && (field != LAYERS || key & 7 == 2) => rest = after,
            _ => return false,
        }
    }
    true
}

fn limited(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let reason = format!("it has more than {limit} bytes");
        return Err(io::Error::other(reason));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_swells_when_it_is_unpacked_is_refused() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 10_000_000]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(bomb.len() < 20_000);
        let refused = unpacked(&bomb, Compression::Gzip, 1_000_000).unwrap_err();
        assert!(refused.contains("more than 1000000 bytes"), "{refused}");
        assert!(unpacked(&bomb, Compression::Unknown, 10_000_000).is_ok());
    }

    /// A tile with one layer, called "a".
    const LAYER: &[u8] = b"\x1a\x05\x0a\x01a\x78\x02";

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_tile_that_is_not_said_to_be_compressed_says_so_itself() {
        let tile = Ok(Some(LAYER.to_vec()));
        for declared in [Compression::None, Compression::Unknown] {
            for bytes in [
                LAYER.to_vec(),
                deflated(LAYER),
                gzipped(LAYER),
                zstd::encode_all(LAYER, 3).unwrap(),
            ] {
                assert_eq!(unpacked_tile(&bytes, declared), tile, "{bytes:?}");
            }
        }
        let bomb = deflated(&vec![0; 100 << 20]);
        let refused = unpacked_tile(&bomb, Compression::Unknown).unwrap_err();
        assert!(refused.contains("more than"), "{refused}");
    }

    #[test]
    fn a_tile_of_no_bytes_is_none_however_it_is_compressed() {
        for bytes in [vec![], deflated(b""), gzipped(b"")] {
            assert_eq!(unpacked_tile(&bytes, Compression::Unknown), Ok(None));
        }
        assert_eq!(unpacked_tile(&[], Compression::Gzip), Ok(None));
        assert_eq!(unpacked_tile(&gzipped(b""), Compression::Gzip), Ok(None));
    }

    #[test]
    fn what_is_no_tile_is_refused_by_its_name() {
        let gif = b"GIF89a".to_vec();
        for (bytes, words) in [
            (gif.clone(), "GIF"),
            (gzipped(&gif), "GIF"),
            (b"\0\0\0\x1cftypavif".to_vec(), "AVIF"),
            (b"{\"grid\": []}".to_vec(), "JSON"),
            (b"\x1a\x50short".to_vec(), "not a vector tile"),
            (vec![0; 20], "not a vector tile"),
        ] {
            let refused = unpacked_tile(&bytes, Compression::Unknown).unwrap_err();
            assert!(refused.contains(words), "{words}: {refused}");
        }
        for declared in [Compression::Gzip, Compression::Brotli, Compression::Zstd] {
            let refused = unpacked_tile(&gif, declared).unwrap_err();
            assert!(refused.contains("GIF"), "{refused}");
        }
        let refused = unpacked_tile(LAYER, Compression::Gzip).unwrap_err();
        assert!(refused.contains("unpacked"), "{refused}");
    }

    #[test]
    fn a_picture_is_passed_on_whatever_its_archive_says_of_compression() {
        let png = b"\x89PNG\r\n\x1a\n".to_vec();
        for declared in [Compression::Gzip, Compression::None, Compression::Unknown] {
            assert_eq!(unpacked_tile(&png, declared), Ok(Some(png.clone())));
        }
        let packed = unpacked_tile(&gzipped(&png), Compression::Unknown);
        assert_eq!(packed, Ok(Some(png)));
    }

    #[test]
    fn every_compression_that_archives_may_have_is_undone() {
        let tile = b"a tile, a tile, a tile".to_vec();
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4_096, 5, 22);
        brotli.write_all(&tile).unwrap();
        let zstd = zstd::encode_all(tile.as_slice(), 3).unwrap();
        for (bytes, compression) in [
            (tile.clone(), Compression::None),
            (tile.clone(), Compression::Unknown),
            (brotli.into_inner(), Compression::Brotli),
            (zstd, Compression::Zstd),
        ] {
            assert_eq!(unpacked(&bytes, compression, 100), Ok(tile.clone()));
            assert!(unpacked(&bytes, compression, 10).is_err());
        }
    }
}
