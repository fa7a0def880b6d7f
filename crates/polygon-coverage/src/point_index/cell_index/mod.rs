//! [`CellIndex`]: a grid of cells that names the area of a point with one or two reads, or a
//! handful of edge tests. S2 has the same idea in `S2ShapeIndex` and `S2ContainsPointQuery`.
//!
//! # What it is
//!
//! The extent is divided into cells, and each of those into a grid of four by four inner
//! cells. An inner cell that no edge touches names its area. One with a few edges is a *leaf*:
//! it holds those edges. One with more is a grid of four by four smaller cells. A point's
//! position is computed once, in fixed point: its first digits are the cell, the next ones the
//! cells within, and the rest its position in the leaf (`cell_grid`).
//!
//! Cells wholly inside one area all point to one shared 4×4 grid for that area, so that most
//! lookups are two loads with no data-dependent branch.
//!
//! A leaf stores its edges twice. Rounded and end to end (`packed_edges`), up to four of them
//! take half a cache line and answer almost every point without a branch (`leaf`). A point so
//! near an edge that rounding might matter is detected there, and answered from the edges
//! themselves (`exact_edges`).
//!
//! # Why it is exact
//!
//! Give each area a code (its position plus one; 0 is no area), and each edge the exclusive or
//! of the codes on its two sides. Along any path from one point to another, the code at the end
//! is the exclusive or of the code at the start and of all edges that the path crosses, in any
//! order, as long as no two areas overlap on the way. In `exact_edges` the path goes from the
//! leaf's corner north along the cell's wall and then east to the point. All points are taken
//! an infinitesimal step to the east and a far smaller one to the north, as
//! [`containment`](crate::containment) has it, so that the path runs along no edge and through
//! no end of one; whether an edge is crossed is an exact orientation test. Rounded edges answer
//! only where that path would say the same: see `leaf`.
//!
//! Cells overlap a little: an edge is listed in each cell that it comes within a margin of,
//! which is far more than rounding can move a point.
//!
//! # Which layers have one
//!
//! The walk needs the area on each side of an edge to be the one that the edge's label states, so
//! labels are checked during building, at each edge in each leaf: see `label_check`. Areas that
//! fail the check (they overlap others, or are not valid) are *overlapping*. If they are few, the
//! cells are built without them, and lookups also search an index of these areas. If they are
//! many, the layer has no cell index.

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
mod probe;
#[cfg(test)]
mod tests;

use geo::{Coord, MultiPolygon};

use crate::AreaId;
use crate::point_index::UniformArea;

use self::cell_grid::{CellGrid, Place, SIDE};
use self::exact_edges::ExactEdges;
use self::leaf::Leaf;
use self::overlapping::Overlapping;
use self::probe::{Probe, Square};

/// Mask of the two highest bits of an entry: its kind. The rest is an area's code or a position.
const KIND: u32 = 3 << 30;
/// Kind of an entry that is an area's code.
const OWNER: u32 = 0;
/// Kind of an entry that is a position among the leaves.
const LEAF: u32 = 1 << 30;
/// Kind of an entry that is a position among the grids.
const GRID: u32 = 2 << 30;
/// Kind of an entry that is a position among the exact edges, for a leaf with too many edges to be
/// packed.
const CROWDED: u32 = 3 << 30;
/// Flag of an outermost cell that overlapping areas may reach into. The entry is always a grid, so
/// it needs no kind and has room for the flag.
const OVERLAPPED: u32 = 1 << 30;

/// Index that finds the area of a point exactly, in about one cache miss.
#[derive(Debug)]
pub(crate) struct CellIndex {
    cell_grid: CellGrid,
    /// Grid of each cell, row by row from the south; the last one is for points outside.
    cells: Vec<u32>,
    /// Entries of the inner cells of each grid.
    grids: Vec<[u32; SIDE * SIDE]>,
    leaves: Vec<Leaf>,
    /// Position of each leaf's edges in `exact_edges`.
    exact: Vec<u32>,
    exact_edges: ExactEdges,
    overlapping: Option<Box<Overlapping>>,
}

