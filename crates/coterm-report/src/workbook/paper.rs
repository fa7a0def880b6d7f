//! How a sheet fits on paper: A4 landscape, at a size that can be read, with rows as high as their
//! text.

use rust_xlsxwriter::Worksheet;

use coterm_core::words::count;

use crate::Result;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;
/// Greatest height of a row in Excel, in points.
const HIGHEST: f64 = 409.0;
/// Characters of running text that a unit of a column's width holds. The unit is a digit of
/// Calibri; the fonts that stand in for it are up to a fifth wider.
pub(crate) const CHARACTERS: f64 = 0.9;
/// Width that an A4 page in landscape has at full size, in the units of columns, and the rows
/// that are then on it.
const PAGE: (f64, u32) = (130.0, 30);

/// Greatest width that is shrunk to a page, in pages: smaller print could not be read.
const SHRUNK: f64 = 1.6;
/// Size of the print of wider sheets, whose columns go on over several pages.
const PERCENT: u16 = 70;

/// Sets up a sheet with columns of these widths for A4 landscape paper: one page wide, or several
/// if that would be too small to read, each with the first `repeated` columns. Returns how many
/// times the print is shrunk.
pub(crate) fn set_up(sheet: &mut Worksheet, widths: &[f64], repeated: u16) -> Result<f64> {
    sheet.set_paper_size(9).set_landscape();
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer("&L&A&RPage &P of &N");
    let width: f64 = widths.iter().sum();
    if width <= PAGE.0 * SHRUNK {
        sheet.set_print_fit_to_pages(1, 0);
        return Ok((width / PAGE.0).max(1.0));
    }
    sheet.set_print_scale(PERCENT);
    let scale = 100.0 / f64::from(PERCENT);
    let first: f64 = widths.iter().take(usize::from(repeated)).sum();
    if repeated > 0 && first < PAGE.0 * scale / 2.0 {
        sheet.set_repeat_columns(0, repeated - 1)?;
    }
    Ok(scale)
}

/// Limits printing to about a page of a table whose rows have these heights, whose last column
/// this is, and which is shrunk so many times; and says so at the foot of the page.
pub(crate) fn first_page_only(
    sheet: &mut Worksheet,
    heights: &[f64],
    last_column: u16,
    scale: f64,
) -> Result<()> {
    let room = f64::from(PAGE.1) * scale * LINE;
    let sums = heights.iter().scan(0.0, |sum, height| {
        *sum += height;
        Some(*sum)
    });
    let rows = sums.take_while(|sum| *sum <= room).count().max(1);
    if heights.len() > rows {
        let last_row = u32::try_from(rows).unwrap_or(u32::MAX);
        sheet.set_print_area(0, 0, last_row, last_column)?;
        sheet.set_footer(format!(
            "&L&A: the first {} of {} rows&RPage &P of &N",
            count(rows),
            count(heights.len())
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
