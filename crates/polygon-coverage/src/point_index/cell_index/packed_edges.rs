//! [`PackedEdges`]: edges of a cell arranged end to end for leaves, so that one vertex serves two
//! edges.

use geo::Coord;

use super::leaf::{LANES, Leaf, UNITS, VERTICES};

/// Units outside of the cell at which edges are clipped.
const OUTSIDE: f64 = 4.0;

/// Edges of a cell, clipped and rounded for leaves.
#[derive(Debug, Default)]
pub(super) struct PackedEdges {
    edges: Vec<([[i16; 2]; 2], u32)>,
    /// Consecutive edges: the end of each, and the change of the code by crossing it.
    chain: Vec<([i16; 2], u32)>,
}

impl PackedEdges {
    /// Adds an edge with the change of the code by crossing it, in units from the cell's corner. An
    /// edge that does not come near the cell is ignored.
    pub(super) fn add(&mut self, from: Coord<f64>, to: Coord<f64>, across: u32) {
        if let Some(ends) = clipped(from, to).filter(|_| across != 0) {
            self.edges.push((ends.map(rounded), across));
        }
    }

    /// Appends all edges to the leaves, and clears them. A leaf that continues in the next has at
    /// least two edges.
    pub(super) fn write_to(&mut self, leaves: &mut Vec<Leaf>) {
        let mut line = Line::new(leaves);
        while let Some(([from, to], across)) = self.edges.pop() {
            // The edges before this one, from its start on, and the edges after it.
            self.follow(from);
            line.begin(self.chain.last().map_or(from, |&(begin, _)| begin));
            for at in (0..self.chain.len()).rev() {
                let next = if at == 0 { from } else { self.chain[at - 1].0 };
                line.extend_to(next, self.chain[at].1);
            }
            line.extend_to(to, across);
            self.follow(to);
            for &(next, across) in &self.chain {
                line.extend_to(next, across);
            }
        }
    }

    /// Takes the edges that follow one another from a vertex.
    fn follow(&mut self, mut vertex: [i16; 2]) {
        self.chain.clear();
        while let Some(at) = self
            .edges
            .iter()
            .position(|(ends, _)| ends.contains(&vertex))
        {
            let (ends, across) = self.edges.swap_remove(at);
            vertex = if ends[0] == vertex { ends[1] } else { ends[0] };
            self.chain.push((vertex, across));
        }
    }
}

/// Leaves during filling.
struct Line<'a> {
    leaves: &'a mut Vec<Leaf>,
    /// Number of vertices in the last leaf.
    used: usize,
}

impl<'a> Line<'a> {
    fn new(leaves: &'a mut Vec<Leaf>) -> Self {
        leaves.push(Leaf::default());
        Self { leaves, used: 0 }
    }

    fn last(&mut self) -> &mut Leaf {
        let last = self.leaves.len() - 1;
        &mut self.leaves[last]
    }

    fn next_leaf(&mut self) {
        self.last().continue_in_next();
        self.leaves.push(Leaf::default());
        self.used = 0;
    }

    /// Begins a line at a vertex at which no edge ends.
    fn begin(&mut self, vertex: [i16; 2]) {
        if self.used >= LANES {
            self.next_leaf();
        }
        self.push(vertex);
    }

    /// Adds an edge from the last vertex to this one.
    fn extend_to(&mut self, vertex: [i16; 2], across: u32) {
        let lane = self.used - 1;
        if self.used == VERTICES || !self.last().cross(lane, across) {
            let from = self.last().vertex(lane);
            self.next_leaf();
            self.push(from);
            self.last().cross(0, across);
        }
        self.push(vertex);
    }

    fn push(&mut self, vertex: [i16; 2]) {
        let position = self.used;
        self.last().put(position, vertex);
        self.used += 1;
    }
}

/// The part of an edge that is in the cell or a little outside.
fn clipped(from: Coord<f64>, to: Coord<f64>) -> Option<[Coord<f64>; 2]> {
    let (low, high) = (-OUTSIDE, f64::from(1_u32 << UNITS) + OUTSIDE);
    let along = to - from;
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (from, along) in [(from.x, along.x), (from.y, along.y)] {
        if along == 0.0 {
            if from < low || from > high {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - from) / along, (high - from) / along);
        start = start.max(one.min(other));
        end = end.min(one.max(other));
    }
    // An end that is not clipped keeps its coordinates to the last bit.
    let first = if start > 0.0 {
        from + along * start
    } else {
        from
    };
    let last = if end < 1.0 { from + along * end } else { to };
    (start < end).then_some([first, last])
}

/// Rounds down. For positive numbers a cast does that, which most processors do in one
/// instruction, unlike `floor`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "within the clipped cell or a little outside"
)]
fn rounded(end: Coord<f64>) -> [i16; 2] {
    const ABOVE: i16 = 8;
    [end.x, end.y].map(|along| (along + f64::from(ABOVE)) as i16 - ABOVE)
}
