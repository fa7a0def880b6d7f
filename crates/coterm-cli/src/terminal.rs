//! Output to a terminal, with the control characters of file contents and names escaped.
//!
//! Files that somebody else made, or their names, could otherwise send commands to the terminal.
//! All text goes through here; tables escape their cells themselves.

use std::fmt::Display;
use std::io::{self, Write};

use coterm_core::words::visible;

/// Prints a message to standard error, besides the results.
pub(crate) fn say(text: impl Display) {
    #[expect(
        clippy::disallowed_macros,
        reason = "what is said is made visible here"
    )]
    {
        anstream::eprintln!("{}", visible(&text.to_string()));
    }
}

/// Prints an error to standard error.
pub(crate) fn say_error(error: impl Display) {
    let style = anstyle::Style::new()
        .bold()
        .fg_color(Some(anstyle::AnsiColor::Red.into()));
    #[expect(
        clippy::disallowed_macros,
        reason = "what is said is made visible here"
    )]
    {
        anstream::eprintln!("{style}error{style:#}: {}", visible(&error.to_string()));
    }
}

/// A writer that escapes control characters, for output made for programs (CSV, JSON, pictures)
/// that goes to a terminal.
pub(crate) struct Terminal<W> {
    terminal: W,
    /// The bytes of an incomplete character or line end, whose rest has not been written yet.
    held: Vec<u8>,
}

impl<W: Write> Terminal<W> {
    pub(crate) fn new(terminal: W) -> Self {
        Self {
            terminal,
            held: Vec::new(),
        }
    }

    fn write_held(&mut self, to: usize) -> io::Result<()> {
        let whole: Vec<u8> = self.held.drain(..to).collect();
        let text = String::from_utf8_lossy(&whole);
        self.terminal.write_all(visible(&text).as_bytes())
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let mut end = match std::str::from_utf8(&self.held) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.held.len(),
        };
        if self.held[..end].last() == Some(&b'\r') {
            end -= 1;
        }
        self.write_held(end)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.terminal.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_pieces_is_made_visible_as_a_whole() {
        let text = "id,name\r\n1,Zoë \u{9b}2J\u{1b}[8m\u{202e}\rx\r\n";
        for size in 1..8 {
            let mut written = Vec::new();
            let mut terminal = Terminal::new(&mut written);
            for piece in text.as_bytes().chunks(size) {
                terminal.write_all(piece).unwrap();
            }
            drop(terminal);
            assert_eq!(String::from_utf8(written).unwrap(), visible(text));
        }
    }
}
