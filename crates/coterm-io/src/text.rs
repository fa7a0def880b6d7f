//! Decodes the text of files: UTF-8 or UTF-16, with or without a byte order mark.
//!
//! `GeoJSON`, scenarios, definitions, recipes and tables all follow this one rule, because Windows
//! editors put a mark before UTF-8, and some programs save as UTF-16.

use std::borrow::Cow;

/// Encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, also if there is no byte order mark.
    Utf8,
    /// UTF-16 with the less significant byte first.
    Utf16LittleEndian,
    /// UTF-16 with the more significant byte first.
    Utf16BigEndian,
}

impl Encoding {
    /// Returns the encoding of a file that begins with these bytes, and the length of its byte
    /// order mark in bytes. Three bytes are enough.
    pub(crate) fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Self::Utf8, 3),
            [0xFF, 0xFE, ..] => (Self::Utf16LittleEndian, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16BigEndian, 2),
            _ => (Self::Utf8, 0),
        }
    }
}

/// Decodes the text of a file, without its byte order mark. UTF-8 is borrowed, so it takes no
/// further memory.
///
/// # Errors
///
/// A sentence that says which line is not text in the file's encoding, and what to do.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let (encoding, mark) = Encoding::of(bytes);
    let rest = &bytes[mark..];
    match encoding {
        Encoding::Utf8 => utf8(rest).map(Cow::Borrowed),
        Encoding::Utf16LittleEndian => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        Encoding::Utf16BigEndian => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    // All formats begin with a character of one byte, so a zero byte here is half of a UTF-16
    // character.
    if matches!(bytes, [0, _, ..] | [_, 0, ..]) {
        return Err(
            "line 1 is not UTF-8: it looks like UTF-16 without a byte order mark; \
             save the file as UTF-8"
                .to_owned(),
        );
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        format!("line {line} is not UTF-8; save the file as UTF-8")
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    // A single byte at the end is half of a character, and so is half of a surrogate pair.
    let half = (!rest.is_empty()).then_some(None);
    let letters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    for letter in letters.map(Result::ok).chain(half) {
        let Some(letter) = letter else {
            let line = 1 + text.matches('\n').count();
            return Err(format!(
                "line {line} is not UTF-16, but the start of the file says UTF-16; save the file as UTF-8"
            ));
        };
        text.push(letter);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(bytes).collect()
    }

    #[test]
    fn a_text_is_the_same_in_each_encoding() {
        let text = "{\"name\": \"Ynys Môn 🏝\"}\n";
        let marked = format!("\u{feff}{text}");
        for bytes in [
            text.as_bytes().to_vec(),
            marked.into_bytes(),
            in_utf16(text, u16::to_le_bytes),
            in_utf16(text, u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes).unwrap(), text);
        }
        assert_eq!(decode(b"").unwrap(), "");
        assert!(matches!(decode(b"{}"), Ok(Cow::Borrowed("{}"))));
    }

    #[test]
    fn what_is_in_no_encoding_is_named_with_its_line() {
        let mut half = in_utf16("a\nb\n", u16::to_le_bytes);
        half.push(b'c');
        let mut lone = in_utf16("a\n", u16::to_be_bytes);
        lone.extend([0xD8, 0x00, 0x00, b'a']);
        let unmarked = in_utf16("{}", u16::to_le_bytes)[2..].to_vec();
        for (bytes, words) in [
            (&b"a\nZo\xEB\n"[..], ["line 2", "UTF-8"]),
            (&half, ["line 3", "UTF-16"]),
            (&lone, ["line 2", "UTF-16"]),
            (&unmarked, ["line 1", "UTF-16"]),
        ] {
            let message = decode(bytes).unwrap_err();
            assert!(words.iter().all(|word| message.contains(word)), "{message}");
            assert!(message.contains("save the file as UTF-8"), "{message}");
        }
    }
}
