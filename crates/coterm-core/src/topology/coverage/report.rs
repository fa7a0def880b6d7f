use std::collections::BTreeSet;

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::faces::faces;
use super::matching::Matching;
use super::meetings::{inside_others, meetings};
use super::open_gaps::open_gaps;
use super::sorted;
use super::unmatched::unmatched;
use crate::{InvalidReason, Result, validity};

/// Everything that keeps a layer from being a coverage, each with its place and size;
/// see [`CoverageDefect`](crate::CoverageDefect) for what a coverage is.
///
/// Areas are named by their position. Places are easting and northing in metres of
/// EPSG:27700; lengths and widths are metres, sizes square metres, on the plane of the
/// grid. The largest come first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CoverageReport {
    /// Ground that two or more areas claim.
    pub overlaps: Vec<CoverageOverlap>,
    /// Ground that areas enclose and none claims, and narrow strips of it between two.
    pub gaps: Vec<CoverageGap>,
    /// Edges of two areas that cross, or touch other than end to end.
    pub unmatched: Vec<UnmatchedEdges>,
    /// Footprints that are not valid in themselves, as [`validity`] has it.
    pub invalid: Vec<InvalidFootprint>,
}

/// Ground that two or more areas claim, in one piece.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageOverlap {
    /// Whose it is, by position, in order.
    pub areas: Vec<usize>,
    /// A place in it.
    pub at: Coord<f64>,
    /// Its size in square metres.
    pub area_m2: f64,
    /// Its size over half the length of its outline: the width of a strip.
    pub width_m: f64,
}

/// Ground that areas enclose and none claims, in one piece; or a narrow strip of it between
/// two areas, open at an end.
///
/// A coverage may have gaps: an island sea, or a district that the layer leaves out. A
/// narrow one is hardly meant, and counts as a defect.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageGap {
    /// Whose edges are around it, by position, in order.
    pub around: Vec<usize>,
    /// A place in it.
    pub at: Coord<f64>,
    /// Its size in square metres.
    pub area_m2: f64,
    /// Its size over its length: the width of a strip.
    pub width_m: f64,
    /// Half the length of its outline; if it is open, how far the two areas run along it.
    pub length_m: f64,
    /// Whether the width is less than what was asked for.
    pub narrow: bool,
    /// Whether it is not enclosed, but open at an end. Only narrow ones are looked for.
    pub open: bool,
}

/// Edges of two areas that meet other than end to end, one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmatchedEdges {
    /// Whose they are, by position, in order.
    pub areas: [usize; 2],
    /// A place where they cross or touch.
    pub at: Coord<f64>,
    /// How many edges there are, of both.
    pub edges: usize,
    /// How long they are together, in metres.
    pub length_m: f64,
    /// How far they reach into each other, in metres: from the furthest place of the one
    /// area's edges that is in the other area to the other's boundary, or the other way
    /// round if that is less. 0 where the lines are the same, or only touch, and one lacks
    /// a vertex.
    pub apart_m: f64,
}

/// A footprint that is not valid in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct InvalidFootprint {
    /// Whose it is, by position.
    pub area: usize,
    /// Where the first of the reasons is.
    pub at: Coord<f64>,
    /// What is wrong with it, in the order of its rings.
    pub reasons: Vec<InvalidReason>,
}

impl CoverageReport {
    /// Looks at footprints in metres of EPSG:27700, which need not be valid, but must
    /// be finite. Gaps narrower than so many metres are defects.
    ///
    /// O(n log n) in the vertices where there is little to report, on all cores: some
    /// seconds for nine million. What crosses and what touches is found by exact
    /// tests; overlaps and gaps are those of an [`Arrangement`](crate::Arrangement), so
    /// exact where coordinates are on whole millimetres.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondLattice`](crate::Error::BeyondLattice) for a vertex more than some
    /// 500 km outside Great Britain.
    pub fn of(footprints: &[&MultiPolygon<f64>], gap_width_m: f64) -> Result<Self> {
        let matching = Matching::of(footprints);
        let meetings = meetings(&matching);
        // Only these can overlap anything.
        let mut suspects: BTreeSet<[usize; 2]> =
            meetings.iter().map(|meeting| meeting.areas).collect();
        suspects.extend(inside_others(footprints, &matching).into_keys());
        let twice = matching.twice.iter();
        suspects.extend(twice.map(|pair| sorted(pair.map(|edge| matching.edges[edge].area))));
        let (overlaps, enclosed) = faces(footprints, &matching, &suspects, gap_width_m)?;
        let open = open_gaps(footprints, &matching, &enclosed, gap_width_m);
        let gaps = enclosed
            .into_iter()
            .map(|(gap, _)| gap)
            .chain(open)
            .collect();
        let mut report = Self {
            overlaps,
            gaps,
            unmatched: unmatched(footprints, &matching, meetings),
            invalid: invalid(footprints),
        };
        report.sort();
        Ok(report)
    }

    fn sort(&mut self) {
        let largest_first = |one: f64, other: f64| other.total_cmp(&one);
        self.overlaps
            .sort_by(|a, b| largest_first(a.area_m2, b.area_m2));
        self.gaps.sort_by(|a, b| {
            (b.narrow.cmp(&a.narrow)).then_with(|| largest_first(a.area_m2, b.area_m2))
        });
        self.unmatched.sort_by(|a, b| {
            largest_first(a.apart_m, b.apart_m).then(largest_first(a.length_m, b.length_m))
        });
    }

    /// Whether there is nothing but gaps that are not narrow: a coverage, of valid
    /// footprints.
    pub fn holds(&self) -> bool {
        self.overlaps.is_empty()
            && self.unmatched.is_empty()
            && self.invalid.is_empty()
            && !self.gaps.iter().any(|gap| gap.narrow)
    }
}

/// The footprints that are not valid; see [`validity`].
fn invalid(footprints: &[&MultiPolygon<f64>]) -> Vec<InvalidFootprint> {
    let judged = footprints.par_iter().enumerate();
    judged
        .filter_map(|(area, footprint)| {
            let reasons = validity(footprint);
            let at = reasons.first()?.at;
            Some(InvalidFootprint { area, at, reasons })
        })
        .collect()
}
