//! Laws of containment on random coverages.

use coterm_tests::Random;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::PointIndex;
use polygon_coverage::containment::contains;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::coverages::{Coverage, coverages};
use crate::differential::{areas_at as batched, indexes, is_as_brute_force};
use crate::ladders::{finest_ladders, ladders};

fn containing(areas: &[MultiPolygon<f64>], place: Coord<f64>) -> Vec<usize> {
    (0..areas.len())
        .filter(|&area| contains(&areas[area], place))
        .collect()
}

pub(crate) fn any_coverage() -> impl Strategy<Value = Coverage> {
    prop_oneof![coverages(), ladders()]
}

/// Reverses some of the rings of a footprint.
pub(crate) fn rewound(footprint: &MultiPolygon<f64>, random: &mut Random) -> MultiPolygon<f64> {
    let mut turn = |ring: &LineString<f64>| {
        let mut coords = ring.0.clone();
        if random.flip() {
            coords.reverse();
        }
        LineString::new(coords)
    };
    let polygons = footprint.iter().map(|polygon| {
        let holes = polygon.interiors().iter().map(&mut turn).collect();
        Polygon::new(turn(polygon.exterior()), holes)
    });
    // Not collected inside the closure, because both would borrow `turn`.
    polygons.collect::<Vec<_>>().into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_a_coverage_has_exactly_one_owner(coverage in any_coverage(), seed: u64) {
        for place in coverage.places(seed) {
            let containing = containing(&coverage.cells, place);
            prop_assert_eq!(containing.len(), usize::from(coverage.covers(place)), "{:?}: {:?}", place, containing);
        }
    }

    #[test]
    fn a_dissolved_area_owns_what_its_parts_owned(coverage in any_coverage(), seed: u64) {
        let areas = coverage.areas();
        for place in coverage.places(seed) {
            let cell = containing(&coverage.cells, place);
            let groups: Vec<usize> = cell.iter().map(|&cell| coverage.group_of[cell]).collect();
            prop_assert_eq!(containing(&areas, place), groups, "{:?}", place);
        }
    }

    #[test]
    fn the_index_answers_as_brute_force_does(coverage in any_coverage(), seed: u64) {
        let places = coverage.places(seed);
        is_as_brute_force(&coverage.cells, &places);
        is_as_brute_force(&coverage.areas(), &places);
    }

    #[test]
    fn lines_as_near_as_numbers_allow_are_told_apart(coverage in finest_ladders(), seed: u64) {
        is_as_brute_force(&coverage.cells, &coverage.places(seed));
    }

    #[test]
    fn the_winding_of_rings_changes_no_owner(coverage in any_coverage(), seed: u64) {
        let areas = coverage.areas();
        let mut random = Random(seed);
        let turned: Vec<_> = areas.iter().map(|area| rewound(area, &mut random)).collect();
        let places = coverage.places(seed);
        for (index, turned) in indexes(&areas).iter().zip(indexes(&turned)) {
            prop_assert_eq!(batched(index, &places), batched(&turned, &places));
        }
    }
}

/// Otherwise the laws would only test the bounding boxes of areas. Needles may have no cells where
/// their lines are too close to each other, or too many.
#[test]
fn nine_in_ten_random_coverages_and_half_of_those_of_needles_are_answered_from_cells() {
    let mut runner = TestRunner::deterministic();
    for (strategy, minimum) in [(coverages().boxed(), 230), (ladders().boxed(), 128)] {
        let by_cells = (0..256).filter(|_| {
            let coverage = strategy.new_tree(&mut runner).unwrap().current();
            PointIndex::build(&coverage.cells).unwrap().is_coverage()
        });
        let by_cells = by_cells.count();
        assert!(by_cells >= minimum, "only {by_cells} of 256");
    }
}
