//! [`meetings`]: places where edges of two areas meet other than end to end (JTS:
//! `InvalidSegmentDetector`). Exact. Coverage reports are made from them.

use std::collections::BTreeMap;

use crate::parallel::prelude::*;
use geo::{BoundingRect, Coord, MultiPolygon};
use robust::orient2d;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::matching::Matching;
use super::{meet_properly, strictly_between};
use crate::containment::exact;
use crate::{AreaId, AreaTree, Result};

/// Two edges that cross, or touch other than end to end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    /// The areas that the edges belong to, the lower position first.
    pub(super) areas: [AreaId; 2],
    /// Positions of the edges, in the order of `areas`.
    pub(super) edges: [usize; 2],
    pub(super) at: Coord<f64>,
    /// The edge that has only one end on the other edge, if there is such a one.
    pub(super) touching: Option<usize>,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Finds all meetings of edges of two areas, in order of the edges; how an area's own edges may
/// meet is for [`validity`](crate::validity) to decide. An edge that two areas share cannot cross
/// another unless an edge of one area alone does too, or an area is inside out. So all edges are
/// compared with the free ones only.
pub(super) fn meetings(matching: &Matching) -> Vec<Meeting> {
    let is_free = |edge: usize| matching.across(edge).is_none();
    let free = (0..matching.edges.len()).filter(|&edge| is_free(edge));
    let boxed = |edge: usize| {
        let [a, b] = matching.edges[edge].ends;
        GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), edge)
    };
    let tree: RTree<Boxed> = RTree::bulk_load(free.map(boxed).collect());
    (matching.edges.par_iter().enumerate())
        .flat_map_iter(|(position, edge)| {
            let [a, b] = edge.ends.map(|end| [end.x, end.y]);
            tree.locate_in_envelope_intersecting(AABB::from_corners(a, b))
                .map(|entry| entry.data)
                .filter(move |&other| matching.edges[other].area != edge.area)
                // Two free edges would find each other twice.
                .filter(move |&other| !(is_free(position) && other < position))
                .filter_map(move |other| {
                    let ends = matching.edges[other].ends;
                    let at = meeting_place(edge.ends, ends)?;
                    let touching = if only_touches(edge.ends, ends) {
                        Some(position)
                    } else {
                        only_touches(ends, edge.ends).then_some(other)
                    };
                    let mut both = [position, other];
                    both.sort_unstable_by_key(|&edge| (matching.edges[edge].area, edge));
                    Some(Meeting {
                        areas: both.map(|edge| matching.edges[edge].area),
                        edges: both,
                        at,
                        touching,
                    })
                })
        })
        .collect()
}

/// The point where two edges cross, or touch other than end to end: a vertex if there is one.
fn meeting_place(one: [Coord<f64>; 2], other: [Coord<f64>; 2]) -> Option<Coord<f64>> {
    if meet_properly(one, other) {
        return None;
    }
    let ([a, b], [c, d]) = (one, other);
    let on_other = one.into_iter().find(|&end| strictly_between(c, end, d));
    let on_one = other.into_iter().find(|&end| strictly_between(a, end, b));
    on_other.or(on_one).or_else(|| {
        let side = |end| orient2d(exact(c), exact(d), exact(end));
        let (from, to) = (side(a), side(b));
        Some(a + (b - a) * (from / (from - to)))
    })
}

/// Whether one end of an edge is within another edge, and its other end is beside it.
fn only_touches(one: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    let sides = one.map(|end| orient2d(exact(c), exact(d), exact(end)));
    (0..2).any(|end| sides[1 - end] != 0.0 && strictly_between(c, one[end], d))
}

/// Pairs of areas where a free edge of one is inside the other, each with the middle of one such
/// edge. Finds overlaps in which no edges of the two areas cross.
pub(super) fn areas_inside(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
) -> Result<BTreeMap<[AreaId; 2], Coord<f64>>> {
    let boxed = |(area, footprint): (AreaId, &&MultiPolygon<f64>)| {
        let rect = footprint.bounding_rect()?;
        let [low, high] = [rect.min(), rect.max()].map(|corner| [corner.x, corner.y]);
        Some(GeomWithData::new(Rectangle::from_corners(low, high), area))
    };
    let areas = AreaId::first(footprints.len()).zip(footprints);
    let tree: RTree<GeomWithData<Rectangle<[f64; 2]>, AreaId>> =
        RTree::bulk_load(areas.filter_map(boxed).collect());
    let mut candidates: BTreeMap<AreaId, Vec<(AreaId, Coord<f64>)>> = BTreeMap::new();
    for (position, edge) in matching.edges.iter().enumerate() {
        if matching.across(position).is_none() {
            let middle = (edge.ends[0] + edge.ends[1]) / 2.0;
            let at = AABB::from_point([middle.x, middle.y]);
            for entry in tree.locate_in_envelope_intersecting(at) {
                if entry.data != edge.area {
                    candidates
                        .entry(entry.data)
                        .or_default()
                        .push((edge.area, middle));
                }
            }
        }
    }
    let found: Vec<Vec<_>> = candidates
        .into_par_iter()
        .map(|(containing, places)| {
            let index = AreaTree::build([footprints[containing.index()]])?;
            let inside = places
                .into_iter()
                .filter(|(_, middle)| index.contains(*middle));
            let pairs =
                inside.map(|(area, middle)| ([area.min(containing), area.max(containing)], middle));
            Ok(pairs.collect())
        })
        .collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}
