//! Which edges come near which cell, and where they cross a grid's lines.

use geo::Coord;

use super::edge::Edge;
use super::frame::Frame;
use crate::containment::crosses;

/// Cells that an edge is near, on average. Maps have between one and two; more is a
/// tangle of long lines, which cells do not sort.
const MOST_CELLS_AN_EDGE: usize = 16;

/// Which edges are in which cell, as one list.
pub(super) struct Dealt {
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Dealt {
    /// Deals edges to the cells of a grid; `None` if each is near too many.
    pub(super) fn deal(
        frame: Frame,
        columns: usize,
        rows: usize,
        edges: &[Edge],
        margin: f64,
    ) -> Option<Self> {
        let mut starts = vec![0_u32; columns * rows + 1];
        let touched = |edge: &Edge, each: &mut dyn FnMut(usize)| {
            frame.touched(columns, rows, edge, margin, |column, row| {
                each(row * columns + column);
            });
        };
        for edge in edges {
            touched(edge, &mut |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let all = starts[columns * rows] as usize;
        if all > MOST_CELLS_AN_EDGE * edges.len() {
            return None;
        }
        let mut next = starts.clone();
        let mut listed = vec![0; all];
        for (position, edge) in (0_u32..).zip(edges) {
            touched(edge, &mut |cell| {
                listed[next[cell] as usize] = position;
                next[cell] += 1;
            });
        }
        Some(Self {
            starts,
            edges: listed,
        })
    }

    /// The edges of a cell, by position.
    pub(super) fn cell(&self, cell: usize) -> &[u32] {
        &self.edges[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

/// Codes at the south-west corner of each cell, row by row: from those at the row's
/// west wall on, each crossing counts.
pub(super) fn corners(
    frame: Frame,
    columns: usize,
    rows: usize,
    edges: &[Edge],
    at_wall: impl Fn(usize) -> u32,
) -> Vec<u32> {
    let mut change = vec![0; columns * rows];
    for edge in edges {
        frame.crossings(columns, rows, edge, |column, row| {
            change[row * columns + column] ^= edge.across();
        });
    }
    for (row, codes) in change.chunks_mut(columns).enumerate() {
        let mut sum = at_wall(row);
        for code in codes {
            sum ^= *code;
            *code = sum;
        }
    }
    change
}

impl Frame {
    /// For each row's southern line that the edge crosses: the first column whose
    /// corner is east of the crossing. A crossing beyond the
    /// walls, or on the western one, is none.
    pub(super) fn crossings(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        mut each: impl FnMut(usize, usize),
    ) {
        // A line may be a row off by rounding; whether it is crossed is exact.
        let first = self.cell_of(columns, rows, edge.from).1.saturating_sub(1);
        let last = (self.cell_of(columns, rows, edge.to).1 + 1).min(rows - 1);
        for row in first..=last {
            let corner = |column| self.corner_of(columns, rows, column, row);
            let start = corner(0);
            if (edge.from.y <= start.y) == (edge.to.y <= start.y) {
                continue;
            }
            let share = (start.y - edge.from.y) / (edge.to.y - edge.from.y);
            let crossing = Coord {
                x: edge.from.x + (edge.to.x - edge.from.x) * share,
                y: start.y,
            };
            if !crosses(edge.from, edge.to, start) {
                continue;
            }
            let is_east = |column| !crosses(edge.from, edge.to, corner(column));
            // About there; the exact test settles it.
            let mut column = self.cell_of(columns, rows, crossing).0;
            while column > 0 && is_east(column - 1) {
                column -= 1;
            }
            while column < columns && !is_east(column) {
                column += 1;
            }
            if column < columns {
                each(column, row);
            }
        }
    }

    /// Every cell that the edge comes within the margin of.
    pub(super) fn touched(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        margin: f64,
        mut each: impl FnMut(usize, usize),
    ) {
        let (from, to) = (edge.from, edge.to);
        let beyond = |x: f64, y: f64| Coord { x, y };
        let first = self
            .cell_of(columns, rows, beyond(from.x, from.y - margin))
            .1;
        let last = self.cell_of(columns, rows, beyond(to.x, to.y + margin)).1;
        for row in first..=last {
            let (mut west, mut east) = (from.x.min(to.x), from.x.max(to.x));
            if first != last && from.x != to.x {
                // Only the part of it that is in the row.
                let cell = self.cell(columns, rows, 0, row);
                let at = |y: f64| {
                    let share = ((y - from.y) / (to.y - from.y)).clamp(0.0, 1.0);
                    from.x + (to.x - from.x) * share
                };
                let (one, other) = (
                    at(cell.south - margin),
                    at(cell.south + cell.height + margin),
                );
                (west, east) = (one.min(other), one.max(other));
            }
            let start = self.cell_of(columns, rows, beyond(west - margin, from.y)).0;
            let end = self.cell_of(columns, rows, beyond(east + margin, from.y)).0;
            (start..=end).for_each(|column| each(column, row));
        }
    }
}
