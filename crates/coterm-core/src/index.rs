use geo::MultiPolygon;

use crate::GridPoint;
use crate::cell_index::CellIndex;

/// Finds the area that owns a point.
///
/// A grid of cells answers most points with one read and the rest with a handful of
/// exact edge tests; where areas overlap, an R*-tree (`rstar`) over their envelopes
/// finds all that own the point, and the first by position answers. The answer is
/// that of [`owner_by_brute_force`](crate::containment::owner_by_brute_force), point
/// for point. Coordinates are EPSG:27700 metres. Built in O(n), on all cores.
#[derive(Debug)]
pub struct LayerIndex(CellIndex);

impl LayerIndex {
    /// An index of the footprints, which keep their positions as names.
    pub fn new<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone) -> Self {
        Self(CellIndex::new(footprints))
    }

    /// The area that owns the point, if any does, by the
    /// [half-open rule](crate::containment).
    pub fn owner(&self, point: GridPoint) -> Option<usize> {
        self.0.owner(point.coord())
    }
}
