//! Claims about arrangements: faces, areas and side labels are right where footprints cross, touch,
//! nest or coincide, compared with point containment and with `geo`'s overlay.

use std::collections::BTreeMap;

use geo::{BooleanOps, LineString, Polygon, Validation, polygon};
use proptest::prelude::*;

use super::*;
use crate::containment::contains;
use crate::measure::unsigned_area;
use crate::precision::millimetres;

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
    polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]
        .into()
}

fn ids(positions: &[usize]) -> Vec<AreaId> {
    positions.iter().copied().filter_map(AreaId::new).collect()
}

fn faces(footprints: &[&MultiPolygon<f64>]) -> Vec<(Vec<usize>, f64)> {
    let arrangement = Arrangement::new(footprints, millimetres()).unwrap();
    let mut faces: Vec<_> = arrangement
        .faces()
        .map(|face| {
            assert!((unsigned_area(&face.footprint()) - face.area()).abs() < 1e-6);
            (
                face.areas().iter().map(|area| area.index()).collect(),
                face.area(),
            )
        })
        .collect();
    faces.sort_by(|one, other| one.partial_cmp(other).unwrap());
    faces
}

#[test]
fn one_square_has_one_face() {
    assert_eq!(faces(&[&rectangle(0., 0., 2., 1.)]), [(vec![0], 2.0)]);
}

#[test]
fn squares_that_cross_have_three_faces() {
    let found = faces(&[&rectangle(0., 0., 2., 2.), &rectangle(1., 1., 3., 3.)]);
    assert_eq!(found, [(vec![0], 3.0), (vec![0, 1], 1.0), (vec![1], 3.0)]);
}

#[test]
fn the_same_square_twice_has_one_face() {
    let square = rectangle(0., 0., 2., 2.);
    assert_eq!(faces(&[&square, &square]), [(vec![0, 1], 4.0)]);
}

#[test]
fn edges_that_lie_along_each_other_become_one() {
    // Same line, with other vertices on it.
    let right =
        polygon![(x: 2., y: -1.), (x: 4., y: -1.), (x: 4., y: 3.), (x: 2., y: 3.), (x: 2., y: 1.5)];
    let found = faces(&[&rectangle(0., 0., 2., 2.), &right.into()]);
    assert_eq!(found, [(vec![0], 4.0), (vec![1], 8.0)]);
}

#[test]
fn what_is_level_with_a_vertex_where_a_hole_touches_lies_outside_the_hole() {
    let with_hole = polygon!(
        exterior: [(x: 0., y: 0.), (x: 30., y: 20.), (x: 5., y: 20.)],
        interiors: [[(x: 0., y: 0.), (x: 10., y: 15.), (x: 20., y: 15.)]],
    );
    let neighbour = rectangle(50., 0., 52., 2.);
    let found = faces(&[&with_hole.into(), &neighbour]);
    assert_eq!(found, [(vec![], 75.0), (vec![0], 175.0), (vec![1], 4.0)]);
}

#[test]
fn islands_lie_in_what_is_around_them() {
    let found = faces(&[
        &rectangle(0., 0., 10., 10.),
        &rectangle(2., 2., 8., 8.),
        &rectangle(4., 4., 6., 6.),
        &rectangle(20., 4., 21., 5.),
    ]);
    assert_eq!(
        found,
        [
            (vec![0], 64.0),
            (vec![0, 1], 32.0),
            (vec![0, 1, 2], 4.0),
            (vec![3], 1.0)
        ]
    );
}

#[test]
fn a_gap_is_a_face_in_no_area() {
    let ring = Polygon::new(
        rectangle(0., 0., 4., 4.).0[0].exterior().clone(),
        vec![rectangle(1., 1., 3., 3.).0[0].exterior().clone()],
    );
    let found = faces(&[&ring.into(), &rectangle(1., 1., 2., 3.)]);
    assert_eq!(found, [(vec![], 2.0), (vec![0], 12.0), (vec![1], 2.0)]);
}

#[test]
fn parts_that_touch_in_a_point_stay_apart() {
    let found = faces(&[&rectangle(0., 0., 1., 1.), &rectangle(1., 1., 2., 2.)]);
    assert_eq!(found, [(vec![0], 1.0), (vec![1], 1.0)]);
}

#[test]
fn a_ring_that_crosses_itself_is_taken_by_the_even_odd_rule() {
    let bow: MultiPolygon<f64> =
        polygon![(x: 0., y: 0.), (x: 2., y: 2.), (x: 2., y: 0.), (x: 0., y: 2.)].into();
    assert_eq!(faces(&[&bow]), [(vec![0], 1.0), (vec![0], 1.0)]);
}

