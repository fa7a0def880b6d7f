//! A grid that names the owner of a point with one read, or a handful of edges.
//!
//! # What it is
//!
//! The extent is divided into cells. A cell that no edge touches names its owner.
//! A cell with a few edges is a *leaf*: it holds those edges, and the owner of its
//! south-west corner. A cell with more is a grid of smaller cells.
//!
//! # Why it is exact
//!
//! Give each area a code (its position plus one; 0 is nobody), and each edge the
//! exclusive or of the codes on its two sides. Whoever walks from one point to
//! another and takes the exclusive or of the code at the start with the edges that
//! are crossed has the code at the end, in any order, as long as no two areas
//! overlap on the way. In a leaf the walk goes from the corner north along the
//! cell's wall and then east to the point. All points are taken an infinitesimal
//! step to the east and a far smaller one to the north, as
//! [`containment`](crate::containment) has it, so that no edge is walked along and
//! none is met at its end; whether one is crossed is an exact orientation test.
//!
//! Cells overlap a little: an edge is listed in each cell that it comes within a
//! margin of, and rounding moves a point from its cell by far less.
//!
//! # For which layers
//!
//! The walk needs the owner on each side of an edge to be the one that the edge
//! claims, so it is tried while building, at each edge in each leaf: see [`claims`].
//! A layer that is not a coverage (areas overlap, edges do not match, a polygon is
//! not valid) has no such index.

mod build;
mod claims;
mod deal;
mod edge;
mod frame;
#[cfg(test)]
mod tests;

use geo::{Coord, MultiPolygon};

use self::edge::separates;
use self::frame::Frame;

/// The two highest bits of an entry say what it is, the rest which.
const KIND: u32 = 3 << 30;
/// The owner's code.
const OWNER: u32 = 0;
/// Where in the row's words a leaf is: the corner's code, the number of chains, and
/// for each chain its code, its number of edges, and its vertices, four words each.
const LEAF: u32 = 1 << 30;
/// Where in the row's words a grid is: the number of cells on a side, and the entries.
const GRID: u32 = 2 << 30;

/// Exact owner of a point in about one cache miss an answer.
#[derive(Debug)]
pub(crate) struct CellIndex {
    frame: Frame,
    columns: usize,
    /// An entry for each cell, row by row from the south.
    cells: Vec<u32>,
    /// For each row of cells, what its entries refer to.
    rows: Vec<Vec<u32>>,
}

impl CellIndex {
    /// An index of the footprints, which keep their positions as names. `None` if
    /// they are not a coverage, or their edges are so entangled that cells would
    /// not sort them. O(n) for lines as they are on maps, on all cores.
    pub(crate) fn new<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    ) -> Option<Self> {
        build::index(footprints)
    }

    /// The area that owns the point, by the half-open rule.
    pub(crate) fn owner(&self, point: Coord<f64>) -> Option<usize> {
        if !self.frame.contains(point) {
            return None;
        }
        let (column, row) = self.frame.cell_of(self.columns, self.rows.len(), point);
        let entry = self.cells[row * self.columns + column];
        let code = if entry & KIND == OWNER {
            entry
        } else {
            let cell = self.frame.cell(self.columns, self.rows.len(), column, row);
            descend(&self.rows[row], entry, cell, point)
        };
        (code != 0).then(|| code as usize - 1)
    }
}

/// The owner's code, below an entry that is not a whole cell's owner.
fn descend(words: &[u32], mut entry: u32, mut cell: Frame, point: Coord<f64>) -> u32 {
    loop {
        let at = (entry & !KIND) as usize;
        match entry & KIND {
            LEAF => return walk(&words[at..], cell.corner(), point),
            GRID => {
                let side = words[at] as usize;
                let (column, row) = cell.cell_of(side, side, point);
                entry = words[at + 1 + row * side + column];
                cell = cell.cell(side, side, column, row);
            }
            _ => return entry,
        }
    }
}

/// The code at the point: that of the corner, with every edge between the two.
fn walk(leaf: &[u32], corner: Coord<f64>, point: Coord<f64>) -> u32 {
    let (mut code, chains) = (leaf[0], leaf[1]);
    let mut rest = &leaf[2..];
    for _ in 0..chains {
        let (across, edges) = (rest[0], rest[1] as usize);
        let (chain, after) = rest[2..].split_at(4 * (edges + 1));
        rest = after;
        let mut from = vertex(&chain[..4]);
        for to in chain[4..].chunks_exact(4) {
            let to = vertex(to);
            if separates(from, to, corner, point) {
                code ^= across;
            }
            from = to;
        }
    }
    code
}

fn vertex(words: &[u32]) -> Coord<f64> {
    let float = |low: u32, high: u32| f64::from_bits(u64::from(low) | u64::from(high) << 32);
    Coord {
        x: float(words[0], words[1]),
        y: float(words[2], words[3]),
    }
}
