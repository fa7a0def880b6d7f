//! Lookups of many points or squares at once, so that their cache misses overlap.
//!
//! Each takes the same steps as in a single lookup, but a block of them takes these together: all
//! read their cells, then those that come to a grid read it, and so on, so that cache misses of
//! different ones overlap. Which of them descend further is unpredictable, so the work list is
//! compacted without branches.

use std::mem;

use geo::Coord;

use super::cell_grid::Place;
use super::probe::{Probe, Square};
use super::{CROWDED, CellIndex, GRID, KIND, LEAF, OVERLAPPED, OWNER};
use crate::AreaId;
use crate::point_index::UniformArea;

/// Number of points that are looked up together: enough for the reads to overlap, and few enough
/// for their state to stay in the nearest cache.
const BLOCK: usize = 256;

/// State of the points or squares of a block during their lookup.
struct Block<P> {
    probes: [P; BLOCK],
    /// Entry that each has reached; in the end, the code of its area.
    entries: [u32; BLOCK],
}

/// Positions in a block of those that need another step.
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

/// Positions in a block by the kind of the entry that was reached, if it is no area's.
struct Reached {
    grids: Waiting,
    leaves: Waiting,
    undecided: Waiting,
}

impl Reached {
    fn new() -> Self {
        let [grids, leaves, undecided] = [Waiting::new(); 3];
        Self {
            grids,
            leaves,
            undecided,
        }
    }

    #[inline]
    fn add(&mut self, entry: u32, position: u8) {
        self.grids.add_if(entry & KIND == GRID, position);
        self.leaves.add_if(entry & KIND == LEAF, position);
        self.undecided.add_if(entry & KIND == CROWDED, position);
    }
}

impl<P: Probe> Block<P> {
    fn new() -> Self {
        Self {
            probes: [P::default(); BLOCK],
            entries: [0; BLOCK],
        }
    }
}

impl CellIndex {
    /// Appends the area that contains each point, in order.
    pub(crate) fn add_areas<P: Copy + Into<Coord<f64>>>(
        &self,
        points: &[P],
        areas: &mut Vec<Option<AreaId>>,
    ) {
        let mut block = Block::<Place>::new();
        areas.reserve(points.len());
        for points in points.chunks(BLOCK) {
            for (place, &point) in block.probes.iter_mut().zip(points) {
                *place = self.cell_grid.place(point.into());
            }
            let (undecided, may_overlap) = self.look_up(points.len(), &mut block);
            for position in undecided.iter() {
                let at = usize::from(position);
                block.entries[at] = self.code_by_exact_edges(points[at].into());
            }
            let codes = block.entries.iter().take(points.len());
            areas.extend(codes.map(|&code| AreaId::from_code(code)));
            if may_overlap {
                let start = areas.len() - points.len();
                self.add_overlapping(points, &mut areas[start..]);
            }
        }
    }

    /// Appends the area of the square of each place, in order: the margin on both axes around a point.
    /// Appends to `unknown` the positions in `areas` of those for which it is not known.
    pub(crate) fn add_uniform_areas<P: Copy>(
        &self,
        places: &[P],
        square_of: impl Fn(P) -> (Coord<f64>, f64),
        areas: &mut Vec<Option<AreaId>>,
        unknown: &mut Vec<usize>,
    ) {
        let mut block = Block::<Square>::new();
        areas.reserve(places.len());
        for places in places.chunks(BLOCK) {
            for (square, &place) in block.probes.iter_mut().zip(places) {
                let (point, margin) = square_of(place);
                *square = Square::new(&self.cell_grid, point, margin);
            }
            let (undecided, may_overlap) = self.look_up(places.len(), &mut block);
            let start = areas.len();
            if may_overlap {
                for &place in places {
                    let (point, margin) = square_of(place);
                    match self.locate_within(point, margin) {
                        UniformArea::Known(area) => areas.push(area),
                        UniformArea::Unknown => {
                            unknown.push(areas.len());
                            areas.push(None);
                        }
                    }
                }
            } else {
                let codes = block.entries.iter().take(places.len());
                areas.extend(codes.map(|&code| AreaId::from_code(code)));
                for position in undecided.iter() {
                    unknown.push(start + usize::from(position));
                    areas[start + usize::from(position)] = None;
                }
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

    /// Finds the area in the coverage of the first `count` of a block. Returns the positions of
    /// those that rounded edges cannot decide, and whether any is in a cell that overlapping areas
    /// may reach into.
    fn look_up<P: Probe>(&self, count: usize, block: &mut Block<P>) -> (Waiting, bool) {
        let Block { probes, entries } = block;
        // Loops that do little except read: the less they do, the more reads are in flight.
        for (entry, probe) in entries.iter_mut().zip(&mut *probes).take(count) {
            *entry = self.outermost(*probe.place());
        }
        let cells = entries.iter().take(count);
        let may_overlap = cells.fold(0, |all, entry| all | entry) & OVERLAPPED != 0;
        for (entry, probe) in entries.iter_mut().zip(&mut *probes).take(count) {
            *entry = self.step(*entry, probe);
        }
        let mut unknown = Waiting::new();
        for (position, &entry) in (0..=u8::MAX).zip(&*entries).take(count) {
            unknown.add_if(entry & KIND != OWNER, position);
        }
        let mut reached = Reached::new();
        for position in unknown.iter() {
            reached.add(entries[usize::from(position)], position);
        }
        while reached.grids.count > 0 {
            let grids = mem::replace(&mut reached.grids, Waiting::new());
            for position in grids.iter() {
                let at = usize::from(position);
                entries[at] = self.step(entries[at], &mut probes[at]);
                reached.add(entries[at], position);
            }
        }
        self.cross(&reached.leaves, block, &mut reached.undecided);
        (reached.undecided, may_overlap)
    }

    /// Replaces the entries of leaves by codes. Adds the points that rounded edges cannot decide to
    /// `undecided`.
    fn cross<P: Probe>(&self, leaves: &Waiting, block: &mut Block<P>, undecided: &mut Waiting) {
        let Block { probes, entries } = block;
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
                let (code, is_safe) = probes[at].crossed(leaf(entries[at]));
                codes[at] ^= code;
                are_safe[at] &= is_safe;
                entries[at] += 1;
            }
            crossing = longer;
        }
        for position in leaves.iter() {
            let at = usize::from(position);
            entries[at] = codes[at];
            undecided.add_if(!are_safe[at], position);
        }
    }
}
