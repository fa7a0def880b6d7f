//! Workbooks: tables as sheets, with frozen headings, number formats, widths and filters.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use crate::Result;

/// Largest number of rows in a sheet, a little below Excel's limit.
const MAX_ROWS: usize = 1_000_000;
/// Largest number of characters in a cell, a little below Excel's limit.
const MAX_TEXT: usize = 32_000;

/// Content of a cell. Text never becomes a formula.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.into())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<u64> for Cell {
    #[expect(clippy::cast_precision_loss, reason = "a workbook has only f64")]
    fn from(value: u64) -> Self {
        Self::Number(value as f64)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        (value as u64).into()
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Kind of content of a column, which decides its number format and width.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// Text of one or more sentences.
    Long,
    Whole,
    Weight,
    Share,
    SquareMetres,
    SquareKilometres,
    Metres,
    Degrees,
    /// A number from 0 to 1 that is no share.
    Ratio,
}

impl Kind {
    fn format(self) -> Format {
        let top = Format::new().set_align(FormatAlign::Top);
        match self {
            Self::Text => top,
            Self::Long => top.set_text_wrap(),
            Self::Whole => top.set_num_format("#,##0"),
            Self::Weight => top.set_num_format("#,##0.##"),
            Self::Share => top.set_num_format("0.00%"),
            Self::SquareMetres | Self::Metres => top.set_num_format("#,##0.0"),
            Self::SquareKilometres => top.set_num_format("#,##0.0000"),
            Self::Degrees => top.set_num_format("0.000000"),
            Self::Ratio => top.set_num_format("0.00"),
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::Text => 12.0,
            Self::Long => 70.0,
            _ => 13.0,
        }
    }
}

/// A table to be written as a sheet.
#[derive(Debug)]
pub(super) struct Table {
    name: &'static str,
    columns: Vec<(String, Kind)>,
    frozen: u16,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of these columns. The first `frozen` columns stay in view when it is scrolled.
    pub(super) fn new(name: &'static str, frozen: u16, columns: &[(&str, Kind)]) -> Self {
        let columns = columns
            .iter()
            .map(|(heading, kind)| ((*heading).to_owned(), *kind))
            .collect();
        Self {
            name,
            columns,
            frozen,
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub(super) fn write(&self, workbook: &mut Workbook) -> Result<()> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let mut formats = Vec::new();
        for (column, (heading, kind)) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, heading, &header())?;
            let width = self.text_width(usize::from(column), *kind);
            sheet.set_column_width(column, width)?;
            formats.push(kind.format());
        }
        sheet.set_row_height(0, 32)?;
        let shown = &self.rows[..self.rows.len().min(MAX_ROWS)];
        for (row, cells) in (1_u32..).zip(shown) {
            for ((column, cell), format) in (0_u16..).zip(cells).zip(&formats) {
                put(sheet, row, column, cell, format)?;
            }
        }
        let after = (1_u32..).zip(shown).last().map_or(0, |(row, _)| row);
        if self.rows.len() > shown.len() {
            let left = self.rows.len() - shown.len();
            let note = format!("{left} more rows do not fit in a sheet; CSV has them");
            sheet.write_string(after + 1, 0, note)?;
        }
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, after, last)?;
        sheet.set_freeze_panes(1, self.frozen)?;
        for_paper(sheet);
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Width of a text column that shows most of its texts in full, but not the longest.
    #[expect(clippy::cast_precision_loss, reason = "some dozens")]
    fn text_width(&self, column: usize, kind: Kind) -> f64 {
        let Kind::Text = kind else {
            return kind.width();
        };
        let texts = self
            .rows
            .iter()
            .take(2_000)
            .filter_map(|row| match row.get(column)? {
                Cell::Text(text) => Some(text.chars().count()),
                _ => None,
            });
        let widest = texts.max().unwrap_or(0).min(40) as f64;
        (widest + 2.0).max(kind.width())
    }
}

/// A workbook without sheets. It holds no time of day, so the same sheets give the same bytes.
pub(super) fn new_workbook(title: &str, engine: &str, attribution: &str) -> Result<Workbook> {
    let mut workbook = Workbook::new();
    // A workbook must have a date of creation, and the present one would differ each time.
    // This is the first day that Excel counts from.
    let epoch = ExcelDateTime::from_ymd(1900, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author(engine)
            .set_comment(attribution)
            .set_creation_datetime(&epoch),
    );
    Ok(workbook)
}

/// Format of headings.
pub(super) fn header() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E3_ECF3))
        .set_border_bottom(FormatBorder::Thin)
}

/// Sets up a sheet for A4 landscape paper, one page wide.
pub(super) fn for_paper(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
}

pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<()> {
    match cell {
        Cell::Text(text) => {
            let cut: String = text.chars().take(MAX_TEXT).collect();
            sheet.write_string_with_format(row, column, cut, format)?;
        }
        Cell::Number(value) if value.is_finite() => {
            sheet.write_number_with_format(row, column, *value, format)?;
        }
        Cell::Number(_) | Cell::Empty => {}
    }
    Ok(())
}
