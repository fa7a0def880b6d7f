//! Whether a layer is a coverage, and where it is not.

use std::fmt;

use geo::{Coord, MultiPolygon};
use robust::orient2d;

use crate::containment::exact;

mod faces;
mod matching;
mod meetings;
mod open_gaps;
mod report;
#[cfg(test)]
mod tests;
mod unmatched;

use matching::Matching;
use meetings::{inside_others, meetings};

pub use report::{CoverageGap, CoverageOverlap, CoverageReport, InvalidFootprint, UnmatchedEdges};

/// Where a layer breaks the rules of a coverage.
///
/// A set of footprints is a *coverage* when
///
/// 1. no two of them overlap, and
/// 2. where two of them touch, their boundaries match vertex for vertex: an edge
///    of one is an edge of the other, or the two share at most end points.
///
/// Gaps are allowed: a gap is ground that nobody has claimed. (After the
/// definition in JTS's coverage package.)
#[derive(Debug, Clone, PartialEq)]
pub enum CoverageDefect {
    /// Two areas claim the same side of an edge, or one lies inside the other.
    Overlap {
        /// The two, by position, in order.
        areas: [usize; 2],
        /// A place where they overlap, EPSG:27700 metres.
        at: Coord<f64>,
    },
    /// Two edges cross, or touch other than end to end.
    Unmatched {
        /// Whose edges they are, by position, in order.
        areas: [usize; 2],
        /// A place where they do, EPSG:27700 metres.
        at: Coord<f64>,
    },
}

impl CoverageDefect {
    /// The areas concerned, by position.
    pub fn areas(&self) -> [usize; 2] {
        match self {
            Self::Overlap { areas, .. } | Self::Unmatched { areas, .. } => *areas,
        }
    }
}

impl fmt::Display for CoverageDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, at) = match self {
            Self::Overlap { at, .. } => ("overlap", at),
            Self::Unmatched { at, .. } => ("have edges that cross or do not match", at),
        };
        write!(f, "{what} at easting {:.1}, northing {:.1}", at.x, at.y)
    }
}

/// Everything that keeps the footprints from being a coverage, one place for each pair of
/// areas and kind; empty if they are one. Asks the same questions as [`CoverageReport`],
/// but measures nothing, so that coordinates may be in any unit. Whether each footprint is
/// valid is another question: see [`validity`](crate::validity).
///
/// O(n log n) in the vertices; all tests are exact.
pub fn check_coverage(footprints: &[&MultiPolygon<f64>]) -> Vec<CoverageDefect> {
    let matching = Matching::of(footprints);
    let twice = matching.twice.iter().map(|&[one, other]| {
        let [from, to] = matching.edges[one].ends;
        CoverageDefect::Overlap {
            areas: sorted([one, other].map(|edge| matching.edges[edge].area)),
            at: (from + to) / 2.0,
        }
    });
    let unmatched = meetings(&matching)
        .into_iter()
        .map(|meeting| CoverageDefect::Unmatched {
            areas: meeting.areas,
            at: meeting.at,
        });
    let inside = inside_others(footprints, &matching).into_iter();
    let inside = inside.map(|(areas, at)| CoverageDefect::Overlap { areas, at });
    // One line for each pair and kind is enough to find and mend it.
    let mut seen = std::collections::HashSet::new();
    (twice.chain(unmatched).chain(inside))
        .filter(|defect| {
            let [one, other] = defect.areas();
            one != other && seen.insert((std::mem::discriminant(defect), [one, other]))
        })
        .collect()
}

fn sorted(mut areas: [usize; 2]) -> [usize; 2] {
    areas.sort_unstable();
    areas
}

/// Whether two edges are apart, equal, or share only end points.
pub(crate) fn meet_properly([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    if (a, b) == (c, d) || (a, b) == (d, c) {
        return true;
    }
    if [a, b].iter().any(|&end| strictly_between(c, end, d))
        || [c, d].iter().any(|&end| strictly_between(a, end, b))
    {
        return false;
    }
    let side = |p, q, r| orient2d(exact(p), exact(q), exact(r));
    let opposite = |x: f64, y: f64| (x > 0.0 && y < 0.0) || (x < 0.0 && y > 0.0);
    !(opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b)))
}

/// Whether `b` is strictly between `a` and `c` on one line. Exact.
fn strictly_between(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> bool {
    // The exact test comes last: it is dear.
    b != a
        && b != c
        && (a.x.min(c.x)..=a.x.max(c.x)).contains(&b.x)
        && (a.y.min(c.y)..=a.y.max(c.y)).contains(&b.y)
        && orient2d(exact(a), exact(b), exact(c)) == 0.0
}
