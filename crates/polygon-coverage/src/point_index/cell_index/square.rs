//! Lookups of squares: the one area of all points of a square, where the cells tell it at once.

use geo::Coord;

use super::cell_grid::{BITS, Place};
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
        let width = high.x.abs_diff(low.x).max(high.y.abs_diff(low.y));
        let cell = self.outermost(low);
        let entry = self.inner(cell, &mut low);
        if (cell | entry) & KIND == OWNER {
            UniformArea::Known(AreaId::from_code(entry))
        } else {
            self.uniform_within(cell, entry, low, width)
        }
    }

    /// The area of a square that one grid does not decide. The square is given by its lowest place
    /// in the inner cell and the larger of its width and height in the outermost one. Not inlined, as for single points.
    #[inline(never)]
    fn uniform_within(
        &self,
        cell: u32,
        mut entry: u32,
        mut low: Place,
        mut width: u64,
    ) -> UniformArea {
        loop {
            width <<= BITS;
            if low.cell() != low.plus(width).cell() {
                return UniformArea::Unknown;
            }
            if entry & KIND != GRID {
                break;
            }
            entry = self.inner(entry, &mut low);
        }
        let code = match entry & KIND {
            // Overlapping areas may reach into the cell.
            _ if cell & OVERLAPPED != 0 => None,
            OWNER => Some(entry),
            LEAF => code_within(self.leaves_from(entry), low.plus(width / 2), width),
            _ => None,
        };
        code.map_or(UniformArea::Unknown, |code| {
            UniformArea::Known(AreaId::from_code(code))
        })
    }
}

/// The code of all points of a square of this width around its middle, if it is safe.
#[inline]
fn code_within(leaves: &[Leaf], middle: Place, width: u64) -> Option<u32> {
    // Rounded up, and one more because the middle is rounded.
    let reach = u16::try_from((width >> (33 - UNITS)) + 2).ok()?;
    if reach > FARTHEST {
        return None;
    }
    let (code, is_safe) = Leaf::code_within(leaves, middle, reach);
    is_safe.then_some(code)
}
