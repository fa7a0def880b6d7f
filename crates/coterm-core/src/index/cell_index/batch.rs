//! Many points at once: what one waits for, the others need not.
//!
//! Each point takes the same steps as if it were alone, but a block of points takes
//! them together: all read their cells, those that come to a grid read that, and so on.
//! So reads from memory overlap. Which points go on is nobody's to predict, and it is
//! written down without a branch.

use super::lattice::Place;
use super::{CROWDED, CellIndex, GRID, KIND, LEAF};
use crate::GridPoint;

/// Points that are looked up together: enough for the reads to overlap, few enough
/// that all there is about them stays in the nearest cache.
const BLOCK: usize = 256;

/// What there is about the points of a block while they are looked up.
struct Block {
    places: [Place; BLOCK],
    /// The entry that each has come to; the owner's code in the end.
    entries: [u32; BLOCK],
}

/// Points of a block that go on, by position.
struct Waiting {
    positions: [u8; BLOCK],
    count: usize,
}

impl Waiting {
    fn new() -> Self {
        Self {
            positions: [0; BLOCK],
            count: 0,
        }
    }

    /// Notes a point that may have to wait. No point is noted twice.
    #[inline]
    fn add_if(&mut self, waits: bool, position: u8) {
        self.positions[self.count % BLOCK] = position;
        self.count += usize::from(waits);
    }

    fn iter(&self) -> impl Iterator<Item = u8> {
        self.positions[..self.count].iter().copied()
    }
}

impl CellIndex {
    /// Adds the owner of each point, in order.
    pub(crate) fn add_owners(&self, points: &[GridPoint], owners: &mut Vec<Option<u32>>) {
        let mut block = Block {
            places: [Place::default(); BLOCK],
            entries: [0; BLOCK],
        };
        owners.reserve(points.len());
        for points in points.chunks(BLOCK) {
            self.look_up(points, &mut block);
            let found = block.entries.iter().zip(points);
            owners.extend(found.map(|(&code, point)| self.first_owner(point.coord(), code)));
        }
    }

    fn look_up(&self, points: &[GridPoint], block: &mut Block) {
        let Block { places, entries } = block;
        let (mut grids, mut leaves) = (Waiting::new(), Waiting::new());
        for (place, point) in places.iter_mut().zip(points) {
            *place = self.lattice.place(point.coord());
        }
        for ((position, place), entry) in (0..=u8::MAX)
            .zip(&mut *places)
            .zip(&mut *entries)
            .take(points.len())
        {
            *entry = self.first(place);
            grids.add_if(*entry & KIND == GRID, position);
            leaves.add_if(*entry & LEAF != 0, position);
        }
        while grids.count > 0 {
            let mut deeper = Waiting::new();
            for position in grids.iter() {
                let at = usize::from(position);
                let entry = self.inner(entries[at], &mut places[at]);
                entries[at] = entry;
                deeper.add_if(entry & KIND == GRID, position);
                leaves.add_if(entry & LEAF != 0, position);
            }
            grids = deeper;
        }
        for position in self.cross(leaves, block).iter() {
            let at = usize::from(position);
            block.entries[at] = self.walk(points[at].coord());
        }
    }

    /// Turns the entries of leaves into codes. Tells whose are not to be had from
    /// rounded edges.
    fn cross(&self, mut leaves: Waiting, block: &mut Block) -> Waiting {
        let Block { places, entries } = block;
        let mut walks = Waiting::new();
        let (mut codes, mut are_safe) = ([0; BLOCK], [true; BLOCK]);
        while leaves.count > 0 {
            let mut longer = Waiting::new();
            for position in leaves.iter() {
                let at = usize::from(position);
                let entry = entries[at];
                if entry & KIND == CROWDED {
                    walks.add_if(true, position);
                    continue;
                }
                let leaf = &self.leaves[(entry & !KIND) as usize];
                let (code, is_safe) = leaf.crossed(places[at]);
                codes[at] ^= code;
                are_safe[at] &= is_safe;
                entries[at] = if leaf.goes_on { entry + 1 } else { codes[at] };
                longer.add_if(leaf.goes_on, position);
                walks.add_if(!leaf.goes_on && !are_safe[at], position);
            }
            leaves = longer;
        }
        walks
    }
}
