//! Claims about distances to boundaries, compared with every edge of every area, on random
//! coverages and on every layer of the committed data.

use coterm_core::layers::Area;
use coterm_tests::{Random, dataset};
use geo::{Coord, MultiPolygon};
use polygon_coverage::{BoundaryIndex, measure::edges};
use proptest::prelude::*;

use crate::laws::any_coverage;

/// Metres by which two ways of computing the same distance may differ, per ten kilometres of it.
const ROUNDING: f64 = 1e-9;

type Edge = [Coord<f64>; 2];

/// Distance in metres from a point to a segment, computed without coterm.
fn distance(place: Coord<f64>, [from, to]: Edge) -> f64 {
    let (along, offset) = (to - from, place - from);
    let squared = along.x * along.x + along.y * along.y;
    let part = ((offset.x * along.x + offset.y * along.y) / squared).clamp(0.0, 1.0);
    (offset.x - along.x * part).hypot(offset.y - along.y * part)
}

fn same(found: f64, should: f64) -> bool {
    (found - should).abs() <= ROUNDING * (should / 10_000.0).max(1.0)
}

/// The edges of a layer, by area.
struct Edges(Vec<Vec<Edge>>);

impl Edges {
    fn of<'a>(areas: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        Self(
            areas
                .into_iter()
                .map(|area| edges(area).collect())
                .collect(),
        )
    }

    fn distance_to(&self, area: usize, place: Coord<f64>) -> f64 {
        let metres = self.0[area].iter().map(|&edge| distance(place, edge));
        metres.fold(f64::INFINITY, f64::min)
    }

    /// Distance to each area.
    fn distances(&self, place: Coord<f64>) -> Vec<f64> {
        (0..self.0.len())
            .map(|area| self.distance_to(area, place))
            .collect()
    }
}

/// Whether areas with lower positions have all of its edges that are at this distance.
fn is_of_one_before(edges: &Edges, area: usize, place: Coord<f64>, metres: f64) -> bool {
    let is_nearest = |edge: &&Edge| same(distance(place, **edge), metres);
    let before = edges.0[..area].concat();
    let shared = |&[from, to]: &Edge| before.contains(&[to, from]);
    edges.0[area].iter().filter(is_nearest).all(shared)
}

fn nearest_is_as_brute_force(index: &BoundaryIndex, edges: &Edges, place: Coord<f64>) {
    let distances = edges.distances(place);
    let nearest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let (area, found) = index.nearest(place).unwrap();
    let area = area.index();
    assert!(
        same(found, nearest),
        "{place:?}: {found} found, {nearest} by brute force"
    );
    assert!(
        same(distances[area], nearest),
        "{place:?}: not the boundary of area {area}"
    );
}

fn within_is_as_brute_force(
    index: &BoundaryIndex,
    edges: &Edges,
    place: Coord<f64>,
    reach: f64,
) -> usize {
    let found = index.within(place, reach);
    assert!(
        found.is_sorted_by(|a, b| a.1 <= b.1),
        "not nearest first: {found:?}"
    );
    let listed: Vec<Vec<f64>> = (0..edges.0.len())
        .map(|area| {
            let of_area = found.iter().filter(|(other, _)| *other == area);
            of_area.map(|(_, metres)| *metres).collect()
        })
        .collect();
    for (area, (listed, metres)) in listed.iter().zip(edges.distances(place)).enumerate() {
        match listed[..] {
            // Exactly at the limit of the reach, rounding decides.
            [] => assert!(
                metres > reach || same(metres, reach),
                "{place:?}: area {area} at {metres} m is missing"
            ),
            [within] => assert!(
                same(within, metres) && within <= reach,
                "{place:?}: area {area} at {within} m, {metres} by brute force"
            ),
            _ => panic!("{place:?}: area {area} is there {} times", listed.len()),
        }
    }
    found.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_nearest_boundary_is_that_of_brute_force(coverage in any_coverage(), seed: u64) {
        let areas = coverage.areas();
        let (index, edges) = (BoundaryIndex::build(&areas).unwrap(), Edges::of(&areas));
        for place in coverage.places(seed) {
            nearest_is_as_brute_force(&index, &edges, place);
        }
    }

    #[test]
    fn of_areas_that_share_the_nearest_edge_the_first_is_named(coverage in any_coverage(), seed: u64) {
        let areas = coverage.areas();
        let (index, edges) = (BoundaryIndex::build(&areas).unwrap(), Edges::of(&areas));
        for place in coverage.places(seed) {
            let (area, metres) = index.nearest(place).unwrap();
            let area = area.index();
            prop_assert!(!is_of_one_before(&edges, area, place, metres), "{:?}: area {}", place, area);
        }
    }

    #[test]
    fn the_boundaries_within_a_distance_are_those_of_brute_force(coverage in any_coverage(), seed: u64) {
        let areas = coverage.areas();
        let (index, edges) = (BoundaryIndex::build(&areas).unwrap(), Edges::of(&areas));
        for place in coverage.places(seed).into_iter().take(96) {
            within_is_as_brute_force(&index, &edges, place, 12.345_678_9);
            within_is_as_brute_force(&index, &edges, place, 0.0);
        }
    }
}

/// Points near boundaries, on them, and up to a hundred kilometres away.
fn places(edges: &Edges, seed: u64) -> Vec<Coord<f64>> {
    let mut random = Random(seed);
    let all = edges.0.concat();
    let mut places = Vec::new();
    for reach in [0.0, 0.01, 10.0, 1_000.0, 100_000.0] {
        for _ in 0..24 {
            let [from, to] = all[random.below(all.len())];
            let part = [0.0, 0.5, 1.0, random.fraction()][random.below(4)];
            let mut away = || (random.fraction() * 2.0 - 1.0) * reach;
            let place = from
                + (to - from) * part
                + Coord {
                    x: away(),
                    y: away(),
                };
            places.push(Coord {
                x: place.x.clamp(0.0, 700_000.0),
                y: place.y.clamp(0.0, 1_250_000.0),
            });
        }
    }
    places
}

#[test]
fn every_layer_has_its_nearest_boundaries_where_brute_force_finds_them() {
    for layer in dataset().catalogue().layers() {
        let edges = Edges::of(layer.areas().iter().map(Area::footprint));
        let index = &BoundaryIndex::build(layer.areas().iter().map(Area::footprint)).unwrap();
        let mut listed = 0;
        for place in places(&edges, 7) {
            nearest_is_as_brute_force(index, &edges, place);
            for reach in [0.0, 25.0, 5_000.0] {
                listed += within_is_as_brute_force(index, &edges, place, reach);
            }
        }
        // Otherwise the claim would be empty.
        assert!(listed > 100, "{}: {listed}", layer.id());
    }
}
