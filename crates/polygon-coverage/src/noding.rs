//! [`node_coverage`]: makes neighbours match vertex for vertex where they already nearly do.

use std::collections::{HashMap, HashSet};

use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon};
use rstar::{AABB, RTree};

use crate::AreaId;
use crate::measure::edges;
use crate::vertex::Vertex;

/// Vertex that was inserted into an area's boundary, or moved, to match a neighbour's.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Noded {
    /// The area whose boundary changed.
    pub area: AreaId,
    /// The vertex, where it is now.
    pub at: Coord<f64>,
    /// Distance that the boundary moved there, in the unit of the coordinates.
    pub moved: f64,
}

/// Merges vertices that are within `tolerance` of each other, then inserts into each boundary the
/// vertices that other areas have within `tolerance` of it. Returns every change.
///
/// Meant for layers whose boundaries were computed twice and differ in the last digit. The
/// tolerance is in the unit of the coordinates, any planar ones. Neither step moves anything by
/// more than the tolerance, and wider overlaps and gaps remain:
/// [`CoverageReport`](crate::CoverageReport) finds those. O(n log n).
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::noding::node_coverage;
/// use polygon_coverage::{CoverageReport, PrecisionModel};
///
/// // Only the eastern squares have the corner in the middle.
/// let mut footprints: [MultiPolygon; 3] = [
///     polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 2.), (x: 0., y: 2.)].into(),
///     polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)].into(),
///     polygon![(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.), (x: 1., y: 2.)].into(),
/// ];
/// let noded = node_coverage(&mut footprints, 0.001);
/// assert_eq!((noded.len(), noded[0].area.index(), noded[0].moved), (1, 0, 0.0));
/// let each: Vec<_> = footprints.iter().collect();
/// let model = PrecisionModel::covering(each.iter().copied());
/// assert!(CoverageReport::of(&each, 0.0, model)?.is_coverage());
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
pub fn node_coverage(footprints: &mut [MultiPolygon<f64>], tolerance: f64) -> Vec<Noded> {
    let mut noded = Vec::new();
    merge_vertices(footprints, tolerance, &mut noded);
    insert_vertices(footprints, tolerance, &mut noded);
    noded
}

fn vertex_tree(footprints: &[MultiPolygon<f64>]) -> RTree<[f64; 2]> {
    let distinct: HashSet<Vertex> = footprints
        .iter()
        .flat_map(edges)
        .map(|[from, _]| from.into())
        .collect();
    let mut points: Vec<[f64; 2]> = distinct
        .into_iter()
        .map(|vertex| [vertex.coord().x, vertex.coord().y])
        .collect();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    RTree::bulk_load(points)
}

fn merge_vertices(footprints: &mut [MultiPolygon<f64>], tolerance: f64, noded: &mut Vec<Noded>) {
    let tree = vertex_tree(footprints);
    let mut moves: HashMap<Vertex, Coord<f64>> = HashMap::new();
    for point in &tree {
        let first = tree
            .locate_within_distance(*point, tolerance * tolerance)
            .min_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])))
            .unwrap_or(point);
        if first != point {
            let from = Coord {
                x: point[0],
                y: point[1],
            };
            moves.insert(
                from.into(),
                Coord {
                    x: first[0],
                    y: first[1],
                },
            );
        }
    }
    if moves.is_empty() {
        return;
    }
    for (area, footprint) in AreaId::first(footprints.len()).zip(footprints) {
        for [from, _] in edges(footprint) {
            if let Some(&at) = moves.get(&from.into()) {
                noded.push(Noded {
                    area,
                    at,
                    moved: (at.x - from.x).hypot(at.y - from.y),
                });
            }
        }
        let mut moved = footprint.map_coords(|coord| *moves.get(&coord.into()).unwrap_or(&coord));
        for polygon in &mut moved.0 {
            polygon.exterior_mut(|ring| ring.0.dedup());
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| ring.0.dedup()));
        }
        *footprint = moved;
    }
}

