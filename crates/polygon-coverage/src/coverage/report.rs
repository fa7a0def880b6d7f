//! [`CoverageReport`]: its contents, and how they are computed.

use std::collections::{BTreeMap, BTreeSet};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use super::invalid_edges::{areas_inside, meetings};
use super::matching::Matching;
use super::open_gaps::open_gaps;
use super::overlaps_and_gaps::overlaps_and_gaps;
use super::sorted;
use super::unmatched::unmatched;
use crate::error::check_areas;
use crate::validity::{InvalidReason, validity};
use crate::{AreaId, PrecisionModel, Result};

/// Report of everything that keeps footprints from being a [coverage](crate::coverage), with the
/// place and size of each defect.
///
/// Places, lengths and widths are in the unit of the coordinates, areas in its square. The
/// largest defects of each kind come first; narrow gaps come before others.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::{CoverageReport, PrecisionModel};
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 3., y: 0.), (x: 3., y: 1.), (x: 1., y: 1.)]);
/// let both = [&west, &east];
/// let report = CoverageReport::of(&both, 0.0, PrecisionModel::covering(both))?;
/// assert!(!report.is_coverage());
/// assert_eq!(report.overlaps[0].area, 1.0);
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoverageReport {
    /// Ground that is in two or more areas.
    pub overlaps: Vec<CoverageOverlap>,
    /// Ground that areas enclose and that is in none of them, and narrow strips of it between two.
    pub gaps: Vec<CoverageGap>,
    /// Edges of two areas that cross, or touch other than end to end.
    pub unmatched: Vec<UnmatchedEdges>,
    /// Footprints that are not valid in themselves, as [`validity`] defines it.
    pub invalid: Vec<InvalidFootprint>,
}

/// Connected ground that is in two or more areas.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoverageOverlap {
    /// The areas that overlap there, in ascending order.
    pub areas: Vec<AreaId>,
    /// A point in the overlap.
    pub at: Coord<f64>,
    /// Area of the overlap; 0 if it is too small for the precision grid.
    pub area: f64,
    /// Width of the overlap if it is a strip: its area divided by half the length of its outline.
    pub width: f64,
}

/// Connected ground that areas enclose and that is in none of them, or a narrow strip of it
/// between two areas, open at an end.
///
/// A coverage may have gaps, such as an inland sea or a district that the layer leaves out. A
/// narrow one is hardly intended, and counts as a defect.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CoverageGap {
    /// The areas whose edges are around the gap, in ascending order.
    pub neighbours: Vec<AreaId>,
    /// A point in the gap.
    pub at: Coord<f64>,
    /// Area of the gap.
    pub area: f64,
    /// Width of the gap if it is a strip: its area divided by its length.
    pub width: f64,
    /// Half the length of the outline or, for an open gap, the length over which the two areas run
    /// along it.
    pub length: f64,
    /// Whether the width is less than the `gap_width` asked for; always true of an open gap.
    pub narrow: bool,
    /// Whether the gap is open at an end instead of enclosed. Only narrow open gaps are looked for.
    pub open: bool,
}

/// Consecutive edges of two areas that meet other than end to end.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UnmatchedEdges {
    /// The two areas, in ascending order.
    pub areas: [AreaId; 2],
    /// A point where the edges cross or touch.
    pub at: Coord<f64>,
    /// Number of edges, of both areas together.
    pub edges: usize,
    /// Total length of those edges.
    pub length: f64,
    /// Distance that the areas reach into each other: the greatest distance from one area's edges,
    /// as far as they are inside the other area, to the other's boundary; of both directions the
    /// smaller. 0 where the lines are the same, or only touch, and one lacks a vertex.
    pub apart: f64,
}

/// Footprint that is not valid in itself.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InvalidFootprint {
    /// Area of the footprint.
    pub area: AreaId,
    /// Place of the first reason.
    pub at: Coord<f64>,
    /// Reasons why it is not valid, in the order of its rings.
    pub reasons: Vec<InvalidReason>,
}

impl CoverageReport {
    /// Checks footprints, which may be invalid but must be finite. Gaps narrower than `gap_width`,
    /// in the unit of the coordinates, are defects; 0 looks for none.
    ///
    /// O(n log n) in the vertices where there is little to report, on all cores: some seconds for
    /// nine million. Exact tests find what crosses and what touches. The sizes of overlaps and gaps
    /// are those of an [`Arrangement`](crate::Arrangement), so they are exact where coordinates are
    /// on the grid of the model. An overlap too small for that grid is reported with an area of 0.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`](crate::Error::BeyondPrecision) for a vertex that the model
    /// does not cover; [`Error::TooMany`](crate::Error::TooMany) for more than 2²⁸ edges.
    pub fn of(
        footprints: &[&MultiPolygon<f64>],
        gap_width: f64,
        model: PrecisionModel,
    ) -> Result<Self> {
        check_areas(footprints.len())?;
        let matching = Matching::of(footprints);
        let meetings = meetings(&matching);
        let mut certain = areas_inside(footprints, &matching)?;
        for &[one, other] in &matching.twice {
            let [from, to] = matching.edges[one].ends;
            let pair = sorted([one, other].map(|edge| matching.edges[edge].area));
            certain.entry(pair).or_insert((from + to) / 2.0);
        }
        // An area that has an edge twice is not valid, and is reported as invalid.
        certain.retain(|[one, other], _| one != other);
        let meeting: BTreeSet<[AreaId; 2]> = meetings.iter().map(|meeting| meeting.areas).collect();
        // Only these areas can overlap anything.
        let mut suspects = meeting.clone();
        suspects.extend(certain.keys());
        // Where edges do not match, nothing more is certain: the areas may only touch.
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

    /// Whether the footprints are valid and a coverage without narrow gaps. Wider gaps are allowed.
    pub fn holds(&self) -> bool {
        self.overlaps.is_empty()
            && self.unmatched.is_empty()
            && self.invalid.is_empty()
            && !self.gaps.iter().any(|gap| gap.narrow)
    }
}

/// Overlaps of pairs that exact tests find to overlap, but that leave no face once vertices are
/// rounded to the grid.
fn too_small(
    overlaps: &[CoverageOverlap],
    certain: BTreeMap<[AreaId; 2], Coord<f64>>,
) -> Vec<CoverageOverlap> {
    let is_reported = |pair: &[AreaId; 2]| {
        (overlaps.iter()).any(|overlap| pair.iter().all(|area| overlap.areas.contains(area)))
    };
    let small = certain.into_iter().filter(|(pair, _)| !is_reported(pair));
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
