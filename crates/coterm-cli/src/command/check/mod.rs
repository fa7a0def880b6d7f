//! `coterm check`: checks whether the areas of a layer or file fit together.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use coterm_core::Error as CoreError;
use coterm_core::dataset::Indexing;
use coterm_core::space::millimetres;
use coterm_io::{AreaFile, DataLocation, Progress};
use geo::{CoordsIter, MultiPolygon};
use polygon_coverage::CoverageReport;

use crate::args::{Check, CheckFormat};
use crate::error::{Context, Error, Result};
use crate::output::{Output, print_shown};
use crate::overwrite_check::{named_as, refuse_overwrite};
use crate::progress_bars::ProgressBars;

mod defects;
mod invalid;
mod render;
mod verdict;

use defects::Measure;

pub(crate) use defects::Checked;

/// Gaps narrower than this many metres are defects, unless the user says otherwise.
const GAP_WIDTH_M: f64 = 1.0;

pub(crate) fn run(data: &DataLocation, args: &Check) -> Result<ExitCode> {
    refuse_overwrite(args.output.as_deref(), data, [&args.subject])?;
    if args.format == CheckFormat::Table && !args.json {
        named_as(
            args.output.as_deref(),
            "a table for people (--format chooses another)",
            &["txt"],
        )?;
    }
    let bars = ProgressBars::default();
    bars.begin("reading", None);
    let subject = subject(data, args);
    bars.end();
    let subject = subject?;
    bars.begin("checking", None);
    let checked = checked(&args.subject, &subject, args.gap_width);
    bars.end();
    let checked = checked?;
    let format = if args.json {
        CheckFormat::Json
    } else {
        args.format
    };
    let text = match format {
        CheckFormat::Table => render::table(&checked, args.all),
        CheckFormat::Json => json(&checked)?,
        CheckFormat::Geojson => json(&render::geojson(&checked))?,
    };
    if format == CheckFormat::Table && args.output.is_none() {
        print_shown(text)?;
    } else {
        let mut output = Output::to(args.output.as_deref())?;
        writeln!(output, "{text}").context("what was found")?;
        output.finish()?;
    }
    Ok(if checked.holds {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Checks the areas of a file that was read from `name`, with the default width of gaps.
pub(crate) fn check_file(name: &str, file: &AreaFile) -> Result<Checked> {
    checked(name, file, GAP_WIDTH_M)
}

/// Returns the defects that a check found, for people: the largest of each kind.
pub(crate) fn shown(checked: &Checked) -> String {
    render::table(&checked.without_harmless(), false)
}

/// Returns the defects of several files as one `GeoJSON`.
pub(crate) fn defects_of(checks: &[Checked]) -> Result<String> {
    json(&render::geojson_of_all(checks))
}

fn checked(name: &str, file: &AreaFile, gap_width_m: f64) -> Result<Checked> {
    let areas = &file.areas;
    let footprints: Vec<&MultiPolygon<f64>> = areas.iter().map(|area| &area.footprint).collect();
    let report = CoverageReport::of(&footprints, gap_width_m, millimetres());
    let vertices = footprints.iter().map(|footprint| footprint.coords_count());
    let measure = Measure {
        subject: name,
        is_file: !file.files.is_empty(),
        table: file.layer.as_deref(),
        crs: file.crs,
        conversion: file.conversion.clone(),
        features: file.features,
        vertices: vertices.sum(),
        gap_width_m,
    };
    let report = report.map_err(CoreError::from)?;
    let findings = file.report.findings.clone();
    Ok(Checked::new(&measure, areas, &report, findings))
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::Usage(format!("cannot write JSON: {error}")))
}

/// Reads the file or layer that was named. A layer's areas count as its features.
fn subject(data: &DataLocation, args: &Check) -> Result<AreaFile> {
    let path = Path::new(&args.subject);
    let looks_like_file = path.extension().is_some() || path.components().count() > 1;
    if looks_like_file || path.is_file() {
        return Ok(AreaFile::read(path, &args.fields.fields())?);
    }
    args.fields.refuse_unused(false)?;
    let dataset = coterm_io::store::open(data, Indexing::None)?;
    let layer = dataset.catalogue().layer(&args.subject);
    let layer = layer.map_err(|error| match error {
        CoreError::NoSuchLayer { layer, nearest } => Error::Usage(format!(
            "there is no file or layer called \"{layer}\"; the closest names of layers are {}",
            nearest.join(", ")
        )),
        other => other.into(),
    })?;
    Ok(AreaFile::from(layer))
}
