//! Answers of lookups as JSON and in sentences.
//!
//! An [`Answer`](coterm_core::lookup::Answer) is data: its reasons and notes are enums with figures.
//! [`AnswerDocument`] is the JSON of an answer, which has a sentence and a code for each.
//! [`Sentence`] is the text of one reason or note, and [`row_reason`] that of a table's row.

mod answer_document;
mod note_sentence;
mod reason_sentence;
mod row;

use std::fmt;

use coterm_core::lookup::PostcodePosition;
use serde::{Serialize, Serializer};

pub use answer_document::{AnswerDocument, NoAreaDocument, Objections, PointDocument};
pub use row::row_reason;

/// Text of a reason, of a note, or of the answer for one layer: one or more sentences, each
/// with its full stop. It implements `Display`, and is serialised as a string.
///
/// ```
/// use coterm_core::codes::Postcode;
/// use coterm_core::lookup::Note;
/// use coterm_report::lookup::Sentence;
///
/// let postcode: Postcode = "LA1 4YW".parse()?;
/// assert_eq!(
///     Sentence(&Note::PositionsApart { postcode, apart_m: 180.0 }).to_string(),
///     "Official sources place LA1 4YW up to 180 m apart.",
/// );
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'a, T>(pub &'a T);

impl<T> Serialize for Sentence<'_, T>
where
    Self: fmt::Display,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Phrase for how a postcode's position was found: `in a building of the postcode`.
pub fn position_phrase(position: PostcodePosition) -> &'static str {
    match position {
        PostcodePosition::Building => "in a building of the postcode",
        PostcodePosition::Approximate => "approximate",
        PostcodePosition::UnitMean => "the mean of its addresses",
        PostcodePosition::Imputed => "imputed from neighbouring postcodes",
        PostcodePosition::SectorMean => "the mean of its sector",
        PostcodePosition::Unstated => "accuracy not stated",
        PostcodePosition::Lsoa => "the middle of its LSOA",
    }
}
