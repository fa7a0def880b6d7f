//! [`GridRow`]: the cells, grids and leaves of one row of the outermost grid during building.

use std::collections::hash_map::Entry;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::cell_grid::{Cell, CellGrid, SIDE};
use super::edge::Edge;
use super::exact_edges::ExactEdges;
use super::leaf::{self, Leaf};
use super::packed_edges::PackedEdges;
use super::{CROWDED, GRID, KIND, LEAF, OWNER, label_check};
use crate::buckets::Buckets;

/// Largest number of edges of a cell that is not divided further: five make the index a third
/// larger and no faster, twelve make a lookup near a boundary slower.
const EDGES_PER_LEAF: usize = 8;
/// Maximum depth of grids within grids.
const DEEPEST: u32 = 8;
/// Number of points of a leaf tried to find one whose code does not depend on rounding.
const TRIES: usize = 16;
/// Largest average number of cells of a row that an edge is near. Maps have between one and two;
/// more is a tangle of long lines, which cells cannot separate.
const MAX_CELLS_PER_EDGE: usize = 16;

/// Row of the outermost grid during building. Positions in its entries count from its own start.
pub(super) struct GridRow {
    cell_grid: CellGrid,
    margin: f64,
    /// Limit of the number of grids and leaves.
    limit: usize,
    pub(super) cells: Vec<u32>,
    pub(super) grids: Vec<[u32; SIDE * SIDE]>,
    pub(super) leaves: Vec<Leaf>,
    /// Position of each leaf's edges in `exact_edges`.
    pub(super) exact: Vec<u32>,
    pub(super) exact_edges: ExactEdges,
    /// Codes of areas that are not part of a coverage.
    pub(super) overlapping: Vec<u32>,
    /// Buffers for the edges of a grid's cells, reused by the next grid.
    room: Vec<[Vec<Edge>; SIDE * SIDE]>,
    chains: PackedEdges,
}

/// Number of entries of each kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ends {
    pub(super) grids: u32,
    pub(super) leaves: u32,
    pub(super) words: u32,
    pub(super) vertices: u32,
}

impl Ends {
    /// Adds the counts of a row; `None` if an entry cannot hold the sum.
    pub(super) fn and(self, row: &GridRow) -> Option<Self> {
        let behind = |end: u32, more: usize| {
            let end = end.checked_add(u32::try_from(more).ok()?)?;
            (end & KIND == 0).then_some(end)
        };
        Some(Self {
            grids: behind(self.grids, row.grids.len())?,
            leaves: behind(self.leaves, row.leaves.len())?,
            words: behind(self.words, row.exact_edges.words())?,
            vertices: behind(self.vertices, row.exact_edges.vertices())?,
        })
    }
}

impl GridRow {
    /// Builds a row from the edges that come near it; `None` if they need too many cells.
    pub(super) fn of(
        cell_grid: CellGrid,
        margin: f64,
        row: usize,
        mut edges: Vec<Edge>,
    ) -> Option<Self> {
        for (name, edge) in (0..).zip(&mut edges) {
            edge.name = name;
        }
        let mut made = Self::new(cell_grid, margin);
        let merged = made.merged(&edges);
        let CellGrid {
            frame,
            columns,
            rows,
            ..
        } = cell_grid;
        let edges_of_columns = (0_u32..)
            .zip(&merged)
            .map(|(at, edge)| (at, frame.columns_touched(columns, rows, edge, margin, row)));
        let edges_of_columns = Buckets::sort(
            columns,
            MAX_CELLS_PER_EDGE * (merged.len() + columns),
            edges_of_columns,
        )
        .ok()?;
        made.limit = edges_of_columns.len() * 8 + 256;
        let mut corners = vec![0; columns];
        // The west wall is outside of all areas.
        frame.corners(columns, rows, row, &merged, 0, &mut corners);
        let mut edges_of_cell = Vec::new();
        for (column, corner) in corners.into_iter().enumerate() {
            edges_of_cell.clear();
            edges_of_cell.extend(
                edges_of_columns
                    .get(column)
                    .iter()
                    .map(|&at| merged[at as usize]),
            );
            let entry = made.entry(cell_grid.cell(column, row), &edges_of_cell, corner)?;
            made.cells.push(entry);
        }
        made.exact_edges.keep(&edges);
        Some(made)
    }

    fn new(cell_grid: CellGrid, margin: f64) -> Self {
        Self {
            cell_grid,
            margin,
            limit: 0,
            cells: Vec::with_capacity(cell_grid.columns),
            grids: Vec::new(),
            leaves: Vec::new(),
            exact: Vec::new(),
            exact_edges: ExactEdges::default(),
            overlapping: Vec::new(),
            room: Vec::new(),
            chains: PackedEdges::default(),
        }
    }

