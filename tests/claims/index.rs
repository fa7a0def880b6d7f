//! Claims that the index of every layer of the committed data agrees with brute force.

use coterm_core::layers::{Area, AreaId, LayerId};
use coterm_core::space::GridPoint;
use coterm_tests::{Random, dataset, layer_index};
use geo::{BoundingRect, Coord, CoordsIter, MultiPolygon, Rect};
use polygon_coverage::containment::{contains, locate_by_brute_force};
use polygon_coverage::{measure::distance_to_edge, measure::edges};

use crate::coverages::next_to;
use crate::differential::{areas_at, indexes};

const PLACES: usize = 20_000;

/// West, south, east and north of the region in metres of EPSG:27700, with some sea and some
/// neighbours.
const REGION: [f64; 4] = [280_000.0, 400_000.0, 410_000.0, 590_000.0];

fn random_places(count: usize, seed: u64) -> Vec<Coord<f64>> {
    let mut random = Random(seed);
    let [west, south, east, north] = REGION;
    (0..count)
        .map(|_| Coord {
            x: west + random.fraction() * (east - west),
            y: south + random.fraction() * (north - south),
        })
        .collect()
}

fn vertices_of_districts() -> Vec<Coord<f64>> {
    let districts = dataset().catalogue().layer("lad-2021").unwrap();
    districts
        .areas()
        .iter()
        .flat_map(|area| area.footprint().coords_iter())
        .collect()
}

fn footprints(layer: usize) -> Vec<&'static MultiPolygon<f64>> {
    dataset().catalogue().layers()[layer]
        .areas()
        .iter()
        .map(Area::footprint)
        .collect()
}

/// Areas of a layer with their bounding boxes. Brute force on every area would take minutes, so
/// areas whose box does not contain the point are skipped; one claim below does without that.
struct Nearby(Vec<(&'static MultiPolygon<f64>, Option<Rect<f64>>)>);

impl Nearby {
    fn of(layer: usize) -> Self {
        let areas = footprints(layer).into_iter();
        Self(areas.map(|area| (area, area.bounding_rect())).collect())
    }

    fn area_at(&self, place: Coord<f64>) -> Option<usize> {
        self.0.iter().position(|(footprint, rect)| {
            rect.is_some_and(|rect| {
                (rect.min().x..=rect.max().x).contains(&place.x)
                    && (rect.min().y..=rect.max().y).contains(&place.y)
            }) && contains(footprint, place)
        })
    }
}

/// Number of the points that are in an area, asserted to be the same by the dataset's index, by
/// indexes of the layer alone, and by brute force.
fn agreed(layer: usize, places: &[Coord<f64>]) -> usize {
    let dataset = dataset();
    let name = dataset.catalogue().layers()[layer].id();
    let nearby = Nearby::of(layer);
    let should: Vec<_> = places.iter().map(|&place| nearby.area_at(place)).collect();
    let alone = indexes(footprints(layer));
    for index in alone.iter().chain([layer_index(layer)]) {
        let found = areas_at(index, places);
        for at in 0..places.len() {
            assert_eq!(found[at], should[at], "{name} at {:?}", places[at]);
        }
    }
    should.iter().flatten().count()
}

#[test]
fn every_layer_gives_20_000_places_and_all_district_vertices_their_owner() {
    let mut places = random_places(PLACES, 20_220_701);
    places.extend(vertices_of_districts());
    for (position, layer) in dataset().catalogue().layers().iter().enumerate() {
        let owned = agreed(position, &places);
        // Otherwise the claim would be empty.
        assert!(
            owned > PLACES / 20,
            "{}: only {owned} places are in an area",
            layer.id()
        );
    }
}

#[test]
fn every_layer_gives_each_vertex_and_the_middle_of_each_edge_its_owner() {
    for (position, layer) in dataset().catalogue().layers().iter().enumerate() {
        let mut random = Random(5);
        let mut places = Vec::new();
        for [from, to] in footprints(position).into_iter().flat_map(edges) {
            for place in [from, (from + to) / 2.0] {
                places.extend([place, next_to(place, &mut random)]);
            }
        }
        let owned = agreed(position, &places);
        // Of the points on a rim, half are inside.
        assert!(
            owned * 5 > places.len() * 2,
            "{}: {owned} of {}",
            layer.id(),
            places.len()
        );
    }
}

#[test]
fn every_layer_agrees_with_brute_force_that_passes_nothing_over() {
    let mut places = random_places(300, 1);
    places.extend(vertices_of_districts().into_iter().step_by(97));
    for (position, layer) in dataset().catalogue().layers().iter().enumerate() {
        let areas = footprints(position);
        for &place in &places {
            let should = locate_by_brute_force(areas.iter().copied(), place);
            let found = layer_index(position).locate(place);
            assert_eq!(found, should, "{} at {place:?}", layer.id());
        }
    }
}

#[test]
fn every_layers_nearest_boundary_is_that_of_every_edge_bit_for_bit() {
    let mut places = random_places(100, 3);
    places.extend(vertices_of_districts().into_iter().step_by(499));
    for (position, layer) in dataset().catalogue().layers().iter().enumerate() {
        let boundary = dataset().boundaries(LayerId::new(position));
        let edges: Vec<(usize, _)> = footprints(position)
            .into_iter()
            .enumerate()
            .flat_map(|(area, footprint)| edges(footprint).map(move |edge| (area, edge)))
            .collect();
        for &place in &places {
            let nearest = edges
                .iter()
                .map(|&(area, edge)| (distance_to_edge(place, edge), area))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
                .map(|(metres, area)| (AreaId::new(area).unwrap(), metres));
            let point = GridPoint::new(place.x, place.y).unwrap();
            assert_eq!(
                boundary.nearest(point),
                nearest,
                "{} at {place:?}",
                layer.id()
            );
            for reach in [0.0, 10.0, 1_000.0] {
                let is_within = nearest.is_some_and(|(_, metres)| metres <= reach);
                assert_eq!(
                    boundary.is_within(point, reach),
                    is_within,
                    "{}: {reach} m of {place:?}",
                    layer.id()
                );
            }
        }
    }
}

#[test]
fn no_place_is_in_two_areas_of_a_layer_that_answers_lookups() {
    let places = random_places(300, 2);
    for (position, layer) in dataset().catalogue().layers().iter().enumerate() {
        if layer.info().role.answers_lookups() {
            let areas = footprints(position);
            for &place in &places {
                let containing = areas
                    .iter()
                    .filter(|footprint| contains(footprint, place))
                    .count();
                assert!(
                    containing <= 1,
                    "{} at {place:?}: {containing} owners",
                    layer.id()
                );
            }
        }
    }
}

/// Lookups in a layer without cells would be right but slower.
#[test]
fn every_layer_that_answers_lookups_is_a_coverage_and_has_cells() {
    let dataset = dataset();
    for (position, layer) in dataset.catalogue().layers().iter().enumerate() {
        if layer.info().role.answers_lookups() {
            assert!(layer_index(position).is_coverage(), "{}", layer.id());
        }
    }
}
