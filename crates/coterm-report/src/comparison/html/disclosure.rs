//! The section on disclosure: small parts that subtracting published figures would give away.

use coterm_core::comparison::{Comparison, Disclosure};
use coterm_core::words::{count, weight};

use crate::document::markup::{HtmlText, Kind, Table, list, paragraph};
use crate::text;

/// The section, with a table of the parts, or a sentence that there are none.
pub(super) fn section(disclosure: &Disclosure, comparison: &Comparison) -> String {
    let mut html = paragraph(
        "Where figures are published for the areas of both layers, some can be subtracted from \
         others. The remainder may be so small that its figure reveals information about individuals.",
    );
    let sentences = text::disclosure::disclosure(disclosure, comparison);
    html.push_str(&paragraph(&sentences[0]));
    if !disclosure.parts.is_empty() {
        let columns = [
            ("Subtracting", Kind::Text),
            (disclosure.unit.as_str(), Kind::Number),
            ("Blocks", Kind::Number),
            ("What is left", Kind::Text),
        ];
        let mut table = Table::new("Parts, the smallest first", &columns);
        for part in &disclosure.parts {
            table.row(vec![
                HtmlText(&part.expression).to_string(),
                weight(part.weight),
                part.blocks.map_or_else(String::new, count),
                HtmlText(text::disclosure::part(part, comparison)).to_string(),
            ]);
        }
        html.push_str(&table.html());
    }
    if !disclosure.notes.is_empty() {
        html.push_str(&list(text::disclosure::notes(&disclosure.notes)));
    }
    html
}
