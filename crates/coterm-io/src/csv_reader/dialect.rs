//! The ways in which a CSV is written: [`Delimiter`], [`Encoding`], [`Dialect`].
//!
//! [`CsvFormat`] is what a user states in advance; [`Dialect`] is what was found in the file, and
//! the output is written by it.

use std::fmt;

/// The byte between the fields of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All delimiters, in the order in which they are tried.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// Returns the byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// Returns the delimiter's name: `comma`, `semicolon`, `tab`, `pipe`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }

    /// Finds the delimiter with this name, or the one that is this character.
    pub fn named(text: &str) -> Option<Self> {
        let is = |delimiter: &Self| {
            text.eq_ignore_ascii_case(delimiter.name()) || text.as_bytes() == [delimiter.byte()]
        };
        Self::ALL.into_iter().find(is)
    }

    pub(super) fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|delimiter| delimiter.byte() == byte)
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The encoding of characters as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with a byte order mark or without.
    Utf8,
    /// UTF-16; little-endian unless a byte order mark says otherwise.
    Utf16,
    /// Windows-1252. ISO 8859-1 is read as Windows-1252 too, as browsers do.
    Windows1252,
}

impl Encoding {
    /// All encodings.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Windows1252];

    /// Returns the encoding's name: `utf-8`, `utf-16`, `windows-1252`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Finds the encoding with this name or one of its usual aliases.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        Some(match text.as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Self::Utf8,
            "utf-16" | "utf16" | "utf-16le" | "unicode" => Self::Utf16,
            "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" | "latin-1" => Self::Windows1252,
            _ => return None,
        })
    }

    /// Returns the encoding's name as sentences have it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Delimiter and encoding as far as the user states them; the rest is found in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CsvFormat {
    /// The delimiter. By default it is the first of [`Delimiter::ALL`] with which the header has
    /// the columns that are needed, or else the one that gives most columns.
    pub delimiter: Option<Delimiter>,
    /// The encoding of a file without a byte order mark; UTF-8 by default.
    pub encoding: Option<Encoding>,
}

/// The form in which a CSV was found. Output is written in the same form, but always in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The byte between fields.
    pub(crate) delimiter: Delimiter,
    /// The encoding of characters.
    pub(crate) encoding: Encoding,
    /// Whether the file begins with a byte order mark.
    pub(crate) byte_order_mark: bool,
    /// Whether the first line is `sep=` and the delimiter, as spreadsheets write it.
    pub(crate) separator_line: bool,
    /// The end of the header line: `\n`, `\r\n` or `\r`.
    pub(crate) line_end: &'static str,
}

impl Dialect {
    /// Returns the text before the header line.
    ///
    /// A byte order mark tells Excel that the file is UTF-8. It is therefore written also if the
    /// input was in another encoding.
    pub(crate) fn preamble(&self) -> Vec<u8> {
        let mut text = Vec::new();
        if self.byte_order_mark || self.encoding != Encoding::Utf8 {
            text.extend_from_slice("\u{feff}".as_bytes());
        }
        if self.separator_line {
            text.extend_from_slice(b"sep=");
            text.push(self.delimiter.byte());
            text.extend_from_slice(self.line_end.as_bytes());
        }
        text
    }

    /// Appends a field, in quotes if it needs them (RFC 4180). The `csv` crate's writer does the
    /// same, but takes as long as all other work on the row together.
    pub(crate) fn push(&self, text: &mut Vec<u8>, field: &[u8]) {
        let delimiter = self.delimiter.byte();
        let special = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || *byte == delimiter;
        if field.iter().any(special) {
            push_quoted(text, field);
        } else {
            text.extend_from_slice(field);
        }
    }
}

/// Appends a field in quotes.
pub(super) fn push_quoted(text: &mut Vec<u8>, field: &[u8]) {
    text.push(b'"');
    for &byte in field {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fields_are_written_as_the_csv_crate_writes_them(
            fields in prop::collection::vec("[a,;\"\r\n é]{0,6}", 2..5),
            delimiter in prop::sample::select(&Delimiter::ALL[..]),
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(delimiter.byte())
                .from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let reference = writer.into_inner().unwrap();
            let dialect = Dialect {
                delimiter,
                encoding: Encoding::Utf8,
                byte_order_mark: false,
                separator_line: false,
                line_end: "\n",
            };
            let mut written = Vec::new();
            for (position, field) in fields.iter().enumerate() {
                if position > 0 {
                    written.push(delimiter.byte());
                }
                dialect.push(&mut written, field.as_bytes());
            }
            written.push(b'\n');
            prop_assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(reference).unwrap());
        }
    }

    #[test]
    fn delimiters_and_encodings_are_known_by_their_names() {
        for delimiter in Delimiter::ALL {
            assert_eq!(Delimiter::named(delimiter.name()), Some(delimiter));
            assert_eq!(Delimiter::of_byte(delimiter.byte()), Some(delimiter));
        }
        assert_eq!(Delimiter::named(";"), Some(Delimiter::Semicolon));
        assert_eq!(Delimiter::named("x"), None);
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::named(encoding.name()), Some(encoding));
        }
        assert_eq!(Encoding::named("Latin1"), Some(Encoding::Windows1252));
        assert_eq!(Encoding::named("koi8-r"), None);
    }
}
