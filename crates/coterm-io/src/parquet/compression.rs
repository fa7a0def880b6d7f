//! Compressions of pages ([`unpacked`]).

use std::io::Read;

use super::Result;

/// Unpacks a page to so many bytes. The caller has made sure that there may be so many.
pub(super) fn unpacked(codec: i64, bytes: &[u8], size: usize) -> Result<Vec<u8>> {
    // A page without values may have no bytes at all, in any compression.
    if size == 0 {
        return Ok(Vec::new());
    }
    let unpacked = match codec {
        0 => Some(bytes.to_vec()),
        1 => {
            let right = snap::raw::decompress_len(bytes).is_ok_and(|found| found == size);
            let unpack = || snap::raw::Decoder::new().decompress_vec(bytes).ok();
            right.then(unpack).flatten()
        }
        2 => up_to(size, flate2::read::MultiGzDecoder::new(bytes)),
        4 => up_to(size, brotli::Decompressor::new(bytes, 4096)),
        6 => zstd::bulk::decompress(bytes, size).ok(),
        other => {
            let name = match other {
                3 => "LZO",
                5 => "the old LZ4",
                7 => "LZ4",
                _ => "something unknown",
            };
            return Err(format!(
                "it is compressed with {name}; save the file with Zstandard or Snappy"
            ));
        }
    };
    let right = unpacked.filter(|unpacked| unpacked.len() == size);
    right.ok_or_else(|| "a page is damaged: it does not unpack to what it says".to_owned())
}

/// Reads a stream, unless it has more than `size` bytes.
fn up_to(size: usize, stream: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = stream.take(size as u64 + 1).read_to_end(&mut bytes);
    read.ok().map(|_| bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn each_compression_is_undone_and_only_to_the_size_it_says() {
        let page: Vec<u8> = (0..9_999_u32).flat_map(u32::to_le_bytes).collect();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&page).unwrap();
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20);
        brotli.write_all(&page).unwrap();
        for (codec, bytes) in [
            (0, page.clone()),
            (1, snap::raw::Encoder::new().compress_vec(&page).unwrap()),
            (2, gzip.finish().unwrap()),
            (4, brotli.into_inner()),
            (6, zstd::bulk::compress(&page, 3).unwrap()),
        ] {
            assert_eq!(
                unpacked(codec, &bytes, page.len()).unwrap(),
                page,
                "{codec}"
            );
            for size in [1, page.len() - 1, page.len() + 1] {
                assert!(unpacked(codec, &bytes, size).is_err(), "{codec}");
            }
            assert!(unpacked(codec, &bytes[..bytes.len() / 2], page.len()).is_err());
            assert!(unpacked(codec, &[], 0).unwrap().is_empty());
        }
        let message = unpacked(7, &page, 9).unwrap_err();
        assert!(message.contains("LZ4"), "{message}");
    }
}
