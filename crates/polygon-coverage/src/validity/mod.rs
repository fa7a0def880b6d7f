//! Validity of one footprint, as OGC 06-103r4 (Simple Feature Access) defines it for a
//! `MultiPolygon`.
//!
//! A footprint is *valid* if
//!
//! 1. every coordinate is finite, and neither too large nor too small to be decided exactly
//!    (`InvalidCoordinate`);
//! 2. every ring has three corners or more, immediate repetitions not counted (`TooFewPoints`);
//! 3. no two edges cross or run along each other (`SelfIntersection`): a ring has no
//!    spike, no ring occurs twice, and parts share no edge;
//! 4. no ring touches itself (`RingSelfIntersection`);
//! 5. every hole lies in its own part's shell (`HoleOutsideShell`);
//! 6. no hole lies in another hole of its part (`NestedHoles`);
//! 7. a shell lies in another part's shell only within a hole of that part
//!    (`NestedShells`);
//! 8. the interior of each part is connected: a path from ring to ring through the points where
//!    they touch never returns to a ring by another point (`DisconnectedInterior`).
//!
//! Allowed are:
//!
//! - different rings that touch in single points: corner on corner, or a corner in the
//!   middle of an edge, any number of rings at one point;
//! - a corner that is repeated right away, corners on a straight line, and rings that wind
//!   either way;
//! - no geometry at all: an empty footprint is valid, and an empty part or hole does not count.
//!
//! Rings that are not closed cannot occur here, because a [`Polygon`](geo::Polygon) closes its
//! rings. Names and order of the rules are those of JTS and GEOS (`IsValidOp`), whose verdict on
//! every footprint is the same.
//!
//! All decisions are exact, whatever the unit, because they rest only on the orientation of three
//! points. So a footprint can be judged in longitude and latitude before it is projected.

use std::fmt;

use geo::{Coord, MultiPolygon};

mod connectedness;
mod edge_intersections;
mod nesting;
mod rings;
#[cfg(test)]
mod tests;
mod touches;

use edge_intersections::Contacts;
use rings::Rings;

/// One fault that makes a footprint invalid, with the ring that has it and the place.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InvalidReason {
    /// Rule that is broken.
    pub fault: ValidityFault,
    /// Ring that breaks the rule.
    pub ring: RingPosition,
    /// Other ring, if two break the rule together.
    pub other: Option<RingPosition>,
    /// Place of the fault, in the footprint's own coordinates.
    pub at: Coord<f64>,
}

/// Rule of validity that is broken, under its name in JTS, GEOS and `PostGIS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum ValidityFault {
    /// A coordinate is not finite, or its size is not within 1e-100 to 1e100, the range in which
    /// decisions are exact. 0 is allowed.
    InvalidCoordinate,
    /// A ring has fewer than three corners, immediate repetitions not counted.
    TooFewPoints,
    /// Two edges cross, or overlap along a line.
    SelfIntersection,
    /// A ring touches itself in a point.
    RingSelfIntersection,
    /// A hole is not within the shell of its part.
    HoleOutsideShell,
    /// A hole lies within another hole of its part.
    NestedHoles,
    /// A part lies within another, and not in one of its holes.
    NestedShells,
    /// Rings that touch each other cut a part's interior in two.
    DisconnectedInterior,
}

/// Position of a ring in a footprint. Both numbers count from 0; ring 0 is the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RingPosition {
    /// Position of the polygon in the footprint.
    pub part: usize,
    /// Position of the ring in that polygon: 0 is the shell, 1 the first hole.
    pub ring: usize,
}

impl RingPosition {
    /// Whether this is the outer ring of its part.
    pub fn is_shell(self) -> bool {
        self.ring == 0
    }
}

impl fmt::Display for RingPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part + 1;
        match self.ring {
            0 => write!(f, "the outer ring of part {part}"),
            hole => write!(f, "hole {hole} of part {part}"),
        }
    }
}

impl fmt::Display for ValidityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidCoordinate => "invalid coordinate",
            Self::TooFewPoints => "too few points",
            Self::SelfIntersection => "self-intersection",
            Self::RingSelfIntersection => "ring self-intersection",
            Self::HoleOutsideShell => "hole outside shell",
            Self::NestedHoles => "nested holes",
            Self::NestedShells => "nested shells",
            Self::DisconnectedInterior => "disconnected interior",
        })
    }
}

impl fmt::Display for InvalidReason {
    /// Writes the fault and the rings as a phrase, without the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, ring, .. } = self;
        write!(f, "{fault}: {ring} ")?;
        match (fault, self.other) {
            (ValidityFault::InvalidCoordinate, _) => {
                f.write_str("has a coordinate that is not a number, or is too large or too small")
            }
            (ValidityFault::TooFewPoints, _) => f.write_str("has fewer than three corners"),
            (ValidityFault::SelfIntersection, Some(other)) => {
                write!(f, "crosses {other} or runs along it")
            }
            (ValidityFault::SelfIntersection, None) => f.write_str("crosses or runs along itself"),
            (ValidityFault::RingSelfIntersection, _) => f.write_str("touches itself"),
            (ValidityFault::HoleOutsideShell, _) => f.write_str("is outside its part"),
            (ValidityFault::NestedHoles | ValidityFault::NestedShells, Some(other)) => {
                write!(f, "is inside {other}")
            }
            (ValidityFault::NestedHoles | ValidityFault::NestedShells, None) => {
                f.write_str("is inside another ring")
            }
            (ValidityFault::DisconnectedInterior, _) => {
                f.write_str("touches other rings and cuts the part in two")
            }
        }
    }
}

/// Finds every fault that makes a footprint invalid, ordered by ring. The result is empty if the
/// footprint is valid, as the [module](self) defines it.
///
/// Each kind of fault is reported once per ring or pair of rings, with one place. Nesting and
/// connectedness are not checked for rings that cross.
///
/// Any planar coordinates, in any unit. O(n log n) in the vertices, unless very many edges meet
/// in one place or lie on one line from west to east.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::validity::{ValidityFault, validity};
///
/// // A hole that touches the shell at two corners separates the ground on its left from the
/// // ground on its right.
/// let cut = polygon!(
///     exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 0., y: 4.)],
///     interiors: [[(x: 0., y: 0.), (x: 3., y: 1.), (x: 4., y: 4.), (x: 1., y: 3.)]],
/// );
/// let reasons = validity(&MultiPolygon::from(cut));
/// assert_eq!(reasons[0].fault, ValidityFault::DisconnectedInterior);
/// ```
pub fn validity(footprint: &MultiPolygon<f64>) -> Vec<InvalidReason> {
    let (rings, mut reasons) = Rings::of(footprint);
    let contacts = Contacts::of(&rings, &mut reasons);
    nesting::judge(&rings, &contacts, &mut reasons);
    connectedness::judge(&rings, &contacts, &mut reasons);
    reasons.sort_by_key(|reason| (reason.ring, reason.fault));
    reasons
}
