//! Nesting: rings that lie in other rings, and whether they may (rules 5 to 7).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::Coord;

use super::edge_intersections::Contacts;
use super::rings::Rings;
use super::touches::{Passing, is_between};
use super::{InvalidReason, RingPosition, ValidityFault};

/// Reports holes outside their shells, and rings wrongly inside other rings. Only rings without
/// crossings are checked: each of those is wholly inside every other ring, or wholly outside.
pub(super) fn judge(rings: &Rings, contacts: &Contacts<'_>, reasons: &mut Vec<InvalidReason>) {
    if rings.rings.len() < 2 && rings.rings.iter().all(|ring| ring.position.is_shell()) {
        return;
    }
    let nesting = Nesting::of(rings, contacts);
    for (number, ring) in rings.rings.iter().enumerate() {
        if contacts.is_crossed(number) {
            continue;
        }
        let (place, containing) = nesting.containing_rings(number);
        let position = ring.position;
        let wrong = if position.is_shell() {
            nesting.fault_of_shell(position, &containing)
        } else {
            nesting.fault_of_hole(position, &containing)
        };
        reasons.extend(wrong.map(|(fault, other)| InvalidReason {
            fault,
            ring: position,
            other,
            at: place,
        }));
    }
}

struct Nesting<'a> {
    rings: &'a Rings,
    contacts: &'a Contacts<'a>,
    numbers: HashMap<RingPosition, usize>,
    /// Parts with a ring that cannot be judged, that crosses or touches itself, or that crosses
    /// another.
    unsure: BTreeSet<usize>,
    /// Corners of each ring that other rings touch, with the rings that pass there.
    touched: HashMap<usize, BTreeMap<usize, &'a [Passing]>>,
}

impl<'a> Nesting<'a> {
    fn of(rings: &'a Rings, contacts: &'a Contacts<'a>) -> Self {
        let numbered = || rings.rings.iter().enumerate();
        let mut touched: HashMap<usize, BTreeMap<usize, &[Passing]>> = HashMap::new();
        for touch in &contacts.touches {
            for passing in &touch.passings {
                if let Some(corner) = passing.corner(rings) {
                    let corners = touched.entry(passing.ring).or_default();
                    corners.insert(corner, &touch.passings);
                }
            }
        }
        let parts = numbered().map(|(number, ring)| (number, ring.position.part));
        let unsure =
            parts.filter(|&(number, part)| contacts.is_crossed(number) || !rings.is_whole(part));
        Self {
            rings,
            contacts,
            unsure: unsure.map(|(_, part)| part).collect(),
            numbers: numbered()
                .map(|(number, ring)| (ring.position, number))
                .collect(),
            touched,
        }
    }

    /// A corner of a ring, and the rings that contain the ring.
    fn containing_rings(&self, number: usize) -> (Coord<f64>, Vec<RingPosition>) {
        let ring = &self.rings.rings[number];
        let touched = self.touched.get(&number);
        let is_touched = |corner: &usize| touched.is_some_and(|all| all.contains_key(corner));
        // At a corner that no other ring touches, the point decides. If every corner is touched,
        // the direction of the edge that leaves the corner decides.
        let corner = (0..ring.edges()).find(|corner| !is_touched(corner));
        let corner = corner.unwrap_or(0);
        let [place, next] = ring.edge(corner);
        let passings = touched.and_then(|all| all.get(&corner)).copied();
        let passings = passings.unwrap_or_default();
        let mut is_inside: BTreeMap<usize, bool> = BTreeMap::new();
        for crossed in self.contacts.crossed_east_of(place) {
            *is_inside.entry(crossed).or_default() ^= true;
        }
        for passing in passings {
            let [from, to] = passing.ways(self.rings);
            let interior = if self.rings.rings[passing.ring].is_counter_clockwise() {
                [to, from]
            } else {
                [from, to]
            };
            is_inside.insert(passing.ring, is_between(place, next, interior));
        }
        let containing = is_inside.into_iter().filter(|&(other, inside)| {
            inside && other != number && !self.contacts.is_crossed(other)
        });
        let containing = containing.map(|(other, _)| self.rings.rings[other].position);
        (place, containing.collect())
    }

    fn fault_of_hole(
        &self,
        hole: RingPosition,
        containing: &[RingPosition],
    ) -> Option<(ValidityFault, Option<RingPosition>)> {
        let shell = RingPosition { ring: 0, ..hole };
        if !containing.contains(&shell) {
            let is_known = match self.numbers.get(&shell) {
                Some(&shell) => !self.contacts.is_crossed(shell),
                // The shell is missing, or it could not be judged.
                None => self.rings.is_whole(hole.part),
            };
            return is_known.then_some((ValidityFault::HoleOutsideShell, None));
        }
        let other = containing
            .iter()
            .find(|other| other.part == hole.part && !other.is_shell())?;
        Some((ValidityFault::NestedHoles, Some(*other)))
    }

    fn fault_of_shell(
        &self,
        shell: RingPosition,
        containing: &[RingPosition],
    ) -> Option<(ValidityFault, Option<RingPosition>)> {
        let is_in_hole = |part: usize| {
            containing
                .iter()
                .any(|other| other.part == part && !other.is_shell())
        };
        let other = containing.iter().find(|other| {
            let part = other.part;
            other.is_shell()
                && part != shell.part
                && !self.unsure.contains(&part)
                && !is_in_hole(part)
        })?;
        Some((ValidityFault::NestedShells, Some(*other)))
    }
}
