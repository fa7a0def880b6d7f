//! Contiguity of an area, and the parts that are detached from it.
//!
//! Ground is connected along edges, not through a single point. A block with islands is several
//! pieces of ground, so there are two questions: whether the *blocks* are connected, each as a
//! whole, which is contiguity; and what *ground* is a part of its own, including islands off the
//! coast.
//!
//! The data has no bridges or ferries. A part counts as connected if only water lies between it
//! and the largest part, as between Walney and Barrow-in-Furness: if the shortest line between the
//! two crosses no ground of blocks outside the area. The distance is reported so that a reader
//! can judge. Ground outside the data is not known, and taken for water.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::MultiPolygon;
use serde::Serialize;

use super::between::{ShortestLine, TOUCH_M};
use super::districts::Districts;
use super::{Proposal, score::Counts};
use crate::codes::BlockId;
use crate::comparison::Named;
use crate::comparison::middle;
use crate::layers::AreaId;
use polygon_coverage::Vertex;
use polygon_coverage::disjoint_sets::DisjointSets;
use polygon_coverage::dissolve;
use polygon_coverage::measure::{edges, unsigned_area};

/// Ground of an area that shares no edge with the area's largest part.
///
/// Such a part may be an island or an outlier of blocks that are elsewhere as well (`island`), or
/// across water (`across_water`), or both. Otherwise it is detached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetachedPart {
    /// Whether it has only ground of blocks that have a larger piece elsewhere, and by them belongs
    /// to the largest part: as a rule, an island.
    pub island: bool,
    /// Whether only water lies between it and the largest part, so that it is not detached.
    pub across_water: bool,
    /// The districts whose ground lies between it and the largest part; empty if that is water,
    /// or if it touches the largest part at a point.
    pub between: Vec<Named>,
    /// The blocks with ground in it.
    pub blocks: Vec<Named>,
    /// The districts that these blocks are in.
    pub districts: Vec<Named>,
    /// Whether these blocks are all those of the districts.
    pub whole_districts: bool,
    /// The weight of the blocks that have the largest piece of their ground in it.
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
    /// Whether the area's blocks are connected along edges or across water.
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
    /// The polygons that are connected along edges or by being of one block.
    joined: DisjointSets,
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
            polygons,
            parts,
            joined,
        }
    }

    /// Whether a part is connected with the largest one, along edges or by being of one block.
    fn are_joined(&self, part: &[usize], largest: Option<&Vec<usize>>) -> bool {
        let set = |part: &[usize]| part.first().map(|&at| self.joined.representative_of(at));
        largest.is_some_and(|largest| set(part) == set(largest))
    }

    /// Returns for each block the number of the part that has the largest piece of its ground.
    fn part_with_most(&self) -> BTreeMap<BlockId, usize> {
        let mut most: BTreeMap<BlockId, (f64, usize)> = BTreeMap::new();
        for (number, part) in self.parts.iter().enumerate() {
            for (block, polygon) in part.iter().map(|&at| &self.polygons[at]) {
                let piece = (unsigned_area(polygon), number);
                let best = most.entry(*block).or_insert(piece);
                if piece.0 > best.0 {
                    *best = piece;
                }
            }
        }
        let parts = most.into_iter();
        parts.map(|(block, (_, number))| (block, number)).collect()
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
    /// Finds the parts of an area. O(n) in the vertices of its blocks, and for each part its
    /// vertices times those of the largest part, and the vertices of all blocks.
    pub(super) fn of(
        proposal: &Proposal<'_>,
        area: AreaId,
        counts: &Counts,
        districts: Option<&Districts<'_>>,
    ) -> Self {
        let mut ground = Ground::of(proposal, area);
        let home = ground.part_with_most();
        let mut parts = ground.parts.iter().enumerate();
        let largest = parts.next().map(|(_, part)| part);
        let main: Vec<_> = largest
            .map(|part| ground.footprint(part))
            .into_iter()
            .collect();
        let main: Vec<_> = main.iter().flat_map(edges).collect();
        let mut detached = Vec::new();
        let mut across: Vec<usize> = Vec::new();
        for (number, part) in parts {
            let blocks = ground.blocks(part);
            let own: Vec<BlockId> = blocks
                .iter()
                .copied()
                .filter(|block| home.get(block) == Some(&number))
                .collect();
            let footprint = ground.footprint(part);
            let outline: Vec<_> = edges(&footprint).collect();
            let line = ShortestLine::between(&outline, &main);
            let crossed = line.map_or_else(Vec::new, |line| {
                proposal.blocks_crossed(line, &proposal.blocks[area.index()])
            });
            let distance_m = line.map_or(f64::INFINITY, |line| line.length_m);
            let across_water = crossed.is_empty() && distance_m > TOUCH_M;
            if across_water {
                across.extend(part.first());
            }
            let districts_of = |blocks: &mut dyn Iterator<Item = BlockId>| {
                districts.map_or_else(Vec::new, |all| all.of_blocks(blocks))
            };
            detached.push(DetachedPart {
                island: own.is_empty() && ground.are_joined(part, largest),
                across_water,
                between: districts_of(&mut crossed.into_iter()),
                blocks: blocks
                    .iter()
                    .map(|&block| proposal.named_block(block))
                    .collect(),
                districts: districts_of(&mut blocks.iter().copied()),
                whole_districts: districts.is_some_and(|all| all.are_whole(&blocks)),
                weight: counts.sum(&own).weight,
                area_m2: unsigned_area(&footprint),
                distance_m,
                at: middle(&footprint).map_or([0.0; 2], |at| [at.easting(), at.northing()]),
            });
        }
        if let Some(first) = largest.and_then(|part| part.first()) {
            for part in across {
                ground.joined.join(*first, part);
            }
        }
        Self {
            count: ground.parts.len(),
            detached,
            contiguous: ground.joined.sets().len() <= 1,
        }
    }
}

impl Proposal<'_> {
    /// Returns the blocks, except `own`, whose ground a line crosses. O(n) in the vertices of
    /// all blocks.
    fn blocks_crossed(&self, line: ShortestLine, own: &BTreeSet<BlockId>) -> Vec<BlockId> {
        let others = self.dataset.codes().block_ids();
        let mut others: Vec<BlockId> = others.filter(|block| !own.contains(block)).collect();
        others.retain(|&block| {
            let ground = self.footprint_of(block);
            ground.is_some_and(|ground| line.crosses(ground))
        });
        others
    }
}
