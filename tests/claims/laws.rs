//! Laws of ownership and distance, on random coverages.

use coterm_core::containment::{contains, owner_by_brute_force};
use coterm_core::{BoundaryIndex, GridPoint, LayerIndex, edges};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use crate::coverages::{Random, coverages};

fn owners(areas: &[MultiPolygon<f64>], place: Coord<f64>) -> Vec<usize> {
    (0..areas.len())
        .filter(|&area| contains(&areas[area], place))
        .collect()
}

fn point(place: Coord<f64>) -> GridPoint {
    GridPoint::new(place.x, place.y).unwrap()
}

/// Metres from a place to the segment, without coterm.
fn distance(place: Coord<f64>, [from, to]: [Coord<f64>; 2]) -> f64 {
    let (along, offset) = (to - from, place - from);
    let squared = along.x * along.x + along.y * along.y;
    let part = ((offset.x * along.x + offset.y * along.y) / squared).clamp(0.0, 1.0);
    (offset.x - along.x * part).hypot(offset.y - along.y * part)
}

fn distance_to_area(place: Coord<f64>, area: &MultiPolygon<f64>) -> f64 {
    edges(area)
        .map(|edge| distance(place, edge))
        .fold(f64::INFINITY, f64::min)
}

/// The same footprint with some of its rings the other way round.
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
    // Not collected in the closure's place, for both would borrow `turn`.
    polygons.collect::<Vec<_>>().into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_a_coverage_has_exactly_one_owner(coverage in coverages(), seed: u64) {
        for place in coverage.places(seed) {
            let owners = owners(&coverage.cells, place);
            prop_assert_eq!(owners.len(), usize::from(coverage.covers(place)), "{:?}: {:?}", place, owners);
        }
    }

    #[test]
    fn a_dissolved_area_owns_what_its_parts_owned(coverage in coverages(), seed: u64) {
        let areas = coverage.areas();
        for place in coverage.places(seed) {
            let cell = owners(&coverage.cells, place);
            let groups: Vec<usize> = cell.iter().map(|&cell| coverage.group_of[cell]).collect();
            prop_assert_eq!(owners(&areas, place), groups, "{:?}", place);
        }
    }

    #[test]
    fn the_index_answers_as_brute_force_does(coverage in coverages(), seed: u64) {
        for areas in [&coverage.cells, &coverage.areas()] {
            let index = LayerIndex::new(areas);
            for place in coverage.places(seed) {
                prop_assert_eq!(index.owner(point(place)), owner_by_brute_force(areas, place), "{:?}", place);
            }
        }
    }

    #[test]
    fn the_winding_of_rings_changes_no_owner(coverage in coverages(), seed: u64) {
        let areas = coverage.areas();
        let mut random = Random(seed);
        let turned: Vec<_> = areas.iter().map(|area| rewound(area, &mut random)).collect();
        let index = LayerIndex::new(&turned);
        for place in coverage.places(seed) {
            prop_assert_eq!(index.owner(point(place)), owner_by_brute_force(&areas, place), "{:?}", place);
        }
    }

    #[test]
    fn the_nearest_boundary_is_that_of_brute_force(coverage in coverages(), seed: u64) {
        let areas = coverage.areas();
        let index = BoundaryIndex::new(&areas);
        for place in coverage.places(seed) {
            let nearest = areas.iter().map(|area| distance_to_area(place, area)).fold(f64::INFINITY, f64::min);
            let (area, found) = index.nearest(point(place)).unwrap();
            prop_assert!((found - nearest).abs() < 1e-9, "{:?}: {} found, {} by brute force", place, found, nearest);
            let own = distance_to_area(place, &areas[area]);
            prop_assert!((own - nearest).abs() < 1e-9, "{:?}: not the boundary of area {}", place, area);
        }
    }

    #[test]
    fn the_boundaries_within_a_distance_are_those_of_brute_force(coverage in coverages(), seed: u64) {
        let areas = coverage.areas();
        let index = BoundaryIndex::new(&areas);
        for place in coverage.places(seed).into_iter().take(64) {
            // A reach that no place is likely to be at exactly.
            let found = index.within(point(place), 12.345_678_9);
            prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].1), "not nearest first: {:?}", found);
            for (area, footprint) in areas.iter().enumerate() {
                let metres = distance_to_area(place, footprint);
                match found.iter().find(|(other, _)| *other == area) {
                    Some((_, within)) => prop_assert!((within - metres).abs() < 1e-9),
                    None => prop_assert!(metres > 12.345_678_8, "{:?}: area {} at {} m is missing", place, area, metres),
                }
            }
        }
    }
}
