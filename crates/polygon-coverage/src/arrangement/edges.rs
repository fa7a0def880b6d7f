//! [`unique`]: the edges of all footprints, each once with the areas whose boundary it is. First
//! step of an arrangement.

use crate::parallel::prelude::*;
use geo::MultiPolygon;

use super::label_sets::{LabelId, LabelSets, NO_AREA};
use super::precision_grid::{Point, Vector};
use super::stripes::Stripes;
use crate::error::{check, check_areas};
use crate::{AreaId, PrecisionModel, Result};

/// Edge from its lesser end to its greater, with the areas that are on one side of it but not on
/// the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) ends: [Point; 2],
    pub(super) label: LabelId,
}

impl Edge {
    pub(super) fn way(&self) -> Vector {
        self.ends[1].minus(self.ends[0])
    }
}

/// Largest number of edges of an arrangement. If each edge is cut once on average, the number of
/// half-arcs, twice that of segments, still fits in 32 bits.
const MAX_EDGES: usize = 1 << 29;

/// Edge, with one of the areas whose boundary it is.
type Labelled = ([Point; 2], AreaId);

/// The distinct edges of all footprints, in order. An edge that is twice in the boundary of one
/// area has the same ground on both sides, so it does not bound that area.
pub(super) fn unique<F: Outline>(footprints: &[F], sets: &mut LabelSets) -> Result<Vec<Edge>> {
    check_areas(footprints.len())?;
    let areas: Vec<AreaId> = AreaId::first(footprints.len()).collect();
    let of_areas: Vec<Vec<Labelled>> = (areas.par_iter().zip(footprints))
        .map(|(&area, footprint)| edges_of(footprint, area))
        .collect::<Result<_>>()?;
    check("edges", of_areas.iter().map(Vec::len).sum(), MAX_EDGES)?;
    let all = in_order(&of_areas);
    drop(of_areas);
    let mut edges = Vec::with_capacity(all.len() / 2);
    let mut areas = Vec::new();
    for same in all.chunk_by(|one, other| one.0 == other.0) {
        areas.clear();
        // Equal entries of one area are adjacent.
        for of_area in same.chunk_by(|one, other| one.1 == other.1) {
            if of_area.len() % 2 == 1 {
                areas.push(of_area[0].1);
            }
        }
        let label = sets.id(&areas);
        if label != NO_AREA {
            edges.push(Edge {
                ends: same[0].0,
                label,
            });
        }
    }
    Ok(edges)
}

/// Average number of edges per stripe: few enough to sort a stripe quickly, and enough to need
/// few stripes.
const TO_A_STRIPE: usize = 8;

/// All edges, sorted: first into stripes, then each stripe by itself. O(n log n), and in
/// practice O(n), because stripes hold few edges.
fn in_order(of_areas: &[Vec<Labelled>]) -> Vec<Labelled> {
    let labelled = || of_areas.iter().flatten();
    let easting = |edge: &Labelled| edge.0[0].x;
    let (west, east) = labelled().fold((i32::MAX, i32::MIN), |(west, east), edge| {
        (west.min(easting(edge)), east.max(easting(edge)))
    });
    let Some(&any) = labelled().next() else {
        return Vec::new();
    };
    let count: usize = of_areas.iter().map(Vec::len).sum();
    let stripes = Stripes::between(west, east, count / TO_A_STRIPE);
    let mut starts = stripes.starts(labelled().map(easting));
    let mut all = vec![any; count];
    for edge in labelled() {
        let next = &mut starts[stripes.of(easting(edge))];
        all[*next as usize] = *edge;
        *next += 1;
    }
    // Each stripe's start has been advanced to the stripe's end.
    let mut rest = all.as_mut_slice();
    let mut parts = Vec::with_capacity(stripes.count());
    let mut from = 0;
    for to in starts.into_iter().take(stripes.count()) {
        let (part, following) = rest.split_at_mut((to - from) as usize);
        parts.push(part);
        (rest, from) = (following, to);
    }
    let parts = parts.into_par_iter().with_min_len(1_024);
    parts.for_each(<[_]>::sort_unstable);
    all
}

fn edges_of(outline: &impl Outline, area: AreaId) -> Result<Vec<Labelled>> {
    let mut edges = Vec::new();
    for ring in outline.rings() {
        let mut last = None;
        for point in ring {
            let next = point?;
            if let Some(last) = last.filter(|&last| last != next) {
                edges.push(([next.min(last), next.max(last)], area));
            }
            last = Some(next);
        }
    }
    Ok(edges)
}

/// Rings of points of the grid, each ending where it begins.
pub(super) trait Outline: Sync {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>>;
}

/// Rounds a footprint to the grid.
impl Outline for (&MultiPolygon<f64>, &PrecisionModel) {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>> {
        let (footprint, model) = *self;
        footprint
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            .map(move |ring| ring.0.iter().map(|&coord| Point::nearest(model, coord)))
    }
}

/// Takes points of the grid as they are.
impl Outline for Vec<Vec<[i32; 2]>> {
    fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Point>>> {
        self.iter()
            .map(|ring| ring.iter().map(|&point| Point::on_grid(point)))
    }
}
