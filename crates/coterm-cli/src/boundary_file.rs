//! Boundary files in place of layers: [`boundary_file`] reads one, and says on standard error what is
//! doubtful about it.

use std::path::Path;

use coterm_core::Error as CoreError;
use coterm_core::dataset::Dataset;
use coterm_core::layers::Layer;
use coterm_core::space::millimetres;
use coterm_core::words::{ground, things};
use coterm_io::{AreaFile, Fields, FindingKind};
use coterm_report::UsedFile;
use polygon_coverage::CoverageReport;

use crate::error::{Context, Error, Result};
use crate::terminal::say;

/// Reads the areas of a file as a layer, and describes the file for reports. The layer is called as
/// the file is, without a folder, so that reports are the same on any machine.
///
/// # Errors
///
/// An error if `coterm check` could not read the file, or if its areas are not known for certain.
pub(crate) fn boundary_file(path: &Path, dataset: &Dataset) -> Result<(Layer, UsedFile)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = AreaFile::read(path, &Fields::default()).map_err(without_options)?;
    let bytes = std::fs::read(path).context(path.display().to_string())?;
    let used = UsedFile::new("Boundary file", name.as_ref(), coterm_io::checksum(&bytes));
    let doubts = doubts(&file)?;
    let shown = path.display();
    let layer = file
        .into_layer(&name, dataset)
        .map_err(|error| match error {
            coterm_io::Error::InvalidInput(reason) => Error::Usage(format!(
                "{reason}. `coterm check {shown}` lists all defects"
            )),
            error => error.into(),
        })?;
    if !doubts.is_empty() {
        say(format!(
            "{name}: {}. `coterm check {shown}` shows where.",
            doubts.join("; ")
        ));
    }
    Ok((layer, used))
}

/// Adds what to do to errors that name an option which only `coterm check` has.
fn without_options(error: coterm_io::Error) -> Error {
    let text = error.to_string();
    let remedy = if text.contains("--layer") {
        "only `coterm check` has --layer, so save that table as a file of its own"
    } else if text.contains("--crs") {
        "only `coterm check` has --crs, so save the file in EPSG:27700 or EPSG:4326"
    } else {
        return error.into();
    };
    Error::Usage(format!("{text}; {remedy}"))
}

/// Returns what is doubtful about the file, although its areas can be used: each is a clause.
pub(crate) fn doubts(file: &AreaFile) -> Result<Vec<String>> {
    let count = |kinds: &[FindingKind]| {
        let findings = file.report.findings.iter();
        let of_file = findings.filter_map(|finding| finding.in_file);
        of_file.filter(|at| kinds.contains(&at.kind)).count()
    };
    let left_out = count(&[
        FindingKind::FeatureLeftOut,
        FindingKind::FeatureNotUnderstood,
    ]);
    let open = count(&[FindingKind::RingNotClosed]);
    let mut doubts = Vec::new();
    if left_out > 0 {
        let features = things(left_out, "feature was", "features were");
        doubts.push(format!("{features} left out"));
    }
    if open > 0 {
        let rings = things(open, "area has rings", "areas have rings");
        doubts.push(format!("{rings} that are not closed, and were closed"));
    }
    let footprints: Vec<_> = file.areas.iter().map(|area| &area.footprint).collect();
    let report = CoverageReport::of(&footprints, 0.0, millimetres()).map_err(CoreError::from)?;
    if let [largest, ..] = &report.overlaps[..] {
        let names = largest.areas.iter().map(|area| {
            let area = &file.areas[area.index()];
            let name = if area.name.is_empty() {
                &area.code
            } else {
                &area.name
            };
            name.as_str()
        });
        doubts.push(format!(
            "its areas overlap in {}, the largest of {} ({}), and what is there counts in each of them",
            things(report.overlaps.len(), "place", "places"),
            ground(largest.area),
            coterm_core::words::list(names)
        ));
    }
    Ok(doubts)
}
