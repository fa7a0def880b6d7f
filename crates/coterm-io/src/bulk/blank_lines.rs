use std::io::{self, BufRead, BufReader, Read};

/// Keeps the blank lines of a CSV that has one column.
///
/// CSV readers skip blank lines. In a file of one column a blank line is a row whose
/// field is empty, and to lose it would put every row after it out of step with what
/// it was copied from. So it is read as a quoted empty field. Files with more columns
/// pass through unchanged.
pub(crate) struct BlankLines<R> {
    inner: BufReader<R>,
    state: State,
    /// What has been made and not yet read.
    made: Vec<u8>,
    given: usize,
}

#[derive(Clone, Copy)]
enum State {
    Header { quoted: bool },
    OneColumn { quoted: bool, at_start: bool },
    Unchanged,
}

impl<R: Read> BlankLines<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self {
            inner: BufReader::with_capacity(1 << 16, inner),
            state: State::Header { quoted: false },
            made: Vec::new(),
            given: 0,
        }
    }

    fn take(&mut self, byte: u8) {
        self.state = match self.state {
            State::Header { quoted } => match byte {
                b'"' => State::Header { quoted: !quoted },
                b',' if !quoted => State::Unchanged,
                b'\n' if !quoted => State::OneColumn {
                    quoted: false,
                    at_start: true,
                },
                _ => State::Header { quoted },
            },
            State::OneColumn { quoted, at_start } => {
                if at_start && matches!(byte, b'\n' | b'\r') {
                    self.made.extend(b"\"\"");
                }
                let quoted = quoted != (byte == b'"');
                State::OneColumn {
                    quoted,
                    at_start: byte == b'\n' && !quoted,
                }
            }
            State::Unchanged => State::Unchanged,
        };
        self.made.push(byte);
    }
}

impl<R: Read> Read for BlankLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.made.len() {
            if matches!(self.state, State::Unchanged) {
                return self.inner.read(buffer);
            }
            self.made.clear();
            self.given = 0;
            let chunk = self.inner.fill_buf()?.to_vec();
            self.inner.consume(chunk.len());
            for byte in chunk {
                self.take(byte);
            }
        }
        let length = buffer.len().min(self.made.len() - self.given);
        buffer[..length].copy_from_slice(&self.made[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut out = String::new();
        BlankLines::new(text.as_bytes())
            .read_to_string(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn a_blank_line_of_one_column_is_an_empty_field() {
        assert_eq!(read("pc\nA\n\nB\n"), "pc\nA\n\"\"\nB\n");
        assert_eq!(read("pc\r\nA\r\n\r\nB"), "pc\r\nA\r\n\"\"\r\nB");
    }

    #[test]
    fn a_blank_line_within_quotes_and_files_of_more_columns_stay() {
        for same in [
            "pc\n\"A\n\nB\"\nC\n",
            "pc,x\nA,1\n\nB,2\n",
            "\"a,b\"\nA\n",
            "pc",
            "",
        ] {
            assert_eq!(read(same), same);
        }
    }
}
