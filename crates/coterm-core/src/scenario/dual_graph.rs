//! [`DualGraph`]: the building blocks of some ground, and the borders between them.

use std::collections::{BTreeSet, HashMap};

use polygon_coverage::measure::unsigned_area;

use super::adjacency::Adjacency;
use super::blocks_of::look_up;
use crate::codes::BlockId;
use crate::comparison::{districts, middle};
use crate::dataset::Dataset;
use crate::definition::{AreaRef, DefinitionFault};
use crate::layers::{AreaId, Layer, LayerId, Role};
use crate::space::GridPoint;
use crate::{Cancel, Error, Result};

/// The building blocks of some ground as the nodes of a graph, and as its edges the borders that two
/// of them share.
///
/// The graph gives the size, the outline and the contiguity of any area that blocks are assigned to,
/// without geometry. The name is that of the literature on drawing districts (as in
/// `GerryChain`). Lengths are metres and areas square metres, on the plane of the British National Grid.
#[derive(Debug, Clone, PartialEq)]
pub struct DualGraph {
    /// The layer of the blocks.
    pub layer: LayerId,
    /// The blocks, in order of their codes.
    pub nodes: Vec<BlockNode>,
    /// The borders, each once, in order of their ends.
    pub borders: Vec<SharedBorder>,
}

/// A building block of a [`DualGraph`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockNode {
    /// The block.
    pub block: BlockId,
    /// A place well within the block; `None` if it is not drawn.
    pub at: Option<GridPoint>,
    /// Square metres of the block.
    pub area_m2: f64,
    /// The length of the block's whole outline.
    pub outline_m: f64,
    /// The length of the block's borders with blocks that are not in the graph.
    pub outside_m: f64,
}

/// The border between two blocks of a [`DualGraph`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedBorder {
    /// The positions of the blocks among the nodes, the smaller first.
    pub ends: [usize; 2],
    /// Length of the border.
    pub shared_m: f64,
}

impl DualGraph {
    /// Makes the graph of the blocks of some areas, or of all blocks if there are none. O(n) in the
    /// vertices of all blocks.
    ///
    /// # Errors
    ///
    /// [`Error::BadDefinition`] if the data has no blocks, or for an area that does not exist or cuts
    /// blocks; [`Error::NoSuchLayer`]; [`Error::NotOfBlocks`]; [`Error::Cancelled`] soon after `cancel`
    /// says so.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::Cancel;
    /// use coterm_core::scenario::DualGraph;
    ///
    /// let all = DualGraph::of(&dataset, &[], &Cancel::default())?;
    /// let lancaster = DualGraph::of(&dataset, &["lad-2023/Lancaster".parse()?], &Cancel::default())?;
    /// assert!(lancaster.nodes.len() < all.nodes.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(dataset: &Dataset, within: &[AreaRef], cancel: &Cancel) -> Result<Self> {
        let (layer, wanted) = blocks_of(dataset, within)?;
        let blocks = &dataset.catalogue()[layer];
        cancel.check()?;
        let adjacency = Adjacency::of(dataset.codes(), blocks);
        cancel.check()?;
        let positions: HashMap<BlockId, usize> = wanted
            .iter()
            .enumerate()
            .map(|(position, block)| (*block, position))
            .collect();
        let mut graph = Self {
            layer,
            nodes: Vec::with_capacity(wanted.len()),
            borders: Vec::new(),
        };
        for (position, &block) in wanted.iter().enumerate() {
            let mut outside_m = 0.0;
            for (other, shared_m) in adjacency.borders_m(block) {
                match positions.get(&other) {
                    None => outside_m += shared_m,
                    Some(&other) if other > position => graph.borders.push(SharedBorder {
                        ends: [position, other],
                        shared_m,
                    }),
                    Some(_) => {}
                }
            }
            let area = blocks.position(dataset.codes().block_code(block));
            let footprint = area.map(|area| blocks[area].footprint());
            graph.nodes.push(BlockNode {
                block,
                at: footprint.and_then(middle),
                area_m2: footprint.map_or(0.0, unsigned_area),
                outline_m: area.map_or(0.0, |area| blocks.outline_m(area)),
                outside_m,
            });
        }
        Ok(graph)
    }

    /// Returns the area of a layer that each node is in; `None` for a block that is in none of them.
    /// O(n) in the areas and their blocks.
    ///
    /// # Errors
    ///
    /// The errors of [`of`](Self::of), for the areas of the layer.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// # use coterm_core::Cancel;
    /// # use coterm_core::scenario::DualGraph;
    /// let graph = DualGraph::of(&dataset, &[], &Cancel::default())?;
    /// let of = graph.areas_of(&dataset, dataset.catalogue().layer("lad-2023")?)?;
    /// assert!(of.iter().all(Option::is_some));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn areas_of(&self, dataset: &Dataset, layer: &Layer) -> Result<Vec<Option<AreaId>>> {
        let mut of_block: HashMap<BlockId, AreaId> = HashMap::new();
        for (id, area) in layer.iter() {
            let reference = AreaRef {
                layer: layer.id().to_owned(),
                code: area.code().to_owned(),
            };
            for block in look_up(dataset, self.layer, &reference, area.name())? {
                of_block.entry(block).or_insert(id);
            }
        }
        let nodes = self.nodes.iter();
        Ok(nodes
            .map(|node| of_block.get(&node.block).copied())
            .collect())
    }

    /// Returns the layer of the districts that scores name, if the data has one.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// # use coterm_core::scenario::DualGraph;
    /// let districts = DualGraph::district_layer(&dataset).expect("there are districts");
    /// assert!(districts.id().starts_with("lad-"));
    /// ```
    pub fn district_layer(dataset: &Dataset) -> Option<&Layer> {
        let (layer, _) = districts(dataset)?;
        Some(&dataset.catalogue()[layer])
    }
}

/// Returns the layer of blocks, and the blocks of some areas, or all.
fn blocks_of(dataset: &Dataset, within: &[AreaRef]) -> Result<(LayerId, BTreeSet<BlockId>)> {
    let ground = "the ground";
    let is_block = |layer: &Layer| layer.info().role == Role::Block;
    let layer = dataset.catalogue().first(is_block);
    let layer = layer.filter(|_| !dataset.codes().blocks().is_empty());
    let layer = layer.ok_or_else(|| Error::BadDefinition {
        area: ground.to_owned(),
        fault: DefinitionFault::NoBlocksInData,
    })?;
    if within.is_empty() {
        return Ok((layer, dataset.codes().block_ids().collect()));
    }
    let mut blocks = BTreeSet::new();
    for area in within {
        blocks.extend(look_up(dataset, layer, area, ground)?);
    }
    Ok((layer, blocks))
}
