//! Simplification of all arcs, for all zooms at once: which vertices each zoom needs.
//!
//! No line crosses or touches another that it did not cross or touch before.

use std::collections::VecDeque;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::TileCoord;
use crate::grid::Grid;
use crate::point::{Point, Rectangle};

/// Greatest distance between a simplified line and the true one, in units of a tile's grid,
/// 4,096 to a side: half a pixel where a tile is drawn 512 pixels wide. Together with the
/// rounding, it is published as [`displacement_units`](crate::displacement_units).
pub(crate) const TOLERANCE: i64 = 4;

/// Number of zooms further down whose lines a zoom's lines are made from. With one there would
/// be 6 vertices in 100 more; with three 2 in 100 fewer, in twice the time.
const DOWN: usize = 2;
/// Greatest number of vertices by which a step advances. A zoom keeps from a half to a sixth of
/// its vertices, so this limit rarely matters.
const FURTHEST: usize = 24;
/// Number of vertices in a row that one step cannot reach, after which further ones are not
/// tried. With one more there would be 1 vertex in 200 fewer.
const MISSES: usize = 4;

/// Returns the zooms that each vertex of some arcs is drawn at, as bits. Arcs follow each other
/// in `points`, from one of `bounds` to the next, and share their ends and nothing else.
///
/// From the deepest zoom up, an arc is replaced by steps from one of its vertices to another,
/// as few as are found; of several such paths the one nearest to the arc is taken. The vertices
/// to choose from are those that the arc has two zooms below: that arc is the *finer* one.
/// ([`FURTHEST`] and [`MISSES`] limit the search.) A step is allowed if
///
/// 1. no original vertex that it passes over is further from it than the zoom's [`TOLERANCE`],
///    so that the line is never further from the arc either;
/// 2. no vertex of any finer arc is on it, or between it and the *chain* of the finer arc that
///    it replaces.
///
/// So no line can come to cross or touch another. Proof: take the steps one by one, and suppose
/// that one crosses a segment. Both are straight, so they cross once. The segment did not cross
/// the chain. So one of its ends lies between the chain and the step, and that end is a vertex
/// of a finer arc, which condition 2 excludes. Nothing in this depends on the order of the
/// steps, so arcs can be simplified independently. (Two arcs with the same ends may become the
/// same line.)
///
/// The fewest steps are found as by Imai and Iri (1988); the condition on sides is that of
/// Saalfeld (1999). For each zoom O(n) steps are tried, on all cores; each is measured against
/// all vertices that it passes over.
pub(crate) fn drawn_at(points: &[Point], bounds: &[usize]) -> Vec<u32> {
    let mut drawn_at = vec![0; points.len()];
    let all = bounds
        .windows(2)
        .map(|bounds| (number(bounds[0])..number(bounds[1])).collect());
    let mut zooms = VecDeque::from([all.collect::<Vec<Vec<u32>>>()]);
    for zoom in (0..=TileCoord::DEEPEST).rev() {
        let lines = Lines::new(points, &zooms[0], zoom);
        let arcs: Vec<_> = lines
            .arcs
            .par_iter()
            .map_init(Vec::new, |ways, arc| lines.coarser(arc, ways))
            .collect();
        for &vertex in arcs.iter().flatten() {
            drawn_at[vertex as usize] |= 1 << zoom;
        }
        if zooms.len() == DOWN {
            zooms.pop_front();
        }
        zooms.push_back(arcs);
    }
    drawn_at
}

/// The best path known from the beginning of an arc to one of its vertices.
#[derive(Debug, Clone, Copy)]
struct Path {
    steps: u32,
    /// Sum of the distances of the steps from the arc.
    deviation: f64,
    /// Place in the arc of the vertex before.
    from: usize,
}

/// The finer arcs, from which a zoom's are made.
struct Lines<'a> {
    points: &'a [Point],
    arcs: &'a [Vec<u32>],
    tolerance: f64,
    /// Index of all vertices. It is built when first needed, because at many zooms no vertex is
    /// dropped.
    grid: OnceLock<Option<Grid>>,
}

