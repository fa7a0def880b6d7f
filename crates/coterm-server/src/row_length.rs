use crate::Problem;

/// Bytes that one row may have, so that a quote that is never closed does not make a
/// row of all that follows it.
const LONGEST: usize = 1 << 20;

/// How long the rows of a CSV are that arrives in pieces.
#[derive(Debug, Default)]
pub(crate) struct RowLength {
    bytes: usize,
    rows: u64,
    state: State,
}

/// Where in a field, for a line break within quotes ends no row.
#[derive(Debug, Clone, Copy, Default)]
enum State {
    #[default]
    Start,
    Bare,
    Quoted,
    /// After a quote within quotes: they end, or it is one of two that mean one.
    Quote,
}

impl RowLength {
    /// More has arrived.
    ///
    /// # Errors
    ///
    /// If a row is too long.
    pub(crate) fn pass(&mut self, piece: &[u8]) -> Result<(), Problem> {
        for &byte in piece {
            self.bytes += 1;
            self.state = match (self.state, byte) {
                (State::Quoted, b'"') => State::Quote,
                (State::Quoted, _) | (State::Start | State::Quote, b'"') => State::Quoted,
                (_, b'\n' | b'\r') => {
                    self.not_too_long()?;
                    self.bytes = 0;
                    self.rows += u64::from(byte == b'\n');
                    State::Start
                }
                (_, b',') => State::Start,
                _ => State::Bare,
            };
        }
        self.not_too_long()
    }

    fn not_too_long(&self) -> Result<(), Problem> {
        if self.bytes <= LONGEST {
            return Ok(());
        }
        Err(Problem::too_large(format!(
            "row {} is longer than {LONGEST} bytes; is a quote not closed?",
            self.rows + 1
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(text: &[u8]) -> bool {
        let mut rows = RowLength::default();
        text.chunks(1_000).all(|piece| rows.pass(piece).is_ok())
    }

    #[test]
    fn a_row_may_have_so_many_bytes_and_a_file_more() {
        let row = |length: usize| [vec![b'a'; length - 1], vec![b'\n']].concat();
        assert!(passes(&row(LONGEST).repeat(3)));
        assert!(!passes(&row(LONGEST + 1)));
        assert!(!passes(&vec![b'a'; LONGEST + 1]));
    }

    #[test]
    fn a_line_break_ends_a_row_but_within_quotes() {
        let lines = |first: &str| [first.as_bytes(), &b"x\n".repeat(LONGEST)].concat();
        for row in [
            "a,b\n",
            "\"a\",b\n",
            "\"a\"\"b\"\n",
            "5\" pipe\n",
            "\"a\"b\"\r\n",
        ] {
            assert!(passes(&lines(row)), "{row}");
        }
        for open in ["\"a\n", "a,\"b\n", "\"a\"\"\n", "\"a\"\"b\n"] {
            assert!(!passes(&lines(open)), "{open}");
        }
    }
}
