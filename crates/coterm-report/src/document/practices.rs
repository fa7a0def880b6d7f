//! The practices that would be in another area: their table, and the notes on those that are not
//! counted.

use coterm_core::comparison::{Named, Practices};
use coterm_core::words::things;

use super::markdown;
use super::markup::{self, Kind};
use super::text_table::TextTable;
use crate::text;

/// Largest number of practices in a table of a short document.
pub(crate) const SHORT: usize = 30;
/// Text for ground in no area.
pub(crate) const NOWHERE: &str = "In no area";
const NONE: &str = "No practice would be in a different area.";

/// The practices as HTML; the table has at most `listed` of them.
pub(crate) fn html(practices: &Practices, notes: &[String], listed: usize) -> String {
    let mut html = match table(practices, listed) {
        Some(table) => table.html("ruled compact"),
        None => markup::paragraph(NONE),
    };
    if let Some(more) = left_out(practices, listed) {
        html.push_str(&markup::paragraph(&more));
    }
    if !notes.is_empty() {
        html.push_str(&markup::list(notes));
    }
    html
}

/// The practices as Markdown, likewise.
pub(crate) fn markdown(practices: &Practices, notes: &[String], listed: usize) -> String {
    let mut markdown = match table(practices, listed) {
        Some(table) => table.markdown(),
        None => markdown::paragraph(NONE),
    };
    if let Some(more) = left_out(practices, listed) {
        markdown.push_str(&markdown::paragraph(more));
    }
    if !notes.is_empty() {
        markdown.push_str(&markdown::list(notes));
    }
    markdown
}

fn table(practices: &Practices, listed: usize) -> Option<TextTable> {
    if practices.moves.is_empty() {
        return None;
    }
    let columns = [
        ("Practice", Kind::Text),
        ("Postcode", Kind::Text),
        ("From", Kind::Text),
        ("To", Kind::Text),
    ];
    let moved = things(practices.moved, "practice", "practices");
    let caption = format!("{moved} would be in a different area.");
    let mut table = TextTable::new(caption, &columns);
    let name = |area: &Option<Named>| match area {
        Some(area) => area.name.clone(),
        None => NOWHERE.to_owned(),
    };
    for moving in practices.moves.iter().take(listed) {
        table.row(vec![
            text::practices::name(&moving.practice).to_owned(),
            moving.practice.postcode.to_string(),
            name(&moving.from),
            name(&moving.to),
        ]);
    }
    Some(table)
}

fn left_out(practices: &Practices, listed: usize) -> Option<String> {
    let more = practices.moves.len().saturating_sub(listed);
    (more > 0).then(|| {
        format!(
            "{} in the workbook and the JSON.",
            things(more, "more is", "more are")
        )
    })
}
