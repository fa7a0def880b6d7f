//! Workbooks: tables as sheets, with frozen headings, number formats, widths and filters.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

pub(super) mod paper;
pub(super) mod practices;

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
    /// Names of several areas.
    List,
    /// Text of one or more sentences.
    Long,
    /// A number that names something, like a code.
    Number,
    Whole,
    /// A sum of weights, which may be whole or not.
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
    /// Format of a column with these cells.
    fn format<'a>(self, cells: impl IntoIterator<Item = &'a Cell>) -> Format {
        let top = Format::new().set_align(FormatAlign::Top);
        match self {
            Self::Text | Self::List | Self::Long => top.set_text_wrap(),
            Self::Number => top.set_align(FormatAlign::Left),
            Self::Whole | Self::SquareMetres | Self::Metres => top.set_num_format("#,##0"),
            Self::Weight => top.set_num_format(weight_format(cells)),
            Self::Share => top.set_num_format("0.0%"),
            Self::SquareKilometres => top.set_num_format("#,##0.0"),
            Self::Degrees => top.set_num_format("0.000000"),
            Self::Ratio => top.set_num_format("0.00"),
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::List => 32.0,
            Self::Long => 56.0,
            Self::Number => 10.0,
            _ => 12.0,
        }
    }

    /// Whether the column has text, which is wrapped.
    fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::List | Self::Long)
    }
}

/// Number format of weights: with a decimal only where one of them has any.
pub(super) fn weight_format<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> &'static str {
    let whole = cells.into_iter().all(|cell| match cell {
        Cell::Number(value) => value.fract() == 0.0,
        _ => true,
    });
    if whole { "#,##0" } else { "#,##0.0" }
}

/// A table to be written as a sheet.
#[derive(Debug)]
pub(super) struct Table {
    name: &'static str,
    columns: Vec<(String, Kind)>,
    /// Whether each column of the rows is one of the table's.
    kept: Vec<bool>,
    frozen: u16,
    /// Whether only the first page is printed.
    is_long: bool,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of these columns. The first `frozen` columns stay in view when it is scrolled.
    ///
    /// A column with the heading of an earlier one is left out, with its cells: it counts the
    /// same things in the same way, as the weight does when live postcodes are the weight.
    pub(super) fn new(name: &'static str, frozen: u16, columns: &[(&str, Kind)]) -> Self {
        let mut distinct: Vec<(String, Kind)> = Vec::new();
        let mut kept = Vec::new();
        for (heading, kind) in columns {
            let is_new = distinct.iter().all(|(other, _)| other != heading);
            if is_new {
                distinct.push(((*heading).to_owned(), *kind));
            }
            kept.push(is_new);
        }
        Self {
            name,
            columns: distinct,
            kept,
            frozen,
            is_long: false,
            rows: Vec::new(),
        }
    }

    /// Prints the first page only. The table is for looking things up, and may have hundreds
    /// of pages.
    pub(super) fn long(mut self) -> Self {
        self.is_long = true;
        self
    }

    /// Adds a row, with a cell for each column that the table was asked for.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        let kept = cells.into_iter().zip(&self.kept);
        let kept = kept.filter_map(|(cell, kept)| kept.then_some(cell));
        self.rows.push(kept.collect());
    }

    pub(super) fn write(&self, workbook: &mut Workbook) -> Result<()> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let (mut formats, mut widths, mut before) = (Vec::new(), Vec::new(), None);
        for (column, (heading, kind)) in (0_u16..).zip(&self.columns) {
            let mut head = header();
            let mut width = self.text_width(usize::from(column), *kind);
            let mut format = kind.format(self.column(usize::from(column)));
            // Numbers end where a text after them would begin.
            if kind.is_text() && before.is_some_and(|before: Kind| !before.is_text()) {
                format = format.set_align(FormatAlign::Left).set_indent(1);
                head = head.set_align(FormatAlign::Left).set_indent(1);
                width += 2.0;
            }
            before = Some(*kind);
            sheet.write_string_with_format(0, column, heading, &head)?;
            sheet.set_column_width(column, width)?;
            widths.push(width);
            formats.push(format);
        }
        let headings = self.columns.iter().map(|(heading, _)| heading.as_str());
        sheet.set_row_height(0, paper::row_height(headings.zip(widths.iter().copied())))?;
        let shown = &self.rows[..self.rows.len().min(MAX_ROWS)];
        let mut heights = Vec::new();
        for (row, cells) in (1_u32..).zip(shown) {
            for ((column, cell), format) in (0_u16..).zip(cells).zip(&formats) {
                put(sheet, row, column, cell, format)?;
            }
            let wrapped = cells.iter().zip(&self.columns).zip(&widths);
            let wrapped = wrapped.filter_map(|((cell, (_, kind)), width)| match cell {
                Cell::Text(text) if kind.is_text() => Some((text.as_str(), *width)),
                _ => None,
            });
            let height = paper::row_height(wrapped);
            sheet.set_row_height(row, height)?;
            heights.push(height);
        }
        if shown.is_empty() {
            sheet.write_string(1, 0, "None")?;
        }
        let after = (1_u32..).zip(shown).last().map_or(1, |(row, _)| row);
        if self.rows.len() > shown.len() {
            let left = self.rows.len() - shown.len();
            let note = format!("{left} more rows do not fit in a sheet; CSV has them");
            sheet.write_string(after + 1, 0, note)?;
        }
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, after, last)?;
        sheet.set_freeze_panes(1, self.frozen)?;
        let scale = paper::set_up(sheet, &widths, self.frozen)?;
        sheet.set_repeat_rows(0, 0)?;
        if self.is_long {
            paper::first_page_only(sheet, &heights, last, scale)?;
        }
        Ok(())
    }

    fn column(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    /// Width of a column that shows most of its texts in one line, but not the longest.
    #[expect(clippy::cast_precision_loss, reason = "some dozens")]
    fn text_width(&self, column: usize, kind: Kind) -> f64 {
        if matches!(kind, Kind::List | Kind::Long) {
            return kind.width();
        }
        let texts = self.column(column).take(2_000);
        let texts = texts.filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.chars().count()),
            _ => None,
        });
        let widest = texts.max().unwrap_or(0).min(40) as f64;
        (widest / paper::CHARACTERS + 2.0).max(kind.width())
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
