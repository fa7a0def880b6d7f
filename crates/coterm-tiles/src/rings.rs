//! Areas out of directed segments.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::point::Point;

/// A polygon: the outer ring, then its holes. Rings do not repeat their first point. The
/// outer one is counter-clockwise with the second axis up, so clockwise on a map, and its
/// area is positive by the surveyor's formula; holes the other way.
pub(crate) type Polygon = Vec<Vec<Point>>;

/// The polygons of an area, of which these are the boundary: each segment once, with the
/// area's ground on its left. Segments share ends and nothing else.
///
/// Rings do not touch themselves: what is joined at a point only is two polygons, and a
/// hole that touches the outside is a hole. Each ring begins at its least point, and
/// polygons are in order, so that the same ground gives the same polygons.
pub(crate) fn polygons(segments: &mut [[Point; 2]]) -> Vec<Polygon> {
    segments.sort_unstable();
    let touches = segments.windows(2).any(|pair| pair[0][0] == pair[1][0]);
    let mut walk = Walk {
        used: vec![false; segments.len()],
        segments,
    };
    let mut rings = Vec::new();
    for first in 0..walk.segments.len() {
        if !walk.used[first] {
            let ring = walk.from(first);
            if touches {
                divided(ring, &mut rings);
            } else {
                rings.push(ring);
            }
        }
    }
    let (mut outer, mut holes): (Vec<_>, Vec<_>) = rings
        .into_iter()
        .map(|ring| (twice_area(&ring), ring))
        .filter(|(area, _)| *area != 0)
        .partition(|(area, _)| *area > 0);
    for (_, ring) in outer.iter_mut().chain(&mut holes) {
        let least = ring.iter().zip(0..).min().map_or(0, |(_, at)| at);
        ring.rotate_left(least);
    }
    // The least that holds a hole is the one that it is in.
    outer.sort_unstable();
    holes.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
    let mut polygons: Vec<Polygon> = outer.into_iter().map(|(_, ring)| vec![ring]).collect();
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
    polygons.sort_unstable();
    polygons
}

struct Walk<'a> {
    segments: &'a [[Point; 2]],
    used: Vec<bool>,
}

impl Walk<'_> {
    /// The points on the way from a segment on until it is back.
    fn from(&mut self, first: usize) -> Vec<Point> {
        let mut points = Vec::new();
        let mut next = Some(first);
        while let Some(segment) = next {
            self.used[segment] = true;
            let [from, to] = self.segments[segment];
            points.push(from);
            next = self.after(from, to);
        }
        points
    }

    /// On from `to`, where one has come from `from`: the first segment that is met
    /// clockwise from the way back, so that the same ground stays on the left.
    fn after(&self, from: Point, to: Point) -> Option<usize> {
        let first = self.segments.partition_point(|segment| segment[0] < to);
        self.segments[first..]
            .iter()
            .zip(first..)
            .take_while(|(segment, _)| segment[0] == to)
            .filter(|(_, at)| !self.used[*at])
            .min_by(|(one, _), (other, _)| clockwise(to, from, one[1], other[1]))
            .map(|(_, at)| at)
    }
}

/// Which of two directions from a point is met first clockwise from a third.
fn clockwise(at: Point, from: Point, one: Point, other: Point) -> Ordering {
    // First what is on the right of the way back, then straight on, then on its left.
    let part = |to: Point| match at.cross(from, to).cmp(&0) {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    };
    part(one)
        .cmp(&part(other))
        .then_with(|| at.cross(one, other).cmp(&0))
}

/// Divides a way round where it comes to a point again.
fn divided(way: Vec<Point>, rings: &mut Vec<Vec<Point>>) {
    let mut seen = HashMap::with_capacity(way.len());
    let mut ring: Vec<Point> = Vec::with_capacity(way.len());
    for point in way {
        if let Some(&at) = seen.get(&point) {
            let loop_ = ring.split_off(at);
            for point in &loop_ {
                seen.remove(point);
            }
            rings.push(loop_);
        }
        seen.insert(point, ring.len());
        ring.push(point);
    }
    rings.push(ring);
}

/// By the surveyor's formula.
pub(crate) fn twice_area(ring: &[Point]) -> i64 {
    let Some(&origin) = ring.first() else {
        return 0;
    };
    ring.windows(2)
        .map(|pair| origin.cross(pair[0], pair[1]))
        .sum()
}

/// Whether a ring is inside another that it does not cross; they may touch in points.
fn is_within(inner: &[Point], outer: &[Point]) -> bool {
    let [one, other, ..] = inner else {
        return false;
    };
    // The middle of an edge is on no other. Doubled, it is whole.
    let middle = Point::new(one.x + other.x, one.y + other.y);
    let mut inside = false;
    for (at, &a) in outer.iter().enumerate() {
        let b = outer[(at + 1) % outer.len()];
        let [a, b] = [a, b].map(|end| Point::new(2 * end.x, 2 * end.y));
        if (a.y > middle.y) != (b.y > middle.y) {
            let [low, high] = if a.y < b.y { [a, b] } else { [b, a] };
            inside ^= low.cross(high, middle) > 0;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(points: &[[i64; 2]]) -> Vec<[Point; 2]> {
        let point =
            |at: usize| Point::new(points[at % points.len()][0], points[at % points.len()][1]);
        (0..points.len())
            .map(|at| [point(at), point(at + 1)])
            .collect()
    }

    #[test]
    fn squares_that_touch_in_a_corner_are_two_polygons() {
        let mut all = around(&[[0, 0], [2, 0], [2, 2], [0, 2]]);
        all.extend(around(&[[2, 2], [4, 2], [4, 4], [2, 4]]));
        let found = polygons(&mut all);
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|polygon| polygon.len() == 1 && twice_area(&polygon[0]) == 8)
        );
    }

    #[test]
    fn a_hole_that_touches_the_outside_is_a_hole() {
        let mut all = around(&[[0, 0], [9, 0], [9, 9], [0, 9]]);
        all.extend(around(&[[0, 0], [1, 4], [4, 1]]));
        let found = polygons(&mut all);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 2);
        assert_eq!(twice_area(&found[0][0]), 162);
        assert_eq!(twice_area(&found[0][1]), -15);
    }

    #[test]
    fn holes_are_in_the_polygon_around_them() {
        let mut all = around(&[[0, 0], [9, 0], [9, 9], [0, 9]]);
        all.extend(around(&[[1, 1], [1, 8], [8, 8], [8, 1]]));
        all.extend(around(&[[2, 2], [7, 2], [7, 7], [2, 7]]));
        all.extend(around(&[[3, 3], [3, 6], [6, 6], [6, 3]]));
        let found = polygons(&mut all);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|polygon| polygon.len() == 2));
    }
}
