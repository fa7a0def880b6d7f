//! Where edges meet other than end to end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::{BoundingRect, Coord, MultiPolygon};
use rayon::prelude::*;
use robust::orient2d;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::matching::Matching;
use super::report::UnmatchedEdges;
use super::{meet_properly, strictly_between};
use crate::containment::exact;
use crate::index::area_index::AreaIndex;
use crate::{BoundaryIndex, deviation};

/// Two edges that cross, or touch other than end to end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    /// Whose they are, the lower position first.
    pub(super) areas: [usize; 2],
    /// The edges, by position.
    pub(super) edges: [usize; 2],
    pub(super) at: Coord<f64>,
    /// The one of them that has no more than its end on the other.
    touching: Option<usize>,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// All of them, in order of their edges. An edge that two areas share cannot cross
/// another unless one that only one has does so as well, or an area is inside out; so
/// all are held against the free ones.
pub(super) fn meetings(matching: &Matching) -> Vec<Meeting> {
    let is_free: Vec<bool> = matching
        .edges
        .par_iter()
        .map(|edge| matching.across(edge).is_none())
        .collect();
    let free = (0..is_free.len()).filter(|&edge| is_free[edge]);
    let boxed = |edge: usize| {
        let [a, b] = matching.edges[edge].ends;
        GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), edge)
    };
    let tree: RTree<Boxed> = RTree::bulk_load(free.map(boxed).collect());
    (matching.edges.par_iter().enumerate())
        .flat_map_iter(|(position, edge)| {
            let [a, b] = edge.ends.map(|end| [end.x, end.y]);
            let is_free = &is_free;
            tree.locate_in_envelope_intersecting(AABB::from_corners(a, b))
                .map(|entry| entry.data)
                // Two free ones would find each other.
                .filter(move |&other| other != position && !(is_free[position] && other < position))
                .filter_map(move |other| {
                    let ends = matching.edges[other].ends;
                    let at = meeting_place(edge.ends, ends)?;
                    let touching = if only_touches(edge.ends, ends) {
                        Some(position)
                    } else {
                        only_touches(ends, edge.ends).then_some(other)
                    };
                    let mut both = [position, other];
                    both.sort_unstable_by_key(|&edge| (matching.edges[edge].area, edge));
                    Some(Meeting {
                        areas: both.map(|edge| matching.edges[edge].area),
                        edges: both,
                        at,
                        touching,
                    })
                })
        })
        .collect()
}

/// Where two edges cross, or touch other than end to end; a vertex if there is one.
fn meeting_place(one: [Coord<f64>; 2], other: [Coord<f64>; 2]) -> Option<Coord<f64>> {
    if meet_properly(one, other) {
        return None;
    }
    let ([a, b], [c, d]) = (one, other);
    let on_other = one.into_iter().find(|&end| strictly_between(c, end, d));
    let on_one = other.into_iter().find(|&end| strictly_between(a, end, b));
    on_other.or(on_one).or_else(|| {
        let side = |end| orient2d(exact(c), exact(d), exact(end));
        let (from, to) = (side(a), side(b));
        Some(a + (b - a) * (from / (from - to)))
    })
}

/// Whether one end of an edge is within another, and the other is beside it.
fn only_touches(one: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    let beside = one.map(|end| orient2d(exact(c), exact(d), exact(end)));
    (0..2).any(|end| beside[1 - end] != 0.0 && strictly_between(c, one[end], d))
}

/// Pairs of areas where a free edge of one is inside the other, though no edge of the
/// two need cross.
pub(super) fn inside_others(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
) -> BTreeSet<[usize; 2]> {
    let boxed = |(area, footprint): (usize, &&MultiPolygon<f64>)| {
        let rect = footprint.bounding_rect()?;
        let [low, high] = [rect.min(), rect.max()].map(|corner| [corner.x, corner.y]);
        Some(GeomWithData::new(Rectangle::from_corners(low, high), area))
    };
    let tree: RTree<Boxed> =
        RTree::bulk_load(footprints.iter().enumerate().filter_map(boxed).collect());
    let mut near: BTreeMap<usize, Vec<(usize, Coord<f64>)>> = BTreeMap::new();
    for edge in &matching.edges {
        if matching.across(edge).is_none() {
            let middle = (edge.ends[0] + edge.ends[1]) / 2.0;
            let at = AABB::from_point([middle.x, middle.y]);
            for entry in tree.locate_in_envelope_intersecting(at) {
                if entry.data != edge.area {
                    near.entry(entry.data)
                        .or_default()
                        .push((edge.area, middle));
                }
            }
        }
    }
    near.into_par_iter()
        .flat_map_iter(|(around, places)| {
            let index = AreaIndex::new([footprints[around]]);
            let inside = places
                .into_iter()
                .filter(move |(_, middle)| index.owners(*middle).next().is_some());
            inside.map(move |(area, _)| [area.min(around), area.max(around)])
        })
        .collect()
}

