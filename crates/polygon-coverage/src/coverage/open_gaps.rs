//! Open gaps: narrow gaps between two areas that are open at an end, so that they are not a face of
//! the arrangement.

use std::collections::{BTreeMap, HashMap};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};
use robust::orient2d;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::matching::Matching;
use super::overlaps_and_gaps::Enclosed;
use super::report::CoverageGap;
use crate::containment::exact;
use crate::disjoint_sets::DisjointSets;
use crate::vertex::Vertex;
use crate::{AreaId, AreaTree, Result};

/// Least ratio of the length of a strip to its width. A shorter strip is only the corner between
/// two boundaries that diverge from one vertex, as coasts do: the ratio is that of an angle of
/// about eleven degrees.
const SLENDER: f64 = 10.0;

/// Least length of an edge, as a share of the gap width. So many shorter edges may be within the
/// width of each other that testing all pairs would take too long.
const SHORTEST: f64 = 0.1;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Strip between two edges of different areas, with no area between them.
struct Strip {
    areas: [AreaId; 2],
    /// Positions of both edges.
    edges: [usize; 2],
    middle: Coord<f64>,
    length: f64,
    area: f64,
}

/// The strips between two areas, without any area in between, that are no wider than `width`,
/// longer than that and far longer than wide. Strips that are reported already as part of an
/// enclosed narrow gap are left out.
///
/// Two edges bound a strip if neither is matched, their free sides face each other, and they are
/// no further apart than `width` at either end of the stretch where they run side by side (JTS
/// and GEOS: `InvalidSegmentDetector`). Consecutive strips are one gap. O(n log n) in the edges
/// that only one area has.
pub(super) fn open_gaps(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    enclosed: &[Enclosed],
    width: f64,
) -> Result<Vec<CoverageGap>> {
    if width <= 0.0 {
        return Ok(Vec::new());
    }
    let gaps = joined(matching, strips(matching, width));
    let gaps = gaps.into_iter().map(|run| gap_along(&run));
    let gaps: Vec<CoverageGap> = gaps
        .filter(|gap| gap.length > width && gap.length >= SLENDER * gap.width)
        .collect();
    if gaps.is_empty() {
        return Ok(gaps);
    }
    let reported = enclosed.iter().filter(|(gap, _)| gap.narrow);
    let reported: Vec<_> = reported.map(|(_, ground)| ground).collect();
    let not_open = AreaTree::build(
        footprints
            .iter()
            .copied()
            .chain(reported)
            .collect::<Vec<_>>(),
    )?;
    Ok(gaps
        .into_iter()
        .filter(|gap| !not_open.contains(gap.at))
        .collect())
}

/// Makes one gap of consecutive strips.
fn gap_along(run: &[Strip]) -> CoverageGap {
    let sum = |measure: fn(&Strip) -> f64| run.iter().map(measure).sum::<f64>();
    let (length, area) = (sum(|strip| strip.length), sum(|strip| strip.area));
    let longest = run
        .iter()
        .max_by(|one, other| one.length.total_cmp(&other.length));
    CoverageGap {
        neighbours: longest.map_or_else(Vec::new, |strip| strip.areas.to_vec()),
        at: longest.map_or(Coord::default(), |strip| strip.middle),
        area,
        width: area / length,
        length,
        narrow: true,
        open: true,
    }
}

/// Groups strips that share a vertex and are between the same areas.
fn joined(matching: &Matching, strips: Vec<Strip>) -> Vec<Vec<Strip>> {
    let mut sets = DisjointSets::new(strips.len());
    let mut first_at: HashMap<([AreaId; 2], AreaId, Vertex), usize> = HashMap::new();
    for (number, strip) in strips.iter().enumerate() {
        for edge in strip.edges {
            let edge = &matching.edges[edge];
            for end in edge.ends {
                let first = first_at
                    .entry((strip.areas, edge.area, end.into()))
                    .or_insert(number);
                sets.join(*first, number);
            }
        }
    }
    let mut runs: BTreeMap<usize, Vec<Strip>> = BTreeMap::new();
    for (number, strip) in strips.into_iter().enumerate() {
        runs.entry(sets.representative(number))
            .or_default()
            .push(strip);
    }
    runs.into_values().collect()
}

