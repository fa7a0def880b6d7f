//! [`Matching`]: which edges of areas coincide with a neighbour's edge, and which are free. All
//! steps of a coverage report start from it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use crate::AreaId;
use crate::measure::edges;
use crate::vertex::Vertex;

/// Edge with its interior on the left, and the area that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owned {
    pub(super) area: AreaId,
    pub(super) ends: [Coord<f64>; 2],
}

/// Every edge of every area, and an index of them by their ends.
pub(super) struct Matching {
    pub(super) edges: Vec<Owned>,
    by_ends: HashMap<[Vertex; 2], u32, BuildHasherDefault<EdgeHasher>>,
    /// Pairs of edges that are equal, and have their interiors on the same side.
    pub(super) twice: Vec<[usize; 2]>,
}

impl Matching {
    pub(super) fn of(footprints: &[&MultiPolygon<f64>]) -> Self {
        let areas: Vec<AreaId> = AreaId::first(footprints.len()).collect();
        let edges: Vec<Owned> = (areas.par_iter().zip(footprints))
            .flat_map_iter(|(&area, footprint)| {
                edges(footprint).map(move |ends| Owned { area, ends })
            })
            .collect();
        let mut by_ends = HashMap::with_capacity_and_hasher(edges.len(), BuildHasherDefault::new());
        let mut twice = Vec::new();
        for (position, edge) in (0_u32..).zip(&edges) {
            if let Some(other) = by_ends.insert(key(edge.ends), position) {
                twice.push([other as usize, position as usize]);
            }
        }
        Self {
            edges,
            by_ends,
            twice,
        }
    }

    /// The area that has this edge, with its interior on the left.
    pub(super) fn area_with(&self, ends: [Coord<f64>; 2]) -> Option<AreaId> {
        let position = *self.by_ends.get(&key(ends))?;
        Some(self.edges[position as usize].area)
    }

    /// The area on the other side of an edge, if it has the same edge in the opposite direction.
    pub(super) fn across(&self, edge: &Owned) -> Option<AreaId> {
        let [from, to] = edge.ends;
        self.area_with([to, from])
    }
}

fn key([from, to]: [Coord<f64>; 2]) -> [Vertex; 2] {
    [from.into(), to.into()]
}

/// Hasher for edges, several times as fast as the standard library's. It has no protection against
/// maliciously chosen keys, because coordinates are not chosen to make it slow.
#[derive(Default)]
pub(super) struct EdgeHasher(u64);

impl Hasher for EdgeHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 29)
    }
}