/// Meetings between two areas' edges, those of edges that follow each other as one.
pub(super) fn unmatched(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    meetings: Vec<Meeting>,
) -> Vec<UnmatchedEdges> {
    let mut by_pair: BTreeMap<[usize; 2], Vec<Meeting>> = BTreeMap::new();
    for meeting in meetings {
        by_pair.entry(meeting.areas).or_default().push(meeting);
    }
    let areas: BTreeSet<usize> = by_pair.keys().flatten().copied().collect();
    let boundaries: HashMap<usize, BoundaryIndex> = areas
        .into_par_iter()
        .map(|area| (area, BoundaryIndex::new([footprints[area]])))
        .collect();
    by_pair
        .into_par_iter()
        .flat_map_iter(|(areas, meetings)| {
            let boundaries = &boundaries;
            runs(&meetings)
                .into_iter()
                .map(move |run| described(matching, boundaries, areas, &run))
        })
        .collect()
}

/// Meetings that have edges in common belong together.
fn runs(meetings: &[Meeting]) -> Vec<Vec<Meeting>> {
    let mut run_of: HashMap<usize, usize> = HashMap::new();
    let mut runs: Vec<Vec<Meeting>> = Vec::new();
    for meeting in meetings {
        let known = meeting.edges.map(|edge| run_of.get(&edge).copied());
        let run = match known {
            [Some(one), Some(other)] if one != other => {
                let moved = std::mem::take(&mut runs[other]);
                for edge in moved.iter().flat_map(|meeting| meeting.edges) {
                    run_of.insert(edge, one);
                }
                runs[one].extend(moved);
                one
            }
            [Some(run), _] | [_, Some(run)] => run,
            [None, None] => {
                runs.push(Vec::new());
                runs.len() - 1
            }
        };
        runs[run].push(*meeting);
        for edge in meeting.edges {
            run_of.insert(edge, run);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn described(
    matching: &Matching,
    boundaries: &HashMap<usize, BoundaryIndex>,
    areas: [usize; 2],
    run: &[Meeting],
) -> UnmatchedEdges {
    // An edge that only begins or ends on the line is not a drawing of it, unless its
    // area has no other there.
    let ends_of = |area: usize| -> Vec<[Coord<f64>; 2]> {
        let edges_where = |is_wanted: &dyn Fn(&Meeting, usize) -> bool| -> BTreeSet<usize> {
            let pairs = run
                .iter()
                .flat_map(|meeting| meeting.edges.map(|edge| (meeting, edge)));
            let own = pairs.filter(|&(_, edge)| matching.edges[edge].area == area);
            own.filter(|&(meeting, edge)| is_wanted(meeting, edge))
                .map(|(_, edge)| edge)
                .collect()
        };
        let mut edges = edges_where(&|meeting, edge| meeting.touching != Some(edge));
        if edges.is_empty() {
            edges = edges_where(&|_, _| true);
        }
        edges
            .iter()
            .map(|&edge| matching.edges[edge].ends)
            .collect()
    };
    let [one, other] = areas.map(ends_of);
    let apart = |from: &[_], area: usize| {
        let found = deviation(from, boundaries.get(&area)?, 0.0);
        Some(found.map_or(0.0, |found| found.hausdorff_m))
    };
    let parted = [apart(&one, areas[1]), apart(&other, areas[0])];
    let length = |[from, to]: &[Coord<f64>; 2]| (to.x - from.x).hypot(to.y - from.y);
    UnmatchedEdges {
        areas,
        at: run.first().map_or(Coord::default(), |meeting| meeting.at),
        edges: one.len() + other.len(),
        length_m: one.iter().chain(&other).map(length).sum(),
        apart_m: parted.into_iter().flatten().reduce(f64::min).unwrap_or(0.0),
    }
}
