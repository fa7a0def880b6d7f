//! The trial of each edge's labels: whether the areas on its two sides are those that it says.
//!
//! Then, and only then, a walk can be trusted. By induction from the ground outside,
//! which nobody owns: if the owner of the face on one side of an edge is as claimed,
//! crossing the edge changes it to the claim of the other side, for an edge changes
//! nothing but whether its own areas, one a side at most, own the point. Faces are
//! divided by edges alone if no two edges cross or touch but end to end.

use geo::Coord;
use robust::orient2d;

use super::edge::Edge;
use super::extent::Extent;
use crate::containment::exact;
use crate::coverage::meet_properly;

/// The edges of a leaf that do not meet the others properly, or do not have the
/// owners that they claim. That there is one area a side at most is seen before.
pub(super) fn broken(cell: Extent, edges: &[Edge], corner: u32) -> impl Iterator<Item = &Edge> {
    // Nearly always, and then each two are looked at once.
    let all_meet = (0..edges.len()).all(|at| {
        let (edge, others) = (&edges[at], &edges[at + 1..]);
        others.iter().all(|other| meet(edge, other))
    });
    edges.iter().filter(move |edge| {
        let meets = all_meet || edges.iter().all(|other| meet(edge, other));
        !meets || !is_as_claimed(cell, edge, edges, corner)
    })
}

/// Whether two edges meet properly, by their rectangles if these are apart. Both are
/// directed to the north.
fn meet(edge: &Edge, other: &Edge) -> bool {
    edge.to.y < other.from.y
        || other.to.y < edge.from.y
        || edge.from.x.max(edge.to.x) < other.from.x.min(other.to.x)
        || other.from.x.max(other.to.x) < edge.from.x.min(edge.to.x)
        || meet_properly([edge.from, edge.to], [other.from, other.to])
}

fn is_as_claimed(cell: Extent, edge: &Edge, edges: &[Edge], corner: u32) -> bool {
    // An edge that is only near the cell is within another.
    let Some(point) = middle_within(cell, edge) else {
        return true;
    };
    if is_long(edge) && (point == edge.from || point == edge.to) {
        // So little of it is here that its middle cannot be told from the vertex, where
        // other edges begin. It is tried where the rest is. (An edge that is too short
        // to have a number in its middle is tried at its end.)
        return true;
    }
    let found = edges.iter().fold(corner, |code, edge| {
        code ^ edge.on_walk(cell.corner(), point)
    });
    // The middle is a rounded number, so on either side; on the edge itself it
    // counts to the east or north of it.
    let side = orient2d(exact(edge.from), exact(edge.to), exact(point));
    let is_left = side > 0.0 || (side == 0.0 && edge.from.y == edge.to.y);
    found
        == if is_left {
            edge.left.code
        } else {
            edge.right.code
        }
}

/// Whether an edge is some million times as long as what rounding moves a point.
fn is_long(edge: &Edge) -> bool {
    let along = edge.to - edge.from;
    let largest = [edge.from.x, edge.from.y, edge.to.x, edge.to.y]
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
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
