//! Tables for people: as wide as the terminal, and without colours or wrapping where the output is
//! not a terminal.

use std::fmt;
use std::io::IsTerminal;

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, CellAlignment, Color, ContentArrangement, LineStyle, TableStyle};
use coterm_core::words::visible;

/// The style of tables: a rule under the headings, and no other lines.
const RULED: TableStyle = NOTHING.header_separator(LineStyle::new('─', '─', '─', '─'));

/// Whether to use colours: on a terminal, unless `NO_COLOR` is set.
fn colourful() -> bool {
    std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A table. Control characters in its cells are escaped, so that a terminal does not obey them.
pub(crate) struct Table(comfy_table::Table);

/// A cell of a table, with escaped text.
pub(crate) struct Cell(comfy_table::Cell);

impl<T: AsRef<str>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self(comfy_table::Cell::new(visible(text.as_ref())))
    }
}

impl Cell {
    /// Aligns the cell's text to the right, as for numbers.
    pub(crate) fn right(self) -> Self {
        Self(self.0.set_alignment(CellAlignment::Right))
    }
}

impl Table {
    /// Adds a row.
    pub(crate) fn add_row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.0.add_row(cells.into_iter().map(|cell| cell.into().0));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Makes a table with these headings.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = facts();
    table.0.load_style(RULED);
    let headings = headings.iter().map(|heading| Cell::from(heading).0);
    table
        .0
        .set_header(headings.map(|heading| heading.add_attribute(Attribute::Bold)));
    table
}

/// Makes a table without lines or headings, for a list of facts.
pub(crate) fn facts() -> Table {
    let mut table = comfy_table::Table::new();
    table.load_style(NOTHING);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    if !colourful() {
        table.force_no_tty();
    }
    Table(table)
}

/// Number of characters in a line of the terminal; `None` if standard output is not a terminal.
pub(crate) fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    facts().0.width().map(usize::from)
}

/// Makes a cell that is green if good and yellow if not, where colours are used.
pub(crate) fn verdict(text: &str, good: bool) -> Cell {
    let cell = Cell::from(text);
    if colourful() {
        Cell(cell.0.fg(if good { Color::Green } else { Color::Yellow }))
    } else {
        cell
    }
}
