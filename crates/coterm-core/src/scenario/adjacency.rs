//! Adjacency of building blocks: which of them share an edge, and where the data ends on land.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use geo::{Coord, MultiPolygon};
use polygon_coverage::measure::edges;
use polygon_coverage::{PointIndex, Vertex};

use super::Proposal;
use crate::Result;
use crate::codes::BlockId;
use crate::layers::{Area, Role};

/// Metres beyond an outline at which land is looked for. The land of the data may be drawn so
/// coarsely that it reaches some hundred metres into the sea.
const LAND_BEYOND_M: f64 = 1_000.0;
/// Length in metres of outline with land beyond it from which blocks are at the edge of the
/// data.
const LAND_BORDER_M: f64 = 1_000.0;

/// The neighbours of every building block that is drawn.
pub(super) struct Adjacency {
    /// The blocks that each block shares an edge with; a block may occur more than once.
    neighbours: Vec<Vec<BlockId>>,
    /// The edges that each block shares with no other: coast, or the edge of the data.
    outer: Vec<Vec<[Coord<f64>; 2]>>,
}

impl Adjacency {
    /// Finds the neighbours of all blocks. O(n) in their vertices.
    pub(super) fn of(proposal: &Proposal<'_>) -> Self {
        let codes = proposal.dataset.codes();
        let mut neighbours = vec![Vec::new(); codes.blocks().len()];
        let mut outer = vec![Vec::new(); codes.blocks().len()];
        let mut alone: HashMap<[Vertex; 2], (BlockId, [Coord<f64>; 2])> = HashMap::new();
        for block in codes.block_ids() {
            for [from, to] in proposal.footprint_of(block).into_iter().flat_map(edges) {
                let mut ends: [Vertex; 2] = [from.into(), to.into()];
                ends.sort_unstable();
                match alone.entry(ends) {
                    Entry::Vacant(edge) => {
                        edge.insert((block, [from, to]));
                    }
                    Entry::Occupied(edge) => {
                        let (other, _) = edge.remove();
                        neighbours[block.index()].push(other);
                        neighbours[other.index()].push(block);
                    }
                }
            }
        }
        for (block, edge) in alone.into_values() {
            outer[block.index()].push(edge);
        }
        Self { neighbours, outer }
    }

    /// Returns the blocks that share an edge with the block.
    pub(super) fn neighbours(&self, block: BlockId) -> &[BlockId] {
        &self.neighbours[block.index()]
    }
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

    /// Whether there is land outside the data along the outline of some blocks. If the data
    /// has no land to tell the coast by, all outline that is not shared counts.
    pub(super) fn borders(&self, blocks: &[BlockId], adjacency: &Adjacency) -> bool {
        let outer = blocks
            .iter()
            .flat_map(|block| &adjacency.outer[block.index()]);
        let border: f64 = outer
            .filter(|edge| self.has_land_beyond(**edge))
            .map(|[from, to]| (*to - *from).x.hypot((*to - *from).y))
            .sum();
        border > LAND_BORDER_M
    }

    fn has_land_beyond(&self, [from, to]: [Coord<f64>; 2]) -> bool {
        let Some(land) = &self.land else { return true };
        let along = to - from;
        let length = along.x.hypot(along.y);
        let middle = (from + to) / 2.0;
        let across = Coord {
            x: -along.y,
            y: along.x,
        } * (LAND_BEYOND_M / length);
        // One of the two is on the block's own side, where there are blocks.
        [middle + across, middle - across]
            .into_iter()
            .any(|at| land.locate(at).is_some() && self.blocks.locate(at).is_none())
    }
}
