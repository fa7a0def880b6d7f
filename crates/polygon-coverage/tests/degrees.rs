//! Claims about coverages in degrees: the crate does not depend on metres, so lookups, distances,
//! reports and deviations are as exact as in metres.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::containment::locate_by_brute_force;
use polygon_coverage::deviation::deviation;
use polygon_coverage::measure::{distance_to_edge, edges};
use polygon_coverage::{BoundaryIndex, CoverageReport, PointIndex, PrecisionModel};
use proptest::prelude::*;

const SIDE: usize = 5;

/// Coverage of triangles over a square of half a degree. Its inner vertices are moved by less than
/// would turn a triangle over.
fn triangles(moves: &[(f64, f64)]) -> Vec<MultiPolygon<f64>> {
    let vertex = |column: usize, row: usize| {
        let inner = (1..SIDE).contains(&column) && (1..SIDE).contains(&row);
        let (dx, dy) = if inner {
            moves[(row - 1) * (SIDE - 1) + column - 1]
        } else {
            (0.0, 0.0)
        };
        #[expect(clippy::cast_precision_loss, reason = "a few")]
        let at = |step: usize, moved: f64| (step as f64 + moved) * 0.1;
        Coord {
            x: -3.0 + at(column, dx),
            y: 54.0 + at(row, dy),
        }
    };
    let cells = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (column, row)));
    cells
        .flat_map(|(x, y)| {
            let [a, b, c, d] = [
                vertex(x, y),
                vertex(x + 1, y),
                vertex(x + 1, y + 1),
                vertex(x, y + 1),
            ];
            [[a, b, c], [a, c, d]]
        })
        .map(|ring| Polygon::new(LineString(ring.to_vec()), Vec::new()).into())
        .collect()
}

fn moves() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((-0.15..0.15_f64, -0.15..0.15_f64), (SIDE - 1) * (SIDE - 1))
}

proptest! {
    #[test]
    fn points_and_distances_in_degrees_are_those_of_brute_force(
        moves in moves(),
        places in prop::collection::vec((-3.1..-2.4_f64, 53.9..54.6_f64), 40),
    ) {
        let areas = triangles(&moves);
        let index = PointIndex::build(&areas).unwrap();
        prop_assert!(index.is_coverage());
        let boundaries = BoundaryIndex::build(&areas).unwrap();
        let all: Vec<_> = areas.iter().flat_map(edges).collect();
        let ends = all.iter().flat_map(|&[from, to]| [from, (from + to) / 2.0]);
        for place in places.into_iter().map(Coord::from).chain(ends) {
            prop_assert_eq!(index.locate(place), locate_by_brute_force(&areas, place));
            let nearest = all.iter().map(|&edge| distance_to_edge(place, edge));
            let nearest = nearest.fold(f64::INFINITY, f64::min);
            let found = boundaries.nearest(place).map(|(_, distance)| distance);
            prop_assert_eq!(found, Some(nearest));
        }
    }

    #[test]
    fn a_coverage_in_degrees_is_one_and_an_overlap_of_a_metre_is_none(moves in moves()) {
        let mut areas = triangles(&moves);
        let report = |areas: &[MultiPolygon<f64>]| {
            let areas: Vec<_> = areas.iter().collect();
            let model = PrecisionModel::covering(areas.iter().copied());
            CoverageReport::of(&areas, 0.0, model).unwrap()
        };
        prop_assert!(report(&areas).is_coverage());
        // A degree of latitude is some 111 km.
        areas[7] = {
            let moved = |vertex: &Coord<f64>| Coord { y: vertex.y + 1e-5, ..*vertex };
            let ring: Vec<_> = areas[7].0[0].exterior().0.iter().map(moved).collect();
            Polygon::new(LineString(ring), Vec::new()).into()
        };
        prop_assert!(!report(&areas).is_coverage());
    }

    /// The distance in grid units is the same in degrees as in metres.
    #[test]
    fn deviations_scale_with_their_coordinates(
        line in prop::collection::vec((0.0..1e3_f64, 0.0..1e3_f64), 2..9),
        other in prop::collection::vec((0.0..1e3_f64, 0.0..1e3_f64), 2..9),
    ) {
        let scaled = |line: &[(f64, f64)], by: f64| -> Vec<[Coord<f64>; 2]> {
            let coords: Vec<Coord<f64>> =
                line.iter().map(|&(x, y)| Coord { x: x * by, y: y * by }).collect();
            coords.windows(2).map(|ends| [ends[0], ends[1]]).collect()
        };
        let found = |by: f64| {
            let to = BoundaryIndex::from_edges(&scaled(&other, by)).unwrap();
            let model = PrecisionModel::new(1_000.0 / by, Coord::zero());
            deviation(&scaled(&line, by), &to, 10.0 * by, model).unwrap()
        };
        let (metres, degrees) = (found(1.0), found(1e-5));
        prop_assert!((degrees.hausdorff * 1e5 - metres.hausdorff).abs() < 1e-3);
        prop_assert!((degrees.mean * 1e5 - metres.mean).abs() < 1e-3);
        prop_assert!((degrees.within * 1e5 - metres.within).abs() < 1e-2);
    }
}
