//! [`Overlapping`]: the areas that overlap others, or are not valid, which a cell index searches in
//! addition to the coverage of the rest.

use geo::{Coord, CoordsIter, MultiPolygon};

use super::OVERLAPPED;
use super::cell_grid::CellGrid;
use crate::{AreaId, AreaTree};

#[derive(Debug)]
pub(super) struct Overlapping {
    tree: AreaTree,
    /// Position of each among all areas.
    ids: Vec<AreaId>,
}

impl Overlapping {
    /// Indexes areas, given with their codes, if there are any. Sets a flag on the cells that the
    /// bounding box of one of them reaches into, because searching for every point costs too much:
    /// with four such areas among the LSOAs of England it took as long as all the rest of a lookup.
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

    /// The first area that contains the point, among these areas and that of the coverage.
    pub(super) fn first(&self, point: Coord<f64>, area: Option<AreaId>) -> Option<AreaId> {
        let overlapping = self.tree.locate_all(point).map(|at| self.ids[at.index()]);
        overlapping.chain(area).min()
    }
}

/// South-western and north-eastern corners of the bounding box of all vertices.
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
