//! [`RayCaster`]: the edges west of a point, by which each connected part of an arrangement is
//! placed in the face that surrounds it. Exact.

use crate::Result;
use crate::buckets::Buckets;

use super::arcs::{HalfArc, twin};
use super::edges::Edge;
use super::faces::Surroundings;
use super::label_sets::{LabelSets, NO_AREA};
use super::noded::Noded;
use super::precision_grid::{Point, side};

/// Edges indexed by the rows of the plane that they reach into.
pub(super) struct RayCaster<'a> {
    edges: &'a [Edge],
    noded: &'a Noded,
    /// The half-arc along each segment.
    half_of: &'a [HalfArc],
    south: i32,
    height: i64,
    /// Positions of the edges that reach into each row.
    rows: Buckets<u32>,
    /// The segments, in order of their edges.
    by_edge: Vec<u32>,
}

impl<'a> RayCaster<'a> {
    /// Indexes the edges in about 4√n rows, some four times as many as evenly spread edges would
    /// need. O(n).
    pub(super) fn new(edges: &'a [Edge], noded: &'a Noded, half_of: &'a [HalfArc]) -> Result<Self> {
        let ys = || edges.iter().flat_map(|edge| edge.ends.map(|end| end.y));
        let (south, north) = (ys().min().unwrap_or(0), ys().max().unwrap_or(0));
        let count = 4 * edges.len().isqrt() + 1;
        let height = (i64::from(north) - i64::from(south)) / i64::try_from(count).unwrap_or(1) + 1;
        let row = |y: i32| {
            let up = (i64::from(y) - i64::from(south)) / height;
            usize::try_from(up).unwrap_or(0).min(count - 1)
        };
        let reached = |edge: &Edge| {
            let [one, other] = edge.ends.map(|end| row(end.y));
            one.min(other)..=one.max(other)
        };
        let listed = (0..).zip(edges).map(|(at, edge)| (at, reached(edge)));
        let mut by_edge: Vec<u32> = (0..).take(noded.segments.len()).collect();
        by_edge.sort_unstable_by_key(|&segment| noded.segments[segment as usize].edge);
        Ok(Self {
            edges,
            noded,
            half_of,
            south,
            height,
            rows: Buckets::sort(count, usize::MAX, listed)?,
            by_edge,
        })
    }

    fn row(&self, y: i32) -> usize {
        let up = (i64::from(y) - i64::from(self.south)) / self.height;
        usize::try_from(up).unwrap_or(0).min(self.rows.count() - 1)
    }

    /// Label of the ground just west of a point, with the edges further west. The only edges at the
    /// point are those that begin there, and none of these is west of it.
    pub(super) fn west_of(&self, point: Point, sets: &mut LabelSets) -> Surroundings {
        let row = self.row(point.y);
        let mut label = NO_AREA;
        let mut crossed = Vec::new();
        for &position in self.rows.get(row) {
            let edge = &self.edges[position as usize];
            let [a, b] = edge.ends;
            // The ray is just above the point, so that the ends of edges count once.
            if (a.y <= point.y) == (b.y <= point.y) {
                continue;
            }
            let (lower, upper) = if a.y < b.y { (a, b) } else { (b, a) };
            if side(lower, upper, point) < 0 {
                label = sets.toggled(label, edge.label);
                crossed.push((Crossed::new(lower, upper, point.y), position));
            }
        }
        crossed.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        let candidates = crossed
            .iter()
            .filter_map(|&(_, edge)| self.east_side(edge, point))
            .collect();
        Surroundings { label, candidates }
    }

    /// The half-arc that has the ground east of an edge, at the height of the point, on its left.
    fn east_side(&self, edge: u32, point: Point) -> Option<HalfArc> {
        let height = super::precision_grid::Position::from(point).y();
        let segment_at = |segment: u32| &self.noded.segments[segment as usize];
        let from = self
            .by_edge
            .partition_point(|&segment| segment_at(segment).edge < edge);
        let segment = *self.by_edge[from..]
            .iter()
            .take_while(|&&segment| segment_at(segment).edge == edge)
            .find(|&&segment| {
                let [one, other] = segment_at(segment)
                    .vertices
                    .map(|vertex| self.noded.position(vertex).y() <= height);
                one != other
            })?;
        let half = self.half_of[segment as usize];
        let [a, b] = self.edges[edge as usize].ends;
        Some(if a.y < b.y { twin(half) } else { half })
    }
}

/// Position of an edge just above a level line, to order edges from west to east. Exact: the
/// easting is a fraction, and of edges with equal eastings the one that leans further to the
/// east is further east.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Crossed {
    /// Easting at the line, times `rise`.
    easting: i128,
    lean: i64,
    /// Always positive.
    rise: i64,
}

impl Crossed {
    fn new(lower: Point, upper: Point, y: i32) -> Self {
        let way = upper.minus(lower);
        let above = i64::from(y) - i64::from(lower.y);
        Self {
            easting: i128::from(lower.x) * i128::from(way.y)
                + i128::from(above) * i128::from(way.x),
            lean: way.x,
            rise: way.y,
        }
    }
}

impl Ord for Crossed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let [rise, other_rise] = [self.rise, other.rise].map(i128::from);
        (self.easting * other_rise)
            .cmp(&(other.easting * rise))
            .then_with(|| {
                let [lean, other_lean] = [self.lean, other.lean].map(i128::from);
                (lean * other_rise).cmp(&(other_lean * rise))
            })
    }
}

impl PartialOrd for Crossed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
