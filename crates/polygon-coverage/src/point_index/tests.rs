//! Claims that every kind of index answers as brute force does, one by one and many at once.

use super::*;
use crate::containment::locate_by_brute_force;
use geo::{LineString, Polygon, Rect, coord};
use proptest::prelude::*;

const ORIGIN: f64 = 350_000.0;

fn small() -> impl Strategy<Value = (f64, f64)> {
    (0..8_i32, 0..8_i32).prop_map(|(x, y)| (ORIGIN + f64::from(x), ORIGIN + f64::from(y)))
}

/// Generates a ring that may cross itself, and a hole that may be anywhere.
fn overlapping_polygon() -> impl Strategy<Value = MultiPolygon<f64>> {
    (
        prop::collection::vec(small(), 3..6),
        prop::collection::vec(small(), 0..4),
    )
        .prop_map(|(outer, hole)| {
            let holes = if hole.len() < 3 {
                vec![]
            } else {
                vec![LineString::from(hole)]
            };
            Polygon::new(LineString::from(outer), holes).into()
        })
}

fn agrees(areas: &[MultiPolygon<f64>]) -> std::result::Result<(), TestCaseError> {
    let index = PointIndex::build(areas).unwrap();
    let at = |half: u8| ORIGIN + f64::from(half) / 2.0;
    let points: Vec<_> = (0..17_u8)
        .flat_map(|x| (0..17_u8).map(move |y| Coord { x: at(x), y: at(y) }))
        .collect();
    let mut containing = vec![AreaId::new(7)];
    index.locate_batch(&points, &mut containing);
    prop_assert_eq!(containing.len(), points.len());
    for (&point, batched) in points.iter().zip(containing) {
        let expected = locate_by_brute_force(areas, point);
        prop_assert_eq!(index.locate(point), expected, "{:?}", point);
        prop_assert_eq!(batched, expected, "{:?}", point);
    }
    for margin in [0.0, 1e-9, 1e-4, 0.03, 0.25, -1.0, f64::NAN] {
        let squares: Vec<_> = points.iter().map(|&point| (point, margin)).collect();
        let (mut known, mut unknown) = (vec![AreaId::new(7)], vec![7]);
        index.locate_within_batch(&squares, |square| square, &mut known, &mut unknown);
        prop_assert_eq!(known.len(), points.len());
        let mut uniform: Vec<_> = known.into_iter().map(UniformArea::Known).collect();
        for at in unknown {
            prop_assert_eq!(
                uniform[at],
                UniformArea::Known(None),
                "unknown once, without an area"
            );
            uniform[at] = UniformArea::Unknown;
        }
        for (&point, batched) in points.iter().zip(uniform) {
            prop_assert_eq!(batched, index.locate_within(point, margin), "{:?}", point);
            is_uniform(&index, areas, point, margin)?;
        }
    }
    Ok(())
}

/// Tests the answer for a square, if there is one, at its corners, on its sides and within.
fn is_uniform(
    index: &PointIndex,
    areas: &[MultiPolygon<f64>],
    point: Coord<f64>,
    margin: f64,
) -> std::result::Result<(), TestCaseError> {
    if let UniformArea::Known(area) = index.locate_within(point, margin) {
        let steps = [-1.0, -0.6, 0.0, 0.3, 1.0];
        for (x, y) in steps.iter().flat_map(|x| steps.map(|y| (x, y))) {
            let at = point + coord! { x: x * margin, y: y * margin };
            let expected = locate_by_brute_force(areas, at);
            prop_assert_eq!(area, expected, "{:?}, {} around {:?}", at, margin, point);
        }
    }
    Ok(())
}

/// Eight by eight squares, and among them areas that are not part of their coverage.
fn squares_and(extra: Vec<(usize, MultiPolygon<f64>)>) -> Vec<MultiPolygon<f64>> {
    let square = |position: u8| {
        let [x, y] = [position % 8, position / 8].map(|cell| ORIGIN + f64::from(cell));
        Rect::new(coord! { x: x, y: y }, coord! { x: x + 1.0, y: y + 1.0 })
            .to_polygon()
            .into()
    };
    let mut areas: Vec<_> = (0..64).map(square).collect();
    for (position, other) in extra {
        areas.insert(position, other);
    }
    areas
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn areas_that_overlap_or_cross_themselves_are_answered_as_by_brute_force(
        areas in prop::collection::vec(overlapping_polygon(), 1..5)
    ) {
        agrees(&areas)?;
    }

    #[test]
    fn areas_that_overlap_a_few_of_a_coverage_are_answered_as_by_brute_force(
        overlapping in prop::collection::vec((0..64_usize, [small(), small(), small()]), 1..3)
    ) {
        let triangle = |corners: [(f64, f64); 3]| {
            // Small, and off the squares' corners.
            let shrunk = corners.map(|(x, y)| (
                corners[0].0 + (x - corners[0].0) / 4.0 + 0.125,
                corners[0].1 + (y - corners[0].1) / 4.0 + 0.0625,
            ));
            Polygon::new(LineString::from(shrunk.to_vec()), vec![]).into()
        };
        let overlapping = overlapping.into_iter().map(|(position, corners)| (position, triangle(corners)));
        agrees(&squares_and(overlapping.collect()))?;
    }

    #[test]
    fn triangles_that_overlap_are_answered_as_by_brute_force(
        corners in prop::collection::vec([small(), small(), small()], 1..5)
    ) {
        let triangles: Vec<_> = corners
            .iter()
            .map(|corners| Polygon::new(LineString::from(corners.to_vec()), vec![]).into())
            .collect();
        agrees(&triangles)?;
    }
}

