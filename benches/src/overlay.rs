//! The overlay of two layers, by coterm and by other Rust crates.
//!
//! coterm divides the ground once, and gives for each area its overlap with every area of the other
//! layer, the part outside that layer, and its relation to it. The others are given less to do: the
//! area of the intersection of each pair whose bounding boxes meet. They get those pairs, and the
//! geometry in their own form, before the clock starts.

use coterm_core::comparison::{Relation, SharedGround};
use geo::{Area, BooleanOps, BoundingRect, MultiPolygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::integer::OverlayInt;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;
use polygon_coverage::Arrangement;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::Result;
use crate::layer_pairs::Pair;

/// Tolerance of coterm's relations, in metres.
pub const TOLERANCE_M: f64 = 100.0;

/// Position of an area of the first layer, and of one of the second.
pub type Candidate = [usize; 2];

/// The answer of coterm.
#[derive(Debug)]
pub struct Answer {
    /// The overlap of both layers, from which the relations follow.
    pub ground: SharedGround,
    /// Relation of each area of either layer to the other layer.
    pub relations: [Vec<Relation>; 2],
}

/// Computes coterm's answer from loaded geometry.
///
/// # Errors
///
/// Fails if a vertex is far outside Great Britain.
pub fn cold(pair: &Pair) -> Result<Answer> {
    Ok(warm(arranged(pair)?, pair.areas()))
}

/// Computes coterm's answer from existing topology.
pub fn warm(arrangement: Arrangement, areas: [usize; 2]) -> Answer {
    let ground = SharedGround::of(arrangement, areas);
    let relations = ground.relations(TOLERANCE_M);
    Answer { ground, relations }
}

/// Builds the topology of both layers together.
///
/// # Errors
///
/// Fails if a vertex is far outside Great Britain.
pub fn arranged(pair: &Pair) -> Result<Arrangement> {
    let footprints: Vec<_> = pair.layers.iter().flatten().collect();
    Ok(Arrangement::new(
        &footprints,
        coterm_core::space::millimetres(),
    )?)
}

/// Lists the pairs of areas whose bounding boxes meet, in order.
pub fn candidates(pair: &Pair) -> Vec<Candidate> {
    let envelope = |area: &MultiPolygon<f64>| {
        area.bounding_rect().map(|rect| {
            let [low, high] = [rect.min(), rect.max()].map(|corner| [corner.x, corner.y]);
            AABB::from_corners(low, high)
        })
    };
    let envelopes = pair.layers[1].iter().enumerate();
    let tree = RTree::bulk_load(
        envelopes
            .filter_map(|(position, area)| {
                Some(GeomWithData::new(
                    Rectangle::from_aabb(envelope(area)?),
                    position,
                ))
            })
            .collect(),
    );
    let mut found = Vec::new();
    for (position, area) in pair.layers[0].iter().enumerate() {
        if let Some(envelope) = envelope(area) {
            let candidates = tree.locate_in_envelope_intersecting(envelope);
            found.extend(candidates.map(|other| [position, other.data]));
        }
    }
    found.sort_unstable();
    found
}

/// Function that returns the square metres of each candidate, computed on the cores of the pool in
/// which it is called.
pub type Ask<'a> = Box<dyn Fn(&[Candidate]) -> Vec<f64> + Sync + 'a>;

/// The other crates, with their names in the results.
pub fn peers(pair: &Pair) -> [(&'static str, Ask<'_>); 3] {
    let [a, b] = &pair.layers;
    [
        (
            "geo::BooleanOps",
            Box::new(move |candidates| {
                each(candidates, |[one, other]| {
                    a[one].intersection(&b[other]).unsigned_area()
                })
            }),
        ),
        ("i_overlay", i_overlay::<i32>(pair)),
        ("i_overlay, 64 bits", i_overlay::<i64>(pair)),
    ]
}

fn each(candidates: &[Candidate], area: impl Fn(Candidate) -> f64 + Sync) -> Vec<f64> {
    candidates.par_iter().map(|&pair| area(pair)).collect()
}

type Contours = Vec<Vec<[f64; 2]>>;

fn i_overlay<I: OverlayInt>(pair: &Pair) -> Ask<'_> {
    let [a, b] = pair
        .layers
        .each_ref()
        .map(|layer| layer.iter().map(contours).collect::<Vec<_>>());
    Box::new(move |candidates| {
        each(candidates, |[one, other]| {
            FloatOverlay::<[f64; 2], I>::from_subj_and_clip(&a[one], &b[other])
                .overlay(OverlayRule::Intersect, FillRule::EvenOdd)
                .iter()
                .flatten()
                .map(|contour| signed_area(contour))
                .sum::<f64>()
                .abs()
        })
    })
}

fn contours(area: &MultiPolygon<f64>) -> Contours {
    let rings = area
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    // Rings of `i_overlay` do not repeat their first vertex.
    let open = |ring: &geo::LineString<f64>| {
        let coords = ring.0.iter().skip(1);
        coords.map(|coord| [coord.x, coord.y]).collect()
    };
    rings.map(open).collect()
}

/// Signed area in square metres; holes, which run the other way, count negative.
fn signed_area(contour: &[[f64; 2]]) -> f64 {
    let Some(&[x, y]) = contour.first() else {
        return 0.0;
    };
    let crosses = contour
        .windows(2)
        .map(|ends| (ends[0][0] - x) * (ends[1][1] - y) - (ends[1][0] - x) * (ends[0][1] - y));
    crosses.sum::<f64>() / 2.0
}

/// Counts the areas that differ from coterm's by more than a thousandth of a square metre.
pub fn differing(answer: &Answer, candidates: &[Candidate], areas: &[f64]) -> usize {
    let ours = |[a, b]: Candidate| {
        let cell = answer.ground.cells().get(&[Some(a), Some(b)]);
        cell.copied().unwrap_or_default()
    };
    let pairs = candidates.iter().zip(areas);
    pairs
        .filter(|(pair, area)| (ours(**pair) - *area).abs() > 1e-3)
        .count()
}