impl<'a> Lines<'a> {
    #[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
    fn new(points: &'a [Point], arcs: &'a [Vec<u32>], zoom: u8) -> Self {
        Self {
            points,
            arcs,
            tolerance: (TOLERANCE << (TileCoord::DEEPEST - zoom)) as f64,
            grid: OnceLock::new(),
        }
    }

    fn at(&self, vertex: u32) -> Point {
        self.points[vertex as usize]
    }

    /// Returns the arc's vertices that the zoom needs; `ways` is working memory.
    fn coarser(&self, arc: &[u32], ways: &mut Vec<Path>) -> Vec<u32> {
        let unknown = Path {
            steps: u32::MAX,
            deviation: 0.0,
            from: 0,
        };
        ways.clear();
        ways.resize(arc.len(), unknown);
        let Some(first) = ways.first_mut() else {
            return Vec::new();
        };
        first.steps = 0;
        for from in 0..arc.len() {
            let here = ways[from];
            let steps = here.steps + 1;
            let mut furthest = None;
            let mut misses = 0;
            for to in (from + 1..arc.len()).take(FURTHEST) {
                let known = ways[to];
                if steps > known.steps {
                    continue;
                }
                let Some(deviation) = self.deviation([arc[from], arc[to]], &mut furthest) else {
                    misses += 1;
                    if misses == MISSES {
                        break;
                    }
                    continue;
                };
                misses = 0;
                let deviation = here.deviation + deviation;
                let better = steps < known.steps || deviation < known.deviation;
                if better && (to == from + 1 || self.may_replace(&arc[from..=to])) {
                    ways[to] = Path {
                        steps,
                        deviation,
                        from,
                    };
                }
            }
        }
        let mut needed = Vec::new();
        let mut place = arc.len() - 1;
        while place > 0 {
            needed.push(arc[place]);
            place = ways[place].from;
        }
        needed.push(arc[0]);
        needed.reverse();
        needed
    }

    /// Returns the greatest distance of the arc from a step between two of its vertices; `None`
    /// if that is above the tolerance. `furthest` then becomes a vertex that is too far, and
    /// the next call looks at it first.
    fn deviation(&self, [from, to]: [u32; 2], furthest: &mut Option<u32>) -> Option<f64> {
        let step = Step::new(self.at(from), self.at(to));
        let tolerance = step.scaled(self.tolerance);
        let mut deviation = 0.0_f64;
        for vertex in furthest.iter().copied().chain(from + 1..to) {
            let distance = step.scaled_distance(self.at(vertex));
            if distance > tolerance {
                *furthest = Some(vertex);
                return None;
            }
            deviation = deviation.max(distance);
        }
        Some(step.distance(deviation))
    }

    /// Whether no other vertex is on the step from the chain's beginning to its end, or between
    /// the step and the chain.
    fn may_replace(&self, tile_arc: &[u32]) -> bool {
        let vertices = self.arcs.iter().flatten();
        let vertices = vertices.map(|&vertex| (vertex, self.at(vertex)));
        let grid = self.grid.get_or_init(|| Grid::new(vertices));
        let points = tile_arc.iter().map(|&vertex| self.at(vertex));
        let (Some(grid), Some(bounding_box), [first, .., last]) =
            (grid, Rectangle::bounding(points.clone()), tile_arc)
        else {
            return false;
        };
        let ends = [*first, *last].map(|end| self.at(end));
        grid.within(bounding_box).all(|other| {
            let point = self.at(other);
            (*first..=*last).contains(&other)
                || !bounding_box.holds(point)
                // A junction is the end of several arcs, with a vertex of each at the same
                // point.
                || ends.contains(&point)
                || !(point.is_between(ends) || point.is_within(points.clone()))
        })
    }
}

