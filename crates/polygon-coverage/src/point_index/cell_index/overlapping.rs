//! Areas that overlap others, or are not valid, beside the coverage that the rest is.

use geo::{Coord, CoordsIter, MultiPolygon};

use super::OVERLAPPED;
use super::cell_grid::CellGrid;
use crate::{AreaId, AreaTree};

#[derive(Debug)]
pub(super) struct Overlapping {
    tree: AreaTree,
    /// Where each is among all areas.
    ids: Vec<AreaId>,
}

impl Overlapping {
    /// An index of areas with their codes, if there are any. In the cells that the
    /// rectangle around one of them is in, this is noted: four such areas among the
    /// LSOAs of England, asked about every point, cost as much as all the rest of a
    /// lookup.
    pub(super) fn new<'a>(
        cell_grid: &CellGrid,
        cells: &mut [u32],
        areas: impl Iterator<Item = (u32, &'a MultiPolygon<f64>)>,
    ) -> Option<Box<Self>> {
        let (ids, footprints): (Vec<AreaId>, Vec<_>) = areas
            .filter_map(|(code, footprint)| Some((AreaId::from_code(code)?, footprint)))
            .unzip();
        for rectangle in footprints.iter().copied().filter_map(rectangle) {
            cell_grid.each_position(rectangle, |position| cells[position] |= OVERLAPPED);
        }
        let tree = AreaTree::build(footprints).ok()?;
        (!ids.is_empty()).then(|| Box::new(Self { tree, ids }))
    }

    /// The first area that contains the point, of these and the one of the coverage.
    pub(super) fn first(&self, point: Coord<f64>, area: Option<AreaId>) -> Option<AreaId> {
        let others = self.tree.locate_all(point).map(|at| self.ids[at.index()]);
        others.chain(area).min()
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
