//! Claims about deviations: textbook values, symmetry and the triangle inequality, and agreement
//! with sampling every centimetre.

use geo::{HausdorffDistance, MultiPolygon, coord, polygon};
use proptest::prelude::*;

use super::*;
use crate::measure::{distance_to_edge, edges};
use crate::precision::millimetres;

type Edge = [Coord<f64>; 2];

fn path(places: &[(f64, f64)]) -> Vec<Edge> {
    let coord = |&(x, y): &(f64, f64)| coord! { x: x, y: y };
    let places: Vec<_> = places.iter().map(coord).collect();
    places.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

fn between(from: &[Edge], to: &[Edge], tolerance: f64) -> Deviation {
    let to = BoundaryIndex::from_edges(to).unwrap();
    deviation(from, &to, tolerance, millimetres()).unwrap()
}

fn is_close(found: f64, should: f64) -> bool {
    (found - should).abs() <= 1e-4
}

#[test]
fn a_vertex_in_the_middle_of_a_side_makes_no_difference() {
    let square: MultiPolygon<f64> =
        polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)].into();
    let with_extra_vertex: MultiPolygon<f64> =
        polygon![(x: 0., y: 0.), (x: 5., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)]
            .into();
    let [one, other] = [&square, &with_extra_vertex].map(|area| edges(area).collect::<Vec<_>>());
    for found in [between(&one, &other, 0.0), between(&other, &one, 0.0)] {
        assert!(
            is_close(found.hausdorff, 0.0) && is_close(found.mean, 0.0),
            "{found:?}"
        );
        assert!(
            is_close(found.within, 40.0) && is_close(found.apart, 0.0),
            "{found:?}"
        );
    }
    // Measured from vertex to vertex, the distance differs.
    assert_eq!(square.hausdorff_distance(&with_extra_vertex), 5.0);
}

#[test]
fn the_furthest_place_may_be_in_the_middle_of_an_edge() {
    // Two posts at the same distance from the middle of the line.
    let posts = [path(&[(0., 3.), (0., 9.)]), path(&[(8., 3.), (8., 9.)])].concat();
    let found = between(&path(&[(0., 0.), (8., 0.)]), &posts, 4.0);
    assert!(is_close(found.hausdorff, 5.0), "{found:?}");
    assert!(is_close(found.at.x, 4.0) && found.at.y == 0.0, "{found:?}");
    // √(16 - 9) from either end.
    assert!(is_close(found.within, 2.0 * 7.0_f64.sqrt()), "{found:?}");
    // ∫√(x² + 9) from 0 to 4 is 10 + 4.5 asinh(4/3).
    let mean = (10.0 + 4.5 * (4.0_f64 / 3.0).asinh()) / 4.0;
    assert!(is_close(found.mean, mean), "{found:?}, not {mean}");
}

#[test]
fn lines_side_by_side_are_as_far_apart_as_they_are() {
    let [one, other] = [0.0, 50.0].map(|north| path(&[(0., north), (70., north), (100., north)]));
    for (tolerance, within) in [(49.9, 0.0), (50.0, 100.0), (50.1, 100.0)] {
        let found = between(&one, &other, tolerance);
        assert!(
            is_close(found.hausdorff, 50.0) && is_close(found.mean, 50.0),
            "{found:?}"
        );
        assert!(
            is_close(found.within, within) && is_close(found.length(), 100.0),
            "{found:?}"
        );
    }
}

#[test]
fn lines_that_cross_are_no_distance_apart_there() {
    let found = between(
        &path(&[(0., -3.), (0., 1.)]),
        &path(&[(-9., 0.), (9., 0.)]),
        0.5,
    );
    assert!(
        is_close(found.hausdorff, 3.0) && is_close(found.within, 1.0),
        "{found:?}"
    );
    assert!(is_close(found.mean, (4.5 + 0.5) / 4.0), "{found:?}");
    assert_eq!(
        (found.at, found.nearest),
        (coord! { x: 0., y: -3. }, coord! { x: 0., y: 0. })
    );
}

