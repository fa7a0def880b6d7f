//! Which vertices each zoom needs: worked out once, for all zooms.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::TileCoord;
use crate::grid::Grid;
use crate::point::{Point, Rectangle};

/// How far a simplified line may be from the true one, in units of a tile's grid, 4,096 to
/// a side: half a pixel where a tile is drawn 512 pixels wide. Published, with the rounding,
/// as [`displacement_units`](crate::displacement_units).
pub(crate) const TOLERANCE: i64 = 4;

const NONE: u32 = u32::MAX;

/// The lowest zoom that each vertex of some arcs is drawn at. Arcs follow each other in
/// `points`, from one of `bounds` to the next, and share their ends and nothing else.
///
/// From the deepest zoom up, the vertex goes whose absence moves the line least, as long
/// as no vertex that was ever there is further from the line than the zoom's
/// [`TOLERANCE`]. So neither is the line ever further from the arc. A vertex stays if
/// another is within the triangle that it makes with its neighbours, or on its edge: no
/// line can cross another, or touch it, that did not. (Two arcs with the same ends may
/// become the same line.) What is gone at a zoom is gone at all below.
///
/// The order is that of Visvalingam and Whyatt (1993), with their area replaced by the
/// distance that is promised; the test for crossings that of Kronenfeld et al. (2020).
/// O(n log n) for each zoom at which anything goes.
pub(crate) fn kept_from(points: &[Point], bounds: &[usize]) -> Vec<u8> {
    let mut lines = Lines::new(points, bounds);
    for zoom in (0..=TileCoord::DEEPEST).rev() {
        lines.coarsen(zoom);
    }
    lines.kept_from
}

/// A vertex that may go, and what it is between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    deviation: Order,
    vertex: u32,
    neighbours: [u32; 2],
}

/// A distance, in order; it is never NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Order(f64);

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The arcs, as far as they have been simplified.
struct Lines<'a> {
    points: &'a [Point],
    /// The vertices before and after; none at an arc's ends.
    neighbours: Vec<[u32; 2]>,
    /// How far the arc is from the line without the vertex.
    deviations: Vec<f64>,
    kept_from: Vec<u8>,
}

impl<'a> Lines<'a> {
    fn new(points: &'a [Point], bounds: &[usize]) -> Self {
        let mut neighbours: Vec<[u32; 2]> = (0..number(points.len()))
            .map(|vertex| [vertex.wrapping_sub(1), vertex + 1])
            .collect();
        for arc in bounds.windows(2).filter(|arc| arc[0] < arc[1]) {
            neighbours[arc[0]] = [NONE; 2];
            neighbours[arc[1] - 1] = [NONE; 2];
        }
        let mut lines = Self {
            points,
            deviations: vec![f64::INFINITY; points.len()],
            kept_from: vec![0; points.len()],
            neighbours,
        };
        for vertex in 0..number(points.len()) {
            lines.deviations[vertex as usize] = lines.deviation(vertex);
        }
        lines
    }

    fn is_kept(&self, vertex: u32) -> bool {
        self.kept_from[vertex as usize] == 0
    }

    /// The furthest that a vertex between its neighbours is from the way between them.
    fn deviation(&self, vertex: u32) -> f64 {
        let [before, after] = self.neighbours[vertex as usize];
        if before == NONE {
            return f64::INFINITY;
        }
        let [a, b] = [before, after].map(|end| self.points[end as usize]);
        self.points[before as usize + 1..after as usize]
            .iter()
            .map(|point| point.distance_to(a, b))
            .fold(0.0, f64::max)
    }

    fn candidate(&self, vertex: u32) -> Reverse<Candidate> {
        Reverse(Candidate {
            deviation: Order(self.deviations[vertex as usize]),
            vertex,
            neighbours: self.neighbours[vertex as usize],
        })
    }

