//! [`Matching`]: which edges of areas coincide with a neighbour's edge, and which are free. All
//! steps of a coverage report start from it.

use std::hash::BuildHasher;

use geo::{Coord, MultiPolygon};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::AreaId;
use crate::measure::edges;
use crate::parallel::prelude::*;
use crate::vertex::Vertex;

/// Edge with its interior on the left, and the area that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owned {
    pub(super) area: AreaId,
    pub(super) ends: [Coord<f64>; 2],
}

/// Every edge of every area, and which edges coincide.
pub(super) struct Matching {
    pub(super) edges: Vec<Owned>,
    by_ends: ByEnds,
    /// Position of each edge's equal in the opposite direction, or [`NONE`].
    opposite: Vec<u32>,
    /// Pairs of edges that are equal, and have their interiors on the same side.
    pub(super) twice: Vec<[usize; 2]>,
}

/// Position that no edge has.
const NONE: u32 = u32::MAX;

/// Edges that are matched on one core, one after the other.
const TOGETHER: usize = 1 << 14;

impl Matching {
    pub(super) fn of(footprints: &[&MultiPolygon<f64>]) -> Self {
        let areas: Vec<AreaId> = AreaId::first(footprints.len()).collect();
        let edges: Vec<Owned> = (areas.par_iter().zip(footprints))
            .flat_map_iter(|(&area, footprint)| {
                edges(footprint).map(move |ends| Owned { area, ends })
            })
            .collect();
        let (by_ends, twice) = ByEnds::of(&edges);
        let opposite = opposite(&edges, &by_ends, twice.is_empty());
        Self {
            edges,
            by_ends,
            opposite,
            twice,
        }
    }

    /// The area that has this edge, with its interior on the left.
    pub(super) fn area_with(&self, ends: [Coord<f64>; 2]) -> Option<AreaId> {
        let position = self.by_ends.get(ends)?;
        Some(self.edges[position as usize].area)
    }

    /// The area on the other side of the edge at a position, if it has the same edge in the opposite
    /// direction.
    pub(super) fn across(&self, position: usize) -> Option<AreaId> {
        let opposite = self.opposite[position];
        (opposite != NONE).then(|| self.edges[opposite as usize].area)
    }
}

/// Finds the equal of each edge in the opposite direction. Two areas have a common line in opposite
/// order, so what is opposite the next edge is mostly what comes before, and no search is needed
/// unless edges occur twice.
fn opposite(edges: &[Owned], by_ends: &ByEnds, each_once: bool) -> Vec<u32> {
    let blocks: Vec<Vec<u32>> = (edges.par_chunks(TOGETHER))
        .map(|block| {
            let mut last = NONE;
            let found = block.iter().map(|edge| {
                let [from, to] = edge.ends;
                let before = last.checked_sub(1).filter(|_| each_once && last != NONE);
                let is_it = |&before: &u32| edges[before as usize].ends == [to, from];
                let search = || by_ends.get([to, from]);
                last = before.filter(is_it).or_else(search).unwrap_or(NONE);
                last
            });
            found.collect()
        })
        .collect();
    blocks.concat()
}

/// Positions of edges by their ends, in several maps, each of which is built on one core and fits into
/// its cache.
struct ByEnds {
    maps: Vec<FxHashMap<[Vertex; 2], u32>>,
}

/// Number of maps.
const MAPS: u8 = 16;

impl ByEnds {
    /// Indexes edges, and returns the pairs of equal ones, of which the later is kept.
    fn of(edges: &[Owned]) -> (Self, Vec<[usize; 2]>) {
        let keyed: Vec<u8> = edges
            .par_iter()
            .map(|edge| map_of(key(edge.ends)))
            .collect();
        let numbers: Vec<u8> = (0..MAPS).collect();
        let made: Vec<_> = (numbers.par_iter())
            .map(|&number| {
                let positions = (0_u32..).zip(&keyed).filter(|&(_, &map)| map == number);
                let size = edges.len() / usize::from(MAPS);
                let mut map = FxHashMap::with_capacity_and_hasher(size, FxBuildHasher);
                let mut twice = Vec::new();
                for (position, _) in positions {
                    let ends = edges[position as usize].ends;
                    if let Some(other) = map.insert(key(ends), position) {
                        twice.push([other as usize, position as usize]);
                    }
                }
                (map, twice)
            })
            .collect();
        let (maps, twice): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        let mut twice = twice.concat();
        twice.sort_unstable_by_key(|&[_, later]| later);
        (Self { maps }, twice)
    }

    /// The position of the edge with these ends.
    fn get(&self, ends: [Coord<f64>; 2]) -> Option<u32> {
        let key = key(ends);
        self.maps[usize::from(map_of(key))].get(&key).copied()
    }
}

/// Number of the map that an edge is in.
fn map_of(key: [Vertex; 2]) -> u8 {
    // Bits 22 to 25 of the hash: a map finds its places by the lowest and the highest bits, which must
    // therefore differ within it.
    let [.., byte, _, _] = (FxBuildHasher.hash_one(key) >> 6).to_be_bytes();
    byte % MAPS
}

fn key([from, to]: [Coord<f64>; 2]) -> [Vertex; 2] {
    [from.into(), to.into()]
}
