//! [`CsvReader`]: the reader of all CSV files that users send, in whatever form.
//!
//! It reads a stream and holds one row of it at a time. `csv-core` decides where fields and rows
//! end; nothing else here looks for quotes or delimiters. Faults that `csv-core` accepts are
//! detected from the bytes that it consumed:
//!
//! * *No row is lost.* A blank line is a row without fields. [`CsvError::OpenQuote`] reports a
//!   quote that is not closed by the end of the file or within [`ROW_BYTES`]. It also reports a
//!   field over several lines that is not quoted from end to end: the quote that closed such a
//!   field was meant to open another one.
//! * *Lines are counted as people count them*, from 1; LF, CR or CRLF ends a line.
//! * *The file says how it is written*: by its byte order mark, a line `sep=;`, and the delimiter
//!   that fits its header.
//! * *Memory is bounded*, by [`ROW_BYTES`] and [`COLUMNS`].

mod beginning;
mod decoding;
mod dialect;
mod error;
mod header;
mod record;

use std::io::Read;

use csv_core::{ReadFieldResult, ReadRecordResult, Reader, ReaderBuilder};

use self::decoding::Decoding;
pub(crate) use self::dialect::Dialect;
use self::dialect::push_quoted;
pub use self::dialect::{CsvFormat, Delimiter, Encoding};
pub use self::error::CsvError;
pub(crate) use self::header::Header;
pub(crate) use self::record::{Record, Records};

/// Largest number of bytes in one row, in UTF-8.
pub const ROW_BYTES: usize = 1 << 20;
/// Largest number of columns in one row: as many as an Excel sheet has.
pub const COLUMNS: usize = 1 << 14;

type Result<T> = std::result::Result<T, CsvError>;

/// Reader of the rows of a CSV, one by one.
pub(crate) struct CsvReader<R> {
    input: Decoding<R>,
    /// Decoded text that is still needed; the row begins at `start`.
    buffer: Vec<u8>,
    start: usize,
    /// End of the parsed text in `buffer`.
    at: usize,
    parser: Reader,
    /// The row's fields one after the other, and the end of each; both vectors may be longer than
    /// the row needs.
    text: Vec<u8>,
    ends: Vec<usize>,
    text_length: usize,
    fields: usize,
    /// Number of the row's first line.
    line: u64,
    next_line: u64,
    /// Whether a line feed that comes next belongs to the end of the previous line.
    after_return: bool,
    header: Header,
    dialect: Dialect,
}

impl<R: Read> CsvReader<R> {
    /// Reads the header. `has_columns` says whether a header has the columns that are needed, which
    /// decides between delimiters.
    ///
    /// # Errors
    ///
    /// [`CsvError`] if there is no header, or it cannot be read.
    pub(crate) fn new(
        input: R,
        format: CsvFormat,
        has_columns: impl Fn(&Header) -> bool,
    ) -> Result<Self> {
        let input = Decoding::new(input, format.encoding).map_err(broken)?;
        let dialect = Dialect {
            delimiter: Delimiter::Comma,
            encoding: input.encoding(),
            byte_order_mark: input.byte_order_mark(),
            separator_line: false,
            line_end: "\n",
        };
        let mut reader = Self {
            input,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            parser: parser(Delimiter::Comma),
            text: vec![0; 1 << 10],
            ends: vec![0; 1 << 6],
            text_length: 0,
            fields: 0,
            line: 1,
            next_line: 1,
            after_return: false,
            header: Header::default(),
            dialect,
        };
        let separator = reader.separator_line()?;
        while reader.begin()? == Begin::Blank {}
        if reader.peek()?.is_none() {
            return Err(CsvError::Empty);
        }
        if let Some(what) = beginning::packed(&reader.buffer[reader.at..]) {
            return Err(CsvError::Packed(what));
        }
        match format.delimiter.or(separator) {
            Some(delimiter) => reader.read_header(delimiter)?,
            None => reader.find_delimiter(has_columns)?,
        }
        if reader.after_return && reader.peek()? == Some(b'\n') {
            reader.dialect.line_end = "\r\n";
        } else if reader.after_return {
            reader.dialect.line_end = "\r";
        }
        Ok(reader)
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Number of input bytes read so far.
    pub(crate) fn taken(&self) -> u64 {
        self.input.taken()
    }

    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`CsvError`]; no row follows after one.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>> {
        match self.begin()? {
            Begin::End => return Ok(None),
            Begin::Blank => {}
            Begin::Row => {
                self.parse()?;
                self.check_quotes()?;
                self.check_text()?;
            }
        }
        Ok(Some(self.record()))
    }

