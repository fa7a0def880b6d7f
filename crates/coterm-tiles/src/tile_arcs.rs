//! The lines of a zoom, as long as they go on without a choice: what tiles are put
//! together from.

use std::ops::Range;

use rayon::prelude::*;

use crate::mvt;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::tile_extent::is_end;
use crate::zoom_level::Segment;

/// No segment goes on there.
const NONE: u32 = u32::MAX;

/// All lines of a zoom as *tile arcs*: segments that follow each other between the same
/// areas, to where others join or a tile's square ends. So a tile arc is wholly within a
/// square, or along its edge, or outside.
///
/// What a tile writes of a tile arc, the ways from each vertex to the next, is the same in
/// every tile. It is written once, in both directions; a tile only copies it.
#[derive(Debug)]
pub(crate) struct TileArcs {
    tile_arcs: Vec<TileArc>,
    points: Vec<Point>,
    ways: Vec<u8>,
}

#[derive(Debug)]
struct TileArc {
    points: Range<u32>,
    /// Where it begins in the ways forwards, ends in them, and ends in those backwards.
    ways: [usize; 3],
    /// In the direction of its points.
    sides: SideLabelsId,
    /// Twice the ground between it and its chord, what is on its left positive.
    twice_area: i64,
}

/// A line, or a part of a tile's edge, in one of its directions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    /// Two or more, in the other direction if it is backwards.
    points: &'a [Point],
    backwards: bool,
    /// The ways from each point to the next as a tile writes them, in the stretch's
    /// direction; nothing if they have not been written before.
    pub(crate) ways: &'a [u8],
    /// Twice the ground between it and its chord, what is on its left positive.
    pub(crate) twice_area: i64,
}

impl<'a> Stretch<'a> {
    /// A straight one.
    pub(crate) fn straight(ends: &'a [Point; 2]) -> Self {
        Self {
            points: ends,
            backwards: false,
            ways: &[],
            twice_area: 0,
        }
    }

    fn at(&self, place: usize) -> Point {
        let last = self.points.len() - 1;
        self.points[if self.backwards { last - place } else { place }]
    }

    pub(crate) fn from(&self) -> Point {
        self.at(0)
    }

    pub(crate) fn second(&self) -> Point {
        self.at(1)
    }

    pub(crate) fn last_but_one(&self) -> Point {
        self.at(self.points.len() - 2)
    }

    pub(crate) fn to(&self) -> Point {
        self.at(self.points.len() - 1)
    }

    /// How many ways there are from a point to the next.
    pub(crate) fn len(&self) -> usize {
        self.points.len() - 1
    }

    /// Its points but the last, which the next stretch begins with.
    pub(crate) fn points(self) -> impl Iterator<Item = Point> + Clone + 'a {
        (0..self.len()).map(move |place| self.at(place))
    }
}

impl TileArcs {
    /// Of segments that share ends and nothing else, none twice. O(n log n), on all cores.
    pub(crate) fn new(segments: &[Segment], sides: &mut SideLabels) -> Self {
        let reversed = sides.all_reversed();
        let mut ends: Vec<(Point, u32)> = segments
            .iter()
            .zip(0_u32..)
            .flat_map(|(segment, number)| {
                [
                    (segment.ends[0], 2 * number),
                    (segment.ends[1], 2 * number + 1),
                ]
            })
            .collect();
        ends.par_sort_unstable();
        // An end by twice its segment's number, and one more for the greater.
        let outwards = |end: u32| {
            let sides = segments[end as usize / 2].sides;
            if end.is_multiple_of(2) {
                sides
            } else {
                reversed[sides as usize]
            }
        };
        let mut goes_on = vec![NONE; ends.len()];
        for here in ends.chunk_by(|one, other| one.0 == other.0) {
            if let [(at, one), (_, other)] = *here
                && !is_end(at)
                && outwards(one) == reversed[outwards(other) as usize]
            {
                goes_on[one as usize] = other;
                goes_on[other as usize] = one;
            }
        }
        let mut tile_arcs = Self {
            tile_arcs: Vec::new(),
            points: Vec::with_capacity(segments.len() + segments.len() / 8),
            ways: Vec::new(),
        };
        let mut used = vec![false; segments.len()];
        let mut walk = |first: u32| {
            if used[first as usize / 2] {
                return;
            }
            let start = tile_arcs.points.len();
            let mut end = first;
            loop {
                let segment = end as usize / 2;
                used[segment] = true;
                let [from, to] = [end as usize % 2, 1 - end as usize % 2];
                if tile_arcs.points.len() == start {
                    tile_arcs.points.push(segments[segment].ends[from]);
                }
                tile_arcs.points.push(segments[segment].ends[to]);
                end = goes_on[end as usize ^ 1];
                if end == NONE || used[end as usize / 2] {
                    break;
                }
            }
            tile_arcs.finish(start, outwards(first));
        };
        let in_order = || ends.iter().map(|(_, end)| *end);
        in_order()
            .filter(|&end| goes_on[end as usize] == NONE)
            .for_each(&mut walk);
        // What is left goes round, and begins at its least point.
        in_order().for_each(&mut walk);
        tile_arcs
    }

    /// One tile arc, along these points.
    #[cfg(test)]
    pub(crate) fn of(points: &[Point]) -> Self {
        let mut tile_arcs = Self {
            tile_arcs: Vec::new(),
            points: points.to_vec(),
            ways: Vec::new(),
        };
        tile_arcs.finish(0, 0);
        tile_arcs
    }

    /// Ends a tile arc that began at that point.
    fn finish(&mut self, start: usize, sides: SideLabelsId) {
        let points = &self.points[start..];
        let first = self.ways.len();
        mvt::ways(&mut self.ways, points.iter().copied());
        let middle = self.ways.len();
        mvt::ways(&mut self.ways, points.iter().rev().copied());
        let twice_area = points
            .windows(2)
            .map(|ends| points[0].cross(ends[0], ends[1]))
            .sum();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tile_arcs.push(TileArc {
            points: place(start)..place(self.points.len()),
            ways: [first, middle, self.ways.len()],
            sides,
            twice_area,
        });
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.tile_arcs.len()).unwrap_or(u32::MAX)
    }

    /// The side labels of a tile arc, walked forwards.
    pub(crate) fn sides(&self, tile_arc: u32) -> SideLabelsId {
        self.tile_arcs[tile_arc as usize].sides
    }

    /// A tile arc in one of its directions.
    pub(crate) fn stretch(&self, tile_arc: u32, backwards: bool) -> Stretch<'_> {
        let TileArc {
            ref points,
            ways: [first, middle, last],
            twice_area,
            ..
        } = self.tile_arcs[tile_arc as usize];
        Stretch {
            points: &self.points[points.start as usize..points.end as usize],
            backwards,
            ways: if backwards {
                &self.ways[middle..last]
            } else {
                &self.ways[first..middle]
            },
            twice_area: if backwards { -twice_area } else { twice_area },
        }
    }

    pub(crate) fn around(&self, tile_arc: u32) -> Option<Rectangle> {
        Rectangle::around(self.stretch(tile_arc, false).points.iter().copied())
    }

    /// All segments, in the direction of their tile arcs.
    pub(crate) fn segments(&self) -> impl Iterator<Item = Segment> {
        (0..self.count()).flat_map(move |tile_arc| {
            let ends = self.stretch(tile_arc, false).points.windows(2);
            ends.map(move |ends| Segment {
                ends: [ends[0], ends[1]],
                sides: self.sides(tile_arc),
            })
        })
    }
}