impl CellIndex {
    /// Indexes the footprints, which are named by position. `None` if too many are not part of a
    /// coverage, or if their edges are too entangled for cells to separate. O(n) for lines as on
    /// maps, on all cores.
    pub(crate) fn new<'a>(
        footprints: &(impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone),
    ) -> Option<Self> {
        build::index(footprints)
    }

    /// Whether no area overlaps another, and all are valid.
    pub(crate) fn is_coverage(&self) -> bool {
        self.overlapping.is_none()
    }

    /// Finds the first area that contains the point, by the half-open rule.
    #[inline]
    pub(crate) fn locate(&self, point: Coord<f64>) -> Option<AreaId> {
        let mut place = self.cell_grid.place(point);
        let cell = self.outermost(place);
        let entry = self.step(cell, &mut place);
        AreaId::from_code(if (cell | entry) & KIND == OWNER {
            entry
        } else {
            self.code_within(cell, entry, place, point)
        })
    }

    /// Finds the area that contains every point within `margin` of the point on both axes. Unknown
    /// unless the square is in one cell that is not divided further, and farther from the cell's
    /// edges than a few widths of the square.
    #[inline]
    pub(crate) fn locate_within(&self, point: Coord<f64>, margin: f64) -> UniformArea {
        let mut square = Square::new(&self.cell_grid, point, margin);
        let cell = self.outermost(*square.place());
        let entry = self.step(cell, &mut square);
        if (cell | entry) & KIND == OWNER {
            UniformArea::Known(AreaId::from_code(entry))
        } else {
            self.uniform_within(cell, entry, square)
        }
    }

    /// The code at a point that one grid does not decide. Not inlined, because the lookup of other
    /// points is so short that reserving stack space for this would be noticeable.
    #[inline(never)]
    fn code_within(&self, cell: u32, entry: u32, place: Place, point: Coord<f64>) -> u32 {
        let code = self.decide(entry, place);
        let code = code.unwrap_or_else(|| self.code_by_exact_edges(point));
        if cell & OVERLAPPED == 0 {
            code
        } else {
            self.first(point, AreaId::from_code(code))
                .map_or(0, AreaId::code)
        }
    }

    /// The area of a square that one grid does not decide. Not inlined, as for points.
    #[inline(never)]
    fn uniform_within(&self, cell: u32, entry: u32, square: Square) -> UniformArea {
        if cell & OVERLAPPED != 0 {
            return UniformArea::Unknown;
        }
        let code = self.decide(entry, square);
        code.map_or(UniformArea::Unknown, |code| {
            UniformArea::Known(AreaId::from_code(code))
        })
    }

    /// The code of all points of a probe that has reached an entry, if rounded edges decide it.
    #[inline]
    fn decide<P: Probe>(&self, mut entry: u32, mut probe: P) -> Option<u32> {
        while entry & KIND == GRID {
            entry = self.step(entry, &mut probe);
        }
        match entry & KIND {
            OWNER => Some(entry),
            LEAF => {
                let (code, is_safe) = Leaf::code(self.leaves_from(entry), probe);
                is_safe.then_some(code)
            }
            _ => None,
        }
    }

    /// The first area that contains the point, given the area of the coverage that does.
    #[cold]
    fn first(&self, point: Coord<f64>, area: Option<AreaId>) -> Option<AreaId> {
        match &self.overlapping {
            None => area,
            Some(overlapping) => overlapping.first(point, area),
        }
    }

    /// The grid of the cell that contains the place, and the flag for overlapping areas.
    #[inline]
    fn outermost(&self, place: Place) -> u32 {
        self.cells[self.cell_grid.position(place)]
    }

    /// The entry of the inner cell that a probe is in, relative to which it then is. Of the kind that
    /// rounded edges do not decide if it is in several.
    #[inline]
    fn step<P: Probe>(&self, entry: u32, probe: &mut P) -> u32 {
        let entry = self.grids[(entry & !KIND) as usize][probe.place().digit()];
        if probe.is_in_one_cell() {
            entry
        } else {
            CROWDED
        }
    }

    #[inline]
    fn leaves_from(&self, entry: u32) -> &[Leaf] {
        &self.leaves[(entry & !KIND) as usize..]
    }

    /// The code of the containing area, from unrounded edges.
    #[cold]
    fn code_by_exact_edges(&self, point: Coord<f64>) -> u32 {
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
        self.exact_edges.code(at, cell.frame.corner(), point)
    }
}
