//! The cells that an edge comes near, and where it crosses the lines of a grid. Used to build a
//! cell index.

use std::ops::Range;

use geo::Coord;

use super::edge::Edge;
use super::extent::Extent;
use crate::containment::crosses;

impl Extent {
    /// Computes the codes at the south-west corner of each cell of a row, from the code at the
    /// row's west wall and the edges that cross the row's southern line.
    pub(super) fn corners(
        self,
        columns: usize,
        rows: usize,
        row: usize,
        edges: &[Edge],
        at_wall: u32,
        codes: &mut [u32],
    ) {
        codes.fill(0);
        for edge in edges {
            if let Some(column) = self.crossing(columns, rows, edge, row) {
                codes[column] ^= edge.across();
            }
        }
        codes.iter_mut().fold(at_wall, |sum, code| {
            *code ^= sum;
            *code
        });
    }

    /// The crossing of the edge with a row's southern line: the first column whose corner is east
    /// of it. `None` for a crossing beyond the walls, or on the western wall.
    fn crossing(self, columns: usize, rows: usize, edge: &Edge, row: usize) -> Option<usize> {
        let corner = |column| self.corner_of(columns, rows, column, row);
        let start = corner(0);
        // Most edges do not cross it; the test is exact.
        if (edge.from.y <= start.y) == (edge.to.y <= start.y) || !crosses(edge.from, edge.to, start)
        {
            return None;
        }
        let share = (start.y - edge.from.y) / (edge.to.y - edge.from.y);
        let crossing = Coord {
            x: edge.from.x + (edge.to.x - edge.from.x) * share,
            y: start.y,
        };
        let is_east = |column| !crosses(edge.from, edge.to, corner(column));
        // An approximate column, which the exact test corrects.
        let mut column = self.cell_of(columns, rows, crossing).0;
        while column > 0 && is_east(column - 1) {
            column -= 1;
        }
        while column < columns && !is_east(column) {
            column += 1;
        }
        (column < columns).then_some(column)
    }

    /// The rows that the edge comes within the margin of.
    pub(super) fn rows_touched(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        margin: f64,
    ) -> Range<usize> {
        let row_of = |x: f64, y: f64| self.cell_of(columns, rows, Coord { x, y }).1;
        let (from, to) = (edge.from, edge.to);
        row_of(from.x, from.y - margin)..row_of(to.x, to.y + margin) + 1
    }

    /// The columns of the cells in one of these rows that the edge comes within the margin of.
    pub(super) fn columns_touched(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        margin: f64,
        row: usize,
    ) -> Range<usize> {
        let (from, to) = (edge.from, edge.to);
        let cell = self.cell(columns, rows, 0, row);
        let (south, north) = (cell.south - margin, cell.south + cell.height + margin);
        let (mut one, mut other) = (from.x, to.x);
        if from.y < south || to.y > north {
            // Only the part of the edge that is in the row.
            let at = |y: f64| {
                let share = ((y - from.y) / (to.y - from.y)).clamp(0.0, 1.0);
                from.x + (to.x - from.x) * share
            };
            (one, other) = (at(south), at(north));
        }
        let column_of = |x: f64| self.cell_of(columns, rows, Coord { x, y: from.y }).0;
        column_of(one.min(other) - margin)..column_of(one.max(other) + margin) + 1
    }
}
