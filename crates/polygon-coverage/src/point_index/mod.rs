//! [`PointIndex`]: the containing area of a point.
//!
//! There are three structures, which all agree with
//! [`locate_by_brute_force`](crate::containment::locate_by_brute_force) for every point:
//! `cell_index`, a grid of cells for a coverage; `nesting`, a table for a coverage whose areas
//! are unions of another's; and [`AreaTree`], an R*-tree for areas that overlap.

mod area_tree;
mod cell_index;
mod nesting;
mod precomputed;
mod set;
mod uniform_area;

use std::sync::Arc;

use geo::{Coord, MultiPolygon};

use self::cell_index::CellIndex;
use self::nesting::AreaOfBlock;
use crate::error::{check, check_areas};
use crate::{AreaId, Result};

pub use self::area_tree::AreaTree;
pub use self::precomputed::PrecomputedPoints;
pub use self::set::{ContainingAreas, PointIndexSet};
pub use self::uniform_area::UniformArea;

/// Largest number of edges of an index: entries of its tables are positions of 30 bits, and an
/// edge takes a few of them.
const MAX_EDGES: usize = 1 << 28;

/// Index that finds the area that contains a point, by the [half-open rule](crate::containment).
///
/// For a coverage, a grid of cells answers most points with one read and the rest with a
/// handful of edge tests. Areas that are not part of the coverage (they overlap others, their
/// edges do not match, or a polygon is not valid) are searched as well: an R*-tree (`rstar`) over
/// their bounding boxes finds all that contain the point, and the first by position is the
/// answer. If more than one area in eight is such, all areas are in the tree. Either way the
/// answer is that of [`locate_by_brute_force`](crate::containment::locate_by_brute_force), point
/// for point.
///
/// Any planar coordinates. Immutable, `Send` and `Sync`, so any number of threads may query it.
/// Built on all cores, in O(n) for a coverage and in O(n log n) otherwise.
///
/// ```
/// use geo::{MultiPolygon, coord, polygon};
/// use polygon_coverage::PointIndex;
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
/// let index = PointIndex::build(&[west, east])?;
/// // A point on a shared boundary is in exactly one area: the one to the east.
/// let area = index.locate(coord! { x: 1.0, y: 0.5 }).expect("it is in one of them");
/// assert_eq!(area.index(), 1);
/// assert_eq!(index.locate(coord! { x: 9.0, y: 0.5 }), None);
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
#[derive(Debug)]
pub struct PointIndex(Kind);

/// Structure of an index.
// `repr(u8)` forces an explicit discriminant. Decoding the niche that rustc would pick costs
// about as much as a whole cell lookup.
#[derive(Debug)]
#[repr(u8)]
enum Kind {
    Coverage(Arc<CellIndex>),
    /// Unions of the areas of a coverage.
    Unions(Arc<CellIndex>, AreaOfBlock),
    Areas(AreaTree),
}

