//! [`Blocks`]: recognises a coverage whose areas are unions of another coverage's areas, edge for
//! edge. [`PointIndexSet`](super::PointIndexSet) uses it to share one index among coverages.

use crate::parallel::prelude::*;
use geo::MultiPolygon;

use crate::AreaId;
use crate::disjoint_sets::DisjointSets;
use crate::measure::edges;
use crate::point_index::UniformArea;
use crate::vertex::Vertex;

/// Position that stands for no area or block.
const NOBODY: u32 = u32::MAX;

/// Table of the area that each block is part of, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AreaOfBlock(Vec<Option<AreaId>>);

impl AreaOfBlock {
    /// The area that a block is part of, if any.
    pub(crate) fn area(&self, block: AreaId) -> Option<AreaId> {
        self.0[block.index()]
    }

    /// The area of a square, given the block of all its points if that is known.
    pub(crate) fn uniform_area(&self, block: UniformArea) -> UniformArea {
        match block {
            UniformArea::Known(block) => {
                UniformArea::Known(block.and_then(|block| self.area(block)))
            }
            UniformArea::Unknown => UniformArea::Unknown,
        }
    }
}

/// Edges of a coverage, by which coverages that are dissolved from it are recognised.
///
/// # Why a nested coverage needs no index of its own
///
/// Assign to each block the area that it is part of. Assume that the edges of an area are exactly
/// those that have a block of it on one side and none on the other. Then the crossings that
/// [`containment`](crate::containment) counts for the area are, except for pairs, those of its
/// blocks together. So a point is in the area if and only if it is in one of its blocks. This
/// holds for every point, including points on a boundary.
pub(crate) struct Blocks {
    lines: Vec<Line>,
    count: usize,
}

/// Edge from its lesser end to its greater, with the blocks on both sides.
#[derive(Clone, Copy)]
struct Line {
    ends: [Vertex; 2],
    left: u32,
    right: u32,
}

impl Blocks {
    /// Collects the edges of these footprints; `None` if two are on the same side of an edge.
    /// O(n log n), on all cores.
    pub(crate) fn new<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    ) -> Option<Self> {
        let footprints: Vec<_> = footprints.into_iter().collect();
        Some(Self {
            count: footprints.len(),
            lines: lines(&footprints)?,
        })
    }

    /// Finds the area that each block is part of; `None` if the areas are not unions of the
    /// blocks. O(n log n) in the edges of the areas, O(n) in those of the blocks.
    pub(crate) fn unions<'a>(
        &self,
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    ) -> Option<AreaOfBlock> {
        let footprints: Vec<_> = footprints.into_iter().collect();
        let mut rest = lines(&footprints)?.into_iter().peekable();
        let mut faces = Faces::new(self.count);
        // Blocks beside the areas' edges, each with the area that it must then be part of.
        let mut sides = Vec::new();
        for line in &self.lines {
            match rest.next_if(|area| area.ends == line.ends) {
                // No area ends at this edge, so both sides are in the same one.
                None => faces.unite(line.left, line.right),
                Some(area) => sides.extend([(line.left, area.left), (line.right, area.right)]),
            }
        }
        if rest.next().is_some() {
            // An edge of an area that is no block's edge: the area is not made of blocks.
            return None;
        }
        let outside = faces.representative(NOBODY);
        let mut area_of: Vec<Option<u32>> = vec![None; self.count + 1];
        area_of[outside] = Some(NOBODY);
        for (face, area) in sides {
            let face = faces.representative(face);
            if *area_of[face].get_or_insert(area) != area {
                return None;
            }
        }
        let of_block = |block| {
            let area = area_of[faces.representative(name(block))].unwrap_or(NOBODY);
            AreaId::from_code(area.wrapping_add(1))
        };
        Some(AreaOfBlock((0..self.count).map(of_block).collect()))
    }
}

fn name(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NOBODY)
}

