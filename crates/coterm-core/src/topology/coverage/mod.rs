//! Whether a layer is a coverage, and where it is not.

use std::collections::HashMap;
use std::fmt;

use geo::{Coord, MultiPolygon};
use robust::orient2d;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::containment::exact;
use crate::index::area_index::AreaIndex;

use crate::edges;
use crate::topology::vertex::Vertex;

mod faces;
mod matching;
mod meetings;
mod report;
#[cfg(test)]
mod tests;
mod validity;

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
        /// The two, by position.
        areas: [usize; 2],
        /// A place where they overlap, EPSG:27700 metres.
        at: Coord<f64>,
    },
    /// Two edges cross, or touch other than end to end.
    Unmatched {
        /// Whose edges they are, by position; the same twice if an area meets itself.
        areas: [usize; 2],
        /// An end of one of the edges, EPSG:27700 metres.
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

type EdgeEntry = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Everything that keeps the footprints from being a coverage; empty if they are
/// one. O(n log n) in the vertices. Coordinates in metres; all tests are exact.
pub fn check_coverage(footprints: &[&MultiPolygon<f64>]) -> Vec<CoverageDefect> {
    let all: Vec<(usize, [Coord<f64>; 2])> = footprints
        .iter()
        .enumerate()
        .flat_map(|(area, footprint)| edges(footprint).map(move |edge| (area, edge)))
        .collect();
    let mut defects = Vec::new();
    let mut owner: HashMap<[Vertex; 2], usize> = HashMap::with_capacity(all.len());
    for &(area, [from, to]) in &all {
        if let Some(other) = owner.insert([from.into(), to.into()], area) {
            defects.push(CoverageDefect::Overlap {
                areas: [other, area],
                at: (from + to) / 2.0,
            });
        }
    }
    let tree: RTree<EdgeEntry> = RTree::bulk_load(
        all.iter()
            .enumerate()
            .map(|(position, (_, [a, b]))| {
                GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), position)
            })
            .collect(),
    );
    // An edge that two areas share cannot cross another unless an edge that only
    // one has does so as well, or an area is inside out; so the free ones are
    // held against all.
    for (position, &(area, edge)) in all.iter().enumerate() {
        if owner.contains_key(&[edge[1].into(), edge[0].into()]) {
            continue;
        }
        let [a, b] = edge.map(|end| [end.x, end.y]);
        for entry in tree.locate_in_envelope_intersecting(AABB::from_corners(a, b)) {
            let (other_area, other) = all[entry.data];
            if entry.data != position && !meet_properly(edge, other) {
                let mut areas = [area, other_area];
                areas.sort_unstable();
                defects.push(CoverageDefect::Unmatched { areas, at: edge[0] });
            }
        }
    }
    overlapping(footprints, &owner, &all, &mut defects);
    // One line for each pair and kind is enough to find and mend it.
    let mut seen = std::collections::HashSet::new();
    defects.retain(|defect| seen.insert((std::mem::discriminant(defect), defect.areas())));
    defects
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

/// On the far side of an edge that no neighbour shares there may be nothing: an
/// area that is there overlaps, though no edge of the two may cross.
fn overlapping(
    footprints: &[&MultiPolygon<f64>],
    owner: &HashMap<[Vertex; 2], usize>,
    all: &[(usize, [Coord<f64>; 2])],
    defects: &mut Vec<CoverageDefect>,
) {
    let index = AreaIndex::new(footprints.iter().copied());
    for &(area, [from, to]) in all {
        if owner.contains_key(&[to.into(), from.into()]) {
            continue;
        }
        let middle = (from + to) / 2.0;
        for other in index.owners(middle).filter(|&other| other != area) {
            defects.push(CoverageDefect::Overlap {
                areas: [area.min(other), area.max(other)],
                at: middle,
            });
        }
    }
}
