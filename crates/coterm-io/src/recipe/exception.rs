//! Exceptions of a recipe to the code table that a layer is made from.
//!
//! A table of one year serves for a layer of another year if the few differences are known. Codes
//! are replaced first ([`Recoded`]); then blocks are moved to areas, which are named by the new
//! codes ([`Moved`]). `build::exceptions` applies them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Sources;

/// New codes for areas of a layer, replacing those in the table that it is made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recoded {
    /// The layer's name.
    pub layer: String,
    /// The source that states the layer's codes.
    pub source: String,
    /// The layer's code for each code in the table.
    pub codes: BTreeMap<String, String>,
}

/// Building blocks that a layer has in a different area than its table has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The layer's name.
    pub layer: String,
    /// The difference, as a sentence.
    pub note: String,
    /// The source that states where the blocks are.
    pub source: String,
    /// Code of the area that the blocks are in, as the layer has it.
    pub area: String,
    /// Codes of the blocks.
    pub blocks: Vec<String>,
}

/// Refuses exceptions to a layer that is not made from a table or does not exist.
pub(super) fn check(sources: &Sources) -> Result<(), String> {
    let recoded = sources.recoded.iter();
    let recoded = recoded.map(|recoded| ("recoded", &recoded.layer));
    let moved = sources.moved.iter().map(|moved| ("moved", &moved.layer));
    for (what, id) in recoded.chain(moved) {
        let layer = sources.layer.get(id);
        if !layer.is_some_and(|layer| layer.made.by_table()) {
            return Err(format!(
                "{what}: the layer \"{id}\" is not made from a code table, so it cannot have \
                 exceptions"
            ));
        }
    }
    Ok(())
}
