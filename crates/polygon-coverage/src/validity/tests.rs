//! Claims about validity: what is allowed, each fault with its ring and place, and that the result
//! does not depend on how a footprint is written.

use geo::{LineString, MapCoords, Polygon, coord};
use proptest::prelude::*;

use super::*;
use ValidityFault::{
    DisconnectedInterior, HoleOutsideShell, InvalidCoordinate, NestedHoles, NestedShells,
    RingSelfIntersection, SelfIntersection, TooFewPoints,
};

type Corners = [[i8; 2]];

fn ring(corners: &Corners) -> LineString<f64> {
    let corners = corners.iter().chain(corners.first());
    corners
        .map(|&[x, y]| (f64::from(x), f64::from(y)))
        .collect()
}

/// Builds a footprint of parts, each a list of rings whose first is the shell.
fn footprint(parts: &[&[&Corners]]) -> MultiPolygon<f64> {
    let part = |rings: &&[&Corners]| {
        let mut rings = rings.iter().map(|corners| ring(corners));
        let shell = rings.next().unwrap_or(LineString::new(Vec::new()));
        Polygon::new(shell, rings.collect())
    };
    parts.iter().map(part).collect()
}

fn faults(footprint: &MultiPolygon<f64>) -> Vec<ValidityFault> {
    let reasons = validity(footprint);
    reasons.into_iter().map(|reason| reason.fault).collect()
}

const SQUARE: &Corners = &[[0, 0], [10, 0], [10, 10], [0, 10]];

#[test]
fn rings_may_touch_in_points() {
    for valid in [
        &[&[SQUARE] as &[&Corners]] as &[&[&Corners]],
        // A hole's corner in the middle of the shell's edge, and on its corner.
        &[&[SQUARE, &[[0, 5], [2, 4], [2, 6]]]],
        &[&[SQUARE, &[[0, 0], [2, 1], [1, 2]]]],
        // The shell's corner in the middle of the hole's edge.
        &[&[
            &[[0, 0], [10, 0], [10, 10], [5, 5], [0, 10]],
            &[[3, 5], [4, 1], [7, 5]],
        ]],
        // Three holes at one point, and at the shell's corner.
        &[&[
            SQUARE,
            &[[5, 5], [4, 6], [3, 5]],
            &[[5, 5], [7, 4], [6, 3]],
            &[[5, 5], [7, 6], [6, 7]],
        ]],
        &[&[SQUARE, &[[0, 0], [3, 1], [3, 2]], &[[0, 0], [2, 3], [1, 3]]]],
        // A chain of holes that ends in the middle.
        &[&[
            SQUARE,
            &[[0, 5], [2, 4], [2, 6]],
            &[[2, 6], [4, 6], [4, 7]],
            &[[4, 6], [6, 5], [6, 7]],
        ]],
        // All corners of a hole are on other rings' edges, and the interior is still connected.
        &[&[SQUARE, &[[0, 5], [3, 4], [3, 6]], &[[3, 5], [4, 4], [4, 6]]]],
        // Parts that touch at corners and in the middle of an edge.
        &[&[SQUARE], &[&[[10, 10], [12, 10], [12, 12]]]],
        &[&[SQUARE], &[&[[10, 5], [12, 4], [12, 6]]]],
        // A part in another's hole, touching it everywhere that it can.
        &[
            &[SQUARE, &[[2, 2], [8, 2], [8, 8], [2, 8]]],
            &[&[[2, 2], [8, 5], [5, 8]]],
        ],
        // Corners on a line, and one corner twice.
        &[&[&[[0, 0], [5, 0], [5, 0], [10, 0], [10, 10], [0, 10]]]],
    ] {
        assert_eq!(validity(&footprint(valid)), [], "{valid:?}");
    }
}

#[test]
fn every_form_of_nothing_is_valid() {
    for empty in [
        &[] as &[&[&Corners]],
        &[&[]],
        &[&[&[]]],
        &[&[&[], &[]], &[]],
        &[&[SQUARE, &[]], &[&[]]],
    ] {
        assert_eq!(validity(&footprint(empty)), [], "{empty:?}");
    }
}

