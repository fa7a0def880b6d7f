//! [`Edge`]: an edge with the labels of its two sides, and the exact test of whether the path from
//! a cell's corner to a point crosses it.

use geo::Coord;
use robust::orient2d;

use crate::containment::{crosses, exact};

/// Label of one side of an edge: the areas whose edge it is, with their interior on that side
/// (JTS: `Label`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SideLabel {
    /// Exclusive or of the codes of these areas. If there is at most one area, that is its own code
    /// or 0.
    pub(super) code: u32,
    /// Number of these areas.
    pub(super) areas: u32,
}

impl SideLabel {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            code: self.code ^ other.code,
            areas: self.areas + other.areas,
        }
    }
}

/// Edge, directed to the north, or to the east if it is level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) from: Coord<f64>,
    pub(super) to: Coord<f64>,
    pub(super) left: SideLabel,
    pub(super) right: SideLabel,
    /// Position of the edge among all edges, ring by ring.
    pub(super) name: u32,
}

impl Edge {
    /// The edge of one area that has its interior on the left from `from` to `to`.
    pub(super) fn of_area(code: u32, from: Coord<f64>, to: Coord<f64>) -> Self {
        let (own, none) = (SideLabel { code, areas: 1 }, SideLabel::default());
        let name = 0;
        if (from.y, from.x) < (to.y, to.x) {
            Self {
                name,
                from,
                to,
                left: own,
                right: none,
            }
        } else {
            Self {
                name,
                from: to,
                to: from,
                left: none,
                right: own,
            }
        }
    }

    /// The ends of one area's edge in the order of the area's ring.
    pub(super) fn along_ring(&self) -> [Coord<f64>; 2] {
        if self.left.areas > 0 {
            [self.from, self.to]
        } else {
            [self.to, self.from]
        }
    }

    /// Change of the code by crossing the edge.
    pub(super) fn across(&self) -> u32 {
        self.left.code ^ self.right.code
    }

    /// Change of the code by this edge on the path from the corner north along its wall and then
    /// east to the point.
    pub(super) fn on_walk(&self, corner: Coord<f64>, point: Coord<f64>) -> u32 {
        if separates(self.from, self.to, corner, point) {
            self.across()
        } else {
            0
        }
    }
}

/// Whether the path from the corner north along its wall and then east to the point crosses the
/// edge an odd number of times. The direction of the edge does not matter. Exact.
#[inline]
pub(super) fn separates(
    from: Coord<f64>,
    to: Coord<f64>,
    corner: Coord<f64>,
    point: Coord<f64>,
) -> bool {
    let turn = Coord {
        x: corner.x,
        y: point.y,
    };
    // Most edges reach neither the wall nor the point's height.
    let on_wall = (from.x <= corner.x) != (to.x <= corner.x)
        && is_north_of(from, to, corner) != is_north_of(from, to, turn);
    let on_level = (from.y <= point.y) != (to.y <= point.y)
        && crosses(from, to, turn) != crosses(from, to, point);
    on_wall != on_level
}

/// Whether the ray that runs north from `point` crosses the edge: the half-open rule of
/// [`crosses`], with the axes exchanged. Exact.
fn is_north_of(from: Coord<f64>, to: Coord<f64>, point: Coord<f64>) -> bool {
    if (from.x <= point.x) == (to.x <= point.x) {
        return false;
    }
    let (west, east) = if from.x < to.x {
        (from, to)
    } else {
        (to, from)
    };
    let side = orient2d(exact(west), exact(east), exact(point));
    // A point on the edge is moved east by more than it is moved north, so the edge is
    // above it if it rises.
    side < 0.0 || (side == 0.0 && east.y > west.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn small() -> impl Strategy<Value = Coord<f64>> {
        (0..6_i32, 0..6_i32).prop_map(|(x, y)| Coord {
            x: x.into(),
            y: y.into(),
        })
    }

    proptest! {
        /// Coordinates are so small that every second point is on an edge or a vertex.
        #[test]
        fn a_walk_to_a_point_and_two_rays_tell_the_same(
            triangle in [small(), small(), small()], corner in small(), point in small()
        ) {
            let sides = [(0, 1), (1, 2), (2, 0)].map(|(a, b)| (triangle[a], triangle[b]));
            let inside = |p| sides.iter().filter(|(a, b)| crosses(*a, *b, p)).count() % 2 == 1;
            let walked = sides.iter().filter(|(a, b)| separates(*a, *b, corner, point)).count() % 2 == 1;
            prop_assert_eq!(inside(corner) ^ walked, inside(point));
        }
    }
}
