//! Exceptions to the code table that a layer is made from.
//!
//! A table of one year serves for a layer of another if the few differences are known.
//! Codes are replaced first; after that, blocks are moved to areas by their new codes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Sources;

/// Areas of a layer whose codes are others than in the table that it is made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recoded {
    /// The layer.
    pub layer: String,
    /// The source that says so.
    pub source: String,
    /// Codes in the table, each with the layer's.
    pub codes: BTreeMap<String, String>,
}

/// Building blocks that are in another area of a layer than the table says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The layer.
    pub layer: String,
    /// The difference, as a sentence.
    pub note: String,
    /// The source that says so.
    pub source: String,
    /// The layer's code of the area that they are in.
    pub area: String,
    /// The blocks' codes.
    pub blocks: Vec<String>,
}

/// Refuses exceptions to a layer that is not made from a table, or that no layer is.
pub(super) fn check(sources: &Sources) -> Result<(), String> {
    let recoded = sources.recoded.iter();
    let recoded = recoded.map(|recoded| ("recoded", &recoded.layer));
    let moved = sources.moved.iter().map(|moved| ("moved", &moved.layer));
    for (what, id) in recoded.chain(moved) {
        let layer = sources.layer.get(id);
        if !layer.is_some_and(|layer| layer.made.by_table()) {
            return Err(format!(
                "{what}: \"{id}\" is no layer that is made from a code table"
            ));
        }
    }
    Ok(())
}
