use std::collections::BTreeMap;
use std::ops::Range;

use geo::{Coord, MultiPolygon};

use crate::GridPoint;
use crate::topology::measure::squared_distance;

mod shared;
mod tree;

use shared::{Line, Lines};
use tree::{Rectangle, Tree};

/// Finds how far a point is from the boundaries of a layer's areas.
///
/// A packed tree of rectangles over pieces of boundary, each some edges long; an
/// edge that two areas share is there once. O(log n) a question. Distances are
/// metres on the plane of the grid, to the edge itself and not to its nearest
/// vertex; they are those of [`distance_to_edge`](crate::distance_to_edge), tried on
/// every edge, bit for bit.
#[derive(Debug)]
pub struct BoundaryIndex {
    tree: Tree,
    /// In the order of the tree's leaves.
    pieces: Vec<Piece>,
    vertices: Vec<Coord<f64>>,
}

/// Edges of a leaf: fewer make a tree that is larger and no faster, more a slower
/// one (1.5 million vertices: 4, 8 and 16 were tried).
const EDGES: usize = 8;

/// Edges one after another that belong to the same areas.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where its vertices are.
    first: u32,
    end: u32,
    /// The lower position first; the same twice where only one area has the edges.
    areas: [u32; 2],
}

impl BoundaryIndex {
    /// An index of the footprints' edges; areas are named by their position.
    /// O(n log n) in the vertices.
    pub fn new<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        Self::over(&Lines::of(footprints))
    }

    /// An index of edges that need not be an area's, in metres of EPSG:27700; all of
    /// them belong to position 0. Edges of no length are left out, and equal ones are
    /// there once. Those that follow each other, end to end, make the smaller tree.
    /// O(n log n).
    pub fn of_edges(edges: &[[Coord<f64>; 2]]) -> Self {
        Self::over(&Lines::of_edges(edges))
    }

    fn over(lines: &Lines) -> Self {
        let pieces: Vec<Line> = lines
            .lines()
            .flat_map(|line| {
                // As long as each other, or the last would be short.
                let edges = line.vertices.len() - 1;
                let count = edges.div_ceil(EDGES);
                (0..count).map(move |piece| Line {
                    vertices: line.vertices.start + edges * piece / count
                        ..line.vertices.start + edges * (piece + 1) / count + 1,
                    ..line
                })
            })
            .collect();
        let rectangles = pieces
            .iter()
            .map(|piece| Rectangle::around(lines.along(piece)));
        let (tree, order) = Tree::over(rectangles.collect());
        let mut index = Self {
            tree,
            pieces: Vec::with_capacity(pieces.len()),
            vertices: Vec::with_capacity(pieces.iter().map(|piece| piece.vertices.len()).sum()),
        };
        for piece in order.into_iter().map(|piece| &pieces[piece as usize]) {
            let first = count(index.vertices.len());
            index.vertices.extend_from_slice(lines.along(piece));
            index.pieces.push(Piece {
                first,
                end: count(index.vertices.len()),
                areas: piece.areas,
            });
        }
        index
    }

    /// Metres to the nearest boundary of any area, and whose it is (the first by
    /// position where areas share the edge). `None` for a layer without areas.
    ///
    /// Within an area of a coverage this is the distance to that area's own
    /// boundary: no other boundary can be reached without crossing it.
    pub fn nearest(&self, point: GridPoint) -> Option<(usize, f64)> {
        self.nearest_to(point.coord())
    }

    /// The same from any place, EPSG:27700 metres.
    pub(crate) fn nearest_to(&self, at: Coord<f64>) -> Option<(usize, f64)> {
        let mut nearest = (f64::MAX, u32::MAX);
        self.search(at, f64::MAX, |[area, _], squared| {
            if (squared, area) < nearest {
                nearest = (squared, area);
            }
            nearest.0
        });
        let (squared, area) = nearest;
        (area != u32::MAX).then(|| (area as usize, squared.sqrt()))
    }

    /// Metres to the boundary of one area, by its position, if they are no more than
    /// `metres`. Costs what lies nearer, whoever's it is.
    pub fn nearest_of(&self, area: usize, point: GridPoint, metres: f64) -> Option<f64> {
        // A little further than that, for squares are rounded too.
        let mut nearest = (metres * metres * (1.0 + f64::EPSILON * 4.0)).min(f64::MAX);
        let mut is_there = false;
        self.search(point.coord(), nearest, |areas, squared| {
            if areas.iter().any(|&one| one as usize == area) {
                (nearest, is_there) = (squared, true);
            }
            nearest
        });
        let distance = nearest.sqrt();
        (is_there && distance <= metres).then_some(distance)
    }

    /// Every area whose boundary comes within so many metres of the point, with
    /// the distance, nearest first.
    pub fn within(&self, point: GridPoint, metres: f64) -> Vec<(usize, f64)> {
        let reach = metres * metres;
        let mut nearest = BTreeMap::new();
        self.search(point.coord(), reach, |areas, squared| {
            for area in areas {
                let least = nearest.entry(area).or_insert(squared);
                *least = squared.min(*least);
            }
            reach
        });
        let mut found: Vec<_> = nearest
            .into_iter()
            .map(|(area, squared)| (area as usize, squared.sqrt()))
            .collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1));
        found
    }

    /// Whether any area's boundary comes within so many metres of the point: cheaper
    /// than asking how far the nearest is, the more so if none is near.
    pub fn is_within(&self, point: GridPoint, metres: f64) -> bool {
        let mut is_within = false;
        self.search(point.coord(), metres * metres, |_, _| {
            is_within = true;
            // Nothing is less than no distance away: the search ends.
            -1.0
        });
        is_within
    }

    /// Shows `found` each edge of the pieces that come within a squared distance of a
    /// place, EPSG:27700 metres, with its own squared distance. It answers how far to
    /// go on looking.
    pub(crate) fn edges_near(
        &self,
        at: Coord<f64>,
        reach: f64,
        mut found: impl FnMut([Coord<f64>; 2], f64) -> f64,
    ) {
        self.tree.search(at, reach, &mut |leaf, mut reach| {
            for edge in self.vertices[self.pieces[leaf].range()].windows(2) {
                let edge = [edge[0], edge[1]];
                let squared = squared_distance(at, edge);
                if squared <= reach {
                    reach = found(edge, squared);
                }
            }
            reach
        });
    }

    /// Shows `found` the areas of each piece that has an edge within a squared
    /// distance, and the squared distance of its nearest edge, nearer pieces first as
    /// a rule. It answers how far to go on looking.
    fn search(&self, at: Coord<f64>, reach: f64, mut found: impl FnMut([u32; 2], f64) -> f64) {
        self.tree.search(at, reach, &mut |leaf, reach| {
            let piece = self.pieces[leaf];
            let squared = self.vertices[piece.range()]
                .windows(2)
                .map(|edge| squared_distance(at, [edge[0], edge[1]]))
                .fold(f64::INFINITY, f64::min);
            if squared <= reach {
                found(piece.areas, squared)
            } else {
                reach
            }
        });
    }
}

impl Piece {
    fn range(self) -> Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// A position among vertices, of which no layer has four thousand million.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
