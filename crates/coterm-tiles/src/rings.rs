//! Polygons of an area, put together from the directed stretches of its boundary.
//!
//! Exact, in integers; the same ground always gives the same polygons.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::point::Point;
use crate::tile_arcs::Stretch;

/// A closed line, with the area's ground on its left.
pub(crate) type Ring<'a> = Vec<Stretch<'a>>;

/// A polygon: the outer ring, then its holes. The outer ring is counter-clockwise with the
/// second axis up, so clockwise on a map, and its area is positive by the surveyor's formula;
/// holes are the other way round.
pub(crate) type Polygon<'a> = Vec<Ring<'a>>;

/// Returns the polygons of an area whose boundary is the `stretches`: each of them once, with
/// the area's ground on its left. Stretches share ends and nothing else.
///
/// Rings do not touch themselves: parts that are joined only at a point are two polygons, and a
/// hole that touches the outer ring is a hole. Each ring begins with its least stretch, and
/// polygons are in order, so that the same ground gives the same polygons.
pub(crate) fn polygons<'a>(stretches: &mut [Stretch<'a>]) -> Vec<Polygon<'a>> {
    stretches.sort_unstable_by_key(beginning);
    let touches = stretches
        .windows(2)
        .any(|pair| pair[0].from() == pair[1].from());
    let mut walk = Walk {
        used: vec![false; stretches.len()],
        stretches,
    };
    let mut rings = Vec::new();
    for first in 0..stretches.len() {
        if !walk.used[first] {
            let ring = walk.from(first);
            if touches {
                divided(ring, &mut rings);
            } else {
                rings.push(ring);
            }
        }
    }
    for ring in &mut rings {
        let smallest = (0..ring.len()).min_by_key(|&at| beginning(&ring[at]));
        ring.rotate_left(smallest.unwrap_or(0));
    }
    rings.retain(|ring| twice_area(ring) != 0);
    if rings.len() == 1 {
        return vec![rings];
    }
    let (mut outer, mut holes): (Vec<_>, Vec<_>) = rings
        .into_iter()
        .map(|ring| (twice_area(&ring), ring))
        .partition(|(area, _)| *area > 0);
    // A hole belongs to the smallest outer ring around it, so outer rings are tried by size.
    outer.sort_unstable_by_key(|(area, ring)| (*area, beginning(&ring[0])));
    holes.sort_unstable_by_key(|(_, ring)| beginning(&ring[0]));
    let mut polygons: Vec<Polygon<'_>> = outer.into_iter().map(|(_, ring)| vec![ring]).collect();
    for (_, hole) in holes {
        let within = match polygons.len() {
            1 => Some(0),
            _ => polygons
                .iter()
                .position(|polygon| is_within(&hole, &polygon[0])),
        };
        if let Some(within) = within {
            polygons[within].push(hole);
        }
    }
    polygons.sort_unstable_by_key(|polygon| beginning(&polygon[0][0]));
    polygons
}

/// Returns the first two points of a stretch, by which stretches are sorted. No two stretches
/// of an area have the same.
fn beginning(stretch: &Stretch<'_>) -> [Point; 2] {
    [stretch.from(), stretch.second()]
}

struct Walk<'a, 'b> {
    stretches: &'b [Stretch<'a>],
    used: Vec<bool>,
}

impl<'a> Walk<'a, '_> {
    /// Follows the boundary from one stretch until it is back at its beginning.
    fn from(&mut self, first: usize) -> Ring<'a> {
        let mut ring = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next {
            self.used[at] = true;
            let stretch = self.stretches[at];
            ring.push(stretch);
            next = self.after(&stretch);
        }
        ring
    }

    /// Returns the stretch that continues where this one ends: the first that is met clockwise
    /// from the reverse direction, so that the same ground stays on the left.
    fn after(&self, stretch: &Stretch<'_>) -> Option<usize> {
        let (from, to) = (stretch.last_but_one(), stretch.to());
        let first = self
            .stretches
            .partition_point(|stretch| stretch.from() < to);
        self.stretches[first..]
            .iter()
            .zip(first..)
            .take_while(|(stretch, _)| stretch.from() == to)
            .filter(|(_, at)| !self.used[*at])
            .min_by(|(one, _), (other, _)| clockwise(to, from, one.second(), other.second()))
            .map(|(_, at)| at)
    }
}

