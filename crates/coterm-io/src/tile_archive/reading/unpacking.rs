//! Bytes as they were before they were compressed, and no more than there is room for.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use pmtiles::Compression;

/// Bytes of a tile at most, compressed or not.
pub(super) const TILE: u64 = 64 << 20;
/// Bytes at most of what an archive says of itself, or of a directory.
pub(super) const DIRECTORY: u64 = 4 << 20;

/// The bytes before they were compressed.
///
/// # Errors
///
/// What is wrong with them, or that they are more than `most`.
pub(super) fn unpacked(
    bytes: &[u8],
    compression: Compression,
    most: u64,
) -> std::result::Result<Vec<u8>, String> {
    let gzip = bytes.starts_with(&[0x1f, 0x8b]);
    let unpacked = match compression {
        Compression::Gzip => limited(MultiGzDecoder::new(bytes), most),
        // What does not say how it is compressed says so by how it begins.
        Compression::Unknown if gzip => limited(MultiGzDecoder::new(bytes), most),
        Compression::None | Compression::Unknown => limited(bytes, most),
        Compression::Brotli => limited(brotli::Decompressor::new(bytes, 4_096), most),
        Compression::Zstd => zstd::Decoder::new(bytes).and_then(|reader| limited(reader, most)),
    };
    unpacked.map_err(|error| error.to_string())
}

fn limited(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let reason = format!("it has more than {most} bytes");
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
