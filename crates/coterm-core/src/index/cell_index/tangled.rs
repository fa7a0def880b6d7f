//! Areas that overlap others, or are not valid, beside the coverage that the rest is.

use geo::{Coord, CoordsIter, MultiPolygon};

use super::lattice::Lattice;
use crate::index::area_index::AreaIndex;

#[derive(Debug)]
pub(super) struct Tangled {
    index: AreaIndex,
    /// Positions among all areas.
    names: Vec<u32>,
    /// For each outermost cell, and behind them the ground outside, whether the
    /// rectangle around one of them is there. Four such areas among the LSOAs of
    /// England, asked about every point, cost more than all the rest of a lookup.
    near: Vec<bool>,
}

impl Tangled {
    /// An index of areas with their codes, if there are any.
    pub(super) fn new<'a>(
        lattice: &Lattice,
        areas: impl Iterator<Item = (u32, &'a MultiPolygon<f64>)>,
    ) -> Option<Box<Self>> {
        let (names, footprints): (Vec<u32>, Vec<_>) =
            areas.map(|(code, footprint)| (code - 1, footprint)).unzip();
        if names.is_empty() {
            return None;
        }
        let mut near = vec![false; lattice.columns * lattice.rows + 1];
        for rectangle in footprints.iter().copied().filter_map(rectangle) {
            lattice.each_position(rectangle, |position| near[position] = true);
        }
        let index = AreaIndex::new(footprints);
        Some(Box::new(Self { index, names, near }))
    }

    /// Whether one of them may own the point.
    #[inline]
    pub(super) fn is_near(&self, lattice: &Lattice, point: Coord<f64>) -> bool {
        self.near[lattice.position(lattice.place(point))]
    }

    /// The first of them that owns the point, or the owner in the coverage.
    #[cold]
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
