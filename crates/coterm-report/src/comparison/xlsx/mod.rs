//! A comparison as a workbook: a sheet for each table.

mod cross;
mod sheet;
mod summary;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::ComparisonReport;
use super::words::layer_names;
use crate::Result;

/// The workbook's bytes: the same for the same comparison, for it holds no time of day.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<Vec<u8>> {
    let comparison = report.comparison;
    let mut workbook = Workbook::new();
    let [a, b] = layer_names(comparison);
    // A date is asked for, and none belongs there: the first that Excel counts from.
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
