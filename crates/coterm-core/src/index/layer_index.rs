use std::sync::Arc;

use geo::MultiPolygon;

use crate::GridPoint;
use crate::index::area_index::AreaIndex;
use crate::index::cell_index::CellIndex;
use crate::index::nesting::AreaOfBlock;

/// Finds the area that owns a point.
///
/// For a coverage a grid of cells answers most points with one read and the rest with
/// a handful of edge tests. Areas that are not part of it (they overlap others, edges
/// do not match, a polygon is not valid) are asked besides: an R*-tree (`rstar`) over
/// their envelopes finds all that own the point, and the first by position answers.
/// If such areas are more than one in eight, all are in the tree. Either way the answer
/// is that of
/// [`owner_by_brute_force`](crate::containment::owner_by_brute_force), point for
/// point. Coordinates are EPSG:27700 metres. Built on all cores, in O(n) for a
/// coverage and O(n log n) else.
#[derive(Debug)]
pub struct LayerIndex(Kind);

/// With a number of its own for which it is: found out from what it holds, that would take
/// as many instructions as to find a cell.
#[derive(Debug)]
#[repr(u8)]
enum Kind {
    Coverage(Arc<CellIndex>),
    /// Unions of the areas of a coverage.
    Unions(Arc<CellIndex>, AreaOfBlock),
    Areas(AreaIndex),
}

impl LayerIndex {
    /// An index of the footprints, which keep their positions as names.
    pub fn new<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone) -> Self {
        Self(match CellIndex::new(&footprints) {
            Some(cells) => Kind::Coverage(Arc::new(cells)),
            None => Kind::Areas(AreaIndex::new(footprints)),
        })
    }

    /// The area that owns the point, if any does, by the
    /// [half-open rule](crate::containment).
    pub fn owner(&self, point: GridPoint) -> Option<usize> {
        match &self.0 {
            Kind::Coverage(cells) => cells.owner(point.coord()),
            Kind::Unions(blocks, area_of_block) => area_of_block.area(blocks.owner(point.coord())?),
            Kind::Areas(areas) => first_owner(areas, point),
        }
    }

    /// The owner of each point, in order, as [`owner`](Self::owner) tells it. What was in
    /// `owners` is forgotten.
    ///
    /// Many points at once cost a fraction of so many calls, in any order, for their
    /// reads from memory overlap; better still is an order in which each is near the
    /// one before it. Nothing is allocated but room in `owners`.
    pub fn owners(&self, points: &[GridPoint], owners: &mut Vec<Option<u32>>) {
        owners.clear();
        match &self.0 {
            Kind::Coverage(cells) => cells.add_owners(points, owners),
            Kind::Unions(blocks, area_of_block) => {
                blocks.add_owners(points, owners);
                for owner in owners {
                    *owner = owner.and_then(|block| area_of_block.name(block as usize));
                }
            }
            Kind::Areas(_) => owners.extend(points.iter().map(|&point| {
                self.owner(point)
                    .and_then(|owner| u32::try_from(owner).ok())
            })),
        }
    }

    /// Whether the layer is a coverage, and so answered from cells alone.
    pub fn is_of_coverage(&self) -> bool {
        match &self.0 {
            Kind::Coverage(cells) | Kind::Unions(cells, _) => cells.is_of_coverage(),
            Kind::Areas(_) => false,
        }
    }

    /// Whether the areas are unions of another layer's, and that layer's index answers.
    pub fn is_of_unions(&self) -> bool {
        matches!(self.0, Kind::Unions(..))
    }

    /// An index of a layer whose areas are unions of this coverage's.
    pub(crate) fn of_unions(&self, area_of_block: AreaOfBlock) -> Option<Self> {
        match &self.0 {
            Kind::Coverage(blocks) if blocks.is_of_coverage() => {
                Some(Self(Kind::Unions(blocks.clone(), area_of_block)))
            }
            Kind::Coverage(_) | Kind::Unions(..) | Kind::Areas(_) => None,
        }
    }

    /// The table of a layer of unions.
    pub(crate) fn area_of_block(&self) -> Option<&AreaOfBlock> {
        match &self.0 {
            Kind::Unions(_, area_of_block) => Some(area_of_block),
            Kind::Coverage(_) | Kind::Areas(_) => None,
        }
    }
}

