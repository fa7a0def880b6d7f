//! [`BoundaryIndex`]: distances to the nearest boundary. Distances agree bit for bit with trying
//! every edge.

use std::collections::BTreeMap;
use std::ops::Range;

use geo::{Coord, MultiPolygon};

use crate::error::check;
use crate::measure::squared_distance;
use crate::{AreaId, Result};

mod packed_tree;
mod shared_edges;

use packed_tree::{PackedTree, Rectangle};
use shared_edges::{Line, SharedEdges};

/// Index of the distances from points to the boundaries of areas.
///
/// A packed tree of bounding boxes over pieces of boundary, each of up to eight edges; an edge
/// that two areas share is stored once. O(log n) per query. Distances are in the plane and in the
/// unit of the coordinates, to the nearest point of an edge and not to its nearest vertex. They
/// equal those of [`distance_to_edge`](crate::measure::distance_to_edge) for every edge, bit for
/// bit. Immutable, `Send` and `Sync`.
///
/// ```
/// use geo::{MultiPolygon, coord, polygon};
/// use polygon_coverage::BoundaryIndex;
///
/// let square = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)]);
/// let index = BoundaryIndex::build(&[square])?;
/// let (area, distance) = index.nearest(coord! { x: 2.0, y: 5.0 }).expect("there is a boundary");
/// assert_eq!((area.index(), distance), (0, 2.0));
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
#[derive(Debug)]
pub struct BoundaryIndex {
    tree: PackedTree,
    /// Pieces in the order of the tree's leaves.
    pieces: Vec<Piece>,
    vertices: Vec<Coord<f64>>,
}

/// Largest number of vertices that 32 bits can number, with their hash table.
const MAX_VERTICES: usize = 1 << 30;

/// Largest number of edges per leaf: fewer make the tree larger and no faster, more make it
/// slower (4, 8 and 16 were measured, with 1.5 million vertices).
const EDGES: usize = 8;

/// Consecutive edges that belong to the same areas.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Range of its vertices.
    first: u32,
    end: u32,
    /// Positions of both areas, the lower first; equal where only one area has the edges.
    areas: [u32; 2],
}

impl BoundaryIndex {
    /// Indexes the edges of some footprints in planar coordinates. The position of a footprint is
    /// the [`AreaId`] of its area. O(n log n) in the vertices.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for more than 2³⁰ vertices.
    pub fn build<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Result<Self> {
        Self::over(&SharedEdges::of(footprints)?)
    }

    /// Indexes edges that need not belong to areas; queries report all of them as area 0. Edges of
    /// zero length are left out, and equal ones are stored once. Edges given consecutively, end to
    /// end, make a smaller tree. O(n log n).
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for more than 2³⁰ vertices, or 2²⁹ edges.
    ///
    /// ```
    /// use geo::coord;
    /// use polygon_coverage::BoundaryIndex;
    ///
    /// let river = [[coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }]];
    /// let index = BoundaryIndex::from_edges(&river)?;
    /// assert_eq!(index.nearest(coord! { x: 5.0, y: 3.0 }).map(|(_, distance)| distance), Some(3.0));
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn from_edges(edges: &[[Coord<f64>; 2]]) -> Result<Self> {
        Self::over(&SharedEdges::of_edges(edges)?)
    }

