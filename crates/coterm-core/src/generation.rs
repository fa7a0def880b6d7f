use std::sync::OnceLock;

use rayon::prelude::*;

use crate::index::KnownPoints;
use crate::{
    Area, BoundaryIndex, Catalogue, CodeTable, GridPoint, LayerStack, OwnersAt, PostcodeDirectory,
    PostcodeRecord,
};

/// The immutable set of layers that a process has loaded, with an index of each.
/// Swapped whole when data is reloaded, so that a request sees one or the other.
#[derive(Debug)]
pub struct Generation {
    catalogue: Catalogue,
    stack: LayerStack,
    boundaries: Vec<OnceLock<BoundaryIndex>>,
    codes: CodeTable,
    postcodes: PostcodeDirectory,
    /// The postcodes' points, by their places in the directory.
    known: OnceLock<KnownPoints>,
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
        let footprints: Vec<Vec<_>> = catalogue
            .layers()
            .iter()
            .map(|layer| layer.areas().iter().map(Area::footprint).collect())
            .collect();
        Self {
            stack: LayerStack::new(&footprints),
            known: OnceLock::new(),
            boundaries: footprints.iter().map(|_| OnceLock::new()).collect(),
            catalogue,
            codes,
            postcodes,
            attribution: attribution.into(),
        }
    }

    /// The same layers with other postcodes.
    #[must_use]
    pub fn with_postcodes(self, postcodes: PostcodeDirectory) -> Self {
        Self {
            postcodes,
            known: OnceLock::new(),
            ..self
        }
    }

    /// The layers.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The indexes of the layers, by their positions in the catalogue.
    pub fn stack(&self) -> &LayerStack {
        &self.stack
    }

    /// Who owns a postcode's place. For a record of the generation's own directory that
    /// is known once the generation is [prepared](Generation::prepare).
    pub(crate) fn owners_of(&self, record: &PostcodeRecord) -> OwnersAt<'_> {
        let known = self.known.get();
        let known = known.and_then(|known| Some((known, self.postcodes.place(record)?)));
        match known {
            Some((known, place)) => self.stack.at_known(record.point, known, place),
            None => self.stack.at(record.point),
        }
    }

    /// The boundaries of the layer at this position of the catalogue. They are
    /// indexed when they are first asked for; see [`Generation::prepare`].
    pub fn boundary_index(&self, layer: usize) -> &BoundaryIndex {
        self.boundaries[layer].get_or_init(|| {
            let areas = self.catalogue.layers()[layer].areas();
            BoundaryIndex::new(areas.iter().map(Area::footprint))
        })
    }

    /// Makes ready, on all cores, for many lookups: indexes what else the first would wait
    /// for, and finds who owns the places of all postcodes. Answers are the same without.
    pub fn prepare(&self) {
        self.known.get_or_init(|| {
            let records = self.postcodes.records().iter();
            let points: Vec<GridPoint> = records.map(|record| record.point).collect();
            KnownPoints::new(&self.stack, &points)
        });
        let layers = self.catalogue.layers();
        (0..layers.len())
            .into_par_iter()
            .filter(|&layer| layers[layer].info().role.answers_lookups())
            .for_each(|layer| {
                self.boundary_index(layer);
            });
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