    /// Shifts all positions in its entries by the counts of the rows before.
    pub(super) fn offset_by(&mut self, ends: Ends) {
        let entries = self.grids.as_flattened_mut().iter_mut();
        for entry in entries.chain(&mut self.cells) {
            *entry += match *entry & KIND {
                GRID => ends.grids,
                LEAF => ends.leaves,
                CROWDED => ends.words,
                _ => 0,
            };
        }
        for exact in &mut self.exact {
            *exact += ends.words;
        }
        self.exact_edges.offset_by(ends.vertices);
    }

    /// Merges edges that are the same line into one with the labels of all. Areas on the same side
    /// of such an edge overlap, and are noted.
    fn merged(&mut self, edges: &[Edge]) -> Vec<Edge> {
        let mut merged: Vec<Edge> = Vec::with_capacity(edges.len());
        let mut lines = FxHashMap::with_capacity_and_hasher(edges.len(), FxBuildHasher);
        for &next in edges {
            // Makes -0.0 and 0.0 the same.
            let [from, to] = [next.from, next.to]
                .map(|end| [end.x, end.y].map(|number| (number + 0.0).to_bits()));
            let merged_edge = match lines.entry([from, to]) {
                Entry::Vacant(line) => {
                    line.insert(merged.len());
                    merged.push(next);
                    continue;
                }
                Entry::Occupied(line) => &mut merged[*line.get()],
            };
            for (merged_edge, next) in [
                (merged_edge.left, next.left),
                (merged_edge.right, next.right),
            ] {
                if merged_edge.areas + next.areas > 1 {
                    self.overlapping.extend([merged_edge.code, next.code]);
                }
            }
            merged_edge.left = merged_edge.left.and(next.left);
            merged_edge.right = merged_edge.right.and(next.right);
        }
        merged
    }

    /// Builds a cell and returns its entry. Grids and leaves that it needs are appended.
    fn entry(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> Option<u32> {
        if edges.is_empty() {
            return Some(OWNER | corner);
        }
        if self.grids.len() + self.leaves.len() / 2 + self.exact_edges.words() / 16 > self.limit {
            return None;
        }
        // An outermost cell is always a grid, so that its kind need not be tested.
        if cell.depth == 0 || edges.len() > EDGES_PER_LEAF && cell.depth < DEEPEST {
            return self.grid(cell, edges, corner);
        }
        for edge in label_check::broken(cell.frame, edges, corner) {
            self.overlapping.extend([edge.left.code, edge.right.code]);
        }
        Some(self.leaf(cell, edges, corner))
    }

    fn leaf(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> u32 {
        let exact = count(self.exact_edges.add(edges, corner));
        let at = self.leaves.len();
        if self.rounded(cell, edges, corner).is_none() {
            self.leaves.truncate(at);
            return CROWDED | exact;
        }
        self.exact.resize(self.leaves.len(), exact);
        LEAF | count(at)
    }

    /// Appends the leaf with rounded edges. `None` if it has too many edges, or if rounding matters
    /// at all points tried.
    fn rounded(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> Option<()> {
        if edges.len() > EDGES_PER_LEAF {
            return None;
        }
        let at = self.leaves.len();
        for edge in edges {
            let [from, to] =
                [edge.from, edge.to].map(|end| self.cell_grid.within(cell, end, leaf::UNITS));
            self.chains.add(from, to, edge.across());
        }
        self.chains.write_to(&mut self.leaves);
        let leaves = &mut self.leaves[at..];
        let (point, place) = (0..TRIES).find_map(|tried| {
            let point = cell.frame.cell_middle(tried);
            let place = cell.part(self.cell_grid.place(point))?;
            let (_, is_safe) = Leaf::code(leaves, place);
            is_safe.then_some((point, place))
        })?;
        let code = edges.iter().fold(corner, |code, edge| {
            code ^ edge.on_walk(cell.frame.corner(), point)
        });
        Leaf::settle(leaves, place, code);
        Some(())
    }

    fn grid(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> Option<u32> {
        let frame = cell.frame;
        let mut corners = [0; SIDE * SIDE];
        for (row, corners) in corners.chunks_mut(SIDE).enumerate() {
            let wall = frame.corner_of(SIDE, SIDE, 0, row);
            let at_wall = edges
                .iter()
                .fold(corner, |sum, edge| sum ^ edge.on_walk(frame.corner(), wall));
            frame.corners(SIDE, SIDE, row, edges, at_wall, corners);
        }
        let mut listed = self.room.pop().unwrap_or_default();
        for edge in edges {
            for row in frame.rows_touched(SIDE, SIDE, edge, self.margin) {
                for column in frame.columns_touched(SIDE, SIDE, edge, self.margin, row) {
                    listed[row * SIDE + column].push(*edge);
                }
            }
        }
        let at = self.grids.len();
        self.grids.push([OWNER; SIDE * SIDE]);
        for (inner, edges) in listed.iter_mut().enumerate() {
            self.grids[at][inner] = self.entry(cell.inner(inner), edges, corners[inner])?;
            edges.clear();
        }
        self.room.push(listed);
        Some(GRID | count(at))
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
