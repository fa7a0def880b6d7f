//! Writes the deviations that coterm finds between lines of layers, to be compared with the
//! findings of software that shares no code with it.
//!
//! `lines FOLDER` writes `deviations.json`. Its `layers` are directed: from the edges of one layer
//! that the other lacks, to all edges of the other. Its `areas` join both directions: between all
//! edges of an area and all edges of the same area in the other layer, with the positions of both
//! areas. In metres, EPSG:27700. The layers themselves are in the files that `export` writes.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_core::layers::{Area, Layer};
use coterm_core::space::millimetres;
use coterm_tests::dataset;
use geo::Coord;
use polygon_coverage::{BoundaryIndex, deviation::Deviation, deviation::deviation, measure::edges};
use serde_json::{Value, json};

/// Pairs of layers that draw the same areas differently, or have some lines in common.
const PAIRS: [[&str; 2]; 4] = [
    ["sicbl-2022", "sicbl-2022-buc"],
    ["ccg-2021", "ccg-2019-bsc"],
    ["lad-2023", "lad-2024-buc"],
    ["place-2021", "utla-2021"],
];
const TOLERANCE_M: f64 = 50.0;

type Edge = [Coord<f64>; 2];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: lines FOLDER")?;
    let (mut layers, mut areas) = (Vec::new(), Vec::new());
    for [one, other] in PAIRS {
        let catalogue = dataset().catalogue();
        let (one, other) = (catalogue.layer(one)?, catalogue.layer(other)?);
        for (from, to) in [(one, other), (other, one)] {
            let found = directed(&missing(&all(from), &all(to)), &all(to))?;
            layers.push(described([from, to], &found));
        }
        for (position, area) in one.iter() {
            let Some(twin) = other.position(area.code()) else {
                continue;
            };
            let twins = [area, &other[twin]];
            let [own, theirs] = twins.map(|area| of_area(area).collect::<Vec<_>>());
            let found = directed(&own, &theirs)?.joined(directed(&theirs, &own)?);
            let mut described = described([one, other], &found);
            described["positions"] = json!([position.index(), twin.index()]);
            areas.push(described);
        }
    }
    let text = serde_json::to_string(&json!({ "layers": layers, "areas": areas }))?;
    Ok(fs::write(Path::new(&folder).join("deviations.json"), text)?)
}

fn of_area(area: &Area) -> impl Iterator<Item = Edge> {
    edges(area.footprint())
}

fn all(layer: &Layer) -> Vec<Edge> {
    layer.areas().iter().flat_map(of_area).collect()
}

/// Returns the edges of one set that are not in the other in either direction, each once.
fn missing(from: &[Edge], to: &[Edge]) -> Vec<Edge> {
    let key = |[a, b]: &Edge| {
        let mut ends = [a, b].map(|end| [end.x.to_bits(), end.y.to_bits()]);
        ends.sort_unstable();
        ends
    };
    let mut known: HashSet<_> = to.iter().map(key).collect();
    let new = from.iter().filter(|edge| known.insert(key(edge)));
    new.copied().collect()
}

fn directed(from: &[Edge], to: &[Edge]) -> Result<Deviation, Box<dyn Error>> {
    let found = deviation(
        from,
        &BoundaryIndex::from_edges(to)?,
        TOLERANCE_M,
        millimetres(),
    );
    Ok(found.ok_or("there is nothing to compare")?)
}

fn described([from, to]: [&Layer; 2], found: &Deviation) -> Value {
    json!({
        "from": from.id(), "to": to.id(), "tolerance_m": TOLERANCE_M,
        "hausdorff_m": found.hausdorff, "at": [found.at.x, found.at.y],
        "mean_m": found.mean, "within_m": found.within, "length_m": found.length(),
    })
}
