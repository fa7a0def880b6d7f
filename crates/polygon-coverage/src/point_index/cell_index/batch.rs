//! Lookups of many points at once, so that their cache misses overlap.
//!
//! Each point takes the same steps as in a single lookup, but a block of points takes them
//! together: all read their cells, then those that come to a grid read it, and so on, so that
//! cache misses of different points overlap. Which points descend further is unpredictable, so
//! the work list is compacted without branches.

use super::cell_grid::Place;
use super::{CROWDED, CellIndex, GRID, KIND, LEAF, OVERLAPPED, OWNER};
use geo::Coord;

use crate::AreaId;

/// Number of points that are looked up together: enough for the reads to overlap, and few enough
/// for their state to stay in the nearest cache.
const BLOCK: usize = 256;

/// State of the points of a block during their lookup.
struct Block {
    places: [Place; BLOCK],
    /// Entry that each point has reached; in the end, the code of its area.
    entries: [u32; BLOCK],
}

/// Positions of the points of a block that need another step.
#[derive(Clone, Copy)]
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

    /// Adds a point if it must wait for another step. No point is added twice.
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
    /// Appends the area that contains each point, in order.
    pub(crate) fn add_areas<P: Copy + Into<Coord<f64>>>(
        &self,
        points: &[P],
        areas: &mut Vec<Option<AreaId>>,
    ) {
        let mut block = Block {
            places: [Place::default(); BLOCK],
            entries: [0; BLOCK],
        };
        areas.reserve(points.len());
        for points in points.chunks(BLOCK) {
            let may_overlap = self.look_up(points, &mut block);
            let codes = block.entries.iter().take(points.len());
            areas.extend(codes.map(|&code| AreaId::from_code(code)));
            if may_overlap {
                let start = areas.len() - points.len();
                self.add_overlapping(points, &mut areas[start..]);
            }
        }
    }

    /// Corrects the areas of points in cells that overlapping areas may reach into.
    fn add_overlapping<P: Copy + Into<Coord<f64>>>(
        &self,
        points: &[P],
        areas: &mut [Option<AreaId>],
    ) {
        for (&point, area) in points.iter().zip(areas) {
            let point = point.into();
            if self.outermost(self.cell_grid.place(point)) & OVERLAPPED != 0 {
                *area = self.first(point, *area);
            }
        }
    }

    /// Finds each point's area in the coverage. Returns whether any point is in a cell that
    /// overlapping areas may reach into.
    fn look_up<P: Copy + Into<Coord<f64>>>(&self, points: &[P], block: &mut Block) -> bool {
        let Block { places, entries } = block;
        for (place, &point) in places.iter_mut().zip(points) {
            *place = self.cell_grid.place(point.into());
        }
        // Loops that do little except read: the less they do, the more reads are in flight.
        for (entry, place) in entries.iter_mut().zip(&*places).take(points.len()) {
            *entry = self.outermost(*place);
        }
        let cells = entries.iter().take(points.len());
        let may_overlap = cells.fold(0, |all, entry| all | entry) & OVERLAPPED != 0;
        for (entry, place) in entries.iter_mut().zip(&mut *places).take(points.len()) {
            *entry = self.inner(*entry, place);
        }
        let mut unknown = Waiting::new();
        for (position, &entry) in (0..=u8::MAX).zip(&*entries).take(points.len()) {
            unknown.add_if(entry & KIND != OWNER, position);
        }
        let (mut grids, mut leaves, mut inexact) = (Waiting::new(), Waiting::new(), Waiting::new());
        for position in unknown.iter() {
            let entry = entries[usize::from(position)];
            grids.add_if(entry & KIND == GRID, position);
            leaves.add_if(entry & KIND == LEAF, position);
            inexact.add_if(entry & KIND == CROWDED, position);
        }
        while grids.count > 0 {
            let mut deeper = Waiting::new();
            for position in grids.iter() {
                let at = usize::from(position);
                let entry = self.inner(block.entries[at], &mut block.places[at]);
                block.entries[at] = entry;
                deeper.add_if(entry & KIND == GRID, position);
                leaves.add_if(entry & KIND == LEAF, position);
                inexact.add_if(entry & KIND == CROWDED, position);
            }
            grids = deeper;
        }
        self.cross(&leaves, block, &mut inexact);
        for position in inexact.iter() {
            let at = usize::from(position);
            block.entries[at] = self.code_by_exact_edges(points[at].into());
        }
        may_overlap
    }

    /// Replaces the entries of leaves by codes. Adds the points that rounded edges cannot decide to
    /// `inexact`.
    fn cross(&self, leaves: &Waiting, block: &mut Block, inexact: &mut Waiting) {
        let Block { places, entries } = block;
        let (mut codes, mut are_safe) = ([0; BLOCK], [true; BLOCK]);
        let leaf = |entry: u32| &self.leaves[(entry & !KIND) as usize];
        let mut crossing = *leaves;
        while crossing.count > 0 {
            let mut longer = Waiting::new();
            // Done for all points before any edge is examined, because it brings their cache lines,
            // and many at once.
            for position in crossing.iter() {
                longer.add_if(leaf(entries[usize::from(position)]).continues(), position);
            }
            for position in crossing.iter() {
                let at = usize::from(position);
                let (code, is_safe) = leaf(entries[at]).crossed(places[at]);
                codes[at] ^= code;
                are_safe[at] &= is_safe;
                entries[at] += 1;
            }
            crossing = longer;
        }
        for position in leaves.iter() {
            let at = usize::from(position);
            entries[at] = codes[at];
            inexact.add_if(!are_safe[at], position);
        }
    }
}
