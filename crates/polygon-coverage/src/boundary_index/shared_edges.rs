//! [`SharedEdges`]: the distinct edges of areas, although most are in two areas' rings. Input of
//! the boundary index.

use std::ops::Range;

use geo::{Coord, MultiPolygon};

use super::{MAX_VERTICES, to_u32};
use crate::Result;
use crate::error::{check, check_areas};

/// Marks a vertex at which no edge begins, and an empty slot of the table.
const NONE: u32 = u32::MAX;

/// Vertices of all rings, with the areas of the edge that begins at each.
pub(super) struct SharedEdges {
    vertices: Vec<Coord<f64>>,
    /// Areas of the edge that begins at each vertex, the lower position first, equal for an edge
    /// of one area only. [`NONE`] where no edge begins: at a ring's last vertex, or because the
    /// edge is stored already.
    areas: Vec<[u32; 2]>,
}

/// Consecutive edges that belong to the same areas.
#[derive(Clone)]
pub(super) struct Line {
    /// Range of its vertices, two or more.
    pub(super) vertices: Range<usize>,
    pub(super) areas: [u32; 2],
}

impl SharedEdges {
    /// Collects the edges of some footprints, without those of zero length.
    pub(super) fn of<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    ) -> Result<Self> {
        let mut lines = Self {
            vertices: Vec::new(),
            areas: Vec::new(),
        };
        for (area, footprint) in (0_u32..).zip(footprints) {
            for ring in footprint
                .iter()
                .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            {
                let start = lines.vertices.len();
                lines.vertices.extend_from_slice(&ring.0);
                let edges = lines.vertices[start..].windows(2);
                lines.areas.extend(edges.map(|edge| {
                    if edge[0] == edge[1] {
                        [NONE; 2]
                    } else {
                        [area; 2]
                    }
                }));
                lines.areas.resize(lines.vertices.len(), [NONE; 2]);
            }
            check_areas(area as usize + 1)?;
        }
        check("vertices", lines.vertices.len(), MAX_VERTICES)?;
        lines.share();
        Ok(lines)
    }

    /// Collects edges that are all area 0's, without those of zero length.
    pub(super) fn of_edges(edges: &[[Coord<f64>; 2]]) -> Result<Self> {
        check("edges", edges.len(), MAX_VERTICES / 2)?;
        let mut lines = Self {
            vertices: Vec::with_capacity(edges.len()),
            areas: Vec::with_capacity(edges.len()),
        };
        for &[from, to] in edges.iter().filter(|[from, to]| from != to) {
            match lines.areas.last_mut() {
                Some(last) if lines.vertices.last() == Some(&from) => *last = [0; 2],
                _ => {
                    lines.vertices.push(from);
                    lines.areas.push([0; 2]);
                }
            }
            lines.vertices.push(to);
            lines.areas.push([NONE; 2]);
        }
        lines.share();
        Ok(lines)
    }

    /// Gives the first of two equal edges to both areas, and removes the other.
    fn share(&mut self) {
        let mut known = Known::new(self.vertices.len());
        let mut twin: Option<usize> = None;
        for edge in 0..self.vertices.len() {
            let [area, _] = self.areas[edge];
            if area == NONE {
                continue;
            }
            // A neighbour's ring follows the same line in the opposite direction.
            twin = twin
                .and_then(|twin| twin.checked_sub(1))
                .filter(|&twin| self.is_same(twin, edge) && self.is_free(twin, area))
                .or_else(|| known.find_or_insert(self, edge, area));
            if let Some(twin) = twin {
                self.areas[twin][1] = area;
                self.areas[edge] = [NONE; 2];
            }
        }
    }

    /// Whether two edges are the same apart from their direction.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let ([a, b], [c, d]) = (self.ends(one), self.ends(other));
        (a == d && b == c) || (a == c && b == d)
    }

    /// Whether an edge is still stored, and can be given to this area.
    fn is_free(&self, edge: usize, area: u32) -> bool {
        let [first, second] = self.areas[edge];
        first != NONE && (second == first || second == area)
    }

    fn ends(&self, edge: usize) -> [Coord<f64>; 2] {
        let last = self.vertices.len() - 1;
        [self.vertices[edge], self.vertices[last.min(edge + 1)]]
    }

    /// The edges as lines, each as long as consecutive edges have the same areas.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> {
        let mut start = 0;
        self.areas
            .chunk_by(|one, other| one == other)
            .filter_map(move |run| {
                let vertices = start..start + run.len() + 1;
                start += run.len();
                (run[0][0] != NONE).then_some(Line {
                    vertices,
                    areas: run[0],
                })
            })
    }

    /// The vertices of a line.
    pub(super) fn along(&self, line: &Line) -> &[Coord<f64>] {
        &self.vertices[line.vertices.clone()]
    }
}

/// Hash table of edges by their ends that stores only positions: several times as fast to fill as
/// a map of edges.
struct Known {
    places: Vec<u32>,
}

impl Known {
    fn new(edges: usize) -> Self {
        // Three quarters full if no edge is shared, and most are.
        Self {
            places: vec![NONE; (edges + edges / 3 + 1).next_power_of_two()],
        }
    }

    /// Position of an equal edge that can be given to one more area. If there is none, inserts this
    /// edge and returns `None`.
    fn find_or_insert(&mut self, lines: &SharedEdges, edge: usize, area: u32) -> Option<usize> {
        let mask = self.places.len() - 1;
        let mut slot = hash(lines.ends(edge)) & mask;
        while self.places[slot] != NONE {
            let place = self.places[slot] as usize;
            if lines.is_same(place, edge) && lines.is_free(place, area) {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
        self.places[slot] = to_u32(edge);
        None
    }
}

/// Hash of an edge that is equal for both directions.
fn hash(ends: [Coord<f64>; 2]) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let [one, other] = ends.map(|end| {
        // Adding zero makes -0.0 and 0.0 the same.
        let [x, y] = [end.x, end.y].map(|value| (value + 0.0).to_bits());
        (x.wrapping_mul(ODD) ^ y).wrapping_mul(ODD)
    });
    let mixed = one.wrapping_add(other);
    ((mixed ^ (mixed >> 32)).wrapping_mul(ODD) >> 20) as usize
}