#[test]
fn each_direction_has_its_own_distance_and_together_the_larger_one() {
    let (short, long) = (path(&[(0., 0.), (10., 0.)]), path(&[(0., 1.), (30., 1.)]));
    let (forward, back) = (between(&short, &long, 5.0), between(&long, &short, 5.0));
    assert!(is_close(forward.hausdorff, 1.0), "{forward:?}");
    assert!(is_close(back.hausdorff, 401.0_f64.sqrt()), "{back:?}");
    for both in [forward.joined(back), back.joined(forward)] {
        assert_eq!(
            (both.hausdorff, both.at),
            (back.hausdorff, coord! { x: 30., y: 1. })
        );
        assert!(is_close(both.length(), 40.0), "{both:?}");
        let mean = (forward.mean * 10.0 + back.mean * 30.0) / 40.0;
        assert!(is_close(both.mean, mean), "{both:?}");
    }
}

#[test]
fn nothing_is_no_distance_away() {
    let line = path(&[(0., 0.), (10., 0.)]);
    let index = BoundaryIndex::from_edges(&line).unwrap();
    assert_eq!(deviation(&[], &index, 1.0, millimetres()), None);
    assert_eq!(
        deviation(&[[coord! { x: 1., y: 1. }; 2]], &index, 1.0, millimetres()),
        None
    );
    assert_eq!(
        deviation(
            &line,
            &BoundaryIndex::from_edges(&[]).unwrap(),
            1.0,
            millimetres()
        ),
        None
    );
}

#[test]
fn spokes_that_meet_in_a_place_are_all_as_near() {
    let spoke = |count: i32| {
        let angle = f64::from(count) * std::f64::consts::TAU / 500.0;
        path(&[(0., 0.), (100.0 * angle.cos(), 100.0 * angle.sin())])
    };
    let spokes: Vec<Edge> = (0..=250).flat_map(spoke).collect();
    let found = between(&path(&[(-50., -40.), (0., 0.), (50., -30.)]), &spokes, 10.0);
    assert!(is_close(found.hausdorff, 40.0), "{found:?}");
}

#[test]
fn a_circle_is_as_far_from_its_middle_everywhere() {
    let ring = |count: i32, radius: f64| {
        let angle = |step: i32| f64::from(step) * std::f64::consts::TAU / f64::from(count);
        let corner = |step: i32| (radius * angle(step).cos(), radius * angle(step).sin());
        path(&(0..=count).map(corner).collect::<Vec<_>>())
    };
    let found = between(&ring(64, 1.0), &ring(20_000, 100.0), 99.5);
    assert!((found.hausdorff - 99.0).abs() < 0.01, "{found:?}");
    assert!(is_close(found.apart, 0.0), "{found:?}");
}

/// Generates long lines among short ones, and far ones among near ones.
fn lines() -> impl Strategy<Value = Vec<Edge>> {
    let place = (0_u16..600, 0_u16..600).prop_map(|(x, y)| {
        coord! {
            x: 340_000.0 + f64::from(x) / 10.0, y: 450_000.0 + f64::from(y) / 10.0
        }
    });
    let step = (-30_i8..30, -30_i8..30).prop_map(|(x, y)| {
        coord! {
            x: f64::from(x) / 10.0, y: f64::from(y) / 10.0
        }
    });
    let line = (
        place,
        prop::collection::vec(step, 1..8),
        prop_oneof![Just(1.0), Just(8.0)],
    );
    prop::collection::vec(line, 1..5).prop_map(|lines| {
        let path = |(start, steps, factor): (Coord<f64>, Vec<Coord<f64>>, f64)| {
            let mut at = start;
            let mut line = Vec::new();
            for step in steps {
                let next = at + step * factor;
                line.push([at, next]);
                at = next;
            }
            line
        };
        lines
            .into_iter()
            .flat_map(path)
            .filter(|[from, to]| from != to)
            .collect()
    })
}

