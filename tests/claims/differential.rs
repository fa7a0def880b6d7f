//! Comparison of point indexes with brute force, which every claim that the two agree uses.

use coterm_core::space::GridPoint;
use geo::{Coord, MultiPolygon};
use polygon_coverage::containment::locate_by_brute_force;
use polygon_coverage::{AreaId, PointIndex, measure::edges};

pub(crate) fn point(place: Coord<f64>) -> GridPoint {
    GridPoint::new(place.x, place.y).unwrap()
}

/// The index's containing area of each point, asserted to be the same by every way of asking.
pub(crate) fn areas_at(index: &PointIndex, places: &[Coord<f64>]) -> Vec<Option<usize>> {
    let points: Vec<_> = places.iter().map(|&place| point(place)).collect();
    let one_by_one: Vec<_> = places.iter().map(|&place| index.locate(place)).collect();
    let mut together = Vec::new();
    index.locate_batch(&points, &mut together);
    for (at, area) in together.iter().enumerate() {
        assert_eq!(*area, one_by_one[at], "in a batch, {:?}", places[at]);
    }
    assert_eq!(together.len(), places.len());
    let indexes = one_by_one.into_iter().map(|area| area.map(AreaId::index));
    indexes.collect()
}

/// The index of the areas, and the indexes that they have if they are not a coverage: one with one
/// area listed a second time, which is then searched separately, and one with all areas listed
/// twice, which leaves no cells. The repetitions come last, so that the containing areas are the
/// same.
pub(crate) fn indexes<'a>(
    areas: impl IntoIterator<Item = &'a MultiPolygon<f64>, IntoIter: Clone> + Clone,
) -> [PointIndex; 3] {
    let own = || areas.clone().into_iter();
    let one = own().find(|area| !area.0.is_empty());
    let [of_one, of_all] = [
        PointIndex::build(own().chain(one)).unwrap(),
        PointIndex::build(own().chain(own())).unwrap(),
    ];
    assert!(!of_one.is_coverage(), "{one:?} twice is a coverage");
    assert!(!of_all.is_coverage(), "all twice are a coverage");
    [PointIndex::build(areas).unwrap(), of_one, of_all]
}

/// Asserts that each index has the containing areas of brute force. Returns whether the areas are a
/// coverage, so that they were answered from cells.
pub(crate) fn is_as_brute_force(areas: &[MultiPolygon<f64>], places: &[Coord<f64>]) -> bool {
    let should: Vec<_> = places
        .iter()
        .map(|&place| locate_by_brute_force(areas, place).map(AreaId::index))
        .collect();
    let indexes = indexes(areas);
    for index in &indexes {
        let found = areas_at(index, places);
        if let Some(wrong) = (0..places.len()).find(|&at| found[at] != should[at]) {
            panic!(
                "{:?}: {:?}, by brute force {:?}; by cells: {}; areas: {areas:?}",
                places[wrong],
                found[wrong],
                should[wrong],
                index.is_coverage()
            );
        }
    }
    indexes[0].is_coverage()
}

/// Asserts the same of areas that are known to be a coverage.
pub(crate) fn coverage_is_as_brute_force(areas: &[MultiPolygon<f64>], places: &[Coord<f64>]) {
    assert!(is_as_brute_force(areas, places), "no coverage: {areas:?}");
}

/// Points of each easting at which something happens (that of a vertex or of the middle of an edge,
/// or the next number on either side of one) combined with each such northing.
pub(crate) fn all_crossings(areas: &[MultiPolygon<f64>]) -> Vec<Coord<f64>> {
    let [eastings, northings] = [0, 1].map(|axis| {
        let mut values: Vec<f64> = areas
            .iter()
            .flat_map(edges)
            .flat_map(|[from, to]| [from, (from + to) / 2.0])
            .map(|place| <[f64; 2]>::from(place)[axis])
            .flat_map(|value| [value.next_down(), value, value.next_up()])
            .filter(|&value| value >= 0.0)
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    });
    let row = |y: f64| eastings.iter().map(move |&x| Coord { x, y });
    northings.iter().flat_map(|&y| row(y)).collect()
}
