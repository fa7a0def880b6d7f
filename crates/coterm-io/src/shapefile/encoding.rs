//! The encoding of a shapefile's attributes ([`DbfEncoding`]), from the file `.cpg` or from the table's
//! own header.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// Letters of the code pages 437 and 850 of DOS, from 0x80. The two differ in what follows.
const DOS_LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ";

/// An encoding of attributes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum DbfEncoding {
    /// An encoding that is stated.
    Known(&'static Encoding),
    /// Code page 437 or 850.
    Dos,
    /// No encoding that is stated: UTF-8 where the bytes can be that, or else Windows-1252.
    Unknown,
}

impl DbfEncoding {
    /// Returns the encoding that the `.cpg` names, or else the one of the language driver, which is
    /// byte 29 of the table.
    pub(super) fn of(cpg: Option<&[u8]>, driver: u8) -> Self {
        let named = cpg.and_then(|cpg| Self::named(&String::from_utf8_lossy(cpg)));
        named.unwrap_or(match driver {
            0x01 | 0x02 => Self::Dos,
            0x03 | 0x57 | 0x58 | 0x59 => Self::Known(WINDOWS_1252),
            _ => Self::Unknown,
        })
    }

    /// Recognises the names that programs write: `UTF-8`, `1252`, `ANSI 1252`, `ISO 88591`, `OEM 850`.
    fn named(name: &str) -> Option<Self> {
        let name = name.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(Self::Known(encoding));
        }
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        let label = match digits.as_str() {
            "437" | "850" => return Some(Self::Dos),
            "65001" => "utf-8".to_owned(),
            number if number.starts_with("125") => format!("windows-{number}"),
            number => format!("iso-8859-{}", number.strip_prefix("8859")?),
        };
        Encoding::for_label(label.as_bytes()).map(Self::Known)
    }

    /// Decodes a value. Bytes that are no text become U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Known(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Dos => bytes.iter().map(|byte| dos(*byte)).collect(),
            Self::Unknown => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            },
        }
    }
}

/// Returns the letter of a byte in the code pages of DOS.
fn dos(byte: u8) -> char {
    let Some(position) = byte.checked_sub(0x80) else {
        return char::from(byte);
    };
    let letter = DOS_LETTERS.chars().nth(usize::from(position));
    letter.unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_read_in_every_encoding() {
        for (cpg, driver, bytes) in [
            (Some("UTF-8"), 0, &b"M\xC3\xB4n"[..]),
            (Some("65001\r\n"), 0x57, b"M\xC3\xB4n"),
            (Some("1252"), 0, b"M\xF4n"),
            (Some("ANSI 1252"), 0, b"M\xF4n"),
            (Some("ISO 88591"), 0, b"M\xF4n"),
            (Some("OEM 850"), 0, b"M\x93n"),
            (Some("?"), 0x57, b"M\xF4n"),
            (None, 0x02, b"M\x93n"),
            (None, 0, b"M\xC3\xB4n"),
            (None, 0, b"M\xF4n"),
        ] {
            let encoding = DbfEncoding::of(cpg.map(str::as_bytes), driver);
            assert_eq!(encoding.decode(bytes), "Môn", "{cpg:?} {driver}");
        }
    }
}