/// Compares two directions from a point: which is met first clockwise from a third one, `from`.
fn clockwise(at: Point, from: Point, one: Point, other: Point) -> Ordering {
    // Directions to the right of the reverse direction come first, then straight on, then those
    // to the left of it.
    let part = |to: Point| match at.cross(from, to).cmp(&0) {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    };
    part(one)
        .cmp(&part(other))
        .then_with(|| at.cross(one, other).cmp(&0))
}

/// Divides a closed line into rings wherever it visits a point again.
fn divided<'a>(way: Ring<'a>, rings: &mut Vec<Ring<'a>>) {
    let mut seen = FxHashMap::with_capacity_and_hasher(way.len(), rustc_hash::FxBuildHasher);
    let mut ring: Ring<'_> = Vec::with_capacity(way.len());
    for stretch in way {
        if let Some(&at) = seen.get(&stretch.from()) {
            let loop_ = ring.split_off(at);
            for stretch in &loop_ {
                seen.remove(&stretch.from());
            }
            rings.push(loop_);
        }
        seen.insert(stretch.from(), ring.len());
        ring.push(stretch);
    }
    rings.push(ring);
}

/// Returns twice the area of a ring by the surveyor's formula: the ground between the stretches
/// and their chords, and the ground between the chords.
pub(crate) fn twice_area(ring: &[Stretch<'_>]) -> i64 {
    let Some(first) = ring.first() else {
        return 0;
    };
    let origin = first.from();
    ring.iter()
        .map(|stretch| stretch.twice_area + origin.cross(stretch.from(), stretch.to()))
        .sum()
}

/// Whether a ring is inside another that it does not cross; they may touch in points.
fn is_within(inner: &[Stretch<'_>], outer: &[Stretch<'_>]) -> bool {
    let Some([one, other]) = inner.first().map(beginning) else {
        return false;
    };
    // The middle of an edge is on no other edge. Coordinates are doubled to keep it whole.
    let middle = Point::new(one.x + other.x, one.y + other.y);
    let points = outer.iter().flat_map(|stretch| stretch.points());
    middle.is_within(points.map(|point| Point::new(2 * point.x, 2 * point.y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments_of(points: &[[i64; 2]]) -> Vec<[Point; 2]> {
        let point =
            |at: usize| Point::new(points[at % points.len()][0], points[at % points.len()][1]);
        (0..points.len())
            .map(|at| [point(at), point(at + 1)])
            .collect()
    }

    fn found(edges: &[[Point; 2]]) -> Vec<Polygon<'_>> {
        polygons(&mut edges.iter().map(Stretch::straight).collect::<Vec<_>>())
    }

    #[test]
    fn squares_that_touch_in_a_corner_are_two_polygons() {
        let mut all = segments_of(&[[0, 0], [2, 0], [2, 2], [0, 2]]);
        all.extend(segments_of(&[[2, 2], [4, 2], [4, 4], [2, 4]]));
        let found = found(&all);
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|polygon| polygon.len() == 1 && twice_area(&polygon[0]) == 8)
        );
    }

    #[test]
    fn a_hole_that_touches_the_outside_is_a_hole() {
        let mut all = segments_of(&[[0, 0], [9, 0], [9, 9], [0, 9]]);
        all.extend(segments_of(&[[0, 0], [1, 4], [4, 1]]));
        let found = found(&all);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 2);
        assert_eq!(twice_area(&found[0][0]), 162);
        assert_eq!(twice_area(&found[0][1]), -15);
    }

    #[test]
    fn holes_are_in_the_polygon_around_them() {
        let mut all = segments_of(&[[0, 0], [9, 0], [9, 9], [0, 9]]);
        all.extend(segments_of(&[[1, 1], [1, 8], [8, 8], [8, 1]]));
        all.extend(segments_of(&[[2, 2], [7, 2], [7, 7], [2, 7]]));
        all.extend(segments_of(&[[3, 3], [3, 6], [6, 6], [6, 3]]));
        let found = found(&all);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|polygon| polygon.len() == 2));
    }
}
