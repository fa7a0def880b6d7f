//! [`PointIndexSet`]: the containing area of a point in each of several coverages, which share one
//! index where they are made of the same building blocks.

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use super::PointIndex;
use super::nesting::Blocks;
use super::precomputed::PrecomputedPoints;
use crate::{AreaId, Result};

/// Index that finds the area that contains a point in each of several coverages.
///
/// Administrative coverages are mostly unions of the same building blocks. Coverages that are,
/// edge for edge, have no index of their own: the block that contains the point is found once,
/// and a table gives the area of each coverage that the block is in. The blocks are the coverage
/// with the most areas. Which other coverages are made of them is found from the geometry, and
/// only if it is certain for every point. Each other coverage has a [`PointIndex`]. Any planar
/// coordinates, the same for all coverages. Immutable, `Send` and `Sync`.
///
/// ```
/// use geo::{MultiPolygon, coord, polygon};
/// use polygon_coverage::PointIndexSet;
///
/// let west = MultiPolygon::from(polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 2.), (x: 0., y: 2.)]);
/// let east = MultiPolygon::from(polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 2.), (x: 1., y: 2.)]);
/// let both = MultiPolygon::from(
///     polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 2.), (x: 1., y: 2.), (x: 0., y: 2.)],
/// );
/// let set = PointIndexSet::build(&[vec![&west, &east], vec![&both]])?;
/// let at = set.locate(coord! { x: 1.5, y: 0.5 });
/// assert_eq!(at.area(0).map(|area| area.index()), Some(1));
/// assert_eq!(at.area(1).map(|area| area.index()), Some(0));
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
#[derive(Debug)]
pub struct PointIndexSet {
    indexes: Vec<PointIndex>,
    /// Position of the coverage that others may be unions of.
    finest: Option<usize>,
}

impl PointIndexSet {
    /// Indexes some coverages. Coverages and their areas are numbered by position. O(n log n), on
    /// all cores.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`](crate::Error::TooMany) for a coverage of more than 2²⁸ edges.
    pub fn build(coverages: &[Vec<&MultiPolygon<f64>>]) -> Result<Self> {
        let own = |coverage: usize| PointIndex::build(coverages[coverage].iter().copied());
        let finest = (0..coverages.len()).max_by_key(|&coverage| coverages[coverage].len());
        let (of_blocks, lines) = crate::parallel::join(
            || finest.map(own).transpose(),
            || finest.and_then(|finest| Blocks::new(coverages[finest].iter().copied())),
        );
        let of_blocks = of_blocks?;
        let unions = |coverage: usize| {
            let area_of_block = lines
                .as_ref()?
                .unions(coverages[coverage].iter().copied())?;
            of_blocks.as_ref()?.of_unions(area_of_block)
        };
        let mut indexes: Vec<Option<PointIndex>> = (0..coverages.len())
            .into_par_iter()
            .map(|coverage| {
                if Some(coverage) == finest {
                    return Ok(None);
                }
                unions(coverage).map_or_else(|| own(coverage), Ok).map(Some)
            })
            .collect::<Result<_>>()?;
        if let Some(finest) = finest {
            indexes[finest] = of_blocks;
        }
        Ok(Self {
            indexes: indexes.into_iter().flatten().collect(),
            finest,
        })
    }

    /// Index of the coverage at this position.
    ///
    /// # Panics
    ///
    /// If there is no coverage at that position.
    pub fn coverage(&self, coverage: usize) -> &PointIndex {
        &self.indexes[coverage]
    }

    /// Finds the building block that contains a point; reading the area of each coverage from the
    /// result then costs little. O(1) for coverages.
    pub fn locate(&self, point: Coord<f64>) -> ContainingAreas<'_> {
        ContainingAreas {
            set: self,
            point,
            block: self
                .finest
                .and_then(|finest| self.indexes[finest].locate(point)),
            row: None,
        }
    }

    /// The containing areas of a precomputed point, by its position among the precomputed points.
    /// `point` must be the point at that position. O(1).
    ///
    /// # Panics
    ///
    /// If there is no point at that position.
    pub fn locate_precomputed<'a>(
        &'a self,
        points: &'a PrecomputedPoints,
        position: usize,
        point: Coord<f64>,
    ) -> ContainingAreas<'a> {
        ContainingAreas {
            set: self,
            point,
            block: None,
            row: Some(points.row(position)),
        }
    }

    /// Number of coverages.
    pub fn len(&self) -> usize {
        self.indexes.len()
    }

    /// Whether there are no coverages.
    pub fn is_empty(&self) -> bool {
        self.indexes.is_empty()
    }
}

/// Areas that contain a point, at most one per coverage; see [`PointIndexSet::locate`].
#[derive(Debug, Clone, Copy)]
pub struct ContainingAreas<'a> {
    set: &'a PointIndexSet,
    point: Coord<f64>,
    block: Option<AreaId>,
    /// The area in each coverage, if precomputed.
    row: Option<&'a [Option<AreaId>]>,
}

impl ContainingAreas<'_> {
    /// The area of the coverage at this position that contains the point, by the
    /// [half-open rule](crate::containment); `None` if the point is in none.
    ///
    /// # Panics
    ///
    /// If there is no coverage at that position.
    pub fn area(&self, coverage: usize) -> Option<AreaId> {
        if let Some(row) = self.row {
            return row[coverage];
        }
        let index = &self.set.indexes[coverage];
        match index.area_of_block() {
            Some(area_of_block) => area_of_block.area(self.block?),
            None if self.set.finest == Some(coverage) => self.block,
            None => index.locate(self.point),
        }
    }
}
