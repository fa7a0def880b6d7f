//! Adjacency of building blocks: which of them share an edge, and where the data ends on land.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::{Coord, MultiPolygon};
use polygon_coverage::measure::edges;
use polygon_coverage::{PointIndex, Vertex};

use super::Proposal;
use crate::Result;
use crate::codes::{BlockId, CodeTable};
use crate::layers::{Area, Layer, Role};

/// Metres beyond an outline at which there is land outside the data if the data ends there.
/// Several, because the land of the data may be drawn so coarsely that it reaches some hundred
/// metres into the sea, or across a river's mouth.
const LAND_BEYOND_M: [f64; 3] = [500.0, 1_000.0, 1_500.0];

/// An edge, by its two ends.
type Edge = [Coord<f64>; 2];

/// The neighbours of every building block that is drawn.
pub(super) struct Adjacency {
    /// The edges that each block shares, with the block that it shares them with.
    shared: Vec<Vec<(BlockId, Edge)>>,
    /// The edges that each block shares with no other: coast, or the edge of the data.
    outer: Vec<Vec<Edge>>,
}

impl Adjacency {
    /// Finds the neighbours of all blocks, which are drawn as areas of `layer`. O(n) in their
    /// vertices.
    pub(super) fn of(codes: &CodeTable, layer: &Layer) -> Self {
        let mut shared = vec![Vec::new(); codes.blocks().len()];
        let mut outer = vec![Vec::new(); codes.blocks().len()];
        let mut alone: HashMap<[Vertex; 2], (BlockId, Edge)> = HashMap::new();
        for block in codes.block_ids() {
            let area = layer.area(codes.block_code(block));
            for [from, to] in area.map(Area::footprint).into_iter().flat_map(edges) {
                let mut ends: [Vertex; 2] = [from.into(), to.into()];
                ends.sort_unstable();
                match alone.entry(ends) {
                    Entry::Vacant(edge) => {
                        edge.insert((block, [from, to]));
                    }
                    Entry::Occupied(edge) => {
                        let (other, _) = edge.remove();
                        shared[block.index()].push((other, [from, to]));
                        shared[other.index()].push((block, [from, to]));
                    }
                }
            }
        }
        let mut alone: Vec<_> = alone.into_iter().collect();
        alone.sort_unstable_by_key(|(ends, _)| *ends);
        for (_, (block, edge)) in alone {
            outer[block.index()].push(edge);
        }
        Self { shared, outer }
    }

    /// Returns the blocks that share an edge with the block; one may occur more than once.
    pub(super) fn neighbours(&self, block: BlockId) -> impl Iterator<Item = BlockId> {
        self.shared[block.index()].iter().map(|(other, _)| *other)
    }

    /// Returns the blocks that share a border with the block, in order, each with the border's length
    /// in metres.
    pub(super) fn borders_m(&self, block: BlockId) -> BTreeMap<BlockId, f64> {
        let mut lengths = BTreeMap::new();
        for (other, edge) in &self.shared[block.index()] {
            *lengths.entry(*other).or_default() += length(*edge);
        }
        lengths
    }

    /// Returns the length in metres of the border that some blocks share with others.
    pub(super) fn border_m(&self, blocks: &[BlockId], others: &BTreeSet<BlockId>) -> f64 {
        let edges = blocks.iter().flat_map(|block| &self.shared[block.index()]);
        let edges = edges.filter(|(other, _)| others.contains(other));
        edges.map(|(_, edge)| length(*edge)).sum()
    }
}

fn length([from, to]: Edge) -> f64 {
    (to - from).x.hypot((to - from).y)
}

/// The edge of the data: where it ends on land rather than at the sea.
pub(super) struct DataEdge {
    land: Option<PointIndex>,
    blocks: PointIndex,
}

impl DataEdge {
    /// Indexes the land and the blocks.
    pub(super) fn of(proposal: &Proposal<'_>) -> Result<Self> {
        let catalogue = proposal.dataset.catalogue();
        let land = catalogue.first(|layer| layer.info().role == Role::Backdrop);
        let index = |areas: &[Area]| -> Result<PointIndex> {
            let footprints: Vec<&MultiPolygon<f64>> = areas.iter().map(Area::footprint).collect();
            Ok(PointIndex::build(footprints)?)
        };
        Ok(Self {
            land: land
                .map(|land| index(catalogue[land].areas()))
                .transpose()?,
            blocks: index(proposal.block_layer().areas())?,
        })
    }

    /// Returns the length in metres of the outline of some blocks that has land outside the data
    /// beyond it. If the data has no land to tell the coast by, it is all outline that is not
    /// shared.
    pub(super) fn border_m(&self, blocks: &[BlockId], adjacency: &Adjacency) -> f64 {
        let outer = blocks
            .iter()
            .flat_map(|block| &adjacency.outer[block.index()]);
        outer
            .filter(|edge| self.has_land_beyond(**edge))
            .map(|edge| length(*edge))
            .sum()
    }

    fn has_land_beyond(&self, edge: Edge) -> bool {
        let Some(land) = &self.land else { return true };
        let [from, to] = edge;
        let (along, middle) = (to - from, (from + to) / 2.0);
        let across = Coord {
            x: -along.y,
            y: along.x,
        } / length(edge);
        let is_outside =
            |at: Coord<f64>| land.locate(at).is_some() && self.blocks.locate(at).is_none();
        // The block's own side has blocks.
        [across, -across].into_iter().any(|side| {
            LAND_BEYOND_M
                .iter()
                .all(|&distance| is_outside(middle + side * distance))
        })
    }
}
