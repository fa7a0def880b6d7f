//! Assignment of building blocks: whether every block of the ground is in exactly one area.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::districts::Districts;
use super::forgotten::{Forgotten, forgotten};
use super::{NamedArea, Proposal, score::Counts};
use crate::codes::BlockId;
use crate::comparison::Named;
use crate::definition::AreaRef;
use crate::layers::AreaId;
use crate::{Error, Result, comparison};

/// The ground that the areas of a scenario should cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// The ground of some areas.
    Areas(Vec<AreaRef>),
    /// The areas of a layer that the scenario covers most of, by the layer's name, and what else
    /// it covers.
    Layer(String),
    /// The ground that the scenario itself covers.
    Covered,
}

/// The way in which the areas share out the ground that they should cover. `coterm-report` adds
/// the ground in words to the JSON, and what was forgotten with a sentence on why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assignment {
    /// The ground that should be covered.
    #[serde(skip)]
    pub ground: Ground,
    /// Number of its building blocks in the data.
    pub blocks: usize,
    /// The areas of the ground that the data holds only in part.
    pub in_part: Vec<NamedArea>,
    /// Whether each of those blocks is in exactly one area, and no other block is in any.
    pub partition: bool,
    /// Blocks of the ground that are in no area.
    pub unassigned: Vec<Named>,
    /// Blocks that are in several areas.
    pub doubled: Vec<Doubled>,
    /// Blocks that are in an area, but not in the ground.
    pub beyond: Vec<Named>,
    /// Ground that was probably forgotten; it is looked for only if the ground is
    /// [`Ground::Covered`].
    #[serde(skip)]
    pub forgotten: Vec<Forgotten>,
}

/// A block that several areas have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubled {
    /// The block.
    pub block: Named,
    /// The areas that it is in.
    pub areas: Vec<Named>,
}

impl Assignment {
    /// Works out how the proposal shares out the ground. The ground is the areas `within`; if
    /// there are none, what the proposal itself covers and the rest of those areas of the layer
    /// `was` that it covers most of.
    pub(super) fn of(
        proposal: &Proposal<'_>,
        within: &[AreaRef],
        was: Option<&str>,
        counts: &Counts,
        districts: Option<&Districts<'_>>,
    ) -> Result<Self> {
        let used: BTreeSet<BlockId> = proposal.blocks.iter().flatten().copied().collect();
        let blocks = ground_blocks(proposal, within, was)?;
        let (ground, in_part) = match was {
            _ if !within.is_empty() => (
                Ground::Areas(within.to_vec()),
                proposal.only_in_part(within)?,
            ),
            Some(was) => (
                Ground::Layer(was.to_owned()),
                proposal.layer_in_part(was, &blocks)?,
            ),
            None => (Ground::Covered, Vec::new()),
        };
        let named = |blocks: &mut dyn Iterator<Item = &BlockId>| -> Vec<Named> {
            blocks.map(|&block| proposal.named_block(block)).collect()
        };
        let doubled: Vec<Doubled> = used
            .iter()
            .map(|&block| (block, proposal.areas_of(block)))
            .filter(|(_, areas)| areas.len() > 1)
            .map(|(block, areas)| Doubled {
                block: proposal.named_block(block),
                areas: areas
                    .into_iter()
                    .map(|area| proposal.named_area(area))
                    .collect(),
            })
            .collect();
        let unassigned = named(&mut blocks.difference(&used));
        let beyond = named(&mut used.difference(&blocks));
        let forgotten = match ground {
            Ground::Covered => forgotten(proposal, &used, counts, districts)?,
            Ground::Areas(_) | Ground::Layer(_) => Vec::new(),
        };
        Ok(Self {
            ground,
            blocks: blocks.len(),
            in_part,
            partition: unassigned.is_empty() && doubled.is_empty() && beyond.is_empty(),
            unassigned,
            doubled,
            beyond,
            forgotten,
        })
    }
}

/// Returns the blocks of the ground that the proposal is about, which [`Assignment::of`] defines.
pub(super) fn ground_blocks(
    proposal: &Proposal<'_>,
    within: &[AreaRef],
    was: Option<&str>,
) -> Result<BTreeSet<BlockId>> {
    if !within.is_empty() {
        return proposal.blocks_of_all(within);
    }
    let mut blocks: BTreeSet<BlockId> = proposal.blocks.iter().flatten().copied().collect();
    let Some(was) = was else {
        return Ok(blocks);
    };
    let ids = proposal.dataset.codes().block_ids();
    let column: Vec<(BlockId, AreaId)> = ids
        .zip(column(proposal, was)?)
        .filter_map(|(block, area)| Some((block, area?)))
        .collect();
    let mut covered: BTreeMap<AreaId, [usize; 2]> = BTreeMap::new();
    for (block, area) in &column {
        let [taken, all] = covered.entry(*area).or_default();
        *taken += usize::from(blocks.contains(block));
        *all += 1;
    }
    let rest = column.into_iter().filter(|(_, area)| {
        let [taken, all] = covered[area];
        2 * taken > all
    });
    blocks.extend(rest.map(|(block, _)| block));
    Ok(blocks)
}

/// Returns the area of the layer that each block is in.
pub(super) fn column(proposal: &Proposal<'_>, id: &str) -> Result<Vec<Option<AreaId>>> {
    let catalogue = proposal.dataset.catalogue();
    catalogue.layer(id)?;
    catalogue
        .position(id)
        .and_then(|layer| comparison::column(proposal.dataset.codes(), layer))
        .ok_or_else(|| Error::NotOfBlocks {
            layer: id.to_owned(),
        })
}
