//! Which districts the areas keep whole, and which they split.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Proposal, score::Counts};
use crate::comparison::districts;
use crate::{Layer, Named};

/// What an area has of a district.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DistrictShare {
    /// The district.
    pub district: Named,
    /// Building blocks of it in the area.
    pub blocks: usize,
    /// Building blocks of it in the data.
    pub of: usize,
    /// Whether that is all of the district.
    pub whole: bool,
    /// Weight of it in the area.
    pub weight: f64,
}

/// A district that is not in one area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitDistrict {
    /// The district.
    pub district: Named,
    /// What each area has of it, most weight first; `None` for what none has, which
    /// comes last.
    pub parts: Vec<SplitPart>,
}

impl SplitDistrict {
    /// How many areas have a part of it: one if the rest is in none.
    pub fn between_areas(&self) -> usize {
        self.parts.iter().filter(|part| part.area.is_some()).count()
    }
}

/// A part of a district that is split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitPart {
    /// The area that has it.
    pub area: Option<Named>,
    /// Its building blocks.
    pub blocks: usize,
    /// Its weight.
    pub weight: f64,
}

/// The layer of districts, and the one that each block is in.
pub(super) struct Districts<'a> {
    layer: &'a Layer,
    of_block: Vec<Option<usize>>,
    sizes: BTreeMap<usize, usize>,
}

impl<'a> Districts<'a> {
    /// Those that the code table covers.
    pub(super) fn of(proposal: &Proposal<'a>) -> Option<Self> {
        let (position, of_block) = districts(proposal.dataset)?;
        let layer = &proposal.dataset.catalogue().layers()[position];
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

    /// The layer's name.
    pub(super) fn layer(&self) -> &str {
        self.layer.id()
    }

    /// The districts that blocks are in, in order of their codes.
    pub(super) fn of_blocks(&self, blocks: impl IntoIterator<Item = usize>) -> Vec<Named> {
        let mut districts: Vec<usize> = blocks
            .into_iter()
            .filter_map(|block| self.of_block[block])
            .collect();
        districts.sort_unstable();
        districts.dedup();
        districts
            .into_iter()
            .map(|district| Named::of(self.layer, district))
            .collect()
    }

    /// What an area has of each district, in order of their codes.
    pub(super) fn shares(
        &self,
        proposal: &Proposal<'_>,
        area: usize,
        counts: &Counts,
    ) -> Vec<DistrictShare> {
        let mut shares: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for &block in &proposal.blocks[area] {
            if let Some(district) = self.of_block[block] {
                let share = shares.entry(district).or_default();
                *share = (share.0 + 1, share.1 + counts.weight[block]);
            }
        }
        shares
            .into_iter()
            .map(|(district, (blocks, weight))| {
                let of = self.sizes.get(&district).copied().unwrap_or(blocks);
                DistrictShare {
                    district: Named::of(self.layer, district),
                    blocks,
                    of,
                    whole: blocks == of && self.layer.areas()[district].complete(),
                    weight,
                }
            })
            .collect()
    }

    /// The districts that are in several areas, or in one and in none.
    pub(super) fn split(&self, proposal: &Proposal<'_>, counts: &Counts) -> Vec<SplitDistrict> {
        let mut parts: BTreeMap<usize, BTreeMap<Option<usize>, (usize, f64)>> = BTreeMap::new();
        for (block, district) in self.of_block.iter().enumerate() {
            let Some(district) = district else { continue };
            let areas = proposal.areas_of(block);
            let owners = areas.iter().copied().map(Some);
            let nobody = areas.is_empty().then_some(None);
            for owner in owners.chain(nobody) {
                let part = parts
                    .entry(*district)
                    .or_default()
                    .entry(owner)
                    .or_default();
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
                    district: Named::of(self.layer, district),
                    parts,
                }
            })
            .collect()
    }
}