/// Areas and squares of the size of those for which it is meant: some hundred metres and some
/// centimetres.
#[test]
fn all_squares_but_those_near_boundaries_and_lines_of_cells_are_known() {
    let corner = |position: u16| {
        let [x, y] = [position % 9, position / 9].map(|along| ORIGIN + 500.0 * f64::from(along));
        // Off the lines, by as much as a tenth.
        let [east, north] = [position * 37 % 100, position * 71 % 100].map(f64::from);
        coord! { x: x + east, y: y + north }
    };
    let quadrilateral = |position: u16| {
        let first = position / 8 * 9 + position % 8;
        let ring = [first, first + 1, first + 10, first + 9].map(corner);
        Polygon::new(LineString::from(ring.to_vec()), vec![]).into()
    };
    let areas: Vec<MultiPolygon<f64>> = (0..64).map(quadrilateral).collect();
    let index = PointIndex::build(&areas).unwrap();
    assert!(index.is_coverage());
    let at = |step: u16| ORIGIN + 100.0 + 13.7 * f64::from(step);
    let points: Vec<_> = (0..280)
        .flat_map(|x| (0..280).map(move |y| coord! { x: at(x), y: at(y) }))
        .collect();
    let known = points
        .iter()
        .filter(|&&point| index.locate_within(point, 0.1) != UniformArea::Unknown);
    let (known, all) = (known.count(), points.len());
    assert!(known * 100 > all * 98 && known < all, "{known} of {all}");
    for &point in &points {
        is_uniform(&index, &areas, point, 0.1).unwrap();
    }
}

#[test]
fn the_square_of_a_margin_that_is_negative_or_no_number_is_unknown() {
    let areas = squares_and(vec![]);
    let index = PointIndex::build(&areas).unwrap();
    let middle = coord! { x: ORIGIN + 0.3, y: ORIGIN + 0.3 };
    let (known, unknown) = (UniformArea::Known(AreaId::new(0)), UniformArea::Unknown);
    for (margin, expected) in [
        (0.001, known),
        (-0.001, unknown),
        (f64::NAN, unknown),
        (f64::INFINITY, unknown),
    ] {
        assert_eq!(index.locate_within(middle, margin), expected, "{margin}");
    }
}

#[test]
fn an_area_over_two_of_many_leaves_the_rest_to_the_cells() {
    let over = Rect::new(
        coord! { x: ORIGIN + 2.5, y: ORIGIN + 3.25 },
        coord! { x: ORIGIN + 3.5, y: ORIGIN + 3.75 },
    );
    let areas = squares_and(vec![(10, over.to_polygon().into())]);
    let index = PointIndex::build(&areas).unwrap();
    assert!(matches!(index.0, Kind::Coverage(_)) && !index.is_coverage());
    agrees(&areas).unwrap();
}

#[test]
fn an_area_that_overlaps_and_reaches_beyond_the_rest_is_answered_there_too() {
    for (west, south, east, north) in [
        (-3.0, 2.5, 0.5, 3.5),
        (7.5, -2.0, 11.0, 0.25),
        (3.25, 7.5, 3.75, 10.0),
        (-2.0, -2.0, 4.0, 0.5),
    ] {
        let corner = |x, y| coord! { x: ORIGIN + x, y: ORIGIN + y };
        let over = Rect::new(corner(west, south), corner(east, north));
        let areas = squares_and(vec![(60, over.to_polygon().into())]);
        let index = PointIndex::build(&areas).unwrap();
        assert!(matches!(index.0, Kind::Coverage(_)) && !index.is_coverage());
        let at = |quarter: u8| ORIGIN - 4.0 + f64::from(quarter) / 4.0;
        for (x, y) in (0..68).flat_map(|x| (0..68).map(move |y| (at(x), at(y)))) {
            let point = Coord { x, y };
            let expected = locate_by_brute_force(&areas, point);
            assert_eq!(index.locate(point), expected, "{point:?}");
        }
    }
}

/// The overlapping area begins 2²⁰ cells south-west of the cells of the other areas.
#[test]
fn an_area_that_overlaps_itself_far_beyond_the_rest_is_answered() {
    let square = |low: f64, high: f64| {
        Rect::new(coord! { x: low, y: low }, coord! { x: high, y: high }).to_polygon()
    };
    let twice = MultiPolygon(vec![square(-0.003, 1.0), square(0.5, 2.0)]);
    let areas: Vec<_> = (0..7)
        .map(|_| MultiPolygon(vec![]))
        .chain([twice])
        .collect();
    let index = PointIndex::build(&areas).unwrap();
    for (x, y) in [(0.0, 0.0), (1e-9, 1e-9), (0.7, 0.7), (1.5, 1.5), (1.5, 0.1)] {
        let point = Coord { x, y };
        let expected = locate_by_brute_force(&areas, point);
        assert_eq!(index.locate(point), expected, "{point:?}");
    }
}

#[test]
fn an_area_that_is_there_twice_is_answered_by_its_first() {
    let square = squares_and(vec![]).swap_remove(20);
    let areas = squares_and(vec![(40, square)]);
    assert!(!PointIndex::build(&areas).unwrap().is_coverage());
    agrees(&areas).unwrap();
}
