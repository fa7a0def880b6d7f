//! Benchmark: how fast is a lookup, compared with other Rust crates?
//!
//! Four layers and three orders of points. All contenders take turns on one thread, and all their
//! answers are compared.

use coterm_benches::all_layers::AllLayers;
use coterm_benches::contender::{CONTENDERS, Contender};
use coterm_benches::layers::{NamedLayer, everyday, for_each};
use coterm_benches::measure::{in_turns, median, per_point};
use coterm_benches::parameters::Parameters;
use coterm_benches::record::Records;
use coterm_benches::verify::{against_brute_force, difference};
use coterm_benches::{Result, points};
use coterm_core::lookup::{area_at, areas_at};
use coterm_core::space::LonLat;
use geo::MultiPolygon;
use polygon_coverage::{AreaId, PointIndex};
use serde_json::json;
use std::hint::black_box;
use std::time::Instant;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    for_each(parameters, |layer| {
        one_layer(layer, parameters, &mut records)
    })?;
    all_layers_at_once(parameters, &mut records)
}

fn build(footprints: &[MultiPolygon<f64>]) -> Result<Vec<(&'static str, Box<dyn Contender>)>> {
    CONTENDERS
        .iter()
        .map(|(name, build)| Ok((*name, build(footprints)?)))
        .collect()
}

fn one_layer(layer: &NamedLayer, parameters: Parameters, records: &mut Records) -> Result<()> {
    let contenders = build(&layer.footprints)?;
    for (order, points) in points::orders(&layer.footprints, parameters.points) {
        let timed = in_turns(&contenders, &points, parameters.turns);
        let own = &timed[0].containing;
        let (wrong, checked) = against_brute_force(&layer.footprints, &points, own);
        records.add(&json!({"kind": "exact", "layer": layer.name, "order": order, "wrong": wrong, "asked": checked}))?;
        for ((contender, _), timed) in contenders.iter().zip(&timed) {
            records.add(&json!({
                "kind": "lookup", "layer": layer.name, "areas": layer.footprints.len(), "vertices": layer.vertices(),
                "order": order, "points": points.len(), "contender": contender, "ns_per_point": timed.ns_per_point,
                "differs": difference(&layer.footprints, &points, own, &timed.containing),
            }))?;
        }
    }
    drop(contenders);
    degrees(layer, parameters, records)
}

/// A way to look all positions up, into a column of areas.
type LookUp<'a> = dyn Fn(&mut Vec<Option<AreaId>>) + 'a;

/// Measures what longitude and latitude instead of grid coordinates add. Tests that every area is
/// that of the exact point.
fn degrees(layer: &NamedLayer, parameters: Parameters, records: &mut Records) -> Result<()> {
    let index = PointIndex::build(&layer.footprints)?;
    let grid = points::scattered(&layer.footprints, parameters.points, 1);
    let degrees: Vec<LonLat> = grid
        .iter()
        .filter_map(|point| point.to_lonlat().ok())
        .collect();
    let one_by_one = |areas: &mut Vec<Option<AreaId>>| {
        areas.clear();
        areas.extend(degrees.iter().map(|&at| area_at(&index, at).ok().flatten()));
    };
    let in_batches = |areas: &mut Vec<Option<AreaId>>| {
        areas_at(&index, degrees.iter().copied().map(Some), areas);
    };
    let ways: [(&str, &LookUp); 2] = [("coterm", &one_by_one), ("coterm in batches", &in_batches)];
    let mut areas = Vec::new();
    for (way, look_up) in ways {
        look_up(&mut areas);
        for (&position, &area) in degrees.iter().zip(&areas) {
            let exact = index.locate(position.to_grid()?.coord());
            if area != exact {
                let layer = &layer.name;
                return Err(format!("{way}: {position:?} is not in {exact:?} of {layer}").into());
            }
        }
    }
    let mut seconds = ways.map(|_| Vec::new());
    for _ in 0..parameters.turns {
        for ((_, look_up), seconds) in ways.iter().zip(&mut seconds) {
            let start = Instant::now();
            look_up(black_box(&mut areas));
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    for ((way, _), seconds) in ways.iter().zip(seconds) {
        let ns_per_point = per_point(median(seconds), degrees.len());
        records.add(&json!({"kind": "degrees", "layer": layer.name, "contender": way, "points": degrees.len(), "ns_per_point": ns_per_point}))?;
    }
    Ok(())
}

/// Measures the everyday lookup: one point in every layer of the default data.
fn all_layers_at_once(parameters: Parameters, records: &mut Records) -> Result<()> {
    let layers = everyday()?;
    let largest = layers
        .iter()
        .max_by_key(|layer| layer.vertices())
        .ok_or("the default data has no layers")?;
    let points = points::scattered(&largest.footprints, parameters.points, 1);
    for (contender, build) in CONTENDERS {
        let alone: Vec<_> = layers
            .iter()
            .map(|layer| Ok(("", build(&layer.footprints)?)))
            .collect::<Result<_>>()?;
        let alone: Vec<f64> = in_turns(&alone, &points, parameters.turns)
            .iter()
            .map(|timed| timed.ns_per_point)
            .collect();
        let together = AllLayers::new(contender, build, &layers)?;
        let turn = || {
            let start = Instant::now();
            together.ask(&points);
            per_point(start.elapsed().as_secs_f64(), points.len())
        };
        turn();
        let ns_per_point = median((0..parameters.turns).map(|_| turn()).collect());
        records.add(&json!({
            "kind": "everyday", "layers": layers.len(), "contender": contender, "ns_per_point": ns_per_point,
            "dearest_layer_ns": alone.iter().copied().fold(0.0, f64::max), "sum_of_layers_ns": alone.iter().sum::<f64>(),
        }))?;
    }
    Ok(())
}
