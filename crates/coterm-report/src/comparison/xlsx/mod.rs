//! The report on a comparison as an Excel workbook, with a sheet for each table.

mod cross;
mod review;
mod summary;
mod tables;

use super::ComparisonReport;
use super::names::layer_names;
use crate::Result;
use crate::workbook::{new_workbook, practices};

/// Writes the workbook. It holds no time of day, so the same comparison gives the same bytes.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<Vec<u8>> {
    let comparison = report.comparison;
    let [a, b] = layer_names(comparison);
    let mut workbook = new_workbook(
        &format!("{a} and {b}"),
        &report.manifest.engine,
        &comparison.attribution,
    )?;
    summary::sheet(&mut workbook, report)?;
    review::splits(comparison).write(&mut workbook)?;
    review::matches(comparison).write(&mut workbook)?;
    if let Some(found) = &comparison.practices {
        practices::sheet(&[(None, found)]).write(&mut workbook)?;
    }
    review::alignment(comparison).write(&mut workbook)?;
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
