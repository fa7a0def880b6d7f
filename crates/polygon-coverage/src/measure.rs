//! Areas, distances, and the oriented rings and edges of footprints, from which the other modules
//! are built. Any planar coordinates; lengths are in their unit, areas in its square.

use geo::{Coord, InteriorPoint, LineString, MultiPolygon};

/// The rings of a footprint with the interior on the left: outer rings counter-clockwise,
/// holes clockwise, whichever way they wind in the input. O(n).
///
/// Shapefile winds outer rings clockwise and RFC 7946 counter-clockwise, so code that trusts
/// the winding is silently wrong for one of them.
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::measure::oriented_rings;
///
/// let clockwise = polygon![(x: 0., y: 0.), (x: 0., y: 1.), (x: 1., y: 1.)].into();
/// let ring = oriented_rings(&clockwise).next().expect("there is one ring");
/// assert_eq!((ring[1].x, ring[1].y), (1.0, 1.0));
/// ```
pub fn oriented_rings(footprint: &MultiPolygon<f64>) -> impl Iterator<Item = Vec<Coord<f64>>> {
    footprint.iter().flat_map(|polygon| {
        let outer = std::iter::once((polygon.exterior(), true));
        let holes = polygon.interiors().iter().map(|hole| (hole, false));
        outer.chain(holes).map(|(ring, counter_clockwise)| {
            let mut coords = ring.0.clone();
            if (twice_signed_area(ring) > 0.0) != counter_clockwise {
                coords.reverse();
            }
            coords
        })
    })
}

/// The edges of a footprint, each from its first vertex to its second, with the
/// interior on the left. Edges of zero length are left out. O(n).
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::measure::edges;
///
/// let triangle = polygon![(x: 0., y: 0.), (x: 3., y: 0.), (x: 3., y: 4.)].into();
/// let perimeter: f64 = edges(&triangle).map(|[from, to]| (to.x - from.x).hypot(to.y - from.y)).sum();
/// assert_eq!(perimeter, 12.0);
/// ```
pub fn edges(footprint: &MultiPolygon<f64>) -> impl Iterator<Item = [Coord<f64>; 2]> {
    oriented_rings(footprint).flat_map(|ring| {
        ring.windows(2)
            .map(|pair| [pair[0], pair[1]])
            .filter(|[from, to]| from != to)
            .collect::<Vec<_>>()
    })
}

/// Area of a footprint in the plane, whichever way its rings wind, in the square of the
/// coordinates' unit. O(n).
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::measure::unsigned_area;
///
/// let with_hole = polygon!(
///     exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 0., y: 4.)],
///     interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.), (x: 1., y: 2.)]],
/// );
/// assert_eq!(unsigned_area(&with_hole.into()), 15.0);
/// ```
pub fn unsigned_area(footprint: &MultiPolygon<f64>) -> f64 {
    footprint
        .iter()
        .map(|polygon| {
            let holes: f64 = polygon
                .interiors()
                .iter()
                .map(|hole| twice_signed_area(hole).abs())
                .sum();
            (twice_signed_area(polygon.exterior()).abs() - holes) / 2.0
        })
        .sum()
}

/// Distance from a point to the nearest point of an edge, which need not be a vertex, in the
/// unit of the coordinates. Both directions of the edge give the same result, to the last bit.
///
/// ```
/// use geo::coord;
/// use polygon_coverage::measure::distance_to_edge;
///
/// let edge = [coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }];
/// assert_eq!(distance_to_edge(coord! { x: 5.0, y: 2.0 }, edge), 2.0);
/// assert_eq!(distance_to_edge(coord! { x: 13.0, y: 4.0 }, edge), 5.0);
/// ```
pub fn distance_to_edge(place: Coord<f64>, edge: [Coord<f64>; 2]) -> f64 {
    squared_distance(place, edge).sqrt()
}

/// Squared distance from a point to an edge.
#[inline]
pub(crate) fn squared_distance(place: Coord<f64>, [one, other]: [Coord<f64>; 2]) -> f64 {
    let turned = one.x > other.x || (one.x == other.x && one.y > other.y);
    let (from, to) = if turned { (other, one) } else { (one, other) };
    let square = |v: Coord<f64>| v.x * v.x + v.y * v.y;
    let (along, offset) = (to - from, place - from);
    let part = (offset.x * along.x + offset.y * along.y) / square(along);
    // Beyond an end, measure from that end: all edges that meet there give the same distance.
    let part_or_start = if part > 0.0 { part } else { 0.0 };
    let away = if part < 1.0 {
        offset - along * part_or_start
    } else {
        place - to
    };
    square(away)
}

/// Twice the signed area of a ring by the shoelace formula, positive if counter-clockwise.
/// Computed relative to the first vertex, because the terms would otherwise dwarf the result.
pub(crate) fn twice_signed_area(ring: &LineString<f64>) -> f64 {
    let Some(&origin) = ring.0.first() else {
        return 0.0;
    };
    ring.0
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - origin, pair[1] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

/// A point well within a footprint, in its coordinates; `None` if the footprint has no interior.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::containment::contains;
/// use polygon_coverage::measure::interior_point;
///
/// let hook: MultiPolygon = polygon![
///     (x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 8., y: 9.), (x: 8., y: 1.), (x: 0., y: 1.),
/// ].into();
/// let point = interior_point(&hook).expect("there is ground");
/// assert!(contains(&hook, point));
/// assert_eq!(interior_point(&MultiPolygon::new(Vec::new())), None);
/// ```
pub fn interior_point(footprint: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    footprint.interior_point().map(|point| point.0)
}
