use geo::MultiPolygon;
use rayon::prelude::*;

use crate::index::known_points::{KnownPoints, area};
use crate::index::nesting::Blocks;
use crate::{GridPoint, LayerIndex};

/// Finds the owner of a point in each of several layers.
///
/// Administrative layers are mostly unions of the same building blocks. Those that
/// are, edge for edge, have no index of their own: the block that has the point is
/// found once, and a table says which area of each layer it is in. The blocks are
/// the coverage with the most areas; which layers are made of them is found from
/// the geometry, and only if it is certain for every point. The other layers have a
/// [`LayerIndex`] each.
#[derive(Debug)]
pub struct LayerStack {
    indexes: Vec<LayerIndex>,
    /// The layer that others may be unions of, by position.
    finest: Option<usize>,
}

impl LayerStack {
    /// Indexes the layers, which keep their positions, as do their areas.
    /// O(n log n), on all cores.
    pub fn new(layers: &[Vec<&MultiPolygon<f64>>]) -> Self {
        let own = |layer: usize| LayerIndex::new(layers[layer].iter().copied());
        let finest = (0..layers.len()).max_by_key(|&layer| layers[layer].len());
        let (of_blocks, lines) = rayon::join(
            || finest.map(own),
            || finest.and_then(|finest| Blocks::new(layers[finest].iter().copied())),
        );
        let unions = |layer: usize| {
            let area_of_block = lines.as_ref()?.unions(layers[layer].iter().copied())?;
            of_blocks.as_ref()?.of_unions(area_of_block)
        };
        let mut indexes: Vec<Option<LayerIndex>> = (0..layers.len())
            .into_par_iter()
            .map(|layer| {
                (Some(layer) != finest).then(|| unions(layer).unwrap_or_else(|| own(layer)))
            })
            .collect();
        if let Some(finest) = finest {
            indexes[finest] = of_blocks;
        }
        Self {
            indexes: indexes.into_iter().flatten().collect(),
            finest,
        }
    }

    /// The index of the layer at this position.
    pub fn layer(&self, layer: usize) -> &LayerIndex {
        &self.indexes[layer]
    }

    /// Finds what the layers have in common at the point; then each is asked for
    /// little.
    ///
    /// ```
    /// use coterm_core::{GridPoint, LayerStack};
    /// use geo::{MultiPolygon, polygon};
    ///
    /// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 2.), (x: 0., y: 2.)]);
    /// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 2.), (x: 1., y: 2.)]);
    /// let both = MultiPolygon::from(
    ///     polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 2.), (x: 1., y: 2.), (x: 0., y: 2.)],
    /// );
    /// let stack = LayerStack::new(&[vec![&west, &east], vec![&both]]);
    /// let at = stack.at(GridPoint::new(1.5, 0.5)?);
    /// assert_eq!((at.owner(0), at.owner(1)), (Some(1), Some(0)));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn at(&self, point: GridPoint) -> OwnersAt<'_> {
        OwnersAt {
            stack: self,
            point,
            block: self
                .finest
                .and_then(|finest| self.indexes[finest].owner(point)),
            known: None,
        }
    }

    /// The same of one of the points that `known` was made of, by its place among them.
    pub(crate) fn at_known<'a>(
        &'a self,
        point: GridPoint,
        known: &'a KnownPoints,
        place: usize,
    ) -> OwnersAt<'a> {
        OwnersAt {
            stack: self,
            point,
            block: None,
            known: Some(known.row(place)),
        }
    }

    /// How many layers there are.
    pub(crate) fn count(&self) -> usize {
        self.indexes.len()
    }
}

/// The owners of a point; see [`LayerStack::at`].
#[derive(Debug, Clone, Copy)]
pub struct OwnersAt<'a> {
    stack: &'a LayerStack,
    point: GridPoint,
    block: Option<usize>,
    /// The owner in each layer, if that is known from before.
    known: Option<&'a [u32]>,
}

impl OwnersAt<'_> {
    /// The area of the layer at this position that owns the point, if any does, by
    /// the [half-open rule](crate::containment).
    pub fn owner(&self, layer: usize) -> Option<usize> {
        if let Some(known) = self.known {
            return area(known[layer]);
        }
        let index = &self.stack.indexes[layer];
        match index.area_of_block() {
            Some(area_of_block) => area_of_block.area(self.block?),
            None if self.stack.finest == Some(layer) => self.block,
            None => index.owner(self.point),
        }
    }
}
