//! Lookups of squares: the one area of all points of a square, where the cells tell it at once.

use geo::Coord;

use super::cell_grid::Place;
use super::leaf::{FARTHEST, Leaf, UNITS};
use super::{CellIndex, GRID, KIND, LEAF, OVERLAPPED, OWNER};
use crate::AreaId;
use crate::point_index::UniformArea;

impl CellIndex {
    /// Finds the area that contains every point within `margin` of the point on both axes. Unknown
    /// unless the square is in one cell that is not divided further, and farther from the cell's
    /// edges than a few widths of the square.
    #[inline]
    pub(crate) fn locate_within(&self, point: Coord<f64>, margin: f64) -> UniformArea {
        let [mut low, high] = self.cell_grid.places_within(point, margin);
        // False also for a margin that is not a number.
        let is_square = margin >= 0.0;
        if !(is_square && low.shares_inner_cell(high)) {
            return UniformArea::Unknown;
        }
        let corners = [low, high];
        let cell = self.outermost(low);
        let entry = self.inner(cell, &mut low);
        if (cell | entry) & KIND == OWNER {
            UniformArea::Known(AreaId::from_code(entry))
        } else {
            self.uniform_within(cell, entry, corners)
        }
    }

    /// The area of a square that one grid does not decide. Not inlined, as for single points.
    #[inline(never)]
    fn uniform_within(&self, cell: u32, mut entry: u32, corners: [Place; 2]) -> UniformArea {
        if cell & OVERLAPPED != 0 {
            return UniformArea::Unknown;
        }
        let [mut low, mut high] = corners;
        for corner in [&mut low, &mut high] {
            corner.digit();
        }
        while entry & KIND == GRID {
            if !low.shares_inner_cell(high) {
                return UniformArea::Unknown;
            }
            entry = self.inner(entry, &mut low);
            high.digit();
        }
        let code = match entry & KIND {
            OWNER => Some(entry),
            LEAF => code_within(self.leaves_from(entry), low, high),
            _ => None,
        };
        code.map_or(UniformArea::Unknown, |code| {
            UniformArea::Known(AreaId::from_code(code))
        })
    }
}

/// The code of all points between two corners of a square in a leaf's cell, if it is safe.
fn code_within(leaves: &[Leaf], low: Place, high: Place) -> Option<u32> {
    let ([west, south], [east, north]) = (low.within(), high.within());
    let middle = Place {
        x: west.midpoint(east).into(),
        y: south.midpoint(north).into(),
    };
    // Rounded up, and one more because the middle is rounded.
    let reach = ((east - west).max(north - south) >> (33 - UNITS)) + 2;
    let reach = u16::try_from(reach)
        .ok()
        .filter(|&reach| reach <= FARTHEST)?;
    let (code, is_safe) = Leaf::code_within(leaves, middle, reach);
    is_safe.then_some(code)
}
