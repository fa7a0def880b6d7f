//! Names by which people know a part of a district: those of the wards that its building blocks
//! are in.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Dataset;
use crate::codes::BlockId;
use crate::layers::{Area, Role};

impl Dataset {
    /// Returns the localities of some building blocks of one district, each once: the one that most
    /// blocks have first, then by name. Blocks without a locality are left out. O(n log n) in the
    /// blocks.
    ///
    /// Wards of different districts may have the same name, so blocks of several districts are
    /// asked about district by district.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`. Its
    /// // blocks have no localities.
    /// assert!(dataset.localities(dataset.codes().block_ids()).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn localities(&self, blocks: impl IntoIterator<Item = BlockId>) -> Vec<&str> {
        let catalogue = self.catalogue();
        let Some(layer) = catalogue.first(|layer| layer.info().role == Role::Block) else {
            return Vec::new();
        };
        let mut blocks_of: BTreeMap<&str, usize> = BTreeMap::new();
        for block in blocks {
            let area = catalogue[layer].area(self.codes().block_code(block));
            if let Some(locality) = area.and_then(Area::locality) {
                *blocks_of.entry(locality).or_default() += 1;
            }
        }
        let mut found: Vec<(&str, usize)> = blocks_of.into_iter().collect();
        found.sort_by_key(|(_, blocks)| Reverse(*blocks));
        found.into_iter().map(|(locality, _)| locality).collect()
    }
}
