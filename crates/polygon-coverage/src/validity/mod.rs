//! Validity of one footprint, as OGC 06-103r4 (Simple Feature Access) has it for a
//! `MultiPolygon`.
//!
//! A footprint is *valid* if
//!
//! 1. every coordinate is a place in the plane (`InvalidCoordinate`);
//! 2. every ring has three different corners or more (`TooFewPoints`);
//! 3. no two edges cross or run along each other (`SelfIntersection`): a ring has no
//!    spike, no ring is there twice, and parts share no edge;
//! 4. no ring touches itself (`RingSelfIntersection`);
//! 5. every hole lies in its own part's shell (`HoleOutsideShell`);
//! 6. no hole lies in another hole of its part (`NestedHoles`);
//! 7. a shell lies in another part's shell only within a hole of that part
//!    (`NestedShells`);
//! 8. the interior of each part is connected: whoever goes from ring to ring by the points
//!    where they touch cannot come back to a ring by another point (`DisconnectedInterior`).
//!
//! Allowed are:
//!
//! - different rings that touch in single points: corner on corner, or a corner in the
//!   middle of an edge, any number of rings at one point;
//! - a corner that is repeated right away, corners on a straight line, and rings that wind
//!   either way;
//! - no geometry at all: an empty footprint is valid, and an empty part or hole is none.
//!
//! Rings that are not closed are not met here, for a [`Polygon`](geo::Polygon) closes
//! them. Names and order of the rules are those of JTS and GEOS (`IsValidOp`), whose
//! verdict on every footprint is the same.
//!
//! All decisions are exact for any `f64`, whatever the unit: they rest on the orientation
//! of three points alone. So a footprint can be judged in longitude and latitude before it
//! is judged in metres.

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

/// One thing that makes a footprint invalid, with its ring and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InvalidReason {
    /// The rule that is broken.
    pub fault: ValidityFault,
    /// The ring that breaks it.
    pub ring: RingPosition,
    /// The other ring, if two break it together.
    pub other: Option<RingPosition>,
    /// Where, in the footprint's own coordinates.
    pub at: Coord<f64>,
}

/// A rule of validity that is broken, by the name that JTS, GEOS and `PostGIS` have for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum ValidityFault {
    /// A coordinate is no number, or beyond what can be reckoned with exactly.
    InvalidCoordinate,
    /// A ring has fewer than three different corners.
    TooFewPoints,
    /// Two edges cross, or run along each other.
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

/// A ring of a footprint by its position. Both count from 0, and ring 0 is the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RingPosition {
    /// Which polygon of the footprint.
    pub part: usize,
    /// Which ring of that polygon: 0 is the shell, 1 its first hole.
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
                f.write_str("has a coordinate that is no place in the plane")
            }
            (ValidityFault::TooFewPoints, _) => {
                f.write_str("has fewer than three different corners")
            }
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
                f.write_str("touches other rings so that they cut the part in two")
            }
        }
    }
}

/// Everything that makes a footprint invalid, in the order of its rings; empty if it is
/// valid. The module says what valid is.
///
/// Each fault of a ring is reported once, with one place. Where rings cross, nesting and
/// connectedness are not asked of them.
///
/// Coordinates are those of any plane, in any unit. O(n log n) in the vertices, unless very
/// many edges meet in one place or lie on one line from west to east.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::validity::{ValidityFault, validity};
///
/// // A hole that touches the shell at two corners parts the ground left of it from that
/// // on its right.
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