fn insert_vertices(footprints: &mut [MultiPolygon<f64>], tolerance: f64, noded: &mut Vec<Noded>) {
    let tree = vertex_tree(footprints);
    let directed: HashSet<[Vertex; 2]> = footprints
        .iter()
        .flat_map(edges)
        .map(|[from, to]| [from.into(), to.into()])
        .collect();
    // Edges that a neighbour has in the opposite direction match already. A ring may wind
    // either way, so one of the two directions is the area's own.
    let matched = |from: Coord<f64>, to: Coord<f64>| {
        let [from, to] = [from, to].map(Vertex::from);
        directed.contains(&[from, to]) && directed.contains(&[to, from])
    };
    for (area, footprint) in AreaId::first(footprints.len()).zip(footprints) {
        let mut with_nodes = |ring: &LineString<f64>| {
            let mut coords = Vec::with_capacity(ring.0.len());
            for pair in ring.0.windows(2) {
                coords.push(pair[0]);
                if !matched(pair[0], pair[1]) {
                    for (at, moved) in nodes_of_edge(&tree, pair[0], pair[1], tolerance) {
                        noded.push(Noded { area, at, moved });
                        coords.push(at);
                    }
                }
            }
            coords.extend(ring.0.last());
            LineString::new(coords)
        };
        *footprint = footprint
            .iter()
            .map(|polygon| {
                Polygon::new(
                    with_nodes(polygon.exterior()),
                    polygon.interiors().iter().map(&mut with_nodes).collect(),
                )
            })
            .collect();
    }
}

/// The vertices within `tolerance` of an edge, in order along it, each with its distance from it.
fn nodes_of_edge(
    tree: &RTree<[f64; 2]>,
    from: Coord<f64>,
    to: Coord<f64>,
    tolerance: f64,
) -> Vec<(Coord<f64>, f64)> {
    let along = to - from;
    let squared = along.x * along.x + along.y * along.y;
    let margin = tolerance;
    let bounding_box = AABB::from_corners(
        [from.x.min(to.x) - margin, from.y.min(to.y) - margin],
        [from.x.max(to.x) + margin, from.y.max(to.y) + margin],
    );
    let mut found: Vec<(f64, Coord<f64>, f64)> = tree
        .locate_in_envelope(bounding_box)
        .map(|point| Coord {
            x: point[0],
            y: point[1],
        })
        .filter(|vertex| *vertex != from && *vertex != to)
        .filter_map(|vertex| {
            let offset = vertex - from;
            let position = (offset.x * along.x + offset.y * along.y) / squared;
            let distance = (offset.x * along.y - offset.y * along.x).abs() / squared.sqrt();
            (position > 0.0 && position < 1.0 && distance <= tolerance)
                .then_some((position, vertex, distance))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found
        .into_iter()
        .map(|(_, vertex, distance)| (vertex, distance))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CoverageReport, PrecisionModel};
    use geo::polygon;

    #[test]
    fn neighbours_that_nearly_match_are_made_to_match_whichever_way_they_wind() {
        // The area on the right has a vertex half a millimetre off the edge of the one on the left.
        let left = polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)];
        let right = polygon![
            (x: 10., y: 0.), (x: 20., y: 0.), (x: 20., y: 10.), (x: 10., y: 10.), (x: 10.0005, y: 5.)
        ];
        let wound = |polygon: &Polygon<f64>, reverse: bool| {
            let mut polygon = polygon.clone();
            if reverse {
                polygon.exterior_mut(|ring| ring.0.reverse());
            }
            MultiPolygon::from(polygon)
        };
        for [one, other] in [[false; 2], [true, false], [false, true], [true; 2]] {
            let mut areas = [wound(&left, one), wound(&right, other)];
            let noded = node_coverage(&mut areas, 0.002);
            assert_eq!(noded.len(), 1, "{one} {other}");
            assert_eq!(noded[0].area, 0);
            assert!((noded[0].moved - 0.0005).abs() < 1e-9);
            let areas_now = areas.each_ref();
            let model = PrecisionModel::covering(areas_now);
            assert!(
                CoverageReport::of(&areas_now, 0.0, model)
                    .unwrap()
                    .is_coverage()
            );
            let size: f64 = areas.iter().map(crate::measure::unsigned_area).sum();
            assert!((size - 200.0).abs() < 1e-9);
        }
    }
}
