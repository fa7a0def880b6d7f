//! A zoom of a comparison, prepared for its tiles: pieces and lines.

use std::collections::HashMap;

use crate::TileCoord;
use crate::layer::DrawnLayer;
use crate::planar_graph::PlanarGraph;
use crate::point::{Point, Rectangle};
use crate::zoom_level::{ZoomLevel, by_tile, rounded};

/// A segment of an arc, on the zoom's grid.
#[derive(Debug, Clone, Copy)]
struct Segment {
    /// The ends, in the arc's direction.
    ends: [Point; 2],
    arc: u32,
}

/// The prepared pieces and lines of one zoom.
///
/// For the outlines of pieces, segments that lie on each other become one. For the lines they
/// do not: two lines of the data stay two, however near they are.
#[derive(Debug)]
pub(super) struct ComparisonLevel {
    pieces: ZoomLevel,
    segments: Vec<Segment>,
    in_tile: HashMap<[u32; 2], Vec<u32>>,
}

impl ComparisonLevel {
    pub(super) fn new(
        graph: &PlanarGraph,
        difference: &DrawnLayer,
        label_of: impl Iterator<Item = Option<Point>>,
        zoom: u8,
    ) -> Self {
        let arcs = rounded(graph.arcs_at(zoom), zoom);
        let sides = graph.sides.clone();
        let layers = std::slice::from_ref(difference);
        let segments: Vec<Segment> = (0..)
            .zip(&arcs)
            .flat_map(|(arc, (points, _))| {
                let segments = without_spikes(points).into_iter();
                segments.map(move |ends| Segment { ends, arc })
            })
            .collect();
        Self {
            pieces: ZoomLevel::of_arcs(&arcs, sides, layers, label_of, zoom),
            in_tile: by_tile(
                segments
                    .iter()
                    .map(|segment| Rectangle::bounding(segment.ends)),
                zoom,
            ),
            segments,
        }
    }

    pub(super) fn pieces(&self) -> &ZoomLevel {
        &self.pieces
    }

    /// Returns the arcs in a tile's square, in order, with the segments of each that are in it.
    pub(super) fn arcs(&self, tile: TileCoord) -> impl Iterator<Item = (u32, Vec<[Point; 2]>)> {
        let numbers = self.in_tile.get(&[tile.x(), tile.y()]);
        let numbers = numbers.map_or(&[][..], Vec::as_slice);
        let segment = |number: &u32| self.segments[*number as usize];
        // Segments are in the order of their arcs.
        numbers
            .chunk_by(move |one, other| segment(one).arc == segment(other).arc)
            .map(move |of_arc| {
                let ends = of_arc.iter().map(|number| segment(number).ends);
                (segment(&of_arc[0]).arc, ends.collect())
            })
    }
}

/// Returns a line's segments, each once. Where the line goes forth and back, the ground between
/// is gone, and there is nothing left to separate.
fn without_spikes(points: &[Point]) -> Vec<[Point; 2]> {
    let mut segments: Vec<[Point; 2]> = points.windows(2).map(|ends| [ends[0], ends[1]]).collect();
    let undirected = |[a, b]: &[Point; 2]| [*a.min(b), *a.max(b)];
    segments.sort_unstable_by_key(|ends| (undirected(ends), *ends));
    segments
        .chunk_by(|one, other| undirected(one) == undirected(other))
        .filter(|same| same.len() % 2 == 1)
        // One direction has one segment more than the other.
        .map(|same| same[same.len() / 2])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_walks_to_and_fro_is_not_there() {
        let line = [[0, 0], [5, 0], [9, 3], [5, 0], [5, 8]].map(|[x, y]| Point::new(x, y));
        let [start, parting, _, _, end] = line;
        assert_eq!(without_spikes(&line), [[start, parting], [parting, end]]);
        let thrice = [end, parting, end, parting];
        assert_eq!(without_spikes(&thrice), [[end, parting]]);
    }
}