/// A segment, with distances that are compared without division or square root: a *scaled*
/// distance is squared and multiplied by the segment's length squared.
struct Step {
    ends: [Point; 2],
    way: [f64; 2],
    length2: f64,
}

impl Step {
    fn new(from: Point, to: Point) -> Self {
        let way = away(from, to);
        Self {
            ends: [from, to],
            way,
            length2: way[0] * way[0] + way[1] * way[1],
        }
    }

    /// Returns the factor of scaled distances. A step around an island ends where it begins,
    /// and has no length to multiply by.
    fn scale(&self) -> f64 {
        self.length2.max(1.0)
    }

    fn scaled(&self, distance: f64) -> f64 {
        distance * distance * self.scale()
    }

    fn distance(&self, scaled: f64) -> f64 {
        (scaled / self.scale()).sqrt()
    }

    fn scaled_distance(&self, point: Point) -> f64 {
        let [x, y] = away(self.ends[0], point);
        let along = x * self.way[0] + y * self.way[1];
        if along <= 0.0 {
            (x * x + y * y) * self.scale()
        } else if along < self.length2 {
            let across = x * self.way[1] - y * self.way[0];
            across * across
        } else {
            let [x, y] = away(self.ends[1], point);
            (x * x + y * y) * self.scale()
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "for measuring, not deciding")]
fn away(from: Point, to: Point) -> [f64; 2] {
    [(to.x - from.x) as f64, (to.y - from.y) as f64]
}

fn number(position: usize) -> u32 {
    // A map with four thousand million vertices does not fit in memory.
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(zoom: u8, arcs: &[&[[i64; 2]]]) -> Vec<Vec<[i64; 2]>> {
        let points: Vec<Point> = arcs
            .concat()
            .iter()
            .map(|&[x, y]| Point::new(x, y))
            .collect();
        let mut bounds = vec![0];
        for arc in arcs {
            bounds.push(bounds[bounds.len() - 1] + arc.len());
        }
        let zooms = drawn_at(&points, &bounds);
        let arcs = bounds.windows(2).map(|arc| {
            let arc = (arc[0]..arc[1]).filter(|&at| zooms[at] >> zoom & 1 == 1);
            arc.map(|at| [points[at].x, points[at].y]).collect()
        });
        arcs.collect()
    }

    #[test]
    fn a_zoom_has_the_vertices_that_it_needs() {
        let wave: &[[i64; 2]] = &[[0, 0], [100, 3], [200, 0], [300, 90], [400, 0]];
        let deepest = TileCoord::DEEPEST;
        assert_eq!(
            drawn(deepest, &[wave]),
            [[[0, 0], [200, 0], [300, 90], [400, 0]]]
        );
        assert_eq!(
            drawn(deepest - 3, &[wave]),
            [[[0, 0], [200, 0], [300, 90], [400, 0]]]
        );
        assert_eq!(drawn(deepest - 5, &[wave]), [[[0, 0], [400, 0]]]);
    }

    #[test]
    fn a_vertex_stays_where_another_line_would_be_on_the_wrong_side() {
        let wave: &[[i64; 2]] = &[[0, 0], [100, 3], [200, 0]];
        let below: &[[i64; 2]] = &[[50, 1], [100, -50], [150, 1]];
        let above: &[[i64; 2]] = &[[50, 3], [100, 50], [150, 3]];
        let at = |other| drawn(TileCoord::DEEPEST, &[wave, other])[0].len();
        assert_eq!((at(below), at(above)), (3, 2));
    }

    #[test]
    fn a_line_takes_the_fewest_steps_that_there_are() {
        // The third vertex is nearest to the line without it, but keeping it allows the second
        // and the fourth to go.
        let wave: &[[i64; 2]] = &[[0, 0], [100, 35], [200, 16], [300, -22], [400, 0]];
        assert_eq!(
            drawn(TileCoord::DEEPEST - 3, &[wave]),
            [[[0, 0], [200, 16], [400, 0]]]
        );
    }
}
