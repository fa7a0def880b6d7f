//! Tile arcs: the lines of a zoom, as long as they continue without a choice. Tiles are put
//! together from them.

use std::ops::Range;

use rayon::prelude::*;

use crate::mvt;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::tile_extent::is_end;
use crate::zoom_level::Segment;

/// Marks an end of a segment at which no other segment continues.
const NONE: u32 = u32::MAX;

/// All lines of a zoom as *tile arcs*: segments that follow each other between the same areas,
/// up to a point where others join or a tile's square ends. So a tile arc is wholly within a
/// square, or along its edge, or outside.
///
/// What a tile writes for a tile arc, the ways from each vertex to the next, is the same in
/// every tile. It is encoded once, in both directions, and copied into tiles.
#[derive(Debug)]
pub(crate) struct TileArcs {
    tile_arcs: Vec<TileArc>,
    points: Vec<Point>,
    ways: Vec<u8>,
}

#[derive(Debug)]
struct TileArc {
    points: Range<u32>,
    /// Positions in the encoded ways: the beginning of the forward ones, their end, and the end
    /// of the backward ones, which follow.
    ways: [usize; 3],
    /// The side labels, in the direction of the points.
    sides: SideLabelsId,
    /// Twice the area between the arc and its chord; ground on the left of the arc is positive.
    twice_area: i64,
}

/// A line, or a part of a tile's edge, in one of its directions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    /// Two or more points, in the opposite order if the stretch is backwards.
    points: &'a [Point],
    backwards: bool,
    /// The ways from each point to the next as a tile writes them, in the stretch's direction;
    /// empty if they have not been encoded.
    pub(crate) ways: &'a [u8],
    /// Twice the area between the stretch and its chord; ground on its left is positive.
    pub(crate) twice_area: i64,
}

impl<'a> Stretch<'a> {
    /// Makes a straight stretch.
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

    /// Returns the number of ways from a point to the next.
    pub(crate) fn len(&self) -> usize {
        self.points.len() - 1
    }

    /// Returns the points except the last, with which the next stretch begins.
    pub(crate) fn points(self) -> impl Iterator<Item = Point> + Clone + 'a {
        (0..self.len()).map(move |place| self.at(place))
    }
}

impl TileArcs {
    /// Joins segments to tile arcs. The segments share ends and nothing else, and none occurs
    /// twice. O(n log n), on all cores.
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
        // An end has twice its segment's number, plus one for the greater end.
        let outwards = |end: u32| {
            let sides = segments[end as usize / 2].sides;
            if end.is_multiple_of(2) {
                sides
            } else {
                reversed[sides as usize]
            }
        };
        let mut continuation = vec![NONE; ends.len()];
        for here in ends.chunk_by(|one, other| one.0 == other.0) {
            if let [(at, one), (_, other)] = *here
                && !is_end(at)
                && outwards(one) == reversed[outwards(other) as usize]
            {
                continuation[one as usize] = other;
                continuation[other as usize] = one;
            }
        }
        let mut tile_arcs = Self {
            tile_arcs: Vec::new(),
            points: Vec::with_capacity(segments.len() + segments.len() / 8),
            ways: Vec::new(),
        };
        let mut used = vec![false; segments.len()];
        let mut follow = |first: u32| {
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
                end = continuation[end as usize ^ 1];
                if end == NONE || used[end as usize / 2] {
                    break;
                }
            }
            tile_arcs.finish(start, outwards(first));
        };
        let in_order = || ends.iter().map(|(_, end)| *end);
        in_order()
            .filter(|&end| continuation[end as usize] == NONE)
            .for_each(&mut follow);
        // The remaining segments form closed lines, which begin at their least point.
        in_order().for_each(&mut follow);
        tile_arcs
    }

    /// Makes one tile arc, along these points.
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

    /// Ends the tile arc whose points begin at `start`.
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

    /// Returns the side labels of a tile arc, in its forward direction.
    pub(crate) fn sides(&self, tile_arc: u32) -> SideLabelsId {
        self.tile_arcs[tile_arc as usize].sides
    }

    /// Returns a tile arc in one of its directions.
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

    pub(crate) fn bounding_box(&self, tile_arc: u32) -> Option<Rectangle> {
        Rectangle::bounding(self.stretch(tile_arc, false).points.iter().copied())
    }

    /// Returns all segments, in the direction of their tile arcs.
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
