//! Test of whether a piece of ground lies along the coast.
//!
//! Classification uses it for pieces that only one layer has: layers draw the same coast to
//! different tide marks.

use geo::Coord;
use polygon_coverage::arrangement::Face;
use polygon_coverage::{BoundaryIndex, PointIndex};

use crate::Result;
use crate::dataset::Dataset;
use crate::layers::{Area, Role};

/// The land, as the layer of the data's backdrop draws it.
#[derive(Debug)]
pub(super) struct Coast {
    land: Option<(PointIndex, BoundaryIndex)>,
    /// Metres within which a line along the coast may be off.
    tolerance_m: f64,
    /// Whether the layers draw their coasts differently, as their own descriptions say.
    differs: bool,
}

impl Coast {
    pub(super) fn new(dataset: &Dataset, tolerance_m: f64, differs: bool) -> Result<Self> {
        let layers = dataset.catalogue().layers();
        let land = layers
            .iter()
            .find(|layer| layer.info().role == Role::Backdrop);
        let resolution_m = land.map_or(0.0, |layer| layer.info().resolution_m);
        let land = land.map(|layer| {
            let footprints = || layer.areas().iter().map(Area::footprint);
            let index = PointIndex::build(footprints())?;
            Ok::<_, polygon_coverage::Error>((index, BoundaryIndex::build(footprints())?))
        });
        Ok(Self {
            land: land.transpose()?,
            tolerance_m: tolerance_m.max(resolution_m),
            differs,
        })
    }

    /// Whether most of the piece's outer rim (the arcs with no area beyond them) is at sea or
    /// along the coast. If the data has no backdrop: whether there is such a rim, and the
    /// layers draw their coasts differently.
    pub(super) fn is_along(&self, piece: Face<'_>) -> bool {
        let (mut rim_m, mut coast_m) = (0.0, 0.0);
        for (arc, beyond) in piece.neighbours() {
            if !beyond.areas().is_empty() {
                continue;
            }
            let coords = arc.coords();
            for pair in coords.windows(2) {
                let middle = (pair[0] + pair[1]) / 2.0;
                let length = (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
                rim_m += length;
                if self.is_coast(middle) {
                    coast_m += length;
                }
            }
        }
        rim_m > 0.0 && 2.0 * coast_m > rim_m
    }

    fn is_coast(&self, at: Coord<f64>) -> bool {
        match &self.land {
            None => self.differs,
            Some((land, shore)) => {
                land.locate(at).is_none() || shore.is_within(at, self.tolerance_m)
            }
        }
    }
}
