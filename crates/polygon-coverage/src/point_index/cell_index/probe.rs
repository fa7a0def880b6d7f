//! [`Probe`]: what is looked up in cells, a point ([`Place`]) or all points of a [`Square`].

use geo::Coord;

use super::cell_grid::{BITS, CellGrid, Place};
use super::leaf::{BEYOND, FARTHEST, Leaf, UNITS};

/// A point or a square on its way down from the outermost cell. It has an answer as long as it is in
/// one cell.
pub(super) trait Probe: Copy + Default {
    /// The place of its lowest point, in the cell that was reached.
    fn place(&mut self) -> &mut Place;

    /// Whether all of it is in the cell that its place has just been made relative to. Called once
    /// for each such step.
    fn is_in_one_cell(&mut self) -> bool;

    /// The leaf's base changed by the edges between it and every point of the probe, and whether the
    /// result is safe for all of them.
    fn crossed(self, leaf: &Leaf) -> (u32, bool);
}

impl Probe for Place {
    #[inline]
    fn place(&mut self) -> &mut Place {
        self
    }

    #[inline]
    fn is_in_one_cell(&mut self) -> bool {
        true
    }

    #[inline]
    fn crossed(self, leaf: &Leaf) -> (u32, bool) {
        leaf.crossed_unless(self, 1 << leaf.moved(), BEYOND)
    }
}

/// All points from a lowest one up to a width on both axes, borders included.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Square {
    low: Place,
    /// Width in the cell that was reached, in the units of places.
    width: u64,
}

impl Square {
    /// Width of a square that is in no one cell.
    const TOO_WIDE: u64 = 1 << 40;

    /// The square of all points within `margin` of a point. In no one cell if the margin is negative
    /// or no number, or if a line between inner cells goes through it.
    #[inline]
    pub(super) fn new(cells: &CellGrid, point: Coord<f64>, margin: f64) -> Self {
        let [low, high] = cells.places_within(point, margin);
        // False also for a margin that is not a number.
        let is_square = margin >= 0.0;
        let width = if is_square && low.shares_inner_cell(high) {
            high.x.abs_diff(low.x).max(high.y.abs_diff(low.y))
        } else {
            Self::TOO_WIDE
        };
        Self { low, width }
    }

    /// The square whose [`crossed`](Probe::crossed) has this reach, around a place.
    #[cfg(test)]
    pub(super) fn around(middle: Place, reach: u16) -> Self {
        let width = u64::from(reach - 2) << (33 - UNITS);
        Self {
            low: middle.plus((width / 2).wrapping_neg()),
            width,
        }
    }
}

impl Probe for Square {
    #[inline]
    fn place(&mut self) -> &mut Place {
        &mut self.low
    }

    #[inline]
    fn is_in_one_cell(&mut self) -> bool {
        self.width <<= BITS;
        self.low.cell() == self.low.plus(self.width).cell()
    }

    /// A point then moves by `reach` units more on its way to the rounded place, half the width
    /// rounded up. So each of the four components changes by at most `reach` + 1.01, and for a point
    /// within `reach` + 2 units of the edge's box they add up to at most 4 × `reach` more. The bound
    /// below is above the product of both, and above twice the square of the change.
    #[inline]
    fn crossed(self, leaf: &Leaf) -> (u32, bool) {
        // Rounded up, and one more because the middle is rounded.
        let reach = (self.width >> (33 - UNITS)) + 2;
        let Some(reach) = u16::try_from(reach).ok().filter(|&reach| reach <= FARTHEST) else {
            return (0, false);
        };
        let more = i32::from(reach);
        let moved = (more + 2) * ((1 << leaf.moved()) + 6 * more + 4);
        let beyond = BEYOND.saturating_add_unsigned(reach);
        leaf.crossed_unless(self.low.plus(self.width / 2), moved, beyond)
    }
}
