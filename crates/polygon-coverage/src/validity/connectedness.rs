//! Connectedness: whether rings that touch each other cut a part's interior in two (rule 8).

use std::collections::BTreeSet;

use super::edge_intersections::Contacts;
use super::rings::Rings;
use super::{InvalidReason, ValidityFault};
use crate::disjoint_sets::DisjointSets;

/// Reports parts whose interior is not connected.
///
/// Take the rings of a part, and the points where they touch, as nodes of a graph, with an edge
/// from each ring to each touching point on it. The interior is connected if the graph has no
/// cycle; each cycle encloses ground that is cut off (Euler's formula). Several rings that touch
/// in one point do not make a cycle.
pub(super) fn judge(rings: &Rings, contacts: &Contacts<'_>, reasons: &mut Vec<InvalidReason>) {
    // Parts with a misplaced or self-crossing ring are skipped: that fault comes first.
    let mut passed_over: BTreeSet<usize> = reasons.iter().map(|reason| reason.ring.part).collect();
    passed_over.extend(
        (rings.rings.iter().enumerate())
            .filter(|&(number, _)| contacts.is_crossed(number))
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
