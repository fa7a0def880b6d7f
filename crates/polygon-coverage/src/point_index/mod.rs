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
#[cfg(test)]
mod tests;
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

    /// Finds the one area of the square of each place, in order, with the same results as
    /// [`locate_within`](Self::locate_within) for the point and the margin that `square_of` makes of
    /// the place. `unknown` gets the positions of those that are
    /// [unknown](UniformArea::Unknown), in no order; in `areas` they have `None`. The previous contents
    /// of both are dropped. Costs as little for many as [`locate_batch`](Self::locate_batch) does.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::PointIndex;
    ///
    /// let square = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
    /// let index = PointIndex::build([&square])?;
    /// let (mut areas, mut unknown) = (Vec::new(), Vec::new());
    /// let (middle, corner) = (coord! { x: 0.4, y: 0.4 }, coord! { x: 0.0, y: 0.0 });
    /// index.locate_within_batch(&[middle, corner], |point| (point, 0.01), &mut areas, &mut unknown);
    /// assert_eq!(areas, [index.locate(middle), None]);
    /// assert_eq!(unknown, [1]);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn locate_within_batch<P: Copy>(
        &self,
        places: &[P],
        square_of: impl Fn(P) -> (Coord<f64>, f64),
        areas: &mut Vec<Option<AreaId>>,
        unknown: &mut Vec<usize>,
    ) {
        areas.clear();
        unknown.clear();
        match &self.0 {
            Kind::Coverage(cells) => cells.add_uniform_areas(places, square_of, areas, unknown),
            Kind::Unions(blocks, area_of_block) => {
                blocks.add_uniform_areas(places, square_of, areas, unknown);
                for area in areas {
                    *area = area.and_then(|block| area_of_block.area(block));
                }
            }
            Kind::Areas(_) => {
                areas.resize(places.len(), None);
                unknown.extend(0..places.len());
            }
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
