//! Runs of unmatched edges of two areas, and how far the areas reach into each other there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use super::invalid_edges::Meeting;
use super::matching::Matching;
use super::report::UnmatchedEdges;
use super::strictly_between;
use crate::deviation::deviation;
use crate::{AreaId, AreaTree, BoundaryIndex, PrecisionModel, Result};

/// Area and its boundary, both indexed.
struct Ground {
    area: AreaTree,
    boundary: BoundaryIndex,
}

impl Ground {
    fn of(footprint: &MultiPolygon<f64>) -> Result<Self> {
        Ok(Self {
            area: AreaTree::build([footprint])?,
            boundary: BoundaryIndex::build([footprint])?,
        })
    }
}

/// Groups meetings of two areas' edges into runs of consecutive edges, and measures each run.
pub(super) fn unmatched(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    meetings: Vec<Meeting>,
    model: PrecisionModel,
) -> Result<Vec<UnmatchedEdges>> {
    let mut by_pair: BTreeMap<[AreaId; 2], Vec<Meeting>> = BTreeMap::new();
    for meeting in meetings {
        by_pair.entry(meeting.areas).or_default().push(meeting);
    }
    let areas: BTreeSet<AreaId> = by_pair.keys().flatten().copied().collect();
    let grounds: HashMap<AreaId, Ground> = areas
        .into_par_iter()
        .map(|area| Ok((area, Ground::of(footprints[area.index()])?)))
        .collect::<Result<_>>()?;
    Ok(by_pair
        .into_par_iter()
        .flat_map_iter(|(areas, meetings)| {
            let grounds = &grounds;
            runs(&meetings)
                .into_iter()
                .map(move |run| described((matching, model), grounds, areas, &run))
        })
        .collect())
}

/// Groups meetings that have edges in common.
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
    (matching, model): (&Matching, PrecisionModel),
    grounds: &HashMap<AreaId, Ground>,
    areas: [AreaId; 2],
    run: &[Meeting],
) -> UnmatchedEdges {
    let [one, other] = areas.map(|area| edges_along(matching, run, area));
    let reach = |from: AreaId, into: AreaId| {
        let ground = grounds.get(&into)?;
        let pieces = pieces_inside(matching, run, from, ground);
        Some(deviation(&pieces, &ground.boundary, 0.0, model)?.hausdorff)
    };
    let reached = [reach(areas[0], areas[1]), reach(areas[1], areas[0])];
    let length = |[from, to]: &[Coord<f64>; 2]| (to.x - from.x).hypot(to.y - from.y);
    UnmatchedEdges {
        areas,
        at: run.first().map_or(Coord::default(), |meeting| meeting.at),
        edges: one.len() + other.len(),
        length: one.iter().chain(&other).map(length).sum(),
        apart: (reached.into_iter().flatten())
            .reduce(f64::min)
            .unwrap_or(0.0),
    }
}

/// The edges of an area in a run. An edge that only begins or ends on the other area's line is
/// left out, unless the area has no other edge there, because it does not follow that line.
fn edges_along(matching: &Matching, run: &[Meeting], area: AreaId) -> Vec<[Coord<f64>; 2]> {
    let matching_edges = |is_wanted: &dyn Fn(&Meeting, usize) -> bool| -> BTreeSet<usize> {
        let pairs = run
            .iter()
            .flat_map(|meeting| meeting.edges.map(|edge| (meeting, edge)));
        let own = pairs.filter(|&(_, edge)| matching.edges[edge].area == area);
        own.filter(|&(meeting, edge)| is_wanted(meeting, edge))
            .map(|(_, edge)| edge)
            .collect()
    };
    let mut edges = matching_edges(&|meeting, edge| meeting.touching != Some(edge));
    if edges.is_empty() {
        edges = matching_edges(&|_, _| true);
    }
    edges
        .iter()
        .map(|&edge| matching.edges[edge].ends)
        .collect()
}

/// The parts of an area's edges in a run that lie in the other area. Edges are cut where they meet
/// the other's, because beyond those points they may follow their own course at any length.
fn pieces_inside(
    matching: &Matching,
    run: &[Meeting],
    area: AreaId,
    other: &Ground,
) -> Vec<[Coord<f64>; 2]> {
    let mut cuts: BTreeMap<usize, Vec<Coord<f64>>> = BTreeMap::new();
    for meeting in run {
        let [one, other] = meeting.edges;
        for (edge, by) in [(one, other), (other, one)] {
            let [from, to] = matching.edges[edge].ends;
            if matching.edges[edge].area == area {
                let ends = matching.edges[by].ends.into_iter();
                let within = ends.filter(|&end| strictly_between(from, end, to));
                let cuts = cuts.entry(edge).or_insert_with(|| vec![from, to]);
                cuts.extend(within.chain([meeting.at]));
            }
        }
    }
    let pieces = cuts.into_iter().flat_map(|(edge, mut cuts)| {
        let [from, to] = matching.edges[edge].ends;
        let along = to - from;
        let part = |at: &Coord<f64>| (at.x - from.x) * along.x + (at.y - from.y) * along.y;
        cuts.sort_by(|one, other| part(one).total_cmp(&part(other)));
        cuts.dedup();
        let pieces = cuts.windows(2).map(|ends| [ends[0], ends[1]]);
        pieces.collect::<Vec<_>>()
    });
    pieces
        .filter(|[from, to]| other.area.contains((*from + *to) / 2.0))
        .collect()
}