/// Parts, the expected fault, the part and ring that have it, and the place.
type Wrong = (
    &'static [&'static [&'static Corners]],
    ValidityFault,
    [usize; 2],
    [f64; 2],
);

const WRONG: &[Wrong] = &[
    (
        &[&[&[[0, 0], [4, 4], [0, 0]]]],
        TooFewPoints,
        [0, 0],
        [0., 0.],
    ),
    (&[&[&[[3, 3]]]], TooFewPoints, [0, 0], [3., 3.]),
    (
        &[&[&[[0, 0], [4, 4], [4, 0], [0, 4]]]],
        SelfIntersection,
        [0, 0],
        [2., 2.],
    ),
    // A spike, and the same ring twice.
    (
        &[&[&[[0, 0], [4, 0], [4, 4], [4, 6], [4, 4], [0, 4]]]],
        SelfIntersection,
        [0, 0],
        [4., 4.],
    ),
    (&[&[SQUARE, SQUARE]], SelfIntersection, [0, 0], [0., 0.]),
    // A hole that crosses the shell at corners of both.
    (
        &[&[
            &[[0, 0], [5, 0], [10, 0], [10, 10], [0, 10]],
            &[[5, 0], [7, 3], [10, 0], [7, -3]],
        ]],
        SelfIntersection,
        [0, 0],
        [5., 0.],
    ),
    // A shell turned inside out at a corner, and in the middle of an edge.
    (
        &[&[&[[0, 0], [10, 0], [5, 5], [7, 7], [3, 7], [5, 5]]]],
        RingSelfIntersection,
        [0, 0],
        [5., 5.],
    ),
    (
        &[&[&[[0, 0], [10, 0], [10, 10], [5, 0], [0, 10]]]],
        RingSelfIntersection,
        [0, 0],
        [5., 0.],
    ),
    (
        &[&[SQUARE, &[[20, 0], [21, 0], [21, 1]]]],
        HoleOutsideShell,
        [0, 1],
        [20., 0.],
    ),
    (
        &[&[&[[2, 2], [3, 2], [3, 3]], SQUARE]],
        HoleOutsideShell,
        [0, 1],
        [0., 0.],
    ),
    (&[&[&[], SQUARE]], HoleOutsideShell, [0, 1], [0., 0.]),
    // A hole that touches the shell with every corner, from outside.
    (
        &[&[SQUARE, &[[10, 0], [12, 5], [10, 10], [11, 5]]]],
        HoleOutsideShell,
        [0, 1],
        [12., 5.],
    ),
    (
        &[&[
            SQUARE,
            &[[1, 1], [9, 1], [9, 9], [1, 9]],
            &[[1, 1], [9, 5], [5, 9]],
        ]],
        NestedHoles,
        [0, 2],
        [1., 1.],
    ),
    (
        &[&[SQUARE], &[&[[1, 1], [2, 1], [2, 2]]]],
        NestedShells,
        [1, 0],
        [1., 1.],
    ),
    (
        &[&[SQUARE], &[&[[0, 0], [10, 5], [5, 10]]]],
        NestedShells,
        [1, 0],
        [0., 0.],
    ),
    // Two corners of a hole on the shell; a ring of holes.
    (
        &[&[SQUARE, &[[0, 5], [5, 2], [10, 5], [5, 8]]]],
        DisconnectedInterior,
        [0, 1],
        [10., 5.],
    ),
    (
        &[&[
            SQUARE,
            &[[2, 2], [8, 2], [5, 1]],
            &[[8, 2], [5, 8], [8, 8]],
            &[[2, 2], [5, 8], [2, 8]],
        ]],
        DisconnectedInterior,
        [0, 2],
        [8., 2.],
    ),
];

#[test]
fn each_fault_has_its_name_its_ring_and_its_place() {
    for (parts, fault, [part, ring], [x, y]) in WRONG {
        let found = validity(&footprint(parts));
        let [reason] = found[..] else {
            panic!("{parts:?}: {found:?}")
        };
        let ring = RingPosition {
            part: *part,
            ring: *ring,
        };
        assert_eq!(
            (reason.fault, reason.ring, reason.at),
            (*fault, ring, coord! { x: *x, y: *y }),
            "{parts:?}"
        );
    }
}

#[test]
fn numbers_that_cannot_be_reckoned_with_are_a_fault_and_no_panic() {
    for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, 1e-300] {
        let corners = vec![(0., 0.), (1., bad), (bad, 1.), (0., 1.)];
        let part = Polygon::new(LineString::from(corners), Vec::new());
        assert_eq!(faults(&part.into()), [InvalidCoordinate], "{bad}");
    }
}

