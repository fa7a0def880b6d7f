//! Districts: which of them the proposed areas keep whole, and which they split.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Proposal, score::Counts};
use crate::codes::BlockId;
use crate::comparison::Named;
use crate::comparison::districts;
use crate::layers::{AreaId, Layer};

/// The share that an area has of a district.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DistrictShare {
    /// The district.
    pub district: Named,
    /// Number of the district's building blocks that are in the area.
    pub blocks: usize,
    /// Number of the district's building blocks in the data.
    pub of: usize,
    /// Whether the area has all of the district.
    pub whole: bool,
    /// Weight of the district that is in the area.
    pub weight: f64,
}

/// A district that is not in one area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitDistrict {
    /// The district.
    pub district: Named,
    /// The part that each area has, most weight first; the part that no area has (`None`) comes
    /// last.
    pub parts: Vec<SplitPart>,
}

impl SplitDistrict {
    /// Number of areas that have a part of it: one if the rest is in none.
    pub fn between_areas(&self) -> usize {
        self.parts.iter().filter(|part| part.area.is_some()).count()
    }
}

/// A part of a district that is split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitPart {
    /// The area that has the part; `None` if no area has it.
    pub area: Option<Named>,
    /// Number of building blocks.
    pub blocks: usize,
    /// Weight.
    pub weight: f64,
}

/// The layer of districts, with the district of each block.
pub(super) struct Districts<'a> {
    layer: &'a Layer,
    of_block: Vec<Option<AreaId>>,
    sizes: BTreeMap<AreaId, usize>,
}

impl<'a> Districts<'a> {
    /// Returns the districts that the code table covers; `None` if there are none.
    pub(super) fn of(proposal: &Proposal<'a>) -> Option<Self> {
        let (layer, of_block) = districts(proposal.dataset)?;
        let layer = &proposal.dataset.catalogue()[layer];
        let mut sizes = BTreeMap::new();
        for district in of_block.iter().flatten() {
            *sizes.entry(*district).or_default() += 1;
        }
        Some(Self {
            layer,
            of_block,
            sizes,
        })
    }

    /// Returns the layer's name.
    pub(super) fn layer(&self) -> &str {
        self.layer.id()
    }

    /// Returns each block that is in a district, with the district.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (BlockId, AreaId)> {
        let blocks = self.of_block.iter().enumerate();
        blocks.filter_map(|(block, district)| Some((BlockId::new(block), (*district)?)))
    }

    /// Whether blocks are all those of the districts that they are in.
    pub(super) fn are_whole(&self, blocks: &BTreeSet<BlockId>) -> bool {
        let of_blocks = blocks
            .iter()
            .filter_map(|block| self.of_block[block.index()]);
        let districts: BTreeSet<AreaId> = of_blocks.collect();
        let whole = |district: &AreaId| self.layer[*district].complete();
        let all: usize = districts.iter().map(|district| self.sizes[district]).sum();
        all > 0 && all == blocks.len() && districts.iter().all(whole)
    }

    /// Returns the districts that blocks are in, in order of their codes.
    pub(super) fn of_blocks(&self, blocks: impl IntoIterator<Item = BlockId>) -> Vec<Named> {
        let mut districts: Vec<AreaId> = blocks
            .into_iter()
            .filter_map(|block| self.of_block[block.index()])
            .collect();
        districts.sort_unstable();
        districts.dedup();
        districts
            .into_iter()
            .map(|district| Named::from(&self.layer[district]))
            .collect()
    }

    /// Returns the share that an area has of each district, in order of their codes.
    pub(super) fn shares(
        &self,
        proposal: &Proposal<'_>,
        area: AreaId,
        counts: &Counts,
    ) -> Vec<DistrictShare> {
        let mut shares: BTreeMap<AreaId, (usize, f64)> = BTreeMap::new();
        for &block in &proposal.blocks[area.index()] {
            if let Some(district) = self.of_block[block.index()] {
                let share = shares.entry(district).or_default();
                *share = (share.0 + 1, share.1 + counts.weight[block.index()]);
            }
        }
        shares
            .into_iter()
            .map(|(district, (blocks, weight))| {
                let of = self.sizes.get(&district).copied().unwrap_or(blocks);
                DistrictShare {
                    district: Named::from(&self.layer[district]),
                    blocks,
                    of,
                    whole: blocks == of && self.layer[district].complete(),
                    weight,
                }
            })
            .collect()
    }

    /// Returns the districts that are in several areas, or partly in one and partly in none.
    pub(super) fn split(&self, proposal: &Proposal<'_>, counts: &Counts) -> Vec<SplitDistrict> {
        let mut parts: BTreeMap<AreaId, BTreeMap<Option<AreaId>, (usize, f64)>> = BTreeMap::new();
        for (block, district) in self.of_block.iter().enumerate() {
            let Some(district) = district else { continue };
            let areas = proposal.areas_of(BlockId::new(block));
            let containing = areas.iter().copied().map(Some);
            let nobody = areas.is_empty().then_some(None);
            for area in containing.chain(nobody) {
                let part = parts.entry(*district).or_default().entry(area).or_default();
                *part = (part.0 + 1, part.1 + counts.weight[block]);
            }
        }
        parts
            .into_iter()
            .filter(|(_, parts)| parts.len() > 1)
            .map(|(district, parts)| {
                let mut parts: Vec<SplitPart> = parts
                    .into_iter()
                    .map(|(area, (blocks, weight))| SplitPart {
                        area: area.map(|area| proposal.named_area(area)),
                        blocks,
                        weight,
                    })
                    .collect();
                parts.sort_by(|one, other| {
                    let nobody = one.area.is_none().cmp(&other.area.is_none());
                    nobody.then(other.weight.total_cmp(&one.weight))
                });
                SplitDistrict {
                    district: Named::from(&self.layer[district]),
                    parts,
                }
            })
            .collect()
    }
}
