//! Boundary files in place of layers: [`boundary_file`] reads one, and says on standard error what is
//! doubtful about it.

use std::path::Path;

use coterm_core::Error as CoreError;
use coterm_core::dataset::Dataset;
use coterm_core::layers::Layer;
use coterm_core::space::millimetres;
use coterm_core::words::{ground, things};
use coterm_io::{AreaFile, FindingKind};
use coterm_report::UsedFile;
use polygon_coverage::CoverageReport;

use crate::args::BoundaryFields;
use crate::error::{Context, Error, Result};
use crate::terminal::say;

/// A boundary file as a layer, with its files for reports, the named one first.
pub(crate) struct BoundaryFile {
    pub(crate) layer: Layer,
    /// The file's name without a folder, so that reports are the same on any machine.
    pub(crate) name: String,
    pub(crate) files: Vec<UsedFile>,
}

/// Reads the areas of a file as a layer, which is called as the file is.
///
/// # Errors
///
/// An error if `coterm check` could not read the file, or if its areas are not known for certain.
pub(crate) fn boundary_file(
    path: &Path,
    dataset: &Dataset,
    fields: &BoundaryFields,
) -> Result<BoundaryFile> {
    let file = AreaFile::read(path, &fields.fields())?;
    let name = name(path);
    let files = file.files.iter().map(|path| used(path));
    let files = files.collect::<Result<_>>()?;
    let doubts = doubts(&file)?;
    let check = [&[path.display().to_string()], &fields.arguments()[..]].concat();
    let check = format!("`coterm check {}`", check.join(" "));
    let layer = file
        .into_layer(&name, dataset)
        .map_err(|error| match error {
            coterm_io::Error::InvalidInput(reason) => {
                Error::Usage(format!("{reason}. {check} lists all defects"))
            }
            error => error.into(),
        })?;
    if !doubts.is_empty() {
        say(format!(
            "{name}: {}. {check} shows where.",
            doubts.join("; ")
        ));
    }
    Ok(BoundaryFile { layer, name, files })
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn used(path: &Path) -> Result<UsedFile> {
    let bytes = std::fs::read(path).context(path.display().to_string())?;
    let checksum = coterm_io::checksum(&bytes);
    Ok(UsedFile::new("Boundary file", name(path), checksum))
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
