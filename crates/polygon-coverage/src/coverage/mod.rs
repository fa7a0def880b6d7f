//! [`CoverageReport`]: whether footprints are a coverage, and where they are not.
//!
//! A set of footprints is a *coverage* when
//!
//! 1. no two of them overlap, and
//! 2. where two of them touch, their boundaries match vertex for vertex: an edge of one is an
//!    edge of the other, or the two share at most end points.
//!
//! Gaps are allowed: a gap is ground that is in no area. The definition is that of JTS's
//! `coverage` package, whose `CoverageValidator` and `CoverageGapFinder` make the same checks.

use geo::Coord;
use robust::orient2d;

use crate::AreaId;
use crate::containment::exact;

mod invalid_edges;
mod matching;
mod open_gaps;
mod overlaps_and_gaps;
mod report;
#[cfg(test)]
mod tests;
mod unmatched;

pub use report::{CoverageGap, CoverageOverlap, CoverageReport, InvalidFootprint, UnmatchedEdges};

/// Defect of two areas that breaks a rule of a [coverage](self), with one place.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum CoverageDefect {
    /// Two areas are on the same side of an edge, or one lies inside the other.
    Overlap {
        /// The two areas, in order of their positions.
        areas: [AreaId; 2],
        /// A point where they overlap, in the unit of the coordinates.
        at: Coord<f64>,
    },
    /// Two edges cross, or touch other than end to end.
    Unmatched {
        /// The two areas that the edges belong to, in order of their positions.
        areas: [AreaId; 2],
        /// A point where the edges cross or touch, in the unit of the coordinates.
        at: Coord<f64>,
    },
}

impl CoverageDefect {
    /// The two areas that have the defect.
    pub fn areas(&self) -> [AreaId; 2] {
        match self {
            Self::Overlap { areas, .. } | Self::Unmatched { areas, .. } => *areas,
        }
    }
}

impl CoverageReport {
    /// The overlaps and unmatched edges, which keep the footprints from being a coverage: one
    /// place for each pair of areas and kind of defect. Empty if and only if the footprints are a
    /// coverage.
    pub fn defects(&self) -> Vec<CoverageDefect> {
        let overlaps = self.overlaps.iter().flat_map(|overlap| {
            let areas = &overlap.areas;
            let pairs = areas.iter().enumerate().flat_map(move |(position, &one)| {
                areas[position + 1..].iter().map(move |&other| [one, other])
            });
            pairs.map(|areas| CoverageDefect::Overlap {
                areas,
                at: overlap.at,
            })
        });
        let unmatched = self.unmatched.iter().map(|run| CoverageDefect::Unmatched {
            areas: run.areas,
            at: run.at,
        });
        let mut seen = std::collections::HashSet::new();
        overlaps
            .chain(unmatched)
            .filter(|defect| seen.insert((std::mem::discriminant(defect), defect.areas())))
            .collect()
    }

    /// Whether the footprints are a coverage: no two overlap, and all edges match. Gaps are
    /// allowed, and footprints need not be valid; see [`holds`](Self::holds) for a stricter check.
    pub fn is_coverage(&self) -> bool {
        self.overlaps.is_empty() && self.unmatched.is_empty()
    }
}

fn sorted(mut areas: [AreaId; 2]) -> [AreaId; 2] {
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
    // The exact test comes last, because it is expensive.
    b != a
        && b != c
        && (a.x.min(c.x)..=a.x.max(c.x)).contains(&b.x)
        && (a.y.min(c.y)..=a.y.max(c.y)).contains(&b.y)
        && orient2d(exact(a), exact(b), exact(c)) == 0.0
}
