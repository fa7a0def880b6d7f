//! [`ExactEdges`]: the unrounded edges of leaves, for points too near to an edge for rounded edges
//! to decide (S2: `S2EdgeCrosser`).

use geo::Coord;

use super::edge::{Edge, separates};

/// Code at the corner and edges of each leaf.
#[derive(Debug, Default)]
pub(super) struct ExactEdges {
    /// Words of each leaf in turn: the corner's code, the number of edges, and for each edge its
    /// name and the change of the code by crossing it.
    words: Vec<u32>,
    /// Vertices of the edges. Consecutive edges share a vertex; an edge is named by the position of
    /// its first vertex.
    vertices: Vec<Coord<f64>>,
}

impl ExactEdges {
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    pub(super) fn vertices(&self) -> usize {
        self.vertices.len()
    }

    /// Adds a leaf, whose edges keep their names, and returns the leaf's position.
    pub(super) fn add(&mut self, edges: &[Edge], corner: u32) -> usize {
        let at = self.words.len();
        self.words.extend([corner, 0]);
        for edge in edges.iter().filter(|edge| edge.across() != 0) {
            self.words.extend([edge.name, edge.across()]);
            self.words[at + 1] += 1;
        }
        at
    }

    /// Takes the vertices of the edges that are in leaves, and names the edges by them. `all` are
    /// the edges ring by ring, which were named by position.
    pub(super) fn keep(&mut self, all: &[Edge]) {
        let mut names = vec![u32::MAX; all.len()];
        self.each_name(|name| names[*name as usize] = 0);
        let mut before = None;
        for (edge, name) in all.iter().zip(&mut names) {
            if *name == u32::MAX {
                before = None;
                continue;
            }
            let [from, to] = edge.along_ring();
            if before != Some(from) {
                self.vertices.push(from);
            }
            *name = u32::try_from(self.vertices.len() - 1).unwrap_or(u32::MAX);
            self.vertices.push(to);
            before = Some(to);
        }
        self.each_name(|name| *name = names[*name as usize]);
        self.words.shrink_to_fit();
        self.vertices.shrink_to_fit();
    }

    /// Shifts vertex positions by the number of vertices of the rows before.
    pub(super) fn offset_by(&mut self, vertices: u32) {
        self.each_name(|name| *name += vertices);
    }

    pub(super) fn reserve(&mut self, words: usize, vertices: usize) {
        self.words.reserve_exact(words);
        self.vertices.reserve_exact(vertices);
    }

    /// Appends the leaves of another row, whose positions were shifted already.
    pub(super) fn append(&mut self, row: Self) {
        self.words.extend(row.words);
        self.vertices.extend(row.vertices);
    }

    fn each_name(&mut self, mut each: impl FnMut(&mut u32)) {
        let mut rest = &mut self.words[..];
        while let [_, count, behind @ ..] = rest {
            let (edges, next) = behind.split_at_mut(2 * *count as usize);
            edges.iter_mut().step_by(2).for_each(&mut each);
            rest = next;
        }
    }

    /// The code at the point: that of the corner, changed by every edge between both.
    pub(super) fn code(&self, leaf: usize, corner: Coord<f64>, point: Coord<f64>) -> u32 {
        let (mut code, count) = (self.words[leaf], self.words[leaf + 1] as usize);
        for edge in self.words[leaf + 2..][..2 * count].chunks_exact(2) {
            let [from, to] = [0, 1].map(|end| self.vertices[edge[0] as usize + end]);
            if separates(from, to, corner, point) {
                code ^= edge[1];
            }
        }
        code
    }
}
