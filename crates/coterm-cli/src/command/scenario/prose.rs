//! Sentences on a score for the terminal: with names, and in lines that fit.

use coterm_core::layers::Catalogue;
use coterm_report::{with_names, wrapped};

use crate::error::Result;
use crate::output::print;
use crate::table::width;

/// Greatest length of a line where standard output is not a terminal, in characters.
const LINE: usize = 100;

/// A printer of sentences, with names in place of the identifiers of layers and areas.
#[derive(Clone, Copy)]
pub(super) struct Prose<'a> {
    pub(super) catalogue: &'a Catalogue,
}

impl Prose<'_> {
    /// Returns a sentence with names in place of identifiers.
    pub(super) fn named(self, sentence: &str) -> String {
        with_names(sentence, self.catalogue)
    }

    /// Prints a sentence in lines of the terminal's width.
    pub(super) fn print(self, sentence: &str) -> Result<()> {
        self.lines(sentence, "")
    }

    /// Prints a sentence after a sign, with its further lines indented.
    pub(super) fn item(self, sign: char, sentence: &str) -> Result<()> {
        self.lines(&format!("{sign} {sentence}"), "  ")
    }

    fn lines(self, text: &str, indent: &str) -> Result<()> {
        let width = width().unwrap_or(LINE).max(40);
        print(wrapped(&self.named(text), width, indent))
    }
}
