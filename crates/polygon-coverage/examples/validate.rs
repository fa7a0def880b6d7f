//! Reports where a coverage is broken: `cargo run --example validate`
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use geo::{MultiPolygon, polygon};
use polygon_coverage::{CoverageReport, Error, PrecisionModel};

fn main() -> Result<(), Error> {
    let west: MultiPolygon<f64> =
        polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)].into();
    // The second area bulges into the first, and leaves a strip to the third.
    let middle = polygon![(x: 10., y: 0.), (x: 20., y: 0.), (x: 20., y: 10.), (x: 10., y: 10.), (x: 9., y: 5.)];
    let east = polygon![(x: 20.5, y: 0.), (x: 30., y: 0.), (x: 30., y: 10.), (x: 20.5, y: 10.)];
    let areas = [west, middle.into(), east.into()];
    let areas: Vec<&MultiPolygon<f64>> = areas.iter().collect();
    let report = CoverageReport::of(&areas, 1.0, PrecisionModel::covering(areas.iter().copied()))?;
    for overlap in &report.overlaps {
        println!(
            "areas {:?} overlap at {:?}: {}",
            overlap.areas, overlap.at, overlap.area
        );
    }
    for gap in report.gaps.iter().filter(|gap| gap.narrow) {
        println!(
            "a gap of width {} lies between areas {:?}",
            gap.width, gap.neighbours
        );
    }
    for edges in &report.unmatched {
        println!(
            "edges of areas {:?} do not match at {:?}",
            edges.areas, edges.at
        );
    }
    println!(
        "{}",
        if report.is_coverage() {
            "a coverage"
        } else {
            "not a coverage"
        }
    );
    Ok(())
}
