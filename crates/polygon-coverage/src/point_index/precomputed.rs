//! [`PrecomputedPoints`]: points whose areas in several coverages are looked up once, ahead of
//! queries.

use crate::parallel::prelude::*;
use geo::Coord;
use rustc_hash::FxHashMap;

use super::PointIndexSet;
use crate::error::check;
use crate::{AreaId, Result};

/// Batch size. Bounds the memory of rows that are not yet deduplicated.
const BATCH: usize = 1 << 18;
/// Number of points that one core looks up in a coverage, one after another.
const CHUNK: usize = 1 << 12;

/// Containing areas of some points in each coverage of a [`PointIndexSet`], looked up once. Meant
/// for points that are queried repeatedly in any order, as postcodes are.
///
/// Points with the same areas in all coverages share a row, in which the areas are adjacent; there
/// are hardly more rows than building blocks. So the memory is four bytes per point plus a few
/// megabytes, and a query takes two reads from memory instead of one or more per coverage.
#[derive(Debug, Default)]
pub struct PrecomputedPoints {
    coverages: usize,
    /// Number of each point's row.
    row_of: Vec<u32>,
    rows: Vec<Option<AreaId>>,
}

impl PrecomputedPoints {
    /// Looks up all points. O(1) per point and coverage, on all cores; faster if each point is near
    /// the one before it.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for 2³² points or more.
    ///
    /// ```
    /// use geo::{MultiPolygon, coord, polygon};
    /// use polygon_coverage::PointIndexSet;
    /// use polygon_coverage::point_index::PrecomputedPoints;
    ///
    /// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)]);
    /// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)]);
    /// let set = PointIndexSet::build(&[vec![&west, &east]])?;
    /// let points = [coord! { x: 0.5, y: 0.5 }, coord! { x: 1.5, y: 0.5 }];
    /// let precomputed = PrecomputedPoints::new(&set, &points)?;
    /// let at = set.locate_precomputed(&precomputed, 1, points[1]);
    /// assert_eq!(at.area(0).map(|area| area.index()), Some(1));
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn new<P: Copy + Into<Coord<f64>> + Sync>(
        set: &PointIndexSet,
        points: &[P],
    ) -> Result<Self> {
        check("points", points.len(), u32::MAX as usize)?;
        let coverages = set.len();
        let mut known = Self {
            coverages,
            row_of: Vec::with_capacity(points.len()),
            rows: Vec::new(),
        };
        if coverages == 0 {
            known.row_of.resize(points.len(), 0);
            return Ok(known);
        }
        let mut numbers: FxHashMap<Box<[Option<AreaId>]>, u32> = FxHashMap::default();
        for points in points.chunks(BATCH) {
            let rows: Vec<_> = points
                .par_chunks(CHUNK)
                .map(|points| side_by_side(set, points))
                .collect();
            for row in rows.iter().flat_map(|rows| rows.chunks_exact(coverages)) {
                let last = known.row_of.last();
                let number = match last.map(|&last| (last, known.numbered(last))) {
                    Some((last, before)) if before == row => last,
                    _ => numbers.get(row).copied().unwrap_or_else(|| {
                        // There are no more rows than points.
                        let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                        numbers.insert(row.into(), number);
                        known.rows.extend_from_slice(row);
                        number
                    }),
                };
                known.row_of.push(number);
            }
        }
        Ok(known)
    }

    /// The area in each coverage that contains the point at this position.
    pub(super) fn row(&self, position: usize) -> &[Option<AreaId>] {
        self.numbered(self.row_of[position])
    }

    fn numbered(&self, number: u32) -> &[Option<AreaId>] {
        &self.rows[number as usize * self.coverages..][..self.coverages]
    }
}

/// The rows of some points, one after another.
fn side_by_side<P: Copy + Into<Coord<f64>>>(
    set: &PointIndexSet,
    points: &[P],
) -> Vec<Option<AreaId>> {
    let coverages = set.len();
    let mut rows = vec![None; points.len() * coverages];
    let mut areas = Vec::new();
    for coverage in 0..coverages {
        set.coverage(coverage).locate_batch(points, &mut areas);
        for (row, &area) in rows.chunks_exact_mut(coverages).zip(&areas) {
            row[coverage] = area;
        }
    }
    rows
}
