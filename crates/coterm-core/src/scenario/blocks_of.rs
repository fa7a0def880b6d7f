//! The building blocks of the areas that a scenario names.

use std::collections::{BTreeMap, BTreeSet};

use super::ProposedArea;
use crate::codes::BlockId;
use crate::comparison::NamedArea;
use crate::dataset::Dataset;
use crate::definition::{AreaRef, Definition, DefinitionFault};
use crate::layers::{LayerId, Role};
use crate::{Error, Result};

/// Returns each area that the data holds only in part, once.
pub(super) fn only_in_part<'a>(
    dataset: &Dataset,
    areas: impl IntoIterator<Item = &'a AreaRef>,
) -> Result<Vec<NamedArea>> {
    let mut found: Vec<NamedArea> = Vec::new();
    for AreaRef { layer: id, code } in areas {
        let layer = dataset.catalogue().layer(id)?;
        let Ok(area) = layer.find(code) else { continue };
        let area = &layer[area];
        let named = NamedArea::of(layer, area);
        if !area.complete() && !found.contains(&named) {
            found.push(named);
        }
    }
    Ok(found)
}

/// Returns the blocks of a proposed area: those that it lists, and those of its definition.
pub(super) fn blocks_of_area(
    dataset: &Dataset,
    block_layer: LayerId,
    area: &ProposedArea,
) -> Result<BTreeSet<BlockId>> {
    let Definition { name, .. } = &area.definition;
    let catalogue = dataset.catalogue();
    let mut definition = area.definition.clone();
    for code in &area.blocks {
        definition.union.push(AreaRef {
            layer: catalogue[block_layer].id().to_owned(),
            code: code.clone(),
        });
    }
    // Looks up each area here, so that the error for one that does not exist names the nearest
    // that do.
    let mut found: BTreeMap<&AreaRef, BTreeSet<BlockId>> = BTreeMap::new();
    let Definition {
        union,
        intersect,
        minus,
        ..
    } = &definition;
    for reference in [union, intersect, minus].into_iter().flatten() {
        if !found.contains_key(reference) {
            found.insert(reference, look_up(dataset, block_layer, reference, name)?);
        }
    }
    definition.blocks(|reference| found.get(reference).cloned())
}

/// Returns the blocks of an area: by the code table, or else by its ground. Errors name `for_whom`,
/// which is what needs the area.
pub(super) fn look_up(
    dataset: &Dataset,
    block_layer: LayerId,
    reference: &AreaRef,
    for_whom: &str,
) -> Result<BTreeSet<BlockId>> {
    let AreaRef { layer: id, code } = reference;
    let (catalogue, codes) = (dataset.catalogue(), dataset.codes());
    let layer = catalogue.layer(id)?;
    let position = catalogue.position(id);
    let is_block = position == Some(block_layer);
    let bad = |fault: DefinitionFault| Error::BadDefinition {
        area: for_whom.to_owned(),
        fault,
    };
    if is_block && let Some(block) = code.parse().ok().and_then(|code| codes.block(code)) {
        return Ok([block].into());
    }
    let area = layer.find(code).map_err(|error| {
        bad(if is_block {
            DefinitionFault::NotOneBlock {
                block: code.clone(),
                error,
            }
        } else {
            DefinitionFault::NotOneArea {
                area: reference.clone(),
                error,
            }
        })
    })?;
    if is_block {
        let block = layer[area].code();
        let block = block.parse().ok().and_then(|code| codes.block(code));
        return block
            .map(|block| [block].into())
            .ok_or_else(|| bad(DefinitionFault::BlockNotInTable(code.clone())));
    }
    if let Some(blocks) = position.and_then(|position| codes.blocks_of(position, area)) {
        return Ok(blocks);
    }
    if layer.info().role != Role::Primary {
        return Err(Error::NotOfBlocks { layer: id.clone() });
    }
    let within = dataset.blocks_within(layer, area)?;
    if within.cut.is_empty() {
        return Ok(within.blocks);
    }
    Err(bad(DefinitionFault::CutsBlocks {
        area: reference.clone(),
        cut: within.cut,
    }))
}
