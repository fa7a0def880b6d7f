//! Whether rings that touch each other cut a part in two.

use std::collections::BTreeSet;

use super::edge_intersections::Contacts;
use super::rings::Rings;
use super::{InvalidReason, ValidityFault};
use crate::disjoint_sets::DisjointSets;

/// Finds parts whose interior is cut.
///
/// Take the rings of a part and the points where they touch as places, and go from a ring
/// to the points on it and back. If there is but one way from each place to each other,
/// the part's interior is connected; each further way encloses ground that is cut off
/// (Euler's formula). Any number of rings that touch in one point is no second way.
pub(super) fn judge(rings: &Rings, contacts: &Contacts<'_>, reasons: &mut Vec<InvalidReason>) {
    // Whether a ring is where it should be comes first.
    let mut passed_over: BTreeSet<usize> = reasons.iter().map(|reason| reason.ring.part).collect();
    passed_over.extend(
        (rings.rings.iter().enumerate())
            .filter(|&(number, _)| contacts.is_tangled(number))
            .map(|(_, ring)| ring.position.part),
    );
    let position = |ring: usize| rings.rings[ring].position;
    let mut connected = DisjointSets::new(rings.rings.len());
    for touch in &contacts.touches {
        let is_of_one_part = |one: usize, other: usize| position(one).part == position(other).part;
        for of_part in touch
            .passings
            .chunk_by(|one, other| is_of_one_part(one.ring, other.ring))
        {
            for passing in &of_part[1..] {
                let ring = position(passing.ring);
                let is_new = connected.join(of_part[0].ring, passing.ring);
                if !is_new && passed_over.insert(ring.part) {
                    reasons.push(InvalidReason {
                        fault: ValidityFault::DisconnectedInterior,
                        ring,
                        other: None,
                        at: touch.at,
                    });
                }
            }
        }
    }
}