    fn over(lines: &SharedEdges) -> Result<Self> {
        let pieces: Vec<Line> = lines
            .lines()
            .flat_map(|line| {
                // Pieces of equal length; otherwise the last would be short.
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
            .map(|piece| Rectangle::bounding(lines.along(piece)));
        let (tree, order) = PackedTree::over(rectangles.collect());
        let mut index = Self {
            tree,
            pieces: Vec::with_capacity(pieces.len()),
            vertices: Vec::with_capacity(pieces.iter().map(|piece| piece.vertices.len()).sum()),
        };
        for piece in order.into_iter().map(|piece| &pieces[piece as usize]) {
            let first = to_u32(index.vertices.len());
            index.vertices.extend_from_slice(lines.along(piece));
            index.pieces.push(Piece {
                first,
                end: to_u32(index.vertices.len()),
                areas: piece.areas,
            });
        }
        check("vertices", index.vertices.len(), MAX_VERTICES)?;
        Ok(index)
    }

    /// Finds the nearest boundary of any area: the area (the first by position where areas share
    /// the edge) and the distance in the unit of the coordinates. `None` if there are no edges.
    /// O(log n).
    ///
    /// For a point within an area of a coverage this is the distance to that area's own boundary,
    /// because no other boundary can be reached without crossing it.
    pub fn nearest(&self, point: Coord<f64>) -> Option<(AreaId, f64)> {
        let mut nearest = (f64::MAX, u32::MAX);
        self.search(point, f64::MAX, |[area, _], squared| {
            if (squared, area) < nearest {
                nearest = (squared, area);
            }
            nearest.0
        });
        let (squared, area) = nearest;
        Some((AreaId::from_code(area.checked_add(1)?)?, squared.sqrt()))
    }

    /// Distance to the boundary of one area, in the unit of the coordinates; `None` if it is more
    /// than `reach`. The cost grows with the number of edges that are nearer, of whatever area.
    pub fn nearest_of(&self, area: AreaId, point: Coord<f64>, reach: f64) -> Option<f64> {
        let position = area.code() - 1;
        // Slightly more than the square, because squares are rounded too.
        let mut nearest = (reach * reach * (1.0 + f64::EPSILON * 4.0)).min(f64::MAX);
        let mut is_found = false;
        self.search(point, nearest, |areas, squared| {
            if areas.contains(&position) {
                (nearest, is_found) = (squared, true);
            }
            nearest
        });
        let distance = nearest.sqrt();
        (is_found && distance <= reach).then_some(distance)
    }

    /// Finds every area whose boundary is within a distance of the point, each with its own
    /// distance, nearest first. O(log n) and the edges found.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::BoundaryIndex;
    ///
    /// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)]);
    /// let east = MultiPolygon::from(polygon![(x: 10., y: 0.), (x: 30., y: 0.), (x: 30., y: 10.), (x: 10., y: 10.)]);
    /// let index = BoundaryIndex::build([&west, &east])?;
    /// let near = index.within(coord! { x: 3.0, y: 5.0 }, 4.0);
    /// assert_eq!(near.iter().map(|(area, distance)| (area.index(), *distance)).collect::<Vec<_>>(), [(0, 3.0)]);
    /// assert_eq!(index.within(coord! { x: 9.0, y: 5.0 }, 4.0).len(), 2, "the shared boundary is both areas'");
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn within(&self, point: Coord<f64>, distance: f64) -> Vec<(AreaId, f64)> {
        let reach = distance * distance;
        let mut nearest: BTreeMap<u32, f64> = BTreeMap::new();
        self.tree.search(point, reach, &mut |leaf, least, _| {
            let piece = self.pieces[leaf];
            // Most pieces are behind others of the same areas, which mostly came before.
            let is_nearer = |area| nearest.get(&area).is_none_or(|nearest| least < *nearest);
            if piece.areas.into_iter().any(is_nearer) {
                let squared = self.squared_distance(piece, point);
                if squared <= reach {
                    for area in piece.areas {
                        let minimum = nearest.entry(area).or_insert(squared);
                        *minimum = squared.min(*minimum);
                    }
                }
            }
            reach
        });
        let mut found: Vec<_> = nearest
            .into_iter()
            .filter_map(|(area, squared)| Some((AreaId::from_code(area + 1)?, squared.sqrt())))
            .collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1));
        found
    }

    /// Whether any area's boundary is within a distance of the point. Cheaper than
    /// [`nearest`](Self::nearest), most of all if none is near.
    pub fn is_within(&self, point: Coord<f64>, distance: f64) -> bool {
        let mut is_within = false;
        self.search(point, distance * distance, |_, _| {
            is_within = true;
            // No squared distance is less than this, so the search ends.
            -1.0
        });
        is_within
    }

    /// Calls `found` with each edge of the pieces within a squared distance of a point, and with
    /// its own squared distance. `found` returns the squared distance up to which to continue.
    pub(crate) fn edges_within(
        &self,
        at: Coord<f64>,
        reach: f64,
        mut found: impl FnMut([Coord<f64>; 2], f64) -> f64,
    ) {
        self.tree.search(at, reach, &mut |leaf, _, mut reach| {
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

    /// Squared distance from a point to the nearest edge of a piece.
    fn squared_distance(&self, piece: Piece, at: Coord<f64>) -> f64 {
        let edges = self.vertices[piece.range()].windows(2);
        edges
            .map(|edge| squared_distance(at, [edge[0], edge[1]]))
            .fold(f64::INFINITY, f64::min)
    }

    /// Calls `found` with the areas of each piece that has an edge within a squared distance, and
    /// with the squared distance of its nearest edge; nearer pieces mostly come first. `found`
    /// returns the squared distance up to which to continue.
    fn search(&self, at: Coord<f64>, reach: f64, mut found: impl FnMut([u32; 2], f64) -> f64) {
        self.tree.search(at, reach, &mut |leaf, _, reach| {
            let piece = self.pieces[leaf];
            let squared = self.squared_distance(piece, at);
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

/// Converts a position among vertices, of which there are no more than [`MAX_VERTICES`].
fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
