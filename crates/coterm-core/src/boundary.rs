use std::collections::BTreeMap;

use geo::MultiPolygon;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::GridPoint;

/// Finds how far a point is from the boundaries of a layer's areas.
///
/// An R*-tree over every edge; O(log n) a question. Distances are metres on the
/// plane of the grid, to the edge itself and not to its nearest vertex.
#[derive(Debug)]
pub struct BoundaryIndex {
    edges: RTree<GeomWithData<Line<[f64; 2]>, usize>>,
}

impl BoundaryIndex {
    /// An index of the footprints' edges; areas are named by their position.
    pub fn new<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let edges = footprints
            .into_iter()
            .enumerate()
            .flat_map(|(area, footprint)| {
                crate::edges(footprint).map(move |[from, to]| {
                    GeomWithData::new(Line::new([from.x, from.y], [to.x, to.y]), area)
                })
            })
            .collect();
        Self {
            edges: RTree::bulk_load(edges),
        }
    }

    /// Metres to the nearest boundary of any area, and whose it is (the first by
    /// position where areas share the edge). `None` for a layer without areas.
    ///
    /// Within an area of a coverage this is the distance to that area's own
    /// boundary: no other boundary can be reached without crossing it.
    pub fn nearest(&self, point: GridPoint) -> Option<(usize, f64)> {
        let at = [point.easting(), point.northing()];
        let distance = self
            .edges
            .nearest_neighbor_iter_with_distance_2(at)
            .next()?
            .1;
        let area = self
            .edges
            .nearest_neighbor_iter_with_distance_2(at)
            .take_while(|&(_, other)| other <= distance)
            .map(|(edge, _)| edge.data)
            .min()?;
        Some((area, distance.sqrt()))
    }

    /// Every area whose boundary comes within so many metres of the point, with
    /// the distance, nearest first.
    pub fn within(&self, point: GridPoint, metres: f64) -> Vec<(usize, f64)> {
        let at = [point.easting(), point.northing()];
        let mut nearest = BTreeMap::new();
        for (edge, squared) in self
            .edges
            .nearest_neighbor_iter_with_distance_2(at)
            .take_while(|&(_, squared)| squared <= metres * metres)
        {
            nearest.entry(edge.data).or_insert_with(|| squared.sqrt());
        }
        let mut found: Vec<_> = nearest.into_iter().collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1));
        found
    }
}
