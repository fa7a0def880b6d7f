//! Division of a map's rings into arcs at their junctions, each simplified once. Footprints
//! that are neighbours on the ground stay neighbours on the map.

use std::collections::{BTreeMap, HashMap};

use geo::{Coord, LineString, Simplify};

use super::shape::{Point, Ring, units};

/// Tolerance of the simplification, in SVG units: a quarter of the smallest distance that a
/// reader sees.
const TOLERANCE: f64 = 0.25;

/// The junctions of a map's lines, at which rings are cut into arcs.
///
/// Every footprint that has an arc has the same vertices between its two junctions, in the
/// same or the reverse order. An arc is always simplified in the same one of its two
/// directions. Neighbours therefore stay neighbours, and a line that two layers share stays
/// one line.
#[derive(Debug, Default)]
pub(super) struct Arcs {
    /// Up to three neighbours of each vertex. Two is an ordinary vertex of a line; any other
    /// number is a junction.
    next_to: HashMap<Point, Vec<Point>>,
}

impl Arcs {
    /// Adds the rings of a footprint. All rings must be added before the first is simplified.
    pub(super) fn learn(&mut self, rings: &[Ring]) {
        for ring in rings {
            for (index, &from) in ring.iter().enumerate() {
                let to = ring[(index + 1) % ring.len()];
                self.connect(from, to);
                self.connect(to, from);
            }
        }
    }

    fn connect(&mut self, from: Point, to: Point) {
        let next = self.next_to.entry(from).or_default();
        if next.len() < 3 && !next.contains(&to) {
            next.push(to);
        }
    }

    fn is_junction(&self, point: Point) -> bool {
        self.next_to.get(&point).is_some_and(|next| next.len() != 2)
    }

    /// A ring's arcs, each simplified, in the ring's direction.
    pub(super) fn of_ring(&self, ring: &Ring) -> Vec<Vec<Point>> {
        let start = (0..ring.len()).find(|&index| self.is_junction(ring[index]));
        let start = start.or_else(|| (0..ring.len()).min_by_key(|&index| ring[index]));
        let Some(start) = start else {
            return Vec::new();
        };
        let mut arcs = Vec::new();
        let mut arc = vec![ring[start]];
        for step in 1..=ring.len() {
            let from = ring[(start + step) % ring.len()];
            arc.push(from);
            if step == ring.len() || self.is_junction(from) {
                arcs.push(simplified(std::mem::replace(&mut arc, vec![from])));
            }
        }
        arcs
    }

    /// A ring simplified arc by arc; `None` if fewer than three vertices are left, so that it
    /// could not be seen.
    pub(super) fn simplify(&self, ring: &Ring) -> Option<Ring> {
        let mut points: Ring = Vec::new();
        for arc in self.of_ring(ring) {
            points.extend(&arc[..arc.len() - 1]);
        }
        points.dedup();
        (points.len() >= 3).then_some(points)
    }

    /// Every arc of the rings, once, with the number of rings that have it: two for a line
    /// between neighbours, one for a line on the outside.
    pub(super) fn distinct<'a>(
        &self,
        rings: impl IntoIterator<Item = &'a Ring>,
    ) -> BTreeMap<Vec<Point>, usize> {
        let mut arcs = BTreeMap::new();
        for arc in rings.into_iter().flat_map(|ring| self.of_ring(ring)) {
            *arcs.entry(canonical(arc).0).or_default() += 1;
        }
        arcs
    }
}

/// An arc in that of its two directions which sorts first, and whether it was reversed.
fn canonical(arc: Vec<Point>) -> (Vec<Point>, bool) {
    let back: Vec<Point> = arc.iter().rev().copied().collect();
    if back < arc {
        (back, true)
    } else {
        (arc, false)
    }
}

/// An arc simplified to the tolerance, with its ends kept.
pub(super) fn simplified(arc: Vec<Point>) -> Vec<Point> {
    let (arc, turned) = canonical(arc);
    let coords: Vec<Coord<f64>> = arc.iter().map(|&point| units(point)).collect();
    let simplified = LineString::new(coords).simplify(TOLERANCE);
    // Simplification keeps vertices of the arc and their order, so one pass finds them again.
    let mut rest = arc.into_iter();
    let mut points: Vec<Point> = simplified
        .0
        .iter()
        .filter_map(|coord| rest.find(|&point| units(point) == *coord))
        .collect();
    if turned {
        points.reverse();
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wavy line from the top to the bottom of the map.
    fn wave() -> Vec<Point> {
        (0..=200)
            .map(|step| [1000 + (step * 37) % 23 - 11 + (step / 7) % 5, step * 5])
            .collect()
    }

    #[test]
    fn neighbours_keep_the_same_vertices_between_them() {
        let wave = wave();
        let mut left: Ring = wave.clone();
        left.extend([[0, 1000], [0, 0]]);
        let mut right: Ring = wave.iter().rev().copied().collect();
        right.extend([[2000, 0], [2000, 1000]]);
        // The left ring starts in the middle of the line, because a ring's start must not
        // matter.
        left.rotate_left(70);
        let mut arcs = Arcs::default();
        arcs.learn(std::slice::from_ref(&left));
        arcs.learn(std::slice::from_ref(&right));
        let (left, right) = (
            arcs.simplify(&left).unwrap(),
            arcs.simplify(&right).unwrap(),
        );
        let on_wave = |ring: &Ring| {
            let mut points: Vec<Point> = ring
                .iter()
                .filter(|point| wave.contains(point))
                .copied()
                .collect();
            points.sort_unstable();
            points
        };
        assert_eq!(on_wave(&left), on_wave(&right));
        assert!(on_wave(&left).len() < wave.len(), "something was left out");
        let shared = arcs.distinct([&left, &right]);
        assert!(!shared.is_empty());
    }

    #[test]
    fn a_line_between_two_is_one_arc_of_both() {
        let left: Ring = vec![[0, 0], [100, 0], [100, 100], [0, 100]];
        let right: Ring = vec![[100, 0], [200, 0], [200, 100], [100, 100]];
        let mut arcs = Arcs::default();
        arcs.learn(&[left.clone(), right.clone()]);
        let distinct = arcs.distinct([&left, &right]);
        let twice: Vec<_> = distinct.iter().filter(|(_, uses)| **uses == 2).collect();
        assert_eq!(twice.len(), 1);
        assert_eq!(twice[0].0, &vec![[100, 0], [100, 100]]);
        assert_eq!(distinct.len(), 3);
    }

    #[test]
    fn an_island_that_cannot_be_seen_is_left_out() {
        let island: Ring = vec![[0, 0], [2, 0], [1, 2]];
        let mut arcs = Arcs::default();
        arcs.learn(std::slice::from_ref(&island));
        assert_eq!(arcs.simplify(&island), None);
    }
}