#[test]
fn degrees_are_judged_as_exactly_as_metres() {
    // The corner is 10⁻¹⁶ of a degree beside the other ring's edge, on either side of it.
    let shell = [(0.0, 0.0), (0.3, 0.1), (0.3, 0.5), (0.0, 0.5)];
    let with_corner = |y: f64| {
        let hole = LineString::from(vec![(0.15, y), (0.2, 0.3), (0.1, 0.3)]);
        MultiPolygon::from(Polygon::new(LineString::from(shell.to_vec()), vec![hole]))
    };
    let on_line = 0.15 * (0.1 / 0.3);
    let by_units = |y: f64, step: i64| f64::from_bits(y.to_bits().wrapping_add_signed(step));
    assert_eq!(faults(&with_corner(by_units(on_line, 9))), []);
    assert_eq!(
        faults(&with_corner(by_units(on_line, -9))),
        [SelfIntersection]
    );
}

#[test]
fn a_thousand_parts_at_one_point_are_told_apart() {
    let part = |number: u32| {
        let [from, to] = [0.1, 0.9].map(|part| {
            let (y, x) = (std::f64::consts::TAU * (f64::from(number) + part) / 1_000.0).sin_cos();
            (x, y)
        });
        Polygon::new(LineString::from(vec![(0., 0.), from, to]), Vec::new())
    };
    let all: MultiPolygon<f64> = (0..1_000).map(part).collect();
    assert_eq!(validity(&all), []);
}

/// Generates rings of a few corners on a small grid, in parts.
fn footprints() -> impl Strategy<Value = MultiPolygon<f64>> {
    let corner = || [0..7_i8, 0..7_i8];
    let ring = || prop::collection::vec(corner(), 3..6);
    let shell = || prop_oneof![ring(), Just(vec![[0, 0], [6, 0], [6, 6], [0, 6]])];
    let part = || (shell(), prop::collection::vec(ring(), 0..4));
    prop::collection::vec(part(), 1..4).prop_map(|parts| {
        let parts = parts.into_iter().map(|(shell, holes)| {
            let holes = holes.iter().map(|hole| self::ring(hole));
            Polygon::new(self::ring(&shell), holes.collect())
        });
        parts.collect()
    })
}

fn of_rings(
    footprint: &MultiPolygon<f64>,
    change: impl Fn(&mut Vec<Coord<f64>>),
) -> MultiPolygon<f64> {
    let mut changed = footprint.clone();
    for part in &mut changed {
        part.exterior_mut(|ring| change(&mut ring.0));
        part.interiors_mut(|rings| rings.iter_mut().for_each(|ring| change(&mut ring.0)));
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn validity_does_not_depend_on_how_a_footprint_is_written(
        footprint in footprints(), turn in 0..5_usize,
    ) {
        let is_valid = validity(&footprint).is_empty();
        let mut holes_reversed = footprint.clone();
        for part in &mut holes_reversed {
            let (shell, mut holes) = part.clone().into_inner();
            holes.reverse();
            *part = Polygon::new(shell, holes);
        }
        let parts_reversed: MultiPolygon<f64> = footprint.0.iter().rev().cloned().collect();
        for (how, written) in [
            ("rings wind the other way", of_rings(&footprint, |ring| ring.reverse())),
            ("rings begin elsewhere", of_rings(&footprint, |ring| {
                ring.pop();
                let by = turn % ring.len();
                ring.rotate_left(by);
                ring.push(ring[0]);
            })),
            ("corners are repeated", of_rings(&footprint, |ring| {
                *ring = ring.iter().flat_map(|&corner| [corner; 2]).collect();
            })),
            ("holes in another order", holes_reversed),
            ("parts in another order", parts_reversed),
            ("moved", footprint.map_coords(|at| coord! { x: at.x + 400_000.0, y: at.y - 3.0 })),
            ("mirrored", footprint.map_coords(|at| coord! { x: at.y, y: at.x })),
            ("smaller", footprint.map_coords(|at| at / 1024.0)),
        ] {
            prop_assert_eq!(validity(&written).is_empty(), is_valid, "{}: {:?}", how, written);
        }
    }
}
