//! Check of each edge's labels: whether the areas on its two sides are those that it states.
//!
//! The walk along edges can be trusted if and only if they are. The proof is by induction from the
//! ground outside, which is in no area. Assume that the area of the face on one side of an edge is
//! the one that the edge's label states. An edge changes only whether its own areas, at most one
//! per side, contain the point. So crossing it changes the area to the one that the label of the
//! other side states. Edges alone divide faces if no two edges cross, or touch other than end to
//! end.

use geo::Coord;
use robust::orient2d;

use super::edge::Edge;
use super::extent::Extent;
use crate::containment::exact;
use crate::coverage::meet_properly;

/// The edges of a leaf that do not meet the other edges properly, or whose labels do not state the
/// areas beside them. That there is at most one area per side was checked before.
pub(super) fn broken(cell: Extent, edges: &[Edge], corner: u32) -> impl Iterator<Item = &Edge> {
    // True nearly always; then each pair is examined once.
    let all_meet = (0..edges.len()).all(|at| {
        let (edge, later) = (&edges[at], &edges[at + 1..]);
        later.iter().all(|other| meet(edge, other))
    });
    edges.iter().filter(move |edge| {
        let meets = all_meet || edges.iter().all(|other| meet(edge, other));
        !meets || !is_as_claimed(cell, edge, edges, corner)
    })
}

/// Whether two edges, both directed to the north, meet properly. Decided by their bounding boxes
/// if these are apart.
fn meet(edge: &Edge, other: &Edge) -> bool {
    edge.to.y < other.from.y
        || other.to.y < edge.from.y
        || edge.from.x.max(edge.to.x) < other.from.x.min(other.to.x)
        || other.from.x.max(other.to.x) < edge.from.x.min(edge.to.x)
        || meet_properly([edge.from, edge.to], [other.from, other.to])
}

fn is_as_claimed(cell: Extent, edge: &Edge, edges: &[Edge], corner: u32) -> bool {
    // An edge that is only near the cell is checked in another.
    let Some(point) = middle_within(cell, edge) else {
        return true;
    };
    if is_long(edge) && (point == edge.from || point == edge.to) {
        // So little of the edge is in this cell that its middle cannot be told from the vertex,
        // where other edges begin. The edge is checked in the cells that contain the rest. (An
        // edge that is too short to have a number in its middle is checked at its end.)
        return true;
    }
    let found = edges.iter().fold(corner, |code, edge| {
        code ^ edge.on_walk(cell.corner(), point)
    });
    // The middle is rounded, so it may be on either side. On the edge itself it counts as
    // east or north of it.
    let side = orient2d(exact(edge.from), exact(edge.to), exact(point));
    let is_left = side > 0.0 || (side == 0.0 && edge.from.y == edge.to.y);
    found
        == if is_left {
            edge.left.code
        } else {
            edge.right.code
        }
}

/// Whether an edge is some million times as long as the distance by which rounding moves a point.
fn is_long(edge: &Edge) -> bool {
    let along = edge.to - edge.from;
    let largest = [edge.from.x, edge.from.y, edge.to.x, edge.to.y]
        .iter()
        .fold(0.0_f64, |maximum, value| maximum.max(value.abs()));
    along.x.abs().max(along.y.abs()) > largest * 1e-9
}

/// The middle of the part of an edge that is within a cell.
fn middle_within(cell: Extent, edge: &Edge) -> Option<Coord<f64>> {
    let along = edge.to - edge.from;
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (from, along, low, size) in [
        (edge.from.x, along.x, cell.west, cell.width),
        (edge.from.y, along.y, cell.south, cell.height),
    ] {
        if along == 0.0 {
            if from < low || from > low + size {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - from) / along, (low + size - from) / along);
        start = start.max(one.min(other));
        end = end.min(one.max(other));
    }
    (start < end).then(|| edge.from + along * f64::midpoint(start, end))
}
