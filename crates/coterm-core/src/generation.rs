use std::sync::OnceLock;

use rayon::prelude::*;

use crate::index::KnownPoints;
use crate::{
    Area, BoundaryIndex, Catalogue, CodeTable, GridPoint, LayerStack, OwnersAt, PostcodeDirectory,
    PostcodeRecord,
};

/// The immutable set of layers that a process has loaded, and their indexes.
/// Swapped whole when data is reloaded, so that a request sees one or the other.
#[derive(Debug)]
pub struct Generation {
    catalogue: Catalogue,
    stack: OnceLock<LayerStack>,
    boundaries: Vec<OnceLock<BoundaryIndex>>,
    codes: CodeTable,
    postcodes: PostcodeDirectory,
    /// The postcodes' points, by their places in the directory.
    known: OnceLock<KnownPoints>,
    attribution: String,
}

impl Generation {
    /// Of these layers. `codes` names them by their position in the catalogue. They are not
    /// indexed yet; see [`Generation::index`].
    pub fn new(
        catalogue: Catalogue,
        codes: CodeTable,
        postcodes: PostcodeDirectory,
        attribution: impl Into<String>,
    ) -> Self {
        let layers = catalogue.layers().iter();
        Self {
            stack: OnceLock::new(),
            known: OnceLock::new(),
            boundaries: layers.map(|_| OnceLock::new()).collect(),
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

    /// The indexes of the layers, by their positions in the catalogue. They are made when
    /// they are first asked for: O(n log n) in all vertices, on all cores.
    pub fn stack(&self) -> &LayerStack {
        self.stack.get_or_init(|| {
            let layers = self.catalogue.layers().iter();
            let footprints: Vec<Vec<_>> = layers
                .map(|layer| layer.areas().iter().map(Area::footprint).collect())
                .collect();
            LayerStack::new(&footprints)
        })
    }

    /// The indexes of the layers, if they have been made.
    pub(crate) fn indexed(&self) -> Option<&LayerStack> {
        self.stack.get()
    }

    /// Who owns the place of a postcode of the generation's own directory, once it is
    /// [prepared](Generation::prepare).
    pub(crate) fn known_owners(&self, record: &PostcodeRecord) -> Option<OwnersAt<'_>> {
        let known = self.known.get()?;
        let place = self.postcodes.place(record)?;
        Some(self.indexed()?.at_known(record.point, known, place))
    }

    /// The boundaries of the layer at this position of the catalogue. They are
    /// indexed when they are first asked for; see [`Generation::index`].
    pub fn boundary_index(&self, layer: usize) -> &BoundaryIndex {
        self.boundaries[layer].get_or_init(|| {
            let areas = self.catalogue.layers()[layer].areas();
            BoundaryIndex::new(areas.iter().map(Area::footprint))
        })
    }

    /// Makes now, on all cores, what lookups are answered from. O(n log n) in all vertices.
    /// Without it each lookup tries all areas of the layers that are asked, O(n), and the
    /// first one makes the layers' [boundary indexes](Generation::boundary_index): for the
    /// only lookup, or one of a few, that is sooner. To be called before lookups from
    /// several threads of `rayon`, which else may wait for each other for ever.
    pub fn index(&self) {
        self.stack();
        let layers = self.catalogue.layers();
        (0..layers.len())
            .into_par_iter()
            .filter(|&layer| layers[layer].info().role.answers_lookups())
            .for_each(|layer| {
                self.boundary_index(layer);
            });
    }

    /// The same, and finds who owns the places of all postcodes: for many lookups in any
    /// order. Answers are the same without.
    pub fn prepare(&self) {
        self.index();
        self.known.get_or_init(|| {
            let records = self.postcodes.records().iter();
            let points: Vec<GridPoint> = records.map(|record| record.point).collect();
            KnownPoints::new(self.stack(), &points)
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
