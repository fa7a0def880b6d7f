//! The report on a comparison as an Excel workbook, with a sheet for each table.

mod cross;
mod summary;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::ComparisonReport;
use super::names::layer_names;
use crate::Result;

/// Writes the workbook. It holds no time of day, so the same comparison gives the same bytes.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<Vec<u8>> {
    let comparison = report.comparison;
    let mut workbook = Workbook::new();
    let [a, b] = layer_names(comparison);
    // A workbook must have a date of creation, and the present one would differ each time.
    // This is the first day that Excel counts from.
    let epoch = ExcelDateTime::from_ymd(1900, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(format!("{a} against {b}"))
            .set_author(&report.manifest.engine)
            .set_comment(&comparison.attribution)
            .set_creation_datetime(&epoch),
    );
    summary::sheet(&mut workbook, report)?;
    tables::verdicts(comparison).write(&mut workbook)?;
    cross::sheet(&mut workbook, comparison)?;
    tables::matrix(comparison).write(&mut workbook)?;
    tables::differences(comparison).write(&mut workbook)?;
    tables::codes(comparison).write(&mut workbook)?;
    tables::pieces(comparison).write(&mut workbook)?;
    tables::moves(comparison).write(&mut workbook)?;
    if let Some(found) = &comparison.disclosure {
        tables::disclosure(found, comparison).write(&mut workbook)?;
    }
    Ok(workbook.save_to_buffer()?)
}
