//! Whether a walk within a cell can be trusted to meet one owner at a time.

use geo::Coord;

use super::edge::{Claim, Edge};
use super::frame::Frame;
use crate::coverage::meet_properly;

/// Whether more than one area may own a point of the cell.
///
/// The corner tells of areas that have the whole cell. Within it, the number of
/// owners changes only at an edge that one area has alone. If no other edge crosses
/// or touches such an edge, the owners beside it are the same all along it, and one
/// point of it shows whether they are what the edge claims.
pub(super) fn possible(cell: Frame, edges: &[Edge], at_corner: Claim) -> bool {
    if !(0..=1).contains(&at_corner.owners) {
        return true;
    }
    edges.iter().enumerate().any(|(position, edge)| {
        if edge.left.owners > 1 || edge.right.owners > 1 {
            return true;
        }
        let alone = edge.left.owners + edge.right.owners == 1;
        alone && (is_met(position, edges) || !is_as_claimed(cell, edge, edges, at_corner))
    })
}

fn is_met(position: usize, edges: &[Edge]) -> bool {
    let ends = |edge: &Edge| [edge.from, edge.to];
    edges.iter().enumerate().any(|(other, edge)| {
        other != position && !meet_properly(ends(&edges[position]), ends(edge))
    })
}

fn is_as_claimed(cell: Frame, edge: &Edge, edges: &[Edge], at_corner: Claim) -> bool {
    let Some(point) = middle_within(cell, edge) else {
        return true;
    };
    let found = edges.iter().fold(at_corner, |sum, edge| {
        sum.and(edge.on_walk(cell.corner(), point))
    });
    found == edge.left || found == edge.right
}

/// The middle of the part of an edge that is within a cell.
fn middle_within(cell: Frame, edge: &Edge) -> Option<Coord<f64>> {
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
