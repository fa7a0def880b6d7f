//! The beginning of a CSV: line `sep=`, delimiter, header, and files that are not CSV at all.
//!
//! [`CsvReader::new`] uses it once. It may read the header several times, with one delimiter after
//! the other.

use std::io::Read;

use super::{CsvError, CsvReader, Delimiter, Encoding, Header, Result, broken, parser};

impl<R: Read> CsvReader<R> {
    /// Skips a first line such as `sep=;`, and returns the delimiter that it states.
    pub(super) fn separator_line(&mut self) -> Result<Option<Delimiter>> {
        const SEP: &[u8] = b"sep=";
        // No more input is read than is needed to see that the first line is another one.
        loop {
            let begin = &self.buffer[..self.buffer.len().min(SEP.len())];
            let is_so_far = begin.eq_ignore_ascii_case(&SEP[..begin.len()]);
            if !is_so_far || self.buffer.len() > SEP.len() + 1 {
                break;
            }
            if !self.input.append(&mut self.buffer).map_err(broken)? {
                break;
            }
        }
        let [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            byte,
            end @ (b'\n' | b'\r'),
            ..,
        ] = self.buffer[..]
        else {
            return Ok(None);
        };
        let delimiter = Delimiter::of_byte(byte);
        if delimiter.is_some() {
            self.dialect.separator_line = true;
            self.at = SEP.len() + 2;
            self.next_line = 2;
            self.after_return = end == b'\r';
        }
        Ok(delimiter)
    }

    /// Reads the header with the first delimiter that gives the needed columns, or else with the
    /// one that gives most columns.
    pub(super) fn find_delimiter(&mut self, has_columns: impl Fn(&Header) -> bool) -> Result<()> {
        let mut best: Option<(usize, Delimiter)> = None;
        let mut first_error = None;
        for delimiter in Delimiter::ALL {
            match self.read_header(delimiter) {
                Ok(()) if has_columns(&self.header) => return Ok(()),
                Ok(()) if best.is_none_or(|(width, _)| self.header.width() > width) => {
                    best = Some((self.header.width(), delimiter));
                }
                Ok(()) => {}
                // With another delimiter the header would be one column, which nobody intends.
                Err(error @ (CsvError::Input(_) | CsvError::ManyColumns { .. })) => {
                    return Err(error);
                }
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        match (best, first_error) {
            (Some((_, delimiter)), _) => self.read_header(delimiter),
            (None, error) => Err(error.unwrap_or(CsvError::Empty)),
        }
    }

    /// Reads the row that begins at `start` as the header.
    pub(super) fn read_header(&mut self, delimiter: Delimiter) -> Result<()> {
        self.dialect.delimiter = delimiter;
        self.parser = parser(delimiter);
        self.at = self.start;
        self.header = Header::default();
        self.parse()?;
        if self.text[..self.text_length].contains(&0) && self.dialect.encoding == Encoding::Utf8 {
            return Err(CsvError::ZeroBytes);
        }
        self.check_quotes()?;
        self.check_text()?;
        self.header = Header::of(&self.record());
        Ok(())
    }
}

/// Names the kind of file that begins with these bytes, if it is one that users send by mistake for
/// a CSV.
pub(super) fn packed(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some("a workbook or another archive"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("a workbook of an older Excel"),
        [0x1F, 0x8B, ..] => Some("a compressed file"),
        _ => None,
    }
}
