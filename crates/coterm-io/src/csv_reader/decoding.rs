//! [`Decoding`]: turns the bytes of an input in any encoding into UTF-8, piece by piece.
//!
//! Bytes that cannot be decoded become [`NO_TEXT`], so that the reader can say on which line and in
//! which column they are.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::dialect::Encoding;
use crate::text;

/// Number of bytes to read at a time.
const PIECE: usize = 1 << 16;

/// A byte that never occurs in UTF-8. It replaces whatever cannot be decoded; the check of the
/// fields for UTF-8 then finds it and reports its line and column.
const NO_TEXT: u8 = 0xFF;

/// The text of an input in any [`Encoding`], as UTF-8 without its byte order mark.
pub(super) struct Decoding<R> {
    input: R,
    encoding: Encoding,
    byte_order_mark: bool,
    /// The decoder; `None` for UTF-8, which is passed on unchanged.
    decoder: Option<Decoder>,
    /// Bytes that were read but not yet decoded.
    piece: Vec<u8>,
    taken: u64,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    /// Reads the first bytes to find a byte order mark. A mark overrides the encoding that was
    /// asked for, because no text in another encoding begins with those bytes.
    pub(super) fn new(input: R, chosen: Option<Encoding>) -> io::Result<Self> {
        let mut decoding = Self {
            input,
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            decoder: None,
            piece: Vec::new(),
            taken: 0,
            ended: false,
        };
        while decoding.piece.len() < 3 && !decoding.ended {
            decoding.read()?;
        }
        let (by_mark, mark) = text::Encoding::of(&decoding.piece);
        decoding.byte_order_mark = mark > 0;
        let utf16 = |encoding: &'static encoding_rs::Encoding| {
            (
                Encoding::Utf16,
                Some(encoding.new_decoder_without_bom_handling()),
            )
        };
        (decoding.encoding, decoding.decoder) = match (by_mark, chosen) {
            (text::Encoding::Utf16LittleEndian, _) => utf16(UTF_16LE),
            (text::Encoding::Utf16BigEndian, _) => utf16(UTF_16BE),
            (text::Encoding::Utf8, Some(Encoding::Utf16)) if mark == 0 => utf16(UTF_16LE),
            (text::Encoding::Utf8, Some(Encoding::Windows1252)) if mark == 0 => {
                let decoder = WINDOWS_1252.new_decoder_without_bom_handling();
                (Encoding::Windows1252, Some(decoder))
            }
            (text::Encoding::Utf8, _) => (Encoding::Utf8, None),
        };
        decoding.piece.drain(..mark);
        Ok(decoding)
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// Number of input bytes read so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Appends more text; false at the end of the input. A call that returns true may have appended
    /// nothing.
    pub(super) fn append(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        let last = if self.piece.is_empty() {
            self.read()? == 0
        } else {
            false
        };
        match &mut self.decoder {
            None => text.extend_from_slice(&self.piece),
            Some(decoder) => decode(decoder, &self.piece, last, text),
        }
        self.piece.clear();
        if last {
            // The decoder has reported a character that the end cut short.
            self.decoder = None;
        }
        Ok(!last)
    }

    fn read(&mut self) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let length = self.piece.len();
        self.piece.resize(length + PIECE, 0);
        let read = loop {
            match self.input.read(&mut self.piece[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let read = read.inspect_err(|_| self.ended = true)?;
        self.piece.truncate(length + read);
        self.ended = read == 0;
        self.taken += read as u64;
        Ok(read)
    }
}

fn decode(decoder: &mut Decoder, mut bytes: &[u8], last: bool, text: &mut Vec<u8>) {
    loop {
        let length = text.len();
        // Up to three bytes for each byte, and some for what the decoder holds back.
        let room = decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .unwrap_or(3 * bytes.len() + 16);
        text.resize(length + room, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(bytes, &mut text[length..], last);
        text.truncate(length + written);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(NO_TEXT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives so many bytes at a time.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn read(bytes: &[u8], pieces: usize, chosen: Option<Encoding>) -> (Vec<u8>, Encoding, bool) {
        let mut decoding = Decoding::new(Pieces(bytes, pieces), chosen).unwrap();
        let mut text = Vec::new();
        while decoding.append(&mut text).unwrap() {}
        assert_eq!(decoding.taken(), bytes.len() as u64);
        (text, decoding.encoding(), decoding.byte_order_mark())
    }

    #[test]
    fn text_is_the_same_in_every_encoding_and_however_it_arrives() {
        let text = "Zoë,£5,中,🦀\r\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xFEFF);
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        };
        for pieces in [1, 2, 3, 5, 100] {
            for (bytes, chosen, encoding, mark) in [
                (text.as_bytes().to_vec(), None, Encoding::Utf8, false),
                (
                    format!("\u{feff}{text}").into_bytes(),
                    None,
                    Encoding::Utf8,
                    true,
                ),
                (utf16(u16::to_le_bytes, true), None, Encoding::Utf16, true),
                (utf16(u16::to_be_bytes, true), None, Encoding::Utf16, true),
                (
                    utf16(u16::to_le_bytes, false),
                    Some(Encoding::Utf16),
                    Encoding::Utf16,
                    false,
                ),
                // A byte order mark overrides the encoding that was asked for.
                (
                    format!("\u{feff}{text}").into_bytes(),
                    Some(Encoding::Windows1252),
                    Encoding::Utf8,
                    true,
                ),
            ] {
                let (found, is, marked) = read(&bytes, pieces, chosen);
                assert_eq!(String::from_utf8(found).unwrap(), text);
                assert_eq!((is, marked), (encoding, mark));
            }
            let (found, ..) = read(b"Zo\xEB,\xA35,\x80", pieces, Some(Encoding::Windows1252));
            assert_eq!(String::from_utf8(found).unwrap(), "Zoë,£5,€");
        }
        assert_eq!(read(b"", 1, None).0, b"");
    }

    #[test]
    fn what_is_cut_short_or_half_a_pair_is_no_text() {
        for bytes in [
            &b"\xFF\xFEa\0b"[..],
            b"\xFF\xFEa\0\0\xD8",
            b"\xFF\xFE\0\xDCa\0",
        ] {
            for pieces in [1, 100] {
                assert!(String::from_utf8(read(bytes, pieces, None).0).is_err());
            }
        }
    }
}
