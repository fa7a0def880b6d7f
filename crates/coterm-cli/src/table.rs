//! Tables for people: as wide as the terminal, plain where it is none.

use std::io::IsTerminal;

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, LineStyle, Table, TableStyle};

/// A rule under the headings, and no other lines.
const RULED: TableStyle = NOTHING.header_separator(LineStyle::new('─', '─', '─', '─'));

/// Whether colours are wanted: on a terminal, unless `NO_COLOR` is set.
fn colourful() -> bool {
    std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A table with these headings.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = facts();
    table.load_style(RULED);
    table.set_header(
        headings
            .iter()
            .map(|heading| Cell::new(heading).add_attribute(Attribute::Bold)),
    );
    table
}

/// A table without lines or headings, for a list of facts.
pub(crate) fn facts() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    if !colourful() {
        table.force_no_tty();
    }
    table
}

/// How many characters fit in a line of the terminal; `None` if there is none.
pub(crate) fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    facts().width().map(usize::from)
}

/// A cell that shows good or bad.
pub(crate) fn verdict(text: &str, good: bool) -> Cell {
    let cell = Cell::new(text);
    if colourful() {
        cell.fg(if good { Color::Green } else { Color::Yellow })
    } else {
        cell
    }
}
