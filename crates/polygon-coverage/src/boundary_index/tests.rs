//! Claims about the boundary index: shared edges are stored once, and every answer is that of
//! trying every edge, bit for bit.

use geo::{MultiPolygon, polygon};
use proptest::prelude::*;

use super::*;
use crate::measure::edges;

/// Squared distance to each area's boundary, by trying every edge.
fn by_brute_force(areas: &[MultiPolygon<f64>], point: Coord<f64>) -> Vec<f64> {
    let minimum = |area: &MultiPolygon<f64>| {
        edges(area)
            .map(|edge| squared_distance(point, edge))
            .fold(f64::INFINITY, f64::min)
    };
    areas.iter().map(minimum).collect()
}

fn id(position: usize) -> AreaId {
    AreaId::new(position).unwrap()
}

fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
    polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)]
        .into()
}

fn point(x: f64, y: f64) -> Coord<f64> {
    Coord { x, y }
}

#[test]
fn an_edge_that_two_areas_share_is_kept_once_and_is_both_areas() {
    let index = BoundaryIndex::build(&[square(10., 10., 5.), square(15., 10., 5.)]).unwrap();
    let retained: usize = index
        .pieces
        .iter()
        .map(|piece| piece.range().len() - 1)
        .sum();
    assert_eq!(retained, 7);
    assert_eq!(index.nearest(point(16., 12.)), Some((id(0), 1.0)));
    assert_eq!(
        index.within(point(16., 12.), 1.0),
        [(id(0), 1.0), (id(1), 1.0)]
    );
}

#[test]
fn an_edge_of_three_areas_is_all_of_theirs() {
    let same = square(10., 10., 5.);
    let index = BoundaryIndex::build(&[same.clone(), same.clone(), same]).unwrap();
    assert_eq!(
        index.within(point(11., 12.), 1.0),
        [(id(0), 1.0), (id(1), 1.0), (id(2), 1.0)]
    );
}

#[test]
fn a_layer_without_areas_has_no_boundary() {
    for areas in [vec![], vec![MultiPolygon::new(vec![])]] {
        let index = BoundaryIndex::build(&areas).unwrap();
        assert_eq!(index.nearest(point(1., 1.)), None);
        assert_eq!(index.within(point(1., 1.), 1e9), []);
        assert!(!index.is_within(point(1., 1.), 1e9));
    }
}

/// Generates squares on a grid: many share edges and corners, others overlap or lie apart.
fn layers() -> impl Strategy<Value = Vec<MultiPolygon<f64>>> {
    let one = (0_u8..20, 0_u8..20, 1_u8..5, 1_u8..4);
    prop::collection::vec(one, 1..120).prop_map(|squares| {
        let made = squares.into_iter().map(|(x, y, side, cells)| {
            let step = f64::from(side) / f64::from(cells);
            let corner = |x: u8| 0.1 + f64::from(x);
            // Some sides have vertices along them, and some have not.
            let along = |from: [f64; 2], by: [f64; 2]| {
                (0..cells).map(move |cell| {
                    let so_far = step * f64::from(cell);
                    Coord {
                        x: from[0] + by[0] * so_far,
                        y: from[1] + by[1] * so_far,
                    }
                })
            };
            let (west, south) = (corner(x), corner(y));
            let (east, north) = (corner(x + side), corner(y + side));
            let ring = along([west, south], [1., 0.])
                .chain(along([east, south], [0., 1.]))
                .chain(along([east, north], [-1., 0.]))
                .chain(along([west, north], [0., -1.]));
            geo::Polygon::new(ring.collect(), vec![]).into()
        });
        made.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_that_of_brute_force_bit_for_bit(
        areas in layers(),
        places in prop::collection::vec((0.0..30.0_f64, 0.0..30.0_f64, 0.0..4.0_f64), 20),
    ) {
        let index = BoundaryIndex::build(&areas).unwrap();
        // Also at grid points, where many edges are equally near.
        let halves = places.iter().map(|&(x, y, reach)| ((x * 2.0).round() / 2.0 + 0.1, (y * 2.0).round() / 2.0 + 0.1, reach));
        for (x, y, reach) in places.iter().copied().chain(halves) {
            let at = point(x, y);
            let squared = by_brute_force(&areas, at);
            let minimum = squared.iter().copied().fold(f64::INFINITY, f64::min);
            let first = squared.iter().position(|&other| other == minimum).unwrap();
            prop_assert_eq!(index.nearest(at), Some((id(first), minimum.sqrt())));
            let mut within: Vec<_> = (0..areas.len())
                .filter(|&area| squared[area] <= reach * reach)
                .map(|area| (id(area), squared[area].sqrt()))
                .collect();
            within.sort_by(|a, b| a.1.total_cmp(&b.1));
            prop_assert_eq!(index.is_within(at, reach), !within.is_empty());
            for (area, squared) in squared.iter().map(|squared| squared.sqrt()).enumerate() {
                let own = Some(squared).filter(|distance| distance.is_finite());
                prop_assert_eq!(index.nearest_of(id(area), at, f64::INFINITY), own);
                prop_assert_eq!(index.nearest_of(id(area), at, reach), own.filter(|&own| own <= reach));
            }
            prop_assert_eq!(index.within(at, reach), within);
        }
    }
}
