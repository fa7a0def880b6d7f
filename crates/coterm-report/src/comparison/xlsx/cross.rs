//! The sheet that shows the overlap matrix as a cross table of weights, with the areas of the
//! first layer down and those of the second across.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::comparison::{Comparison, Named};
use coterm_core::words::capital;
use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, Format, FormatAlign, Workbook};

use crate::Result;
use crate::comparison::moves::Side;
use crate::comparison::names::{RealPairs, name_or_outside};
use crate::workbook::{Cell, header, paper, put, weight_format};

/// Largest number of columns. A wider table could not be read, and the sheet "Matrix" lists
/// every pair.
const MAX_COLUMNS: usize = 400;

/// Widths of the column of names and of the others.
const NAMES: f64 = 36.0;
const NUMBERS: f64 = 11.0;

pub(super) fn sheet(workbook: &mut Workbook, comparison: &Comparison) -> Result<()> {
    let real = RealPairs::of(comparison);
    let overlaps: Vec<_> = comparison
        .matrix
        .iter()
        .filter(|overlap| real.has(overlap))
        .collect();
    // `None` is ground outside the layer, which comes last.
    let order = |area: Option<&Named>| (area.is_none(), area.cloned());
    let across: BTreeSet<_> = overlaps.iter().map(|o| order(Side::B.own(o))).collect();
    let down: BTreeSet<_> = overlaps.iter().map(|o| order(Side::A.own(o))).collect();
    if across.len() > MAX_COLUMNS || down.is_empty() {
        return Ok(());
    }
    let cells: BTreeMap<_, f64> = overlaps
        .iter()
        .map(|o| ((order(Side::A.own(o)), order(Side::B.own(o))), o.weight))
        .collect();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Cross table")?;
    let weights: Vec<Cell> = cells.values().map(|&weight| weight.into()).collect();
    let number = Format::new().set_num_format(weight_format(&weights));
    let total = number.clone().set_bold();
    let turned = header().set_rotation(90).set_align(FormatAlign::Center);
    let corner = format!("{}, in both areas", capital(&comparison.unit().to_string()));
    sheet.write_string_with_format(0, 0, corner, &header())?;
    sheet.set_column_width(0, NAMES)?;
    sheet.set_row_height(0, 150)?;
    let mut sums = vec![0.0; across.len()];
    for (column, area) in (1_u16..).zip(&across) {
        let name = name_or_outside(area.1.as_ref(), &comparison.a.id);
        let name = if area.1.is_some() {
            name
        } else {
            format!("Outside {}", comparison.b.id)
        };
        sheet.write_string_with_format(0, column, name, &turned)?;
    }
    let last = u16::try_from(across.len()).unwrap_or(u16::MAX);
    sheet.write_string_with_format(0, last + 1, "All of these", &turned)?;
    sheet.set_column_range_width(1, last + 1, NUMBERS)?;
    let mut row = 0;
    for own in &down {
        row += 1;
        let name = name_or_outside(own.1.as_ref(), &comparison.a.id);
        sheet.set_row_height(row, paper::row_height([(name.as_str(), NAMES)]))?;
        sheet.write_string_with_format(row, 0, name, &header())?;
        let mut sum = 0.0;
        for ((column, area), below) in (1_u16..).zip(&across).zip(&mut sums) {
            let Some(&weight) = cells.get(&(own.clone(), area.clone())) else {
                continue;
            };
            sum += weight;
            *below += weight;
            put(sheet, row, column, &Cell::Number(weight), &number)?;
        }
        put(sheet, row, last + 1, &Cell::Number(sum), &total)?;
    }
    sheet.write_string_with_format(row + 1, 0, "All of these", &header())?;
    for (column, sum) in (1_u16..).zip(&sums) {
        put(sheet, row + 1, column, &Cell::Number(*sum), &total)?;
    }
    put(
        sheet,
        row + 1,
        last + 1,
        &Cell::Number(sums.iter().sum()),
        &total,
    )?;
    let shades = ConditionalFormat2ColorScale::new()
        .set_minimum_color(Color::RGB(0x00FF_FFFF))
        .set_maximum_color(Color::RGB(0x006B_AED6));
    sheet.add_conditional_format(1, 1, row, last, &shades)?;
    sheet.set_freeze_panes(1, 1)?;
    let mut widths = vec![NAMES];
    widths.resize(usize::from(last) + 2, NUMBERS);
    paper::set_up(sheet, &widths, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}