#[test]
fn three_lines_through_one_point_meet_there_once() {
    let star = |points: [(f64, f64); 3]| {
        MultiPolygon::from(Polygon::new(LineString::from(points.to_vec()), vec![]))
    };
    let footprints = [
        star([(0., 0.), (9., 9.), (9., 20.)]),
        star([(0., 9.), (9., 0.), (20., 0.)]),
        star([(0., 3.), (9., 6.), (0., 20.)]),
    ];
    let all: Vec<_> = footprints.iter().collect();
    let total: f64 = faces(&all)
        .iter()
        .map(|(areas, size)| size * f64::from(u8::try_from(areas.len()).unwrap()))
        .sum();
    let expected: f64 = footprints.iter().map(unsigned_area).sum();
    assert!((total - expected).abs() < 1e-9, "{total} {expected}");
}

#[test]
fn coordinates_beyond_the_grid_are_refused() {
    let far = rectangle(0., 0., 1e9, 1.);
    assert!(Arrangement::new(&[&far], millimetres()).is_err());
}

/// Generates star-shaped polygons on a coarse grid, so that vertices, edges and crossings often
/// coincide.
fn star() -> impl Strategy<Value = MultiPolygon<f64>> {
    (-4..4_i8, -4..4_i8, prop::collection::vec(1..6_u8, 3..9)).prop_map(|(x, y, radii)| {
        let count = f64::from(u8::try_from(radii.len()).unwrap());
        let ring = (0_u8..).zip(&radii).map(|(i, &radius)| {
            let angle = f64::from(i) / count * std::f64::consts::TAU;
            (
                f64::from(x) + (angle.cos() * f64::from(radius)).round(),
                f64::from(y) + (angle.sin() * f64::from(radius)).round(),
            )
        });
        Polygon::new(LineString::from(ring.collect::<Vec<_>>()), vec![]).into()
    })
}

proptest! {
    #[test]
    fn every_place_is_in_the_face_of_its_areas(
        footprints in prop::collection::vec(star(), 1..5),
        places in prop::collection::vec((-9.0..9.0, -9.0..9.0), 20),
    ) {
        let arrangement = Arrangement::new(&footprints.iter().collect::<Vec<_>>(), millimetres()).unwrap();
        let faces: Vec<_> = arrangement.faces().map(|face| (face.areas(), face.footprint())).collect();
        for (x, y) in places {
            let place = Coord { x, y };
            let areas: Vec<AreaId> = (0..).zip(&footprints)
                .filter(|(_, footprint)| contains(footprint, place))
                .filter_map(|(area, _)| AreaId::new(area))
                .collect();
            let found: Vec<&[AreaId]> = faces.iter()
                .filter(|(_, footprint)| contains(footprint, place))
                .map(|(areas, _)| *areas)
                .collect();
            let expected: Vec<&[AreaId]> = if found.is_empty() && areas.is_empty() { vec![] } else { vec![&areas] };
            prop_assert_eq!(found, expected, "{:?}", place);
        }
    }

    #[test]
    fn areas_in_common_are_those_of_an_independent_overlay(one in star(), other in star()) {
        prop_assume!(one.is_valid() && other.is_valid());
        let arrangement = Arrangement::new(&[&one, &other], millimetres()).unwrap();
        let mut areas: BTreeMap<&[AreaId], f64> = BTreeMap::new();
        for face in arrangement.faces() {
            *areas.entry(face.areas()).or_default() += face.area();
        }
        let common = areas.get(&ids(&[0, 1])[..]).copied().unwrap_or_default();
        prop_assert!((common - unsigned_area(&one.intersection(&other))).abs() < 1e-4);
        let of_one = areas.get(&ids(&[0])[..]).copied().unwrap_or_default() + common;
        prop_assert!((of_one - unsigned_area(&one)).abs() < 1e-9);
    }

    #[test]
    fn the_two_sides_of_an_arc_differ_by_the_areas_that_it_bounds(
        footprints in prop::collection::vec(star(), 1..5),
    ) {
        let arrangement = Arrangement::new(&footprints.iter().collect::<Vec<_>>(), millimetres()).unwrap();
        let mut of_faces = 0.0;
        for arc in arrangement.arcs() {
            let [left, right] = arc.sides().map(Face::areas);
            let mut differ: Vec<AreaId> = left.iter().filter(|area| !right.contains(area))
                .chain(right.iter().filter(|area| !left.contains(area))).copied().collect();
            differ.sort_unstable();
            prop_assert_eq!(&differ, arc.bounds());
            of_faces += 2.0 * arc.length();
        }
        let outside = arrangement.face(OUTSIDE).perimeter();
        let perimeters: f64 = arrangement.faces().map(Face::perimeter).sum();
        prop_assert!((perimeters + outside - of_faces).abs() < 1e-6);
    }
}