    fn record(&self) -> Record<'_> {
        Record {
            text: &self.text[..self.text_length],
            ends: &self.ends[..self.fields],
            line: self.line,
        }
    }

    /// Moves to the beginning of a row. A blank line is passed over and returned as
    /// [`Begin::Blank`].
    fn begin(&mut self) -> Result<Begin> {
        if self.after_return && self.peek()? == Some(b'\n') {
            self.at += 1;
        }
        self.after_return = false;
        self.start = self.at;
        self.line = self.next_line;
        (self.text_length, self.fields) = (0, 0);
        let Some(byte) = self.peek()? else {
            return Ok(Begin::End);
        };
        if !matches!(byte, b'\n' | b'\r') {
            return Ok(Begin::Row);
        }
        self.at += 1;
        self.next_line += 1;
        self.after_return = byte == b'\r';
        Ok(Begin::Blank)
    }

    /// Parses the row that begins at `at`.
    fn parse(&mut self) -> Result<()> {
        (self.text_length, self.fields) = (0, 0);
        // At the end of the input the parser is given a line end that the input lacks. Within
        // quotes it does not end the row.
        let mut ended = false;
        loop {
            ended = ended || self.peek()?.is_none();
            let input = if ended {
                b"\n"
            } else {
                &self.buffer[self.at..]
            };
            let (result, read, written, fields) = self.parser.read_record(
                input,
                &mut self.text[self.text_length..],
                &mut self.ends[self.fields..],
            );
            self.text_length += written;
            self.fields += fields;
            if !ended {
                self.at += read;
            }
            if self.at - self.start > ROW_BYTES {
                let ended = result == ReadRecordResult::Record;
                return Err(self.too_long(ended));
            }
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::InputEmpty if ended => return Err(self.open_quote()),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len(), 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= COLUMNS => {
                    return Err(CsvError::ManyColumns { line: self.line });
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
            }
        }
        self.after_return = !ended && self.buffer[self.at - 1] == b'\r';
        self.next_line = self.line + 1 + self.lines_within(self.fields);
        Ok(())
    }

    /// Refuses a field that contains line ends and is not quoted from end to end.
    fn check_quotes(&self) -> Result<()> {
        if memchr::memchr2(b'\n', b'\r', &self.text[..self.text_length]).is_none() {
            return Ok(());
        }
        let mut parser = parser(self.dialect.delimiter);
        let mut raw = &self.buffer[self.start..self.at];
        let mut unquoted = vec![0; raw.len() + 1];
        let mut quoted = Vec::new();
        for (column, field) in self.record().iter().enumerate() {
            let (result, read, _) = parser.read_field(raw, &mut unquoted);
            let ended = usize::from(matches!(result, ReadFieldResult::Field { .. }));
            let written = &raw[..read.saturating_sub(ended)];
            raw = &raw[read..];
            if memchr::memchr2(b'\n', b'\r', field).is_none() {
                continue;
            }
            quoted.clear();
            push_quoted(&mut quoted, field);
            if written != quoted {
                return Err(self.open_quote_in(column));
            }
        }
        Ok(())
    }

    /// Refuses fields that are not UTF-8, which includes text that could not be decoded.
    fn check_text(&self) -> Result<()> {
        if self.text[..self.text_length].is_ascii() {
            return Ok(());
        }
        for (column, field) in self.record().iter().enumerate() {
            if let Err(error) = std::str::from_utf8(field) {
                let before = line_ends(&field[..error.valid_up_to()]);
                return Err(CsvError::NotText {
                    line: self.line + self.lines_within(column) + before,
                    column: column + 1,
                    encoding: self.dialect.encoding.title(),
                });
            }
        }
        Ok(())
    }

    /// Returns the reason why a row is over the limit: it is long, or a quote is open. The parser
    /// cannot be used afterwards.
    fn too_long(&mut self, ended: bool) -> CsvError {
        let mut ends_at_newline = || {
            let (mut text, mut ends) = ([0; 1], [0; 1]);
            self.parser.read_record(b"\n", &mut text, &mut ends).0 == ReadRecordResult::Record
        };
        if ended || ends_at_newline() {
            return CsvError::LongRow { line: self.line };
        }
        self.open_quote()
    }

    /// Returns the error for a quote that opens in the field being read.
    fn open_quote(&self) -> CsvError {
        self.open_quote_in(self.fields)
    }

    fn open_quote_in(&self, column: usize) -> CsvError {
        CsvError::OpenQuote {
            line: self.line + self.lines_within(column),
            column: self.header.called(column),
        }
    }

    /// Number of line ends in the first `fields` fields of the row.
    fn lines_within(&self, fields: usize) -> u64 {
        let end = fields.checked_sub(1).map_or(0, |last| self.ends[last]);
        if memchr::memchr2(b'\n', b'\r', &self.text[..end]).is_none() {
            return 0;
        }
        self.record().iter().take(fields).map(line_ends).sum()
    }

    /// Returns the next byte, reading more input if needed; `None` at the end.
    fn peek(&mut self) -> Result<Option<u8>> {
        while self.at == self.buffer.len() {
            self.buffer.drain(..self.start);
            self.at -= self.start;
            self.start = 0;
            if !self.input.append(&mut self.buffer).map_err(broken)? {
                break;
            }
        }
        Ok(self.buffer.get(self.at).copied())
    }
}

/// The kind of line that begins at the current position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    Row,
    Blank,
    End,
}

fn parser(delimiter: Delimiter) -> Reader {
    let mut parser = ReaderBuilder::new().delimiter(delimiter.byte()).build();
    // The parser would skip a byte order mark in its first read, but the decoder has already
    // removed the mark. An empty first read prevents that.
    let _ = parser.read_field(b"", &mut []);
    parser
}

/// Number of line ends in a text; LF, CR and CRLF count as one each.
fn line_ends(text: &[u8]) -> u64 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text);
    ends.filter(|&at| text[at] == b'\r' || at == 0 || text[at - 1] != b'\r')
        .count() as u64
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn broken(error: std::io::Error) -> CsvError {
    CsvError::Input(error.to_string())
}

#[cfg(test)]
mod tests;
