//! Laws of dissolving and checking coverages, on random coverages.

use coterm_core::space::millimetres;
use coterm_tests::Random;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::{
    CoverageReport, coverage::CoverageDefect, dissolve, measure::unsigned_area, validity::validity,
};
use proptest::prelude::*;

use crate::coverages::{Coverage, coverages};
use crate::laws::rewound;

fn refs(areas: &[MultiPolygon<f64>]) -> Vec<&MultiPolygon<f64>> {
    areas.iter().collect()
}

/// Pairs of cells that share a vertex, with the vertex's position in the first one's ring, and how
/// many of its two neighbours there are vertices of the second too.
fn shared_vertices(coverage: &Coverage) -> Vec<(usize, usize, usize, usize)> {
    let ring = |cell: usize| &coverage.cells[cell].0[0].exterior().0;
    let mut found = Vec::new();
    for a in 0..coverage.cells.len() {
        for b in (0..coverage.cells.len()).filter(|&b| b != a) {
            let length = ring(a).len() - 1;
            for at in (0..length).filter(|&at| ring(b).contains(&ring(a)[at])) {
                let neighbours = [
                    ring(a)[(at + 1) % length],
                    ring(a)[(at + length - 1) % length],
                ];
                let common = neighbours
                    .iter()
                    .filter(|vertex| ring(b).contains(vertex))
                    .count();
                found.push((a, b, at, common));
            }
        }
    }
    found
}

/// The first cell, with that vertex pulled some way towards the middle of the second.
fn pulled(coverage: &Coverage, a: usize, b: usize, at: usize) -> MultiPolygon<f64> {
    let ring = coverage.cells[b].0[0].exterior();
    let count = ring.0.len() - 1;
    #[expect(clippy::cast_precision_loss, reason = "a handful of vertices")]
    let middle = ring.0[..count]
        .iter()
        .fold(Coord::zero(), |sum, vertex| sum + *vertex)
        / count as f64;
    let mut coords = coverage.cells[a].0[0].exterior().0.clone();
    coords.pop();
    coords[at] = coords[at] + (middle - coords[at]) * 0.05;
    Polygon::new(LineString::new(coords), Vec::new()).into()
}

#[test]
fn dissolving_an_area_twice_is_refused_wherever_it_stands_in_the_list() {
    let square = |column: u8, row: u8| {
        let (west, south) = (f64::from(column), f64::from(row));
        let ring = [(0., 0.), (1., 0.), (1., 1.), (0., 1.)]
            .map(|(east, north)| (west + east, south + north));
        MultiPolygon::from(Polygon::new(LineString::from(ring.to_vec()), Vec::new()))
    };
    let nine: Vec<_> = (0..9).map(|cell| square(cell % 3, cell / 3)).collect();
    for twice in 0..nine.len() {
        for position in 0..=nine.len() {
            let mut areas = nine.clone();
            areas.insert(position, nine[twice].clone());
            let dissolved = dissolve(&areas);
            assert!(
                dissolved.is_err(),
                "square {twice}, again at {position}: {dissolved:?}"
            );
        }
    }
}

/// Defects that the coverage report has for footprints in metres.
fn defects(footprints: &[&MultiPolygon<f64>]) -> Vec<CoverageDefect> {
    let report = CoverageReport::of(footprints, 0.0, millimetres()).unwrap();
    report.defects()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dissolving_conserves_area_and_gives_valid_footprints(coverage in coverages()) {
        let areas = coverage.areas();
        for (group, area) in areas.iter().enumerate() {
            let of_group = (0..coverage.cells.len()).filter(|&cell| coverage.group_of[cell] == group);
            let parts: f64 = of_group.map(|cell| unsigned_area(&coverage.cells[cell])).sum();
            prop_assert!((unsigned_area(area) - parts).abs() <= parts * 1e-9, "{} and {}", unsigned_area(area), parts);
            prop_assert!(validity(area).is_empty(), "group {}: {:?}: {:?}", group, validity(area), area);
        }
    }

    #[test]
    fn dissolving_does_not_depend_on_winding_or_order(coverage in coverages(), seed: u64) {
        let mut random = Random(seed);
        let mut cells: Vec<MultiPolygon<f64>> =
            coverage.cells.iter().map(|cell| rewound(cell, &mut random)).collect();
        for position in (1..cells.len()).rev() {
            cells.swap(position, random.below(position + 1));
        }
        let whole = dissolve(&coverage.cells).unwrap();
        prop_assert_eq!(&dissolve(&cells).unwrap(), &whole);
        // All of them together are the rectangle, in one part and without holes.
        prop_assert_eq!(whole.0.len(), 1);
        prop_assert!(whole.0[0].interiors().is_empty());
        let size = coverage.max - coverage.min;
        prop_assert!((unsigned_area(&whole) - size.x * size.y).abs() < 1e-6);
    }

    #[test]
    fn dissolving_dissolved_areas_is_dissolving_their_parts(coverage in coverages()) {
        let areas = coverage.areas();
        prop_assert_eq!(dissolve(&areas).unwrap(), dissolve(&coverage.cells).unwrap());
    }

    #[test]
    fn nothing_is_wrong_with_a_coverage(coverage in coverages()) {
        prop_assert_eq!(defects(&refs(&coverage.cells)), []);
        prop_assert_eq!(defects(&refs(&coverage.areas())), []);
    }

    #[test]
    fn an_area_that_is_there_twice_is_found(coverage in coverages(), seed: u64) {
        let mut areas = coverage.areas();
        areas.retain(|area| !area.0.is_empty());
        let twice = Random(seed).below(areas.len());
        areas.push(areas[twice].clone());
        let defects = defects(&refs(&areas));
        let pair = [twice, areas.len() - 1];
        prop_assert!(
            defects.iter().any(|defect| matches!(defect, CoverageDefect::Overlap { .. }) && defect.areas() == pair),
            "{:?}", defects
        );
    }

    #[test]
    fn a_vertex_that_is_moved_into_a_neighbour_is_found(coverage in coverages(), seed: u64) {
        let mut shared = shared_vertices(&coverage);
        shared.retain(|(.., common)| *common < 2);
        if shared.is_empty() {
            return Ok(());
        }
        let (a, b, at, _) = shared[Random(seed).below(shared.len())];
        let mut cells = coverage.cells.clone();
        cells[a] = pulled(&coverage, a, b, at);
        let defects = defects(&refs(&cells));
        prop_assert!(!defects.is_empty(), "cell {} was moved into cell {} at {:?}", a, b, coverage.cells[a].0[0].exterior().0[at]);
    }

    #[test]
    fn a_vertex_in_the_middle_of_a_shared_line_that_is_moved_into_a_neighbour_is_found(
        coverage in coverages(), seed: u64
    ) {
        let mut shared = shared_vertices(&coverage);
        shared.retain(|(.., common)| *common == 2);
        if shared.is_empty() {
            return Ok(());
        }
        let (a, b, at, _) = shared[Random(seed).below(shared.len())];
        let mut cells = coverage.cells.clone();
        cells[a] = pulled(&coverage, a, b, at);
        let defects = defects(&refs(&cells));
        prop_assert!(!defects.is_empty(), "cell {} was moved into cell {} at {:?}", a, b, coverage.cells[a].0[0].exterior().0[at]);
    }
}
