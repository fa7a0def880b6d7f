//! Tables of text in columns, for a terminal. The last column wraps.

use coterm_core::words::visible;

/// Side of its column to which a text is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Number of spaces between columns.
const GAP: usize = 2;
/// Smallest width of the last column, in characters. If less room is left, the table exceeds
/// the width that was asked for.
const MIN_WIDTH: usize = 24;
/// Largest width of the other columns, in characters; longer cells are cut.
const MAX_WIDTH: usize = 34;

/// A table of rows under headings.
#[derive(Debug)]
pub(super) struct Columns {
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// A table with these headings. A line break in a heading is kept, such as between a unit
    /// and the way of counting.
    pub(super) fn new(headings: &[(&str, Align)]) -> Self {
        let split = |text: &str| -> [String; 2] {
            let (first, second) = text.split_once('\n').unwrap_or((text, ""));
            [printable(first), printable(second)]
        };
        let split: Vec<[String; 2]> = headings.iter().map(|(text, _)| split(text)).collect();
        let row = |line: usize| split.iter().map(|lines| lines[line].clone()).collect();
        let mut rows: Vec<Vec<String>> = vec![row(0), row(1)];
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        Self {
            align: headings.iter().map(|(_, align)| *align).collect(),
            rows,
        }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| printable(&cell)).collect());
    }

    /// Text of the table, with a line for each row. Only the last column wraps.
    pub(super) fn text(&self, width: usize) -> String {
        let last = self.align.len().saturating_sub(1);
        let wraps = self.align.last() == Some(&Align::Left);
        let widths: Vec<usize> = (0..self.align.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
                if column == last {
                    widest
                } else {
                    widest.min(MAX_WIDTH)
                }
            })
            .collect();
        let before: usize = widths[..last].iter().map(|width| width + GAP).sum();
        let room = width.saturating_sub(before).max(MIN_WIDTH);
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                if column > 0 {
                    line.push_str(&" ".repeat(GAP));
                }
                if column == last && wraps {
                    let rest = wrapped(cell, room, "");
                    line.push_str(&rest.replace('\n', &format!("\n{}", " ".repeat(before))));
                } else {
                    line.push_str(&padded(cell, widths[column], self.align[column]));
                }
            }
            for line in line.lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text
    }
}

fn padded(cell: &str, width: usize, align: Align) -> String {
    let length = cell.chars().count();
    if length > width {
        let cut: String = cell.chars().take(width.saturating_sub(1)).collect();
        return format!("{cut}…");
    }
    let space = " ".repeat(width - length);
    match align {
        Align::Left => format!("{cell}{space}"),
        Align::Right => format!("{space}{cell}"),
    }
}

/// Text in one line, without characters that a terminal would take for commands.
fn printable(text: &str) -> String {
    visible(text).replace(['\r', '\n', '\t'], " ")
}

/// Returns a text broken into lines of at most `width` characters, with all lines but the first
/// indented.
pub fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in printable(text).split_whitespace() {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > width {
            lines.push('\n');
            lines.push_str(indent);
            length = indent.chars().count();
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += letters;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_count_was_made_stands_below_what_is_counted() {
        let headings = [
            ("area", Align::Left),
            ("people\nby the code table", Align::Right),
        ];
        let mut table = Columns::new(&headings);
        table.row(["Craven".into(), "57,338".into()]);
        assert_eq!(
            table.text(40),
            "area               people\n        by the code table\nCraven             57,338\n"
        );
    }

    #[test]
    fn the_last_column_wraps_and_numbers_stand_below_each_other() {
        let mut table = Columns::new(&[("n", Align::Right), ("why", Align::Left)]);
        table.row(["7".into(), "one two three four five six".into()]);
        table.row(["1,000".into(), "\u{1b}[31mred".into()]);
        assert_eq!(
            table.text(20),
            "    n  why\n    7  one two three four five\n       six\n1,000  \\u001b[31mred\n"
        );
    }
}
