//! The half-open containment rule (S2: `S2VertexModel::SEMI_OPEN`), and containment tests without
//! an index that follow it. Every index of the crate must agree with these tests.
//!
//! # The rule
//!
//! Containment is **half-open**. A point on a boundary belongs to the area
//! immediately to its **east**; on a stretch of boundary that runs exactly west
//! to east, to the area immediately to the **north**.
//!
//! # Why every point of a coverage is in exactly one area
//!
//! Take the point `p` and move it by an infinitesimal amount, much more to the east than to the
//! north: `p′ = p + (δ, ε)` with `0 < ε ≪ δ ≪ 1`. `p′` lies on no edge of any area: the move to
//! the east leaves an edge through `p`, unless that edge is level, and then the move to the north
//! leaves it. So `p′` is in the interior of exactly one area of a partition, and of at most one
//! area of any coverage. [`crosses`] decides for `p′`, with an exact orientation test, so no
//! rounding can give a point two areas or none. This is simulation of simplicity (Edelsbrunner
//! and Mücke, 1990) applied to the crossing-number test.

//!
//! Where areas overlap, several may contain a point; indexes then return the first by
//! position, as brute force does.

use geo::{Coord, MultiPolygon};
use robust::{Coord as Exact, orient2d};

use crate::AreaId;

/// Whether the ray from `point` to the east crosses the edge from `from` to `to`, by the
/// half-open rule. The direction of the edge does not matter. Exact. O(1).
///
/// ```
/// use geo::coord;
/// use polygon_coverage::containment::crosses;
///
/// let (from, to) = (coord! { x: 1.0, y: 0.0 }, coord! { x: 1.0, y: 1.0 });
/// assert!(crosses(from, to, coord! { x: 0.0, y: 0.5 }));
/// assert!(!crosses(from, to, coord! { x: 2.0, y: 0.5 }));
/// ```
pub fn crosses(from: Coord<f64>, to: Coord<f64>, point: Coord<f64>) -> bool {
    // A vertex level with the point counts as below it, because the point is moved
    // an infinitesimal amount to the north.
    if (from.y <= point.y) == (to.y <= point.y) {
        return false;
    }
    let (lower, upper) = if from.y < to.y {
        (from, to)
    } else {
        (to, from)
    };
    if point.x < lower.x.min(upper.x) {
        return true;
    }
    if point.x >= lower.x.max(upper.x) {
        return false;
    }
    // Strictly to the left of the edge: a point on the edge does not count, because it is
    // moved an infinitesimal amount to the east.
    orient2d(exact(lower), exact(upper), exact(point)) > 0.0
}

/// Whether the footprint contains the point, by the half-open rule: the ray to the east crosses
/// its rings an odd number of times. O(n) in the vertices, without an index. Any planar
/// coordinates, the same for both.
///
/// ```
/// use geo::{MultiPolygon, coord, polygon};
/// use polygon_coverage::containment::contains;
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
/// let shared = coord! { x: 1.0, y: 0.5 };
/// assert!(!contains(&west, shared) && contains(&east, shared));
/// ```
pub fn contains(footprint: &MultiPolygon<f64>, point: Coord<f64>) -> bool {
    let mut inside = false;
    for polygon in footprint {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for pair in ring.0.windows(2) {
                inside ^= crosses(pair[0], pair[1], point);
            }
        }
    }
    inside
}

/// Finds the first area that contains the point, by trying every footprint. Every index must
/// agree with it. O(n) in the vertices.
///
/// ```
/// use geo::{MultiPolygon, coord, polygon};
/// use polygon_coverage::containment::locate_by_brute_force;
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
/// let found = locate_by_brute_force([&west, &east], coord! { x: 1.0, y: 0.5 });
/// assert_eq!(found.map(|area| area.index()), Some(1));
/// ```
pub fn locate_by_brute_force<'a>(
    footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    point: Coord<f64>,
) -> Option<AreaId> {
    let position = footprints
        .into_iter()
        .position(|footprint| contains(footprint, point));
    AreaId::new(position?)
}

pub(crate) fn exact(coord: Coord<f64>) -> Exact<f64> {
    Exact {
        x: coord.x,
        y: coord.y,
    }
}
