//! Area, distance, and the edges that everything else is made from.

use geo::{Coord, InteriorPoint, LineString, MultiPolygon};

/// Every ring of a footprint with the interior on its left: outer rings
/// counter-clockwise, holes clockwise, whichever way they were given.
///
/// Shapefile winds outer rings clockwise and RFC 7946 counter-clockwise; code
/// that trusts the winding is silently wrong on one of them.
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
/// interior on the left. Edges of no length are left out.
pub fn edges(footprint: &MultiPolygon<f64>) -> impl Iterator<Item = [Coord<f64>; 2]> {
    oriented_rings(footprint).flat_map(|ring| {
        ring.windows(2)
            .map(|pair| [pair[0], pair[1]])
            .filter(|[from, to]| from != to)
            .collect::<Vec<_>>()
    })
}

/// The area of a footprint in the plane, whichever way its rings wind. O(n).
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

/// The distance from a place to an edge, to the nearest point of it and not to a vertex.
/// Both directions of the edge give the same, to the last bit.
pub fn distance_to_edge(place: Coord<f64>, edge: [Coord<f64>; 2]) -> f64 {
    squared_distance(place, edge).sqrt()
}

/// The squared distance from a place to an edge.
#[inline]
pub(crate) fn squared_distance(place: Coord<f64>, [one, other]: [Coord<f64>; 2]) -> f64 {
    let turned = one.x > other.x || (one.x == other.x && one.y > other.y);
    let (from, to) = if turned { (other, one) } else { (one, other) };
    let square = |v: Coord<f64>| v.x * v.x + v.y * v.y;
    let (along, offset) = (to - from, place - from);
    let part = (offset.x * along.x + offset.y * along.y) / square(along);
    // From an end it is the same for all edges that meet there.
    let part_or_start = if part > 0.0 { part } else { 0.0 };
    let away = if part < 1.0 {
        offset - along * part_or_start
    } else {
        place - to
    };
    square(away)
}

/// Twice the area by the shoelace formula, positive if counter-clockwise.
/// Taken about the first vertex, or the terms would dwarf the result.
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

/// A place well within a footprint; `None` if it has no ground.
pub fn interior_point(footprint: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    footprint.interior_point().map(|point| point.0)
}