    /// Takes away what a zoom does not need.
    #[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
    fn coarsen(&mut self, zoom: u8) {
        let tolerance = (TOLERANCE << (TileCoord::DEEPEST - zoom)) as f64;
        let kept = (0..number(self.points.len())).filter(|&vertex| self.is_kept(vertex));
        let mut open: BinaryHeap<_> = kept
            .clone()
            .filter(|&vertex| self.deviations[vertex as usize] <= tolerance)
            .map(|vertex| self.candidate(vertex))
            .collect();
        if open.is_empty() {
            return;
        }
        let kept = kept.map(|vertex| (vertex, self.points[vertex as usize]));
        let Some(grid) = Grid::new(kept) else {
            return;
        };
        while let Some(Reverse(next)) = open.pop() {
            let vertex = next.vertex as usize;
            let as_it_was = next.neighbours == self.neighbours[vertex];
            if !as_it_was || !self.is_kept(next.vertex) || !self.may_go(next, &grid) {
                continue;
            }
            self.kept_from[vertex] = zoom + 1;
            let [before, after] = next.neighbours;
            self.neighbours[before as usize][1] = match self.neighbours[before as usize][1] {
                NONE => NONE,
                _ => after,
            };
            self.neighbours[after as usize][0] = match self.neighbours[after as usize][0] {
                NONE => NONE,
                _ => before,
            };
            for neighbour in [before, after] {
                let deviation = self.deviation(neighbour);
                self.deviations[neighbour as usize] = deviation;
                if deviation <= tolerance {
                    open.push(self.candidate(neighbour));
                }
            }
        }
    }

    /// Whether nothing is in the way when the line is straightened there.
    fn may_go(&self, candidate: Candidate, grid: &Grid) -> bool {
        let [before, after] = candidate.neighbours;
        let corners = [before, candidate.vertex, after].map(|corner| self.points[corner as usize]);
        let Some(around) = Rectangle::around(corners) else {
            return false;
        };
        grid.within(around).all(|other| {
            let point = self.points[other as usize];
            // A junction is an end of several arcs, but in one place.
            !self.is_kept(other) || corners.contains(&point) || !point.is_in(corners)
        })
    }
}

fn number(position: usize) -> u32 {
    // No map that fits in memory has four thousand million vertices.
    u32::try_from(position).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_at(zoom: u8, arcs: &[&[[i64; 2]]]) -> Vec<Vec<[i64; 2]>> {
        let points: Vec<Point> = arcs
            .concat()
            .iter()
            .map(|&[x, y]| Point::new(x, y))
            .collect();
        let mut bounds = vec![0];
        for arc in arcs {
            bounds.push(bounds[bounds.len() - 1] + arc.len());
        }
        let kept = kept_from(&points, &bounds);
        let arcs = bounds.windows(2).map(|arc| {
            let arc = (arc[0]..arc[1]).filter(|&at| kept[at] <= zoom);
            arc.map(|at| [points[at].x, points[at].y]).collect()
        });
        arcs.collect()
    }

    #[test]
    fn a_zoom_has_the_vertices_that_it_needs() {
        let wave: &[[i64; 2]] = &[[0, 0], [100, 3], [200, 0], [300, 90], [400, 0]];
        let deepest = TileCoord::DEEPEST;
        assert_eq!(
            kept_at(deepest, &[wave]),
            [[[0, 0], [200, 0], [300, 90], [400, 0]]]
        );
        assert_eq!(
            kept_at(deepest - 3, &[wave]),
            [[[0, 0], [200, 0], [300, 90], [400, 0]]]
        );
        assert_eq!(kept_at(deepest - 5, &[wave]), [[[0, 0], [400, 0]]]);
    }

    #[test]
    fn a_vertex_stays_where_another_line_would_be_on_the_wrong_side() {
        let wave: &[[i64; 2]] = &[[0, 0], [100, 3], [200, 0]];
        let below: &[[i64; 2]] = &[[50, 1], [100, -50], [150, 1]];
        let above: &[[i64; 2]] = &[[50, 3], [100, 50], [150, 3]];
        let at = |other| kept_at(TileCoord::DEEPEST, &[wave, other])[0].len();
        assert_eq!((at(below), at(above)), (3, 2));
    }
}
