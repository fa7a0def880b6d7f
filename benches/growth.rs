//! Benchmark: how does the cost of a lookup grow with the number of vertices, areas and layers?

use std::time::Instant;

use coterm_benches::all_layers::AllLayers;
use coterm_benches::contender::CONTENDERS;
use coterm_benches::coverage::{Size, growing_areas, growing_vertices};
use coterm_benches::layers::{everyday, made};
use coterm_benches::measure::{in_turns, median, per_point};
use coterm_benches::parameters::Parameters;
use coterm_benches::record::Records;
use coterm_benches::{Result, points};
use serde_json::json;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let parameters = Parameters {
        points: parameters.points / 10,
        turns: 3,
        ..parameters
    };
    let mut records = Records::open()?;
    for (by, sizes) in [("vertices", growing_vertices()), ("areas", growing_areas())] {
        for size in sizes {
            // A quick run caps the sizes; without this it would measure the largest again and
            // again.
            if by == "areas" || size.vertices <= parameters.max_vertices {
                one_size(by, size, parameters, &mut records)?;
            }
        }
    }
    layers(parameters, &mut records)
}

fn one_size(by: &str, size: Size, parameters: Parameters, records: &mut Records) -> Result<()> {
    let layer = made(size, parameters);
    let points = points::scattered(&layer.footprints, parameters.points, 1);
    let mut seconds = Vec::new();
    let built: Vec<_> = CONTENDERS
        .iter()
        .map(|(name, build)| {
            let start = Instant::now();
            let built = build(&layer.footprints);
            seconds.push(start.elapsed().as_secs_f64());
            Ok((*name, built?))
        })
        .collect::<Result<_>>()?;
    let timed = in_turns(&built, &points, parameters.turns);
    for (((contender, _), timed), seconds) in built.iter().zip(timed).zip(seconds) {
        records.add(&json!({
            "kind": "growth", "by": by, "vertices": layer.vertices(), "areas": layer.footprints.len(), "layers": 1,
            "contender": contender, "ns_per_point": timed.ns_per_point, "build_seconds": seconds,
        }))?;
    }
    Ok(())
}

/// Measures the layers of the default data together, adding one at a time, largest first.
fn layers(parameters: Parameters, records: &mut Records) -> Result<()> {
    let mut layers = everyday()?;
    layers.sort_by_key(|layer| std::cmp::Reverse(layer.vertices()));
    let points = points::scattered(&layers[0].footprints, parameters.points, 1);
    for (contender, build) in CONTENDERS {
        for count in 1..=layers.len() {
            let together = AllLayers::new(contender, build, &layers[..count])?;
            let turn = || {
                let start = Instant::now();
                together.ask(&points);
                per_point(start.elapsed().as_secs_f64(), points.len())
            };
            let ns_per_point = median((0..parameters.turns).map(|_| turn()).collect());
            records.add(&json!({
                "kind": "growth", "by": "layers", "layers": count, "contender": contender, "ns_per_point": ns_per_point,
            }))?;
        }
    }
    Ok(())
}
