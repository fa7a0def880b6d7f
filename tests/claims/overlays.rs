//! Laws of overlaying coverages, on random coverages.

use coterm_core::comparison::{Relation, SharedGround};
use coterm_core::space::millimetres;
use coterm_tests::Random;
use geo::{Coord, MapCoords, MultiPolygon};
use polygon_coverage::{
    Arrangement, CoverageReport, dissolve, measure::unsigned_area, validity::validity,
};
use proptest::prelude::*;

use crate::coverages::{Coverage, coverages};

/// Moves each vertex by up to `metres`, east and north: by the same amount wherever it occurs, so
/// that neighbours still share their edges. The result is on whole millimetres.
fn perturbed(areas: &[MultiPolygon<f64>], metres: f64, seed: u64) -> Vec<MultiPolygon<f64>> {
    let moved = |coord: Coord<f64>| {
        let mut random =
            Random(seed ^ coord.x.to_bits().rotate_left(32) ^ coord.y.to_bits().rotate_left(7));
        let mut shift = || metres * (2.0 * random.fraction() - 1.0);
        on_millimetres(
            coord
                + Coord {
                    x: shift(),
                    y: shift(),
                },
        )
    };
    areas.iter().map(|area| area.map_coords(moved)).collect()
}

fn on_millimetres(coord: Coord<f64>) -> Coord<f64> {
    let nearest = |metres: f64| (metres * 1_000.0).round() / 1_000.0;
    Coord {
        x: nearest(coord.x),
        y: nearest(coord.y),
    }
}

fn overlaid(a: &[MultiPolygon<f64>], b: &[MultiPolygon<f64>]) -> SharedGround {
    let footprints: Vec<_> = a.iter().chain(b).collect();
    SharedGround::of(
        Arrangement::new(&footprints, millimetres()).unwrap(),
        [a.len(), b.len()],
    )
}

fn is_coverage(areas: &[MultiPolygon<f64>]) -> bool {
    let all: Vec<_> = areas.iter().collect();
    areas.iter().all(|area| validity(area).is_empty())
        && CoverageReport::of(&all, 0.0, millimetres())
            .unwrap()
            .is_coverage()
}

/// The cells joined by group, without empty groups.
fn groups(coverage: &Coverage, cells: &[MultiPolygon<f64>]) -> Vec<(usize, MultiPolygon<f64>)> {
    let cells_of = |group| (0..cells.len()).filter(move |&cell| coverage.group_of[cell] == group);
    (0..coverage.groups)
        .filter(|&group| cells_of(group).next().is_some())
        .map(|group| {
            (
                group,
                dissolve(cells_of(group).map(|cell| &cells[cell])).unwrap(),
            )
        })
        .collect()
}

/// Asserts that each area's faces add up to the area, and the faces of both layers to the ground of
/// either.
fn sums_close(layers: [&[MultiPolygon<f64>]; 2]) -> Result<(), TestCaseError> {
    let ground = overlaid(layers[0], layers[1]);
    for (side, layer) in layers.into_iter().enumerate() {
        for (position, area) in layer.iter().enumerate() {
            let own = ground
                .cells()
                .iter()
                .filter(|(pair, _)| pair[side] == Some(position));
            let (sum, area) = (own.map(|(_, cell)| cell).sum::<f64>(), unsigned_area(area));
            prop_assert!((sum - area).abs() <= 1e-9 * area, "{sum} {area}");
        }
        let of_cells: f64 = ground
            .cells()
            .iter()
            .filter(|(pair, _)| pair[side].is_some())
            .map(|(_, cell)| cell)
            .sum();
        let of_areas: f64 = layer.iter().map(unsigned_area).sum();
        prop_assert!(
            (of_cells - of_areas).abs() <= 1e-9 * of_areas,
            "{of_cells} {of_areas}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_coverage_and_a_perturbed_one_have_in_common_comes_to_both(
        coverage in coverages(), metres in 0.001..1.5_f64, seed: u64,
    ) {
        let cells = perturbed(&coverage.cells, 0.0, seed);
        let other_cells = perturbed(&coverage.cells, metres, seed);
        prop_assume!(is_coverage(&cells) && is_coverage(&other_cells));
        sums_close([&cells, &other_cells])?;
    }

    #[test]
    fn what_two_coverages_have_in_common_comes_to_both(one in coverages(), other in coverages()) {
        let [cells, other_cells] = [&one, &other].map(|coverage| perturbed(&coverage.cells, 0.0, 0));
        prop_assume!(is_coverage(&cells) && is_coverage(&other_cells));
        sums_close([&cells, &other_cells])?;
    }

    #[test]
    fn lines_that_are_drawn_anew_within_the_tolerance_make_no_difference(
        coverage in coverages(), metres in 0.0..0.1_f64, seed: u64,
    ) {
        let anew = perturbed(&coverage.cells, metres, seed);
        prop_assume!(is_coverage(&anew));
        let areas = groups(&coverage, &coverage.cells);
        // Each area of the second layer joins two of the first.
        let mut joined = coverage.clone();
        for group in &mut joined.group_of {
            *group /= 2;
        }
        let wholes = groups(&joined, &anew);
        let parts = |whole: usize| areas.iter().filter(|(group, _)| group / 2 == whole).count();
        let [of_areas, of_wholes] = [&areas, &wholes].map(|layer| layer.iter().map(|(_, area)| area.clone()).collect::<Vec<_>>());
        let found = overlaid(&of_areas, &of_wholes).relations(0.5);
        let expected = [
            areas.iter().map(|(group, _)| match parts(group / 2) {
                1 => Relation::Coterminous,
                _ => Relation::PartOf,
            }).collect::<Vec<_>>(),
            wholes.iter().map(|&(whole, _)| match parts(whole) {
                1 => Relation::Coterminous,
                _ => Relation::Union,
            }).collect(),
        ];
        prop_assert_eq!(found, expected);
    }
}
