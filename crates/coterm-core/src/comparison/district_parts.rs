//! Districts that a part of an area lies in, named so that people know where that is.

use std::collections::BTreeMap;

use polygon_coverage::AreaId;
use serde::Serialize;

use super::{Found, Named};
use crate::codes::BlockId;
use crate::layers::LayerId;

/// A district, or what a part of an area has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DistrictPart {
    /// The district.
    pub district: Named,
    /// Whether the part has all of the district's building blocks.
    pub whole: bool,
    /// The localities of its building blocks, most blocks first, if it has not all of the district:
    /// `Millom`.
    pub localities: Vec<String>,
}

impl Found<'_> {
    /// Returns the districts that some building blocks are in, in order of position.
    pub(super) fn district_parts(
        &self,
        blocks: &[BlockId],
        districts: Option<&(LayerId, Vec<Option<AreaId>>)>,
    ) -> Vec<DistrictPart> {
        let Some((layer, of_block)) = districts else {
            return Vec::new();
        };
        let mut blocks_of: BTreeMap<AreaId, Vec<BlockId>> = BTreeMap::new();
        for &block in blocks {
            if let Some(district) = of_block[block.index()] {
                blocks_of.entry(district).or_default().push(block);
            }
        }
        let layer = &self.dataset.catalogue()[*layer];
        let part = |(district, blocks): (AreaId, Vec<BlockId>)| {
            let all = of_block.iter().filter(|own| **own == Some(district));
            let whole = all.count() == blocks.len();
            let localities = if whole {
                Vec::new()
            } else {
                self.dataset.localities(blocks)
            };
            DistrictPart {
                district: Named::from(&layer[district]),
                whole,
                localities: localities.into_iter().map(str::to_owned).collect(),
            }
        };
        blocks_of.into_iter().map(part).collect()
    }
}
