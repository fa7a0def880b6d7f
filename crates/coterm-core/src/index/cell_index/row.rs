//! A row of the outermost grid: what its cells come to.

use super::chain::Chains;
use super::deal::corners;
use super::edge::Edge;
use super::lattice::{Cell, Lattice, SIDE};
use super::leaf::{self, Leaf};
use super::walks::Walks;
use super::{CROWDED, GRID, LEAF, OWNER, claims};

/// A cell with so many edges is not divided further: five make the index a third larger
/// and no faster, twelve make a lookup near a boundary slower.
const EDGES_PER_LEAF: usize = 8;
/// Grids are within grids so often at most.
const DEEPEST: u32 = 8;
/// Points of a leaf that are tried for one that rounding does not matter to.
const TRIES: usize = 16;

/// A row of the outermost grid, while it is made. Its entries count from its start.
pub(super) struct Row {
    lattice: Lattice,
    margin: f64,
    /// How many grids and leaves it may come to.
    most: usize,
    pub(super) cells: Vec<u32>,
    pub(super) grids: Vec<[u32; SIDE * SIDE]>,
    pub(super) leaves: Vec<Leaf>,
    /// For each leaf where in the walks its edges are.
    pub(super) exact: Vec<u32>,
    pub(super) walks: Walks,
    /// Codes of areas that are not part of a coverage.
    pub(super) tangled: Vec<u32>,
    /// Room for the edges of a grid's cells, used again by the next one.
    room: Vec<[Vec<Edge>; SIDE * SIDE]>,
    chains: Chains,
}

impl Row {
    /// A row that lists so many edges; it may come to five times what maps need.
    pub(super) fn new(lattice: Lattice, margin: f64, listed: usize) -> Self {
        Self {
            lattice,
            margin,
            most: listed.saturating_mul(4) + 256,
            cells: Vec::with_capacity(lattice.columns),
            grids: Vec::new(),
            leaves: Vec::new(),
            exact: Vec::new(),
            walks: Walks::default(),
            tangled: Vec::new(),
            room: Vec::new(),
            chains: Chains::default(),
        }
    }

    /// Adds a cell, with the edges in it and the code at its corner. `None` if the
    /// edges need too much.
    pub(super) fn push(&mut self, cell: Cell, edges: Vec<Edge>, corner: u32) -> Option<()> {
        let edges = self.merged(edges);
        let entry = self.entry(cell, &edges, corner)?;
        self.cells.push(entry);
        Some(())
    }

    /// Edges that are the same line become one, with the claims of all. Areas on the
    /// same side of it overlap.
    fn merged(&mut self, mut edges: Vec<Edge>) -> Vec<Edge> {
        edges.sort_unstable_by(|a, b| {
            let south = a.from.y.total_cmp(&b.from.y);
            south
                .then_with(|| a.from.x.total_cmp(&b.from.x))
                .then_with(|| a.to.y.total_cmp(&b.to.y))
                .then_with(|| a.to.x.total_cmp(&b.to.x))
                .then_with(|| a.name.cmp(&b.name))
        });
        edges.dedup_by(|next, kept| {
            let same = (next.from, next.to) == (kept.from, kept.to);
            if same {
                let sides = [(kept.left, next.left), (kept.right, next.right)];
                for (kept, next) in sides {
                    if kept.owners + next.owners > 1 {
                        self.tangled.extend([kept.code, next.code]);
                    }
                }
                kept.left = kept.left.and(next.left);
                kept.right = kept.right.and(next.right);
            }
            same
        });
        edges
    }

    /// The entry of a cell; what it refers to is put behind the rest.
    fn entry(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> Option<u32> {
        if edges.is_empty() {
            return Some(OWNER | corner);
        }
        if self.grids.len() + self.leaves.len() / 2 + self.walks.len() / 16 > self.most {
            return None;
        }
        // An outermost cell is always a grid, so that nobody has to ask.
        if cell.depth == 0 || edges.len() > EDGES_PER_LEAF && cell.depth < DEEPEST {
            return self.grid(cell, edges, corner);
        }
        for edge in claims::broken(cell.frame, edges, corner) {
            self.tangled.extend([edge.left.code, edge.right.code]);
        }
        Some(self.leaf(cell, edges, corner))
    }

    fn leaf(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> u32 {
        let exact = count(self.walks.add(edges, corner));
        let at = self.leaves.len();
        if self.rounded(cell, edges, corner).is_none() {
            self.leaves.truncate(at);
            return CROWDED | exact;
        }
        self.exact.resize(self.leaves.len(), exact);
        LEAF | count(at)
    }

    /// Adds the leaf with rounded edges, or a part of it. `None` if it has too many, or
    /// rounding matters all over it.
    fn rounded(&mut self, cell: Cell, edges: &[Edge], corner: u32) -> Option<()> {
        if edges.len() > EDGES_PER_LEAF {
            return None;
        }
        let at = self.leaves.len();
        for edge in edges {
            let [from, to] =
                [edge.from, edge.to].map(|end| self.lattice.within(cell, end, leaf::UNITS));
            self.chains.add(from, to, edge.across());
        }
        self.chains.put(&mut self.leaves);
        let leaves = &mut self.leaves[at..];
        let (point, place) = (0..TRIES).find_map(|tried| {
            let point = cell.frame.cell_middle(tried);
            let place = cell.part(self.lattice.place(point))?;
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
        let corners = corners(cell.frame, SIDE, SIDE, edges, |row| {
            let wall = cell.frame.corner_of(SIDE, SIDE, 0, row);
            edges.iter().fold(corner, |sum, edge| {
                sum ^ edge.on_walk(cell.frame.corner(), wall)
            })
        });
        let mut listed = self.room.pop().unwrap_or_default();
        for edge in edges {
            cell.frame
                .touched(SIDE, SIDE, edge, self.margin, |column, row| {
                    listed[row * SIDE + column].push(*edge);
                });
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