/// All pairs of edges that bound a strip.
fn strips(matching: &Matching, width: f64) -> Vec<Strip> {
    let long_enough = |edge: &usize| {
        let [from, to] = matching.edges[*edge].ends;
        (to.x - from.x).hypot(to.y - from.y) >= SHORTEST * width
    };
    let free: Vec<usize> = (0..matching.edges.len())
        .into_par_iter()
        .filter(|&edge| matching.across(edge).is_none())
        .filter(long_enough)
        .collect();
    let boxed = |&edge: &usize| {
        let [a, b] = matching.edges[edge].ends;
        GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), edge)
    };
    let tree: RTree<Boxed> = RTree::bulk_load(free.iter().map(boxed).collect());
    free.par_iter()
        .flat_map_iter(|&edge| {
            let own = &matching.edges[edge];
            let [a, b] = own.ends;
            let reach = AABB::from_corners(
                [a.x.min(b.x) - width, a.y.min(b.y) - width],
                [a.x.max(b.x) + width, a.y.max(b.y) + width],
            );
            let candidates = tree.locate_in_envelope_intersecting(reach);
            candidates.map(|entry| entry.data).filter_map(move |other| {
                let facing = &matching.edges[other];
                // The area with the lower position finds the pair.
                if own.area >= facing.area {
                    return None;
                }
                let [length, area, x, y] = between(own.ends, facing.ends, width)?;
                Some(Strip {
                    areas: [own.area, facing.area],
                    edges: [edge, other],
                    middle: Coord { x, y },
                    length,
                    area,
                })
            })
        })
        .collect()
}

/// Length and area of the strip between two edges, and the x and y of its middle; `None` if they
/// bound no strip.
fn between(one: [Coord<f64>; 2], other: [Coord<f64>; 2], width: f64) -> Option<[f64; 4]> {
    let dot = |a: Coord<f64>, b: Coord<f64>| a.x * b.x + a.y * b.y;
    let apart = |a: Coord<f64>, b: Coord<f64>| (b.x - a.x).hypot(b.y - a.y);
    if dot(one[1] - one[0], other[1] - other[0]) >= 0.0 {
        return None;
    }
    // The stretch of the first edge that the ends of the second are beside.
    let opposite_ends = |[from, to]: [Coord<f64>; 2], ends: [Coord<f64>; 2]| {
        let along = to - from;
        ends.map(|end| from + along * (dot(end - from, along) / dot(along, along)).clamp(0.0, 1.0))
    };
    // Interiors are on the left, so the edges run in opposite directions.
    let [from, to] = opposite_ends(one, [other[1], other[0]]);
    let [opposite_to, opposite_from] = opposite_ends(other, [one[1], one[0]]);
    let lengths = [apart(from, to), apart(opposite_from, opposite_to)];
    let widths = [apart(from, opposite_from), apart(to, opposite_to)];
    let middles = [[from, to], [opposite_from, opposite_to]].map(|[a, b]| (a + b) / 2.0);
    let is_right_of =
        |[a, b]: [Coord<f64>; 2], place| orient2d(exact(a), exact(b), exact(place)) < 0.0;
    let is_strip = lengths.iter().all(|&length| length > 0.0)
        && widths.iter().all(|&apart| apart <= width)
        && is_right_of(one, middles[1])
        && is_right_of(other, middles[0]);
    is_strip.then(|| {
        let length = f64::midpoint(lengths[0], lengths[1]);
        let middle = (middles[0] + middles[1]) / 2.0;
        [
            length,
            length * f64::midpoint(widths[0], widths[1]),
            middle.x,
            middle.y,
        ]
    })
}
