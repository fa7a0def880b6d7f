//! Benchmark: how fast is the distance to the nearest boundary, and what does its index cost?
//!
//! Compared with an `rstar` tree of the same edges, in which an edge that two areas share occurs
//! twice. The distances of both are compared with each other, and some with a search through every
//! edge of the layer.

use std::hint::black_box;
use std::time::Instant;

use coterm_benches::layers::{NamedLayer, for_each};
use coterm_benches::measure::{median, per_point};
use coterm_benches::parameters::Parameters;
use coterm_benches::record::Records;
use coterm_benches::{Result, points};
use coterm_core::space::GridPoint;
use peak_alloc::PeakAlloc;
use polygon_coverage::{BoundaryIndex, measure::distance_to_edge, measure::edges};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};
use serde_json::json;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Number of points for which every edge of the layer is tried.
const SAMPLE: usize = 50;
/// Allowance in metres for the different rounding of the two programs.
const ROUNDING: f64 = 1e-6;

/// Answers in metres, one per point, and the time that they took, in nanoseconds per point.
type Timed = (Vec<f64>, f64);

type Edges = RTree<GeomWithData<Line<[f64; 2]>, usize>>;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    for_each(parameters, |layer| {
        one_layer(layer, parameters, &mut records)
    })
}

fn one_layer(layer: &NamedLayer, parameters: Parameters, records: &mut Records) -> Result<()> {
    let (ours, our_seconds, our_bytes) = built(|| BoundaryIndex::build(&layer.footprints));
    let ours = ours?;
    let (theirs, their_seconds, their_bytes) = built(|| tree(layer));
    for (order, points) in points::orders(&layer.footprints, parameters.points / 4) {
        let by_ours = |point: GridPoint| {
            ours.nearest(point.coord())
                .map_or(f64::NAN, |(_, metres)| metres)
        };
        let by_theirs = |point: GridPoint| {
            let at = [point.easting(), point.northing()];
            let nearest = theirs.nearest_neighbor_iter_with_distance_2(at).next();
            nearest.map_or(f64::NAN, |(_, squared)| squared.sqrt())
        };
        let turns = || {
            (
                timed(&points, by_ours),
                timed(&points, by_theirs),
                timed(&points, |point| {
                    f64::from(u8::from(ours.is_within(point.coord(), 100.0)))
                }),
            )
        };
        let all: Vec<(Timed, Timed, Timed)> = (0..parameters.turns).map(|_| turns()).collect();
        let (found, expected) = (&all[0].0.0, &all[0].1.0);
        let close = |(a, b): (&f64, &f64)| (a - b).abs() < ROUNDING;
        let wrong = found
            .iter()
            .zip(expected)
            .filter(|&pair| !close(pair))
            .count()
            + against_every_edge(layer, &points, found);
        for (contender, ns, seconds, bytes) in [
            (
                "coterm",
                all.iter().map(|turn| turn.0.1).collect(),
                our_seconds,
                our_bytes,
            ),
            (
                "rstar of edges",
                all.iter().map(|turn| turn.1.1).collect(),
                their_seconds,
                their_bytes,
            ),
            (
                "coterm, within 100 m or not",
                all.iter().map(|turn| turn.2.1).collect(),
                our_seconds,
                our_bytes,
            ),
        ] {
            records.add(&json!({
                "kind": "boundary", "layer": layer.name, "vertices": layer.vertices(), "order": order,
                "points": points.len(), "contender": contender, "ns_per_point": median(ns),
                "seconds": seconds, "bytes": bytes, "wrong": wrong,
            }))?;
        }
    }
    Ok(())
}

fn tree(layer: &NamedLayer) -> Edges {
    let areas = layer.footprints.iter().enumerate();
    let all = areas.flat_map(|(area, footprint)| {
        edges(footprint).map(move |[from, to]| {
            GeomWithData::new(Line::new([from.x, from.y], [to.x, to.y]), area)
        })
    });
    RTree::bulk_load(all.collect())
}

/// Builds an index twice and returns it, the seconds that the second time took (when the process
/// has its memory already), and the bytes that the index holds.
fn built<Index>(build: impl Fn() -> Index) -> (Index, f64, usize) {
    drop(build());
    let before = ALLOCATED.current_usage();
    let start = Instant::now();
    let index = build();
    let seconds = start.elapsed().as_secs_f64();
    (index, seconds, ALLOCATED.current_usage() - before)
}

fn timed(points: &[GridPoint], ask: impl Fn(GridPoint) -> f64) -> Timed {
    let mut answers = Vec::with_capacity(points.len());
    let start = Instant::now();
    answers.extend(points.iter().map(|&point| black_box(ask(point))));
    let ns = per_point(start.elapsed().as_secs_f64(), points.len());
    (answers, ns)
}

/// Counts the answers that differ, even in the last bit, from the least distance to any edge.
fn against_every_edge(layer: &NamedLayer, points: &[GridPoint], found: &[f64]) -> usize {
    let step = (points.len() / SAMPLE).max(1);
    let sample = points.iter().zip(found).step_by(step);
    let wrong = sample.filter(|(point, found)| {
        let all = layer.footprints.iter().flat_map(edges);
        let distances = all.map(|edge| distance_to_edge(point.coord(), edge));
        distances.fold(f64::INFINITY, f64::min) != **found
    });
    wrong.count()
}
