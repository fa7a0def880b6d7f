//! How a sheet fits on paper: A4 landscape, one page wide, with rows as high as their text.

use rust_xlsxwriter::Worksheet;

use coterm_core::words::count;

use crate::Result;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;
/// Greatest height of a row in Excel, in points.
const HIGHEST: f64 = 409.0;
/// Characters of running text that a unit of a column's width holds. The unit is a digit of
/// Calibri; the fonts that stand in for it are up to a fifth wider.
const CHARACTERS: f64 = 0.9;
/// Width that an A4 page in landscape has at full size, in the units of columns, and the rows
/// that are then on it.
const PAGE: (f64, u32) = (130.0, 30);

/// Sets up a sheet for A4 landscape paper, one page wide.
pub(crate) fn set_up(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer("&L&A&RPage &P of &N");
}

/// Limits printing to about a page of a table whose last row and column and whole width these
/// are, and says so at the foot of the page.
pub(crate) fn first_page_only(
    sheet: &mut Worksheet,
    last_row: u32,
    last_column: u16,
    width: f64,
) -> Result<()> {
    let shrunk = (width / PAGE.0).max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has some dozens of rows"
    )]
    let rows = (f64::from(PAGE.1) * shrunk).min(120.0) as u32;
    if last_row > rows {
        sheet.set_print_area(0, 0, rows, last_column)?;
        sheet.set_footer(format!(
            "&L&A: the first {} of {} rows&RPage &P of &N",
            count(rows as usize),
            count(last_row as usize)
        ));
    }
    Ok(())
}

/// Height of a row with these texts, each in a column of this width. It is written to the
/// file because not every program measures wrapped text when it opens one.
pub(crate) fn row_height<'a>(texts: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let lines = texts.into_iter().map(|(text, width)| lines(text, width));
    (lines.max().map_or(1.0, f64::from) * LINE).min(HIGHEST)
}

/// Number of lines that a text takes in a column, broken between words.
fn lines(text: &str, width: f64) -> u32 {
    let room = (width * CHARACTERS).max(1.0);
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split_whitespace() {
        #[expect(clippy::cast_precision_loss, reason = "a word is short")]
        let mut length = word.chars().count() as f64;
        if used > 0.0 && used + 1.0 + length > room {
            (lines, used) = (lines + 1, 0.0);
        }
        while length > room {
            (lines, length) = (lines + 1, length - room);
        }
        used += length + if used > 0.0 { 1.0 } else { 0.0 };
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader, Xlsx};
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::workbook::{Kind, Table};

    /// Number of rows of a long table that is printed, by the print area of its sheet.
    fn printed(rows: u32) -> Option<String> {
        let mut workbook = Workbook::new();
        let mut table = Table::new("Codes", 1, &[("Code", Kind::Text)]).long();
        for _ in 0..rows {
            table.row(vec!["E01000001".into()]);
        }
        table.write(&mut workbook).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let mut areas = book.defined_names().iter();
        let area = areas.find(|(name, _)| name.ends_with("Print_Area"));
        area.map(|(_, area)| area.clone())
    }

    #[test]
    fn a_long_table_prints_its_first_page() {
        assert_eq!(printed(30), None);
        assert_eq!(printed(9_000).as_deref(), Some("Codes!$A$1:$A$31"));
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert_eq!(row_height([("short", 20.0), ("", 5.0)]), 15.0);
        assert_eq!(
            row_height([("four words of text", 10.0), ("one", 10.0)]),
            45.0
        );
        assert_eq!(row_height([("abcdefghijklmnopqr", 10.0)]), 30.0);
        assert_eq!(row_height([("word ".repeat(9_000).as_str(), 10.0)]), 409.0);
    }
}
