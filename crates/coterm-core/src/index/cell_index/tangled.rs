//! Areas that overlap others, or are not valid, beside the coverage that the rest is.

use geo::{Coord, CoordsIter, MultiPolygon};

use super::TANGLED;
use super::lattice::Lattice;
use crate::index::area_index::AreaIndex;

#[derive(Debug)]
pub(super) struct Tangled {
    index: AreaIndex,
    /// Positions among all areas.
    names: Vec<u32>,
}

impl Tangled {
    /// An index of areas with their codes, if there are any. In the cells that the
    /// rectangle around one of them is in, this is noted: four such areas among the
    /// LSOAs of England, asked about every point, cost as much as all the rest of a
    /// lookup.
    pub(super) fn new<'a>(
        lattice: &Lattice,
        cells: &mut [u32],
        areas: impl Iterator<Item = (u32, &'a MultiPolygon<f64>)>,
    ) -> Option<Box<Self>> {
        let (names, footprints): (Vec<u32>, Vec<_>) =
            areas.map(|(code, footprint)| (code - 1, footprint)).unzip();
        for rectangle in footprints.iter().copied().filter_map(rectangle) {
            lattice.each_position(rectangle, |position| cells[position] |= TANGLED);
        }
        (!names.is_empty()).then(|| {
            let index = AreaIndex::new(footprints);
            Box::new(Self { index, names })
        })
    }

    /// The first of them that owns the point, or the owner in the coverage.
    pub(super) fn first_owner(&self, point: Coord<f64>, owner: Option<u32>) -> Option<u32> {
        let others = self.index.owners(point).map(|area| self.names[area]);
        others.chain(owner).min()
    }
}

/// The south-western and north-eastern corner of the rectangle around all vertices.
fn rectangle(footprint: &MultiPolygon<f64>) -> Option<[Coord<f64>; 2]> {
    let corners = footprint.coords_iter().map(|vertex| [vertex, vertex]);
    corners.reduce(|[low, high], [vertex, _]| {
        let low = Coord {
            x: low.x.min(vertex.x),
            y: low.y.min(vertex.y),
        };
        let high = Coord {
            x: high.x.max(vertex.x),
            y: high.y.max(vertex.y),
        };
        [low, high]
    })
}
