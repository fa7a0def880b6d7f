//! Claims that the area of a longitude and latitude is that of its exact point on the grid, in every
//! layer of the committed data and wherever the boundaries are, one by one and many at once.

use coterm_core::layers::Area;
use coterm_core::lookup::{area_at, areas_at};
use coterm_core::space::{GridPoint, LonLat};
use coterm_tests::{dataset, layer_index};
use geo::Coord;
use polygon_coverage::PointIndex;
use polygon_coverage::measure::edges;

/// Distances in metres from a boundary: on it, about the bound on the approximation's error, and
/// beyond.
const AWAY: [f64; 7] = [0.0, 0.001, 0.01, 0.05, 0.2, 1.0, 5.0];

/// Places beside each edge, on both sides of it and at changing distances.
fn beside(edges: impl Iterator<Item = [Coord<f64>; 2]>) -> impl Iterator<Item = Coord<f64>> {
    edges.enumerate().flat_map(|(at, [from, to])| {
        let along = to - from;
        let across = Coord {
            x: -along.y,
            y: along.x,
        } / along.x.hypot(along.y).max(0.001);
        let part = [0.0, 0.137, 0.5, 0.863][at % 4];
        let away = AWAY[at % AWAY.len()];
        [-away, away].map(|away| from + along * part + across * away)
    })
}

/// Asks for each position alone and for all at once, with a row without a position after each.
fn same(index: &PointIndex, positions: &[LonLat]) {
    let mut batched = Vec::new();
    let rows = positions
        .iter()
        .flat_map(|&position| [Some(position), None]);
    areas_at(index, rows, &mut batched);
    assert_eq!(batched.len(), 2 * positions.len());
    for (position, batched) in positions.iter().zip(batched.chunks(2)) {
        let exact = position.to_grid().map(|point| index.locate(point.coord()));
        let found = area_at(index, *position);
        match (&exact, &found) {
            (Ok(exact), Ok(found)) => assert_eq!(exact, found, "{position:?}"),
            (Err(exact), Err(found)) => assert_eq!(exact.to_string(), found.to_string()),
            (exact, found) => panic!("{position:?}: {found:?}, at the exact point {exact:?}"),
        }
        assert_eq!(batched, [exact.ok().flatten(), None], "{position:?}");
    }
}

/// The indexes of each layer: the dataset's, in which most layers are unions of another's areas,
/// and one of the layer alone.
fn indexes(layer: usize) -> (&'static PointIndex, PointIndex) {
    let areas = dataset().catalogue().layers()[layer].areas();
    let alone = PointIndex::build(areas.iter().map(Area::footprint)).unwrap();
    (layer_index(layer), alone)
}

#[test]
fn near_every_boundary_of_every_layer_the_area_is_that_of_the_exact_point() {
    for (at, layer) in dataset().catalogue().layers().iter().enumerate() {
        let (shared, alone) = indexes(at);
        let all = layer
            .areas()
            .iter()
            .flat_map(|area| edges(area.footprint()));
        let degrees = |place: Coord<f64>| {
            let point = GridPoint::new(place.x, place.y).unwrap();
            point.to_lonlat().unwrap()
        };
        let positions: Vec<LonLat> = beside(all).map(degrees).collect();
        same(shared, &positions);
        same(&alone, &positions);
    }
}

#[test]
fn all_over_the_grid_the_area_or_the_error_is_that_of_the_exact_point() {
    let degrees = |(east, north)| {
        let lon = -9.1 + 11.2 * f64::from(east) / 140.0;
        let lat = 49.7 + 11.4 * f64::from(north) / 140.0;
        LonLat::new(lon.min(2.1), lat.min(61.1)).unwrap()
    };
    let pairs = (0..=140).flat_map(|east| (0..=140).map(move |north| (east, north)));
    let positions: Vec<LonLat> = pairs.map(degrees).collect();
    for at in 0..dataset().catalogue().layers().len() {
        let (shared, alone) = indexes(at);
        same(shared, &positions);
        same(&alone, &positions);
    }
}