/// The distinct edges of the footprints, in order, with the area on each side.
fn lines(footprints: &[&MultiPolygon<f64>]) -> Option<Vec<Line>> {
    let mut all: Vec<Line> = footprints
        .par_iter()
        .enumerate()
        .flat_map_iter(|(position, footprint)| {
            let own = name(position);
            edges(footprint).map(move |[from, to]| {
                let (from, to) = (Vertex::from(from), Vertex::from(to));
                let (ends, left, right) = if from < to {
                    ([from, to], own, NOBODY)
                } else {
                    ([to, from], NOBODY, own)
                };
                Line { ends, left, right }
            })
        })
        .collect();
    all.par_sort_unstable_by_key(|line| line.ends);
    let mut is_clear = true;
    all.dedup_by(|next, retained| {
        let same = next.ends == retained.ends;
        if same {
            for (next, retained) in [
                (next.left, &mut retained.left),
                (next.right, &mut retained.right),
            ] {
                is_clear &= next == NOBODY || *retained == NOBODY;
                *retained = next.min(*retained);
            }
        }
        same
    });
    is_clear.then_some(all)
}

/// Sets of blocks that are in the same area; the last element is the ground outside.
struct Faces {
    sets: DisjointSets,
    outside: usize,
}

impl Faces {
    fn new(blocks: usize) -> Self {
        Self {
            sets: DisjointSets::new(blocks + 1),
            outside: blocks,
        }
    }

    /// The number of the set that contains a block, or the ground outside.
    fn representative(&mut self, block: u32) -> usize {
        self.sets.representative((block as usize).min(self.outside))
    }

    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.representative(one), self.representative(other));
        self.sets.join(one, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dissolve;
    use geo::{Coord, polygon};
    use proptest::prelude::*;

    fn square(x: f64, y: f64) -> MultiPolygon<f64> {
        polygon![(x: x, y: y), (x: x + 1., y: y), (x: x + 1., y: y + 1.), (x: x, y: y + 1.)].into()
    }

    fn board() -> Vec<MultiPolygon<f64>> {
        (0..4_u8)
            .flat_map(|y| (0..4_u8).map(move |x| square(x.into(), y.into())))
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_dissolved_is_known_again(area_of in prop::collection::vec(0..4_u32, 16)) {
            let blocks = board();
            // The last group is in no area. An area without any block has an empty footprint.
            let areas: Vec<_> = (0..3)
                .map(|area| {
                    let of_area = (0..16).filter(|&block| area_of[block] == area);
                    dissolve(of_area.map(|block| &blocks[block])).unwrap()
                })
                .collect();
            let expected: Vec<Option<AreaId>> = area_of
                .iter()
                .map(|&area| AreaId::new(area as usize).filter(|_| area != 3))
                .collect();
            prop_assert_eq!(Blocks::new(&blocks).unwrap().unions(&areas), Some(AreaOfBlock(expected)));
        }

        #[test]
        fn an_area_that_cuts_a_block_is_no_union(x in 0..4_u8, y in 0..4_u8) {
            let blocks = board();
            let (x, y) = (f64::from(x), f64::from(y));
            let corner = Coord { x, y };
            let cut = polygon![corner, corner + (1., 0.).into(), corner + (1., 1.).into()].into();
            prop_assert_eq!(Blocks::new(&blocks).unwrap().unions([&cut]), None);
        }
    }

    #[test]
    fn an_area_with_another_vertex_on_the_same_line_is_no_union() {
        let more = polygon![(x: 0., y: 0.), (x: 0.5, y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)];
        assert_eq!(Blocks::new(&board()).unwrap().unions([&more.into()]), None);
    }

    #[test]
    fn areas_that_overlap_are_no_unions() {
        let (one, two) = (square(0., 0.), board());
        let both = dissolve([&two[0], &two[1]]).unwrap();
        assert_eq!(Blocks::new(&two).unwrap().unions([&one, &both]), None);
    }
}