/// Divides each edge into centimetres: the middle of each, with its length.
fn densified(edges: &[Edge]) -> impl Iterator<Item = (Coord<f64>, f64)> {
    edges.iter().flat_map(|&[from, to]| {
        let length = (to - from).x.hypot((to - from).y);
        let count = (length * 100.0).ceil().max(1.0);
        std::iter::successors(Some(0.5), |part| Some(part + 1.0))
            .take_while(move |part| *part < count)
            .map(move |part| (from + (to - from) * (part / count), length / count))
    })
}

fn by_brute_force(at: Coord<f64>, to: &[Edge]) -> f64 {
    to.iter()
        .map(|&edge| distance_to_edge(at, edge))
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_as_every_centimetre_tells(from in lines(), to in lines(), tolerance in 0.0..20.0_f64) {
        prop_assume!(!from.is_empty() && !to.is_empty());
        let found = between(&from, &to, tolerance);
        let (mut furthest, mut integral, mut length) = (0.0_f64, 0.0, 0.0);
        // The length that is surely within, and the length that may be.
        let mut within = [0.0; 2];
        for (at, metres) in densified(&from) {
            let distance = by_brute_force(at, &to);
            furthest = furthest.max(distance);
            integral += distance * metres;
            length += metres;
            for (sum, slack) in within.iter_mut().zip([-0.0051, 0.0051]) {
                if distance <= tolerance + slack {
                    *sum += metres;
                }
            }
        }
        // No point is further away, and the furthest is within half a centimetre of a sample.
        prop_assert!(furthest <= found.hausdorff + 1e-4, "{furthest} sampled, {found:?}");
        prop_assert!(found.hausdorff <= furthest + 0.0051, "{furthest} sampled, {found:?}");
        prop_assert!((by_brute_force(found.at, &to) - found.hausdorff).abs() < 1e-6);
        let away = found.at - found.nearest;
        prop_assert!((away.x.hypot(away.y) - found.hausdorff).abs() < 1e-6);
        prop_assert!(by_brute_force(found.at, &from) < 1e-6 && by_brute_force(found.nearest, &to) < 1e-6);
        prop_assert!((found.mean - integral / length).abs() < 2e-3, "{} by centimetres, {found:?}", integral / length);
        prop_assert!((found.length() - length).abs() < 1e-6);
        prop_assert!((within[0] - 1e-6..=within[1] + 1e-6).contains(&found.within), "{within:?}, {found:?}");
    }

    #[test]
    fn the_order_and_direction_of_edges_do_not_matter(from in lines(), to in lines()) {
        prop_assume!(!from.is_empty() && !to.is_empty());
        let turned = |edges: &[Edge]| edges.iter().rev().map(|&[a, b]| [b, a]).collect::<Vec<_>>();
        let (one, other) = (between(&from, &to, 3.0), between(&turned(&from), &turned(&to), 3.0));
        prop_assert!((one.hausdorff - other.hausdorff).abs() < 1e-4, "{one:?}, {other:?}");
        prop_assert!((one.mean - other.mean).abs() < 1e-4, "{one:?}, {other:?}");
        prop_assert!((one.within - other.within).abs() < 1e-3, "{one:?}, {other:?}");
    }

    #[test]
    fn no_detour_is_shorter(a in lines(), b in lines(), c in lines()) {
        prop_assume!(![&a, &b, &c].iter().any(|lines| lines.is_empty()));
        let metres = |from: &[Edge], to: &[Edge]| between(from, to, 0.0).hausdorff;
        prop_assert!(metres(&a, &c) <= metres(&a, &b) + metres(&b, &c) + 1e-4);
        prop_assert!(metres(&a, &a) < 1e-4);
    }

    #[test]
    fn more_lines_are_no_further_away(from in lines(), to in lines(), more in lines()) {
        prop_assume!(!from.is_empty() && !to.is_empty());
        let (few, many) = (between(&from, &to, 3.0), between(&from, &[to, more].concat(), 3.0));
        prop_assert!(many.hausdorff <= few.hausdorff + 1e-4);
        prop_assert!(many.mean <= few.mean + 1e-4 && many.within >= few.within - 1e-3);
    }
}
