//! Touches: the points where different rings touch, and whether the rings cross there.

use std::cmp::Ordering;

use geo::Coord;

use super::rings::{Rings, side};
use crate::vertex::Vertex;

/// Passage of a ring through a point where another ring touches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Passing {
    at: Vertex,
    pub(super) ring: usize,
    /// The edge that begins at the point or has the point within it.
    corner: usize,
}

/// Point where two or more rings touch.
pub(super) struct Touch {
    pub(super) at: Coord<f64>,
    /// Passages through the point, sorted by ring.
    pub(super) passings: Vec<Passing>,
}

impl Passing {
    pub(super) fn new(at: Coord<f64>, ring: usize, corner: usize) -> Self {
        Self {
            at: at.into(),
            ring,
            corner,
        }
    }

    /// The corner of the ring at the point, if there is one.
    pub(super) fn corner(self, rings: &Rings) -> Option<usize> {
        (rings.rings[self.ring].edge(self.corner)[0] == self.at.coord()).then_some(self.corner)
    }

    /// The points from which the ring comes and to which it goes.
    pub(super) fn ways(self, rings: &Rings) -> [Coord<f64>; 2] {
        let ring = &rings.rings[self.ring];
        let [from, to] = ring.edge(self.corner);
        if self.corner(rings).is_some() {
            [ring.before(self.corner), to]
        } else {
            [from, to]
        }
    }
}

/// Positions of two rings that cross, and the place.
pub(super) type Crossing = ([usize; 2], Coord<f64>);

/// Groups passages, which are sorted, by point, and finds the rings that cross there.
pub(super) fn touches(rings: &Rings, passings: &[Passing]) -> (Vec<Touch>, Vec<Crossing>) {
    let mut touches = Vec::new();
    let mut crossing = Vec::new();
    for at_point in passings.chunk_by(|one, other| one.at == other.at) {
        let at = at_point[0].at.coord();
        if let Some(crossed) = crossing_rings(rings, at, at_point) {
            crossing.push((crossed, at));
        }
        touches.push(Touch {
            at,
            passings: at_point.to_vec(),
        });
    }
    (touches, crossing)
}

/// Two rings that cross at a point through which they pass, if any do.
///
/// Around the point, each ring leaves by two directions. If rings do not cross, both directions
/// of one lie between those of another or both outside them, like nested brackets.
fn crossing_rings(rings: &Rings, at: Coord<f64>, passings: &[Passing]) -> Option<[usize; 2]> {
    let ways = passings.iter().enumerate().flat_map(|(number, passing)| {
        let [from, to] = passing.ways(rings);
        [(number, from), (number, to)]
    });
    let mut ways: Vec<(usize, Coord<f64>)> = ways.collect();
    ways.sort_by(|&(_, one), &(_, other)| compare_ways(at, one, other));
    let mut open: Vec<usize> = Vec::new();
    for (number, _) in ways {
        if open.last() == Some(&number) {
            open.pop();
        } else {
            open.push(number);
        }
    }
    let first = passings[*open.first()?].ring;
    let other = open
        .iter()
        .map(|&number| passings[number].ring)
        .find(|&ring| ring != first);
    Some([first, other.unwrap_or(first)])
}

/// Order of two points as a counter-clockwise turn around `at`, from the east, meets them.
/// Exact.
fn compare_ways(at: Coord<f64>, one: Coord<f64>, other: Coord<f64>) -> Ordering {
    let is_below = |place: Coord<f64>| place.y < at.y || (place.y == at.y && place.x < at.x);
    is_below(one).cmp(&is_below(other)).then_with(|| {
        side(at, other, one)
            .partial_cmp(&0.0)
            .unwrap_or(Ordering::Equal)
    })
}

/// Whether a counter-clockwise turn around a point, from one place to another, meets a third in
/// between.
pub(super) fn is_between(at: Coord<f64>, place: Coord<f64>, [from, to]: [Coord<f64>; 2]) -> bool {
    let is_before = |one, other| compare_ways(at, one, other) == Ordering::Less;
    let in_turn = [(from, place), (place, to), (to, from)];
    in_turn
        .into_iter()
        .filter(|&(one, other)| is_before(one, other))
        .count()
        == 2
}
