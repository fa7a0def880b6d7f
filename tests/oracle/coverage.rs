//! Writes coterm's findings on which areas do not fit together, to be compared with the findings of
//! software that shares no code with it.
//!
//! `coverage FOLDER` writes `coverage.json`. For each layer it has the positions of the areas that
//! overlap another or have edges that do not match another's, and the positions of those that are
//! invalid in themselves. The layers of the committed data are in the files that `export` writes.
//! Raw official layers, if the shared data has them, are written in the same form, as
//! `raw-NAME.wkb`.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_core::layers::Area;
use coterm_core::space::millimetres;
use coterm_io::{AreaFile, Fields};
use coterm_tests::{dataset, shared_data};
use geo::{Geometry, MultiPolygon};
use geozero::{CoordDimensions, ToWkb};
use polygon_coverage::{CoverageReport, coverage::CoverageOverlap};
use serde_json::{Value, json};

/// Official boundaries as published, with genuine defects.
const RAW: [&str; 2] = [
    "lad20_official_bgc_lsc_region",
    "ccg21_official_bsc100m_england",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: coverage FOLDER")?;
    let folder = Path::new(&folder);
    let mut flagged_areas = serde_json::Map::new();
    for layer in dataset().catalogue().layers() {
        let areas: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
        flagged_areas.insert(layer.id().to_owned(), flagged(&areas)?);
    }
    for name in RAW {
        let file = format!("boundaries/{name}.geojson");
        let path = shared_data().map(|shared| shared.join(file));
        let Some(path) = path.filter(|path| path.is_file()) else {
            eprintln!("left out: {name} (not in the shared reference data)");
            continue;
        };
        let file = AreaFile::read(&path, &Fields::default())?;
        let areas: Vec<_> = file.areas.iter().map(|area| &area.footprint).collect();
        let mut bytes = Vec::new();
        for &area in &areas {
            let wkb = Geometry::from(area.clone()).to_wkb(CoordDimensions::xy())?;
            bytes.extend(u32::try_from(wkb.len())?.to_le_bytes());
            bytes.extend(wkb);
        }
        fs::write(folder.join(format!("raw-{name}.wkb")), bytes)?;
        flagged_areas.insert(format!("raw-{name}"), flagged(&areas)?);
    }
    Ok(fs::write(
        folder.join("coverage.json"),
        Value::from(flagged_areas).to_string(),
    )?)
}

fn flagged(areas: &[&MultiPolygon<f64>]) -> Result<Value, Box<dyn Error>> {
    let report = CoverageReport::of(areas, 0.0, millimetres())?;
    let overlapping = report.overlaps.iter().flat_map(|overlap| &overlap.areas);
    let unmatched = report.unmatched.iter().flat_map(|edges| &edges.areas);
    let flagged: BTreeSet<usize> = overlapping
        .chain(unmatched)
        .map(|area| area.index())
        .collect();
    let invalid = report.invalid.iter();
    let invalid: BTreeSet<usize> = invalid.map(|invalid| invalid.area.index()).collect();
    Ok(json!({
        "flagged": flagged,
        "invalid": invalid,
        "overlap_m2": report.overlaps.iter().map(again_m2).sum::<f64>(),
        "gap_m2": report.gaps.iter().map(|gap| gap.area).sum::<f64>(),
    }))
}

/// Square metres of an overlap, counted once for each area beyond the first: ground that three
/// areas claim counts twice.
fn again_m2(overlap: &CoverageOverlap) -> f64 {
    let again = overlap.areas.iter().skip(1);
    again.map(|_| overlap.area).sum()
}
