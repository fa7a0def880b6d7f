//! What a [`CoverageReport`] has, and how it is made.

use std::collections::{BTreeMap, BTreeSet};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use super::invalid_edges::{inside_others, meetings};
use super::matching::Matching;
use super::open_gaps::open_gaps;
use super::overlaps_and_gaps::overlaps_and_gaps;
use super::sorted;
use super::unmatched::unmatched;
use crate::error::check_areas;
use crate::validity::{InvalidReason, validity};
use crate::{AreaId, PrecisionModel, Result};

/// Everything that keeps footprints from being a [coverage](crate::coverage), each with its
/// place and size.
///
/// Places, lengths, widths and areas are in the unit of the coordinates. The largest come
/// first.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::{CoverageReport, PrecisionModel};
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 3., y: 0.), (x: 3., y: 1.), (x: 1., y: 1.)]);
/// let both = [&west, &east];
/// let report = CoverageReport::of(&both, 0.0, PrecisionModel::around(both))?;
/// assert!(!report.is_coverage());
/// assert_eq!(report.overlaps[0].area, 1.0);
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoverageOverlap {
    /// Which areas claim it, in order.
    pub areas: Vec<AreaId>,
    /// A place in it.
    pub at: Coord<f64>,
    /// The area of the ground.
    pub area: f64,
    /// The area over half the length of the outline: the width of a strip.
    pub width: f64,
}

/// Ground that areas enclose and none claims, in one piece; or a narrow strip of it between
/// two areas, open at an end.
///
/// A coverage may have gaps: an island sea, or a district that the layer leaves out. A
/// narrow one is hardly meant, and counts as a defect.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoverageGap {
    /// The areas whose edges are around it, in order.
    pub around: Vec<AreaId>,
    /// A place in it.
    pub at: Coord<f64>,
    /// The area of the ground.
    pub area: f64,
    /// The area over the length: the width of a strip.
    pub width: f64,
    /// Half the length of its outline; if it is open, how far the two areas run along it.
    pub length: f64,
    /// Whether the width is less than what was asked for.
    pub narrow: bool,
    /// Whether it is not enclosed, but open at an end. Only narrow ones are looked for.
    pub open: bool,
}

/// Edges of two areas that meet other than end to end, one after another.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UnmatchedEdges {
    /// The two areas, in order.
    pub areas: [AreaId; 2],
    /// A place where they cross or touch.
    pub at: Coord<f64>,
    /// How many edges there are, of both.
    pub edges: usize,
    /// How long they are together.
    pub length: f64,
    /// How far they reach into each other: from the furthest place of the one
    /// area's edges that is in the other area to the other's boundary, or the other way
    /// round if that is less. 0 where the lines are the same, or only touch, and one lacks
    /// a vertex.
    pub apart: f64,
}

/// A footprint that is not valid in itself.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InvalidFootprint {
    /// Whose it is, by position.
    pub area: AreaId,
    /// Where the first of the reasons is.
    pub at: Coord<f64>,
    /// What is wrong with it, in the order of its rings.
    pub reasons: Vec<InvalidReason>,
}

impl CoverageReport {
    /// Validates footprints, which need not be valid, but must be finite. Gaps narrower than
    /// `gap_width` are defects.
    ///
    /// O(n log n) in the vertices where there is little to report, on all cores: some
    /// seconds for nine million. What crosses and what touches is found by exact tests;
    /// the sizes of overlaps and gaps are those of an [`Arrangement`](crate::Arrangement),
    /// so exact where coordinates are on the grid of the model. An overlap too small for
    /// that grid is told with an area of 0.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`](crate::Error::BeyondPrecision) for a vertex that the model
    /// does not cover; [`Error::TooMany`](crate::Error::TooMany) beyond 2²⁸ edges.
    pub fn of(
        footprints: &[&MultiPolygon<f64>],
        gap_width: f64,
        model: PrecisionModel,
    ) -> Result<Self> {
        check_areas(footprints.len())?;
        let matching = Matching::of(footprints);
        let meetings = meetings(&matching);
        let mut certain = inside_others(footprints, &matching)?;
        for &[one, other] in &matching.twice {
            let [from, to] = matching.edges[one].ends;
            let pair = sorted([one, other].map(|edge| matching.edges[edge].area));
            certain.entry(pair).or_insert((from + to) / 2.0);
        }
        // An area that has an edge twice is not valid, which is told as such.
        certain.retain(|[one, other], _| one != other);
        let meeting: BTreeSet<[AreaId; 2]> = meetings.iter().map(|meeting| meeting.areas).collect();
        // Only these can overlap anything.
        let mut suspects = meeting.clone();
        suspects.extend(certain.keys());
        // Of those whose edges do not match no more is certain: they may only touch.
        certain.retain(|pair, _| !meeting.contains(pair));
        let measured = (gap_width, model);
        let (mut overlaps, enclosed) =
            overlaps_and_gaps(footprints, &matching, &suspects, measured)?;
        overlaps.extend(too_small(&overlaps, certain));
        let open = open_gaps(footprints, &matching, &enclosed, gap_width)?;
        let gaps = enclosed
            .into_iter()
            .map(|(gap, _)| gap)
            .chain(open)
            .collect();
        let mut report = Self {
            overlaps,
            gaps,
            unmatched: unmatched(footprints, &matching, meetings, model)?,
            invalid: invalid(footprints),
        };
        report.sort();
        Ok(report)
    }

    fn sort(&mut self) {
        let largest_first = |one: f64, other: f64| other.total_cmp(&one);
        self.overlaps.sort_by(|a, b| largest_first(a.area, b.area));
        self.gaps
            .sort_by(|a, b| (b.narrow.cmp(&a.narrow)).then_with(|| largest_first(a.area, b.area)));
        self.unmatched.sort_by(|a, b| {
            largest_first(a.apart, b.apart).then(largest_first(a.length, b.length))
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

/// Overlaps of pairs that exact tests say overlap, but of which no face is left once vertices
/// are on the grid.
fn too_small(
    overlaps: &[CoverageOverlap],
    certain: BTreeMap<[AreaId; 2], Coord<f64>>,
) -> Vec<CoverageOverlap> {
    let is_told = |pair: &[AreaId; 2]| {
        (overlaps.iter()).any(|overlap| pair.iter().all(|area| overlap.areas.contains(area)))
    };
    let small = certain.into_iter().filter(|(pair, _)| !is_told(pair));
    small
        .map(|(pair, at)| CoverageOverlap {
            areas: pair.to_vec(),
            at,
            area: 0.0,
            width: 0.0,
        })
        .collect()
}

/// The footprints that are not valid; see [`validity`].
fn invalid(footprints: &[&MultiPolygon<f64>]) -> Vec<InvalidFootprint> {
    let areas: Vec<AreaId> = AreaId::first(footprints.len()).collect();
    (areas.par_iter().zip(footprints))
        .filter_map(|(&area, footprint)| {
            let reasons = validity(footprint);
            let at = reasons.first()?.at;
            Some(InvalidFootprint { area, at, reasons })
        })
        .collect()
}
