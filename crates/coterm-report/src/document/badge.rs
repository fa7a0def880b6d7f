//! Verdicts as a coloured word, with a sign that says the same as the colour.

use coterm_core::Relation;

use super::markup::Text;
use crate::comparison::relation;

/// How an area stands to another layer.
pub(crate) fn badge(of: Relation) -> String {
    let (class, mark) = match of {
        Relation::Coterminous => ("v-same", "●"),
        Relation::Union => ("v-union", "◉"),
        Relation::PartOf => ("v-part", "◐"),
        Relation::Crossing => ("v-crossing", "✕"),
        Relation::Disjoint => ("v-apart", "○"),
        Relation::CannotBeTold => ("v-untold", "?"),
    };
    verdict(class, mark, relation(of))
}

/// Whether something is as it should be, in these words.
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
        Text(words)
    )
}
