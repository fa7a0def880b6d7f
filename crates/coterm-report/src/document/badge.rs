//! Verdicts and checks as a coloured word with a sign. The sign means the same as the colour,
//! so that the colour is not needed to read it.

use coterm_core::comparison::Relation;

use super::markup::HtmlText;
use crate::comparison::relation;

/// The verdict on an area against another layer, as a sign and a word.
pub(crate) fn badge(shown: Relation) -> String {
    let (class, mark) = match shown {
        Relation::Coterminous => ("v-same", "●"),
        Relation::Union => ("v-union", "◉"),
        Relation::PartOf => ("v-part", "◐"),
        Relation::Crossing => ("v-crossing", "✕"),
        Relation::Disjoint => ("v-apart", "○"),
        Relation::CannotBeTold => ("v-untold", "?"),
    };
    verdict(class, mark, relation(shown))
}

/// Words with a sign that says whether all is well or attention is needed.
pub(crate) fn sign(holds: bool, words: &str) -> String {
    if holds {
        verdict("v-same", "●", words)
    } else {
        verdict("v-part", "▲", words)
    }
}

fn verdict(class: &str, mark: &str, words: &str) -> String {
    format!(
        "<span class=\"verdict {class}\"><span aria-hidden=\"true\">{mark}</span> {}</span>",
        HtmlText(words)
    )
}
