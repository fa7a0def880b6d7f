//! [`LinePieces`]: a text in pieces of whole lines, so that one is parsed while the next is unpacked.

use std::io::{self, ErrorKind, Read};
use std::mem;

/// Iterator over a text in pieces of whole lines. It ends after the first error.
///
/// A text of more than `limit` bytes gives an error of the kind [`ErrorKind::FileTooLarge`], and
/// never takes more memory than that.
pub(crate) struct LinePieces<R> {
    /// `None` after the end.
    text: Option<R>,
    limit: u64,
    /// Bytes of one piece, beside what is left of the line at its end.
    size: u64,
    /// Beginning of a line whose end was not read yet.
    rest: Vec<u8>,
}

impl<R: Read> LinePieces<R> {
    pub(crate) fn new(text: R, limit: u64, size: u64) -> Self {
        Self {
            text: Some(text),
            limit,
            size,
            rest: Vec::new(),
        }
    }

    /// Reads on until there is the end of a line or of the text; `None` after the last line.
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut lines = mem::take(&mut self.rest);
        while let Some(text) = &mut self.text {
            let known = lines.len();
            let read = text.by_ref().take(self.size).read_to_end(&mut lines)?;
            self.limit = (self.limit.checked_sub(read as u64))
                .ok_or_else(|| io::Error::from(ErrorKind::FileTooLarge))?;
            if read == 0 {
                self.text = None;
            } else if let Some(end) = lines[known..].iter().rposition(|&byte| byte == b'\n') {
                self.rest = lines.split_off(known + end + 1);
                break;
            }
        }
        Ok((!lines.is_empty()).then_some(lines))
    }
}

impl<R: Read> Iterator for LinePieces<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = self.read();
        if piece.is_err() {
            self.text = None;
        }
        piece.transpose()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_are_whole_lines_and_make_up_the_text(text in "[ab\n]{0,60}", size in 1..20_u64) {
            let pieces = LinePieces::new(text.as_bytes(), 60, size);
            let pieces: Vec<Vec<u8>> = pieces.collect::<io::Result<_>>().unwrap();
            let mut before = String::new();
            for piece in &pieces {
                prop_assert!(before.is_empty() || before.ends_with('\n'));
                prop_assert!(!piece.is_empty());
                before += std::str::from_utf8(piece).unwrap();
            }
            prop_assert_eq!(before, text);
        }

        #[test]
        fn a_text_beyond_the_limit_is_refused(text in "[ab\n]{1,60}", size in 1..20_u64) {
            let last = LinePieces::new(text.as_bytes(), text.len() as u64 - 1, size).last();
            let refused = last.and_then(Result::err).map(|error| error.kind());
            prop_assert_eq!(refused, Some(ErrorKind::FileTooLarge));
        }
    }
}
