//! Contiguity of an area, and the parts that are detached from it.
//!
//! Ground is connected along edges, not through a single point. A block with islands is several
//! pieces of ground, so there are two questions: whether the *blocks* are connected, each as a
//! whole, which is contiguity; and what *ground* is detached, including islands off the coast.
//! A bridge is no ground: Walney is detached from Barrow-in-Furness. The distance is reported
//! so that a reader can judge.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::{Coord, MultiPolygon};
use serde::Serialize;

use super::{Proposal, score::Counts};
use crate::codes::BlockId;
use crate::comparison::Named;
use crate::comparison::middle;
use crate::layers::AreaId;
use polygon_coverage::Vertex;
use polygon_coverage::disjoint_sets::DisjointSets;
use polygon_coverage::dissolve;
use polygon_coverage::measure::{distance_to_edge, edges, unsigned_area};

/// Ground of an area that shares no edge with the area's largest part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetachedPart {
    /// Whether it has only ground of blocks that are in another part as well: as a rule, an
    /// island.
    pub island: bool,
    /// The blocks with ground in it.
    pub blocks: Vec<Named>,
    /// The weight of the blocks that have all their ground in it.
    pub weight: f64,
    /// Square metres.
    pub area_m2: f64,
    /// Metres to the largest part, edge to edge.
    pub distance_m: f64,
    /// A place within it, easting and northing.
    pub at: [f64; 2],
}

/// The connected parts of an area.
pub(super) struct Parts {
    /// Whether the area's blocks are connected along edges.
    pub(super) contiguous: bool,
    /// Number of parts that its ground has.
    pub(super) count: usize,
    /// All parts but the largest, largest first.
    pub(super) detached: Vec<DetachedPart>,
}

/// The ground of some blocks, divided into connected parts.
struct Ground {
    /// The polygons of the blocks, each with its block.
    polygons: Vec<(BlockId, MultiPolygon<f64>)>,
    /// The parts, by the positions of their polygons, largest first.
    parts: Vec<Vec<usize>>,
    contiguous: bool,
}

impl Ground {
    fn of(proposal: &Proposal<'_>, area: AreaId) -> Self {
        let polygons: Vec<(BlockId, MultiPolygon<f64>)> = proposal.blocks[area.index()]
            .iter()
            .filter_map(|&block| Some((block, proposal.footprint_of(block)?)))
            .flat_map(|(block, ground)| ground.iter().map(move |part| (block, part.clone().into())))
            .collect();
        let mut joined = DisjointSets::new(polygons.len());
        let mut polygon_of_edge: HashMap<[Vertex; 2], usize> = HashMap::new();
        for (position, (_, polygon)) in polygons.iter().enumerate() {
            for [from, to] in edges(polygon) {
                let mut ends: [Vertex; 2] = [from.into(), to.into()];
                ends.sort_unstable();
                joined.join(position, *polygon_of_edge.entry(ends).or_insert(position));
            }
        }
        let mut parts = joined.sets();
        for position in 1..polygons.len() {
            if polygons[position].0 == polygons[position - 1].0 {
                joined.join(position, position - 1);
            }
        }
        let size = |part: &Vec<usize>| -> f64 {
            part.iter().map(|&at| unsigned_area(&polygons[at].1)).sum()
        };
        parts.sort_by(|one, other| size(other).total_cmp(&size(one)));
        Self {
            contiguous: joined.sets().len() <= 1,
            polygons,
            parts,
        }
    }

    fn blocks(&self, part: &[usize]) -> BTreeSet<BlockId> {
        part.iter().map(|&at| self.polygons[at].0).collect()
    }

    fn footprint(&self, part: &[usize]) -> MultiPolygon<f64> {
        let polygons = part.iter().flat_map(|&at| &self.polygons[at].1);
        // Blocks do not overlap; if they do, the outlines of the blocks are good enough.
        dissolve(part.iter().map(|&at| &self.polygons[at].1))
            .unwrap_or_else(|_| polygons.cloned().collect())
    }
}

impl Parts {
    /// Finds the parts of an area. O(n) in the vertices of its blocks, and for each detached
    /// part its vertices times those of the largest part.
    pub(super) fn of(proposal: &Proposal<'_>, area: AreaId, counts: &Counts) -> Self {
        let ground = Ground::of(proposal, area);
        let mut parts_of: BTreeMap<BlockId, usize> = BTreeMap::new();
        for part in &ground.parts {
            for block in ground.blocks(part) {
                *parts_of.entry(block).or_default() += 1;
            }
        }
        let mut parts = ground.parts.iter();
        let main = parts.next().map(|part| ground.footprint(part));
        let main: Vec<_> = main.iter().flat_map(edges).collect();
        let detached = parts.map(|part| {
            let blocks = ground.blocks(part);
            let own: Vec<BlockId> = blocks
                .iter()
                .copied()
                .filter(|block| parts_of[block] == 1)
                .collect();
            let footprint = ground.footprint(part);
            let outline: Vec<_> = edges(&footprint).collect();
            let names: Vec<Named> = blocks
                .iter()
                .map(|&block| proposal.named_block(block))
                .collect();
            let (area_m2, distance_m) = (unsigned_area(&footprint), distance(&outline, &main));
            let island = own.is_empty();
            DetachedPart {
                island,
                blocks: names,
                weight: counts.sum(&own).weight,
                area_m2,
                distance_m,
                at: middle(&footprint).map_or([0.0; 2], |at| [at.easting(), at.northing()]),
            }
        });
        Self {
            count: ground.parts.len(),
            detached: detached.collect(),
            contiguous: ground.contiguous,
        }
    }
}

/// Returns the distance in metres between two outlines that do not cross. One of the two
/// nearest points is a vertex.
fn distance(one: &[[Coord<f64>; 2]], other: &[[Coord<f64>; 2]]) -> f64 {
    let to_edges = |from: &[[Coord<f64>; 2]], to: &[[Coord<f64>; 2]]| {
        from.iter()
            .flat_map(|[vertex, _]| to.iter().map(|edge| distance_to_edge(*vertex, *edge)))
            .fold(f64::INFINITY, f64::min)
    };
    to_edges(one, other).min(to_edges(other, one))
}
