use rayon::prelude::*;

use crate::{Area, BoundaryIndex, Catalogue, CodeTable, LayerIndex, PostcodeDirectory};

/// The immutable set of layers that a process has loaded, with an index of each.
/// Swapped whole when data is reloaded, so that a request sees one or the other.
#[derive(Debug)]
pub struct Generation {
    catalogue: Catalogue,
    indexes: Vec<LayerIndex>,
    boundaries: Vec<BoundaryIndex>,
    codes: CodeTable,
    postcodes: PostcodeDirectory,
    attribution: String,
}

impl Generation {
    /// Indexes the layers. O(n log n) in their vertices. `codes` names layers by
    /// their position in the catalogue.
    pub fn new(
        catalogue: Catalogue,
        codes: CodeTable,
        postcodes: PostcodeDirectory,
        attribution: impl Into<String>,
    ) -> Self {
        let (indexes, boundaries) = catalogue
            .layers()
            .par_iter()
            .map(|layer| {
                let footprints = layer.areas().iter().map(Area::footprint);
                (
                    LayerIndex::new(footprints.clone()),
                    BoundaryIndex::new(footprints),
                )
            })
            .unzip();
        Self {
            catalogue,
            indexes,
            boundaries,
            codes,
            postcodes,
            attribution: attribution.into(),
        }
    }

    /// The layers.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The index of the layer at this position of the catalogue.
    pub fn layer_index(&self, layer: usize) -> &LayerIndex {
        &self.indexes[layer]
    }

    /// The boundaries of the layer at this position of the catalogue.
    pub fn boundary_index(&self, layer: usize) -> &BoundaryIndex {
        &self.boundaries[layer]
    }

    /// The code tables.
    pub fn codes(&self) -> &CodeTable {
        &self.codes
    }

    /// The postcodes.
    pub fn postcodes(&self) -> &PostcodeDirectory {
        &self.postcodes
    }

    /// The acknowledgement that must be shown with anything from this data.
    pub fn attribution(&self) -> &str {
        &self.attribution
    }
}