impl PointIndex {
    /// Indexes some footprints. The position of a footprint is the [`AreaId`] of its area.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for more than 2²⁸ edges.
    pub fn build<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone,
    ) -> Result<Self> {
        check_size(footprints.clone())?;
        Ok(Self(match CellIndex::new(&footprints) {
            Some(cells) => Kind::Coverage(Arc::new(cells)),
            None => Kind::Areas(AreaTree::build(footprints)?),
        }))
    }

    /// Finds the area that contains the point, the first by position where areas overlap; `None`
    /// outside all areas, or if a coordinate is not a number. O(1) for a coverage, in practice;
    /// otherwise as [`AreaTree::locate_all`].
    #[inline]
    pub fn locate(&self, point: Coord<f64>) -> Option<AreaId> {
        match &self.0 {
            Kind::Coverage(cells) => cells.locate(point),
            Kind::Unions(blocks, area_of_block) => area_of_block.area(blocks.locate(point)?),
            Kind::Areas(areas) => first(areas, point),
        }
    }

    /// Finds the one area of all points within `margin` of the point on both axes, borders
    /// included: what [`locate`](Self::locate) answers for each of them. Meant for a point that is
    /// known only approximately, if its exact position costs more than this.
    ///
    /// O(1), about as long as `locate`. [`UniformArea::Unknown`] if the square is near a boundary
    /// (a few times its width), if a line between cells of the index goes through it, where areas
    /// overlap, and for areas that are no coverage. So the margin should be small beside the areas.
    /// Also unknown for a margin that is negative or not a number.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::PointIndex;
    /// use polygon_coverage::point_index::UniformArea;
    ///
    /// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
    /// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
    /// let index = PointIndex::build([&west, &east])?;
    /// let within = index.locate_within(coord! { x: 1.4, y: 0.4 }, 0.001);
    /// assert_eq!(within, UniformArea::Known(index.locate(coord! { x: 1.4, y: 0.4 })));
    /// // The boundary is nearer than the margin.
    /// assert_eq!(index.locate_within(coord! { x: 1.0, y: 0.4 }, 0.001), UniformArea::Unknown);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    #[inline]
    pub fn locate_within(&self, point: Coord<f64>, margin: f64) -> UniformArea {
        match &self.0 {
            Kind::Coverage(cells) => cells.locate_within(point, margin),
            Kind::Unions(blocks, area_of_block) => {
                area_of_block.uniform_area(blocks.locate_within(point, margin))
            }
            Kind::Areas(_) => UniformArea::Unknown,
        }
    }

    /// Finds the area that contains each point, in order, with the same results as
    /// [`locate`](Self::locate). The previous contents of `areas` are dropped.
    ///
    /// Many points at once cost a fraction of as many single calls, in any order, because their
    /// cache misses overlap. It is faster still if each point is near the one before it. Nothing is
    /// allocated except room in `areas`.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::PointIndex;
    ///
    /// let square = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
    /// let index = PointIndex::build([&square])?;
    /// let mut areas = Vec::new();
    /// index.locate_batch(&[coord! { x: 0.5, y: 0.5 }, coord! { x: 1.5, y: 0.5 }], &mut areas);
    /// assert_eq!(areas.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn locate_batch<P: Copy + Into<Coord<f64>>>(
        &self,
        points: &[P],
        areas: &mut Vec<Option<AreaId>>,
    ) {
        areas.clear();
        match &self.0 {
            Kind::Coverage(cells) => cells.add_areas(points, areas),
            Kind::Unions(blocks, area_of_block) => {
                blocks.add_areas(points, areas);
                for area in areas {
                    *area = area.and_then(|block| area_of_block.area(block));
                }
            }
            Kind::Areas(_) => {
                areas.extend(points.iter().map(|&point| self.locate(point.into())));
            }
        }
    }

    /// Finds the one area of each of many squares, in order, with the same results as
    /// [`locate_within`](Self::locate_within) for a point and a margin. The previous contents of
    /// `areas` are dropped. Costs as little for many as [`locate_batch`](Self::locate_batch) does.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::PointIndex;
    /// use polygon_coverage::point_index::UniformArea;
    ///
    /// let square = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
    /// let index = PointIndex::build([&square])?;
    /// let mut areas = Vec::new();
    /// let (middle, corner) = (coord! { x: 0.4, y: 0.4 }, coord! { x: 0.0, y: 0.0 });
    /// index.locate_within_batch(&[(middle, 0.01), (corner, 0.01)], &mut areas);
    /// let area = index.locate(middle);
    /// assert_eq!(areas, [UniformArea::Known(area), UniformArea::Unknown]);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn locate_within_batch(&self, squares: &[(Coord<f64>, f64)], areas: &mut Vec<UniformArea>) {
        areas.clear();
        match &self.0 {
            Kind::Coverage(cells) => cells.add_uniform_areas(squares, areas),
            Kind::Unions(blocks, area_of_block) => {
                blocks.add_uniform_areas(squares, areas);
                for area in areas {
                    *area = area_of_block.uniform_area(*area);
                }
            }
            Kind::Areas(_) => areas.resize(squares.len(), UniformArea::Unknown),
        }
    }

    /// Whether the footprints are a coverage of valid polygons, so that cells alone answer. It is
    /// also false for a coverage whose edges are too entangled for cells.
    pub fn is_coverage(&self) -> bool {
        match &self.0 {
            Kind::Coverage(cells) | Kind::Unions(cells, _) => cells.is_coverage(),
            Kind::Areas(_) => false,
        }
    }

    /// Whether the areas are unions of the areas of another coverage, whose index is used.
    pub fn is_nested(&self) -> bool {
        matches!(self.0, Kind::Unions(..))
    }

    /// An index of areas that are unions of this coverage's areas.
    fn of_unions(&self, area_of_block: AreaOfBlock) -> Option<Self> {
        match &self.0 {
            Kind::Coverage(blocks) if blocks.is_coverage() => {
                Some(Self(Kind::Unions(blocks.clone(), area_of_block)))
            }
            Kind::Coverage(_) | Kind::Unions(..) | Kind::Areas(_) => None,
        }
    }

    /// The table of nested areas.
    fn area_of_block(&self) -> Option<&AreaOfBlock> {
        match &self.0 {
            Kind::Unions(_, area_of_block) => Some(area_of_block),
            Kind::Coverage(_) | Kind::Areas(_) => None,
        }
    }
}

/// Refuses more footprints or edges than the positions in an index's tables can number.
fn check_size<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Result<()> {
    let (mut areas, mut edges) = (0, 0);
    for footprint in footprints {
        areas += 1;
        for polygon in footprint {
            edges += polygon.exterior().0.len();
            edges += polygon
                .interiors()
                .iter()
                .map(|ring| ring.0.len())
                .sum::<usize>();
        }
    }
    check_areas(areas)?;
    check("edges", edges, MAX_EDGES)
}

/// Finds the first area in a tree. Not inlined, because the lookup in cells is so short that
/// reserving stack space for this would be noticeable.
#[inline(never)]
fn first(areas: &AreaTree, point: Coord<f64>) -> Option<AreaId> {
    areas.locate_all(point).min()
}

#[cfg(test)]
mod tests {
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
            let mut uniform = vec![UniformArea::Known(None)];
            index.locate_within_batch(&squares, &mut uniform);
            prop_assert_eq!(uniform.len(), points.len());
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
            let [x, y] =
                [position % 9, position / 9].map(|along| ORIGIN + 500.0 * f64::from(along));
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
}