/// Kept out of what answers from cells, which is so short that making room on the
/// stack for this would show.
#[inline(never)]
fn first_owner(areas: &AreaIndex, point: GridPoint) -> Option<usize> {
    areas.owners(point.coord()).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::containment::owner_by_brute_force;
    use geo::{LineString, Polygon, Rect, coord};
    use proptest::prelude::*;

    const ORIGIN: f64 = 350_000.0;

    fn small() -> impl Strategy<Value = (f64, f64)> {
        (0..8_i32, 0..8_i32).prop_map(|(x, y)| (ORIGIN + f64::from(x), ORIGIN + f64::from(y)))
    }

    /// A ring that may cross itself, and a hole that may be anywhere.
    fn tangled() -> impl Strategy<Value = MultiPolygon<f64>> {
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

    fn agrees(areas: &[MultiPolygon<f64>]) -> Result<(), TestCaseError> {
        let index = LayerIndex::new(areas);
        let at = |half: u8| ORIGIN + f64::from(half) / 2.0;
        let points: Vec<_> = (0..17_u8)
            .flat_map(|x| (0..17_u8).map(move |y| GridPoint::new(at(x), at(y)).unwrap()))
            .collect();
        let mut owners = vec![Some(7)];
        index.owners(&points, &mut owners);
        prop_assert_eq!(owners.len(), points.len());
        for (&point, together) in points.iter().zip(owners) {
            let owner = owner_by_brute_force(areas, point.coord());
            prop_assert_eq!(index.owner(point), owner, "{:?}", point);
            prop_assert_eq!(together.map(|name| name as usize), owner, "{:?}", point);
        }
        Ok(())
    }

    /// Eight by eight squares, and among them what is not part of their coverage.
    fn squares_with(others: Vec<(usize, MultiPolygon<f64>)>) -> Vec<MultiPolygon<f64>> {
        let square = |position: u8| {
            let [x, y] = [position % 8, position / 8].map(|cell| ORIGIN + f64::from(cell));
            Rect::new(coord! { x: x, y: y }, coord! { x: x + 1.0, y: y + 1.0 })
                .to_polygon()
                .into()
        };
        let mut areas: Vec<_> = (0..64).map(square).collect();
        for (position, other) in others {
            areas.insert(position, other);
        }
        areas
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn areas_that_overlap_or_cross_themselves_are_answered_as_by_brute_force(
            areas in prop::collection::vec(tangled(), 1..5)
        ) {
            agrees(&areas)?;
        }

        #[test]
        fn areas_that_overlap_a_few_of_a_coverage_are_answered_as_by_brute_force(
            others in prop::collection::vec((0..64_usize, [small(), small(), small()]), 1..3)
        ) {
            let triangle = |corners: [(f64, f64); 3]| {
                // Small, and off the squares' corners.
                let shrunk = corners.map(|(x, y)| (
                    corners[0].0 + (x - corners[0].0) / 4.0 + 0.125,
                    corners[0].1 + (y - corners[0].1) / 4.0 + 0.0625,
                ));
                Polygon::new(LineString::from(shrunk.to_vec()), vec![]).into()
            };
            let others = others.into_iter().map(|(position, corners)| (position, triangle(corners)));
            agrees(&squares_with(others.collect()))?;
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

    #[test]
    fn an_area_over_two_of_many_leaves_the_rest_to_the_cells() {
        let over = Rect::new(
            coord! { x: ORIGIN + 2.5, y: ORIGIN + 3.25 },
            coord! { x: ORIGIN + 3.5, y: ORIGIN + 3.75 },
        );
        let areas = squares_with(vec![(10, over.to_polygon().into())]);
        let index = LayerIndex::new(&areas);
        assert!(matches!(index.0, Kind::Coverage(_)) && !index.is_of_coverage());
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
            let areas = squares_with(vec![(60, over.to_polygon().into())]);
            let index = LayerIndex::new(&areas);
            assert!(matches!(index.0, Kind::Coverage(_)) && !index.is_of_coverage());
            let at = |quarter: u8| ORIGIN - 4.0 + f64::from(quarter) / 4.0;
            for (x, y) in (0..68).flat_map(|x| (0..68).map(move |y| (at(x), at(y)))) {
                let point = GridPoint::new(x, y).unwrap();
                let owner = owner_by_brute_force(&areas, point.coord());
                assert_eq!(index.owner(point), owner, "{point:?}");
            }
        }
    }

    /// In cells of the rest, which are none, it begins 2^20 of them to the south-west.
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
        let index = LayerIndex::new(&areas);
        for (x, y) in [(0.0, 0.0), (1e-9, 1e-9), (0.7, 0.7), (1.5, 1.5), (1.5, 0.1)] {
            let point = GridPoint::new(x, y).unwrap();
            let owner = owner_by_brute_force(&areas, point.coord());
            assert_eq!(index.owner(point), owner, "{point:?}");
        }
    }

    #[test]
    fn an_area_that_is_there_twice_is_answered_by_its_first() {
        let square = squares_with(vec![]).swap_remove(20);
        let areas = squares_with(vec![(40, square)]);
        assert!(!LayerIndex::new(&areas).is_of_coverage());
        agrees(&areas).unwrap();
    }
}
