//! Footprints as they are drawn: projected, clipped to the frame, and rounded to a grid of
//! tenths of an SVG unit.

use geo::{Coord, LineString, MultiPolygon};

use super::bounds::MapBounds;
use super::frame::Frame;

/// A vertex of the drawing, in tenths of an SVG unit, x then y, with y downwards. It depends
/// on nothing but the vertex on the ground, so neighbours that share the one share the other.
pub(super) type Point = [i32; 2];

/// Distance beyond the frame at which footprints are cut, in SVG units. A stroke along the
/// cut cannot be seen.
const BEYOND: f64 = 12.0;

/// A closed ring without its repeated last vertex.
pub(super) type Ring = Vec<Point>;

/// The rings of a footprint that reach into the frame, clipped a little outside it.
pub(super) fn rings(footprint: &MultiPolygon<f64>, frame: &Frame) -> Vec<Ring> {
    footprint
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .filter_map(|ring| clipped_ring(ring, frame))
        .collect()
}

fn clipped_ring(ring: &LineString<f64>, frame: &Frame) -> Option<Ring> {
    let window = frame.bounds().grown(BEYOND);
    let mut path: Vec<Coord<f64>> = ring.0.iter().map(|at| frame.project(*at)).collect();
    if path.len() > 1 {
        path.pop();
    }
    for side in [Side::Left, Side::Right, Side::Top, Side::Bottom] {
        if path.iter().any(|at| !side.keeps(&window, *at)) {
            path = side.clip(&window, &path);
        }
    }
    let mut points: Ring = path.into_iter().map(rounded).collect();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    (points.len() >= 3).then_some(points)
}

/// A line that reaches into the frame, not clipped; `None` if it does not.
pub(super) fn line(line: &LineString<f64>, frame: &Frame) -> Option<Vec<Point>> {
    let window = frame.bounds().grown(BEYOND);
    let path: Vec<Coord<f64>> = line.0.iter().map(|at| frame.project(*at)).collect();
    if !path.windows(2).any(|pair| window.meets([pair[0], pair[1]])) {
        return None;
    }
    let mut points: Vec<Point> = path.into_iter().map(rounded).collect();
    points.dedup();
    (points.len() >= 2).then_some(points)
}

/// Rounds to the grid. Coordinates beyond the grid's range saturate.
#[expect(clippy::cast_possible_truncation, reason = "it saturates")]
pub(super) fn rounded(at: Coord<f64>) -> Point {
    [(at.x * 10.0).round() as i32, (at.y * 10.0).round() as i32]
}

/// A vertex in SVG units.
pub(super) fn units([x, y]: Point) -> Coord<f64> {
    Coord {
        x: f64::from(x) / 10.0,
        y: f64::from(y) / 10.0,
    }
}

/// A side of the frame, for Sutherland and Hodgman's clipping of one side after another.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    fn keeps(self, window: &MapBounds, at: Coord<f64>) -> bool {
        match self {
            Self::Left => at.x >= window.left,
            Self::Right => at.x <= window.right,
            Self::Top => at.y >= window.top,
            Self::Bottom => at.y <= window.bottom,
        }
    }

    /// The place where an edge crosses the side. It is the same in both directions of the
    /// edge.
    fn crossing(self, window: &MapBounds, a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
        let (a, b) = if (a.x, a.y) < (b.x, b.y) {
            (a, b)
        } else {
            (b, a)
        };
        let at = |from: f64, to: f64, here: f64| (here - from) / (to - from);
        match self {
            Self::Left | Self::Right => {
                let x = if matches!(self, Self::Left) {
                    window.left
                } else {
                    window.right
                };
                Coord {
                    x,
                    y: a.y + (b.y - a.y) * at(a.x, b.x, x),
                }
            }
            Self::Top | Self::Bottom => {
                let y = if matches!(self, Self::Top) {
                    window.top
                } else {
                    window.bottom
                };
                Coord {
                    x: a.x + (b.x - a.x) * at(a.y, b.y, y),
                    y,
                }
            }
        }
    }

    fn clip(self, window: &MapBounds, path: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut clipped = Vec::with_capacity(path.len());
        for (index, &here) in path.iter().enumerate() {
            let before = path[(index + path.len() - 1) % path.len()];
            if self.keeps(window, before) != self.keeps(window, here) {
                clipped.push(self.crossing(window, before, here));
            }
            if self.keeps(window, here) {
                clipped.push(here);
            }
        }
        clipped
    }
}
