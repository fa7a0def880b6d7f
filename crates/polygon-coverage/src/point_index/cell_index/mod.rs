//! A grid that names the owner of a point with one read, or a handful of edges.
//!
//! # What it is
//!
//! The extent is divided into cells, and each of those into a grid of four by four.
//! An inner cell that no edge touches names its owner. One with a few edges is a
//! *leaf*: it holds those edges. One with more is a grid of four by four smaller
//! cells. Where a point is, is worked out once, in fixed point: its first digits are
//! the cell, the next ones the cells within, and what is left is its place in the leaf
//! (`cell_grid`).
//!
//! Cells that are one owner's throughout share a grid that says so sixteen times. So
//! most points take two reads and no decision, and nothing waits for the first of
//! them to be there before it is known what comes next.
//!
//! A leaf has its edges twice. Rounded and end to end (`packed_edges`), up to four of them take
//! half a line of the cache, and answer almost every point without a branch (`leaf`). A
//! point so near an edge that rounding might matter is found out there, and answered from
//! the edges themselves (`exact_edges`).
//!
//! # Why it is exact
//!
//! Give each area a code (its position plus one; 0 is nobody), and each edge the
//! exclusive or of the codes on its two sides. Whoever walks from one point to
//! another and takes the exclusive or of the code at the start with the edges that
//! are crossed has the code at the end, in any order, as long as no two areas
//! overlap on the way. In `exact_edges` the walk goes from the leaf's corner north along the
//! cell's wall and then east to the point. All points are taken an infinitesimal
//! step to the east and a far smaller one to the north, as
//! [`containment`](crate::containment) has it, so that no edge is walked along and
//! none is met at its end; whether one is crossed is an exact orientation test.
//! Rounded edges answer only where that walk would say the same: see `leaf`.
//!
//! Cells overlap a little: an edge is listed in each cell that it comes within a
//! margin of, and rounding moves a point from its cell by far less.
//!
//! # For which layers
//!
//! The walk needs the owner on each side of an edge to be the one that the edge
//! claims, so it is tried while building, at each edge in each leaf: see `label_check`.
//! Areas whose edges do not hold to it (they overlap, or are not valid) are *overlapping*:
//! if they are few, the cells are made without them, and they are asked as well, by an
//! index of their own. If they are many, the layer has no such index.

mod batch;
mod build;
mod cell_grid;
mod edge;
mod edge_cells;
mod exact_edges;
mod extent;
mod grid_row;
mod label_check;
mod leaf;
mod outlines;
mod overlapping;
mod packed_edges;
#[cfg(test)]
mod tests;

use geo::{Coord, MultiPolygon};

use crate::AreaId;

use self::cell_grid::{CellGrid, Place, SIDE};
use self::exact_edges::ExactEdges;
use self::leaf::Leaf;
use self::overlapping::Overlapping;

/// The two highest bits of an entry say what it is, the rest which.
const KIND: u32 = 3 << 30;
/// The owner's code.
const OWNER: u32 = 0;
/// Which of the leaves.
const LEAF: u32 = 1 << 30;
/// Which of the grids.
const GRID: u32 = 2 << 30;
/// Where in the walks a leaf is that has too many edges.
const CROWDED: u32 = 3 << 30;
/// Of an outermost cell, whose grid needs no kind: overlapping areas may be there.
const OVERLAPPED: u32 = 1 << 30;

/// Exact owner of a point in about one cache miss an answer.
#[derive(Debug)]
pub(crate) struct CellIndex {
    cell_grid: CellGrid,
    /// Which grid each cell has, row by row from the south, and what is outside.
    cells: Vec<u32>,
    /// An entry for each inner cell.
    grids: Vec<[u32; SIDE * SIDE]>,
    leaves: Vec<Leaf>,
    /// For each leaf where in the walks its edges are.
    exact: Vec<u32>,
    walks: ExactEdges,
    overlapping: Option<Box<Overlapping>>,
}

impl CellIndex {
    /// An index of the footprints, which keep their positions as names. `None` if
    /// too many are not part of a coverage, or their edges are so entangled that cells
    /// would not sort them. O(n) for lines as they are on maps, on all cores.
    pub(crate) fn new<'a>(
        footprints: &(impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone),
    ) -> Option<Self> {
        build::index(footprints)
    }

    /// Whether no area overlaps another, and all are valid.
    pub(crate) fn is_coverage(&self) -> bool {
        self.overlapping.is_none()
    }

    /// The first area that contains the point, by the half-open rule.
    #[inline]
    pub(crate) fn locate(&self, point: Coord<f64>) -> Option<AreaId> {
        let mut place = self.cell_grid.place(point);
        let cell = self.outermost(place);
        let entry = self.inner(cell, &mut place);
        AreaId::from_code(if (cell | entry) & KIND == OWNER {
            entry
        } else {
            self.code_within(cell, entry, place, point)
        })
    }

    /// The code at a point that one grid does not tell. Kept out of what answers the
    /// others, which is so short that making room on the stack for this would show.
    #[inline(never)]
    fn code_within(&self, cell: u32, mut entry: u32, mut place: Place, point: Coord<f64>) -> u32 {
        while entry & KIND == GRID {
            entry = self.inner(entry, &mut place);
        }
        let code = match entry & KIND {
            OWNER => entry,
            LEAF => {
                let (code, is_safe) = Leaf::code(self.leaves_from(entry), place);
                if is_safe { code } else { self.walk(point) }
            }
            _ => self.walk(point),
        };
        if cell & OVERLAPPED == 0 {
            code
        } else {
            self.first(point, AreaId::from_code(code))
                .map_or(0, AreaId::code)
        }
    }

    /// The first area that contains the point, given the one of the coverage that does.
    #[cold]
    fn first(&self, point: Coord<f64>, area: Option<AreaId>) -> Option<AreaId> {
        match &self.overlapping {
            None => area,
            Some(overlapping) => overlapping.first(point, area),
        }
    }

    /// The grid of the cell that the place is in, and whether areas there are overlapping.
    #[inline]
    fn outermost(&self, place: Place) -> u32 {
        self.cells[self.cell_grid.position(place)]
    }

    /// The entry of the inner cell that the place is in; the place is then one in it.
    #[inline]
    fn inner(&self, entry: u32, place: &mut Place) -> u32 {
        self.grids[(entry & !KIND) as usize][place.digit()]
    }

    #[inline]
    fn leaves_from(&self, entry: u32) -> &[Leaf] {
        &self.leaves[(entry & !KIND) as usize..]
    }

    /// The owner's code, by edges that are not rounded.
    #[cold]
    fn walk(&self, point: Coord<f64>) -> u32 {
        let mut place = self.cell_grid.place(point);
        let [column, row] = place.cell();
        let mut cell = self.cell_grid.cell(column as usize, row as usize);
        let mut entry = GRID | self.outermost(place) & !KIND;
        while entry & KIND == GRID {
            let inner = place.digit();
            entry = self.grids[(entry & !KIND) as usize][inner];
            cell = cell.inner(inner);
        }
        let leaf = (entry & !KIND) as usize;
        let at = match entry & KIND {
            LEAF => self.exact[leaf] as usize,
            CROWDED => leaf,
            _ => return entry,
        };
        self.walks.code(at, cell.frame.corner(), point)
    }
}
