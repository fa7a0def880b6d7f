//! [`Outlines`]: the edges of areas before they are sorted into cells.

use std::iter::repeat_n;

use geo::{Coord, MultiPolygon};

use super::edge::Edge;
use super::extent::Extent;
use crate::buckets::Buckets;
use crate::measure::oriented_rings;

/// Largest average number of rows that an edge is near. Maps have little more than one; more is a
/// tangle of long lines, which cells cannot separate.
const MAX_ROWS_PER_EDGE: usize = 16;

/// Rings of some areas, one after another.
#[derive(Default)]
pub(super) struct Outlines {
    vertices: Vec<Coord<f64>>,
    /// Code of the area at each vertex where an edge of it begins; 0 where a ring ends.
    codes: Vec<u32>,
}

impl Outlines {
    pub(super) fn add(&mut self, code: u32, footprint: &MultiPolygon<f64>) {
        for mut ring in oriented_rings(footprint) {
            // Removes edges of zero length.
            ring.dedup();
            if let Some(edges) = ring.len().checked_sub(1) {
                self.codes.extend(repeat_n(code, edges));
                self.codes.push(0);
            }
            self.vertices.extend(ring);
        }
    }

    pub(super) fn vertices(&self) -> &[Coord<f64>] {
        &self.vertices
    }

    /// Number of edges.
    pub(super) fn count(&self) -> usize {
        self.codes.iter().filter(|&&code| code != 0).count()
    }

    /// The edge that begins at a vertex.
    pub(super) fn edge(&self, at: u32) -> Edge {
        let at = at as usize;
        Edge::of_area(self.codes[at], self.vertices[at], self.vertices[at + 1])
    }

    /// Sorts the edges into the rows of a grid; `None` if they are near too many on average.
    pub(super) fn rows(
        &self,
        frame: Extent,
        columns: usize,
        rows: usize,
        margin: f64,
    ) -> Option<Buckets<u32>> {
        let begins = (0_u32..).zip(&self.codes).filter(|(_, code)| **code != 0);
        let rows_of_edges = begins.map(|(at, _)| {
            (
                at,
                frame.rows_touched(columns, rows, &self.edge(at), margin),
            )
        });
        Buckets::sort(
            rows,
            MAX_ROWS_PER_EDGE * self.vertices.len() + rows,
            rows_of_edges,
        )
        .ok()
    }
}
