//! [`area_at`] and [`areas_at`]: the areas of longitudes and latitudes alone, mostly without the
//! conversion.

use geo::Coord;
use polygon_coverage::point_index::UniformArea;
use polygon_coverage::{AreaId, PointIndex};

use crate::Result;
use crate::space::LonLat;

/// Finds the area of an index that contains a position. The index must be of footprints in
/// EPSG:27700. The answer is that of [`PointIndex::locate`] at
/// [`position.to_grid()`](LonLat::to_grid), bit for bit.
///
/// Most points take up to half as long again as one on the grid, because their place on it is only
/// approximated, with a bound on the error of some centimetres (half a metre at most). If all points
/// within the bound are in one area, that is the answer. Otherwise, near a boundary, or if the index
/// is no coverage's, the position is converted as by [`LonLat::to_grid`].
///
/// A full answer ([`Dataset::lookup_lonlat`](crate::dataset::Dataset::lookup_lonlat)) has distances
/// from the exact point, and always converts it.
///
/// # Errors
///
/// [`Error::OutsideBritain`](crate::Error::OutsideBritain) where OSTN15 has no shifts.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::lookup::area_at;
/// use coterm_core::space::LonLat;
/// use polygon_coverage::PointIndex;
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let index = PointIndex::build(districts.areas().iter().map(|area| area.footprint()))?;
/// let hospital = LonLat::new(-2.786, 54.010)?;
/// let area = area_at(&index, hospital)?.expect("a district has it");
/// assert_eq!(districts[area].name(), "Lancaster");
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[inline]
pub fn area_at(index: &PointIndex, position: LonLat) -> Result<Option<AreaId>> {
    let near = position.near_grid();
    match index.locate_within(near.point, near.bound_m) {
        UniformArea::Known(area) => Ok(area),
        UniformArea::Unknown => exact_area_at(index, position),
    }
}

/// The area at the exact point. Not inlined, because the rest is so short that reserving stack space
/// for this would be noticeable.
#[inline(never)]
fn exact_area_at(index: &PointIndex, position: LonLat) -> Result<Option<AreaId>> {
    Ok(index.locate(position.to_grid()?.coord()))
}

/// Number of positions that are looked up together, so that what is known of them stays in the
/// nearest cache.
const BLOCK: usize = 1024;

/// Finds the area of an index that contains each position, in order. `None` where there is none,
/// for no position, and outside Britain. The previous contents of `areas` are dropped.
///
/// The answers are those of [`area_at`]. Many at once cost a fraction of as many single calls,
/// because their cache misses overlap. Nothing is allocated except room in `areas` and for a
/// thousand positions.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::lookup::areas_at;
/// use coterm_core::space::LonLat;
/// use polygon_coverage::PointIndex;
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let index = PointIndex::build(districts.areas().iter().map(|area| area.footprint()))?;
/// let mut areas = Vec::new();
/// areas_at(&index, [Some(LonLat::new(-2.786, 54.010)?), None], &mut areas);
/// let names = areas.iter().map(|area| area.map(|area| districts[area].name()));
/// assert_eq!(names.collect::<Vec<_>>(), [Some("Lancaster"), None]);
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn areas_at(
    index: &PointIndex,
    positions: impl IntoIterator<Item = Option<LonLat>>,
    areas: &mut Vec<Option<AreaId>>,
) {
    areas.clear();
    let mut positions = positions.into_iter();
    let (mut block, mut known, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        block.clear();
        block.extend(positions.by_ref().take(BLOCK));
        if block.is_empty() {
            return;
        }
        index.locate_within_batch(&block, near_grid, &mut known, &mut unknown);
        for &at in &unknown {
            known[at] = block[at].and_then(|position| exact_area_at(index, position).ok()?);
        }
        areas.extend_from_slice(&known);
    }
}

/// The point on the grid near a position, and the bound on how far the exact one is from it.
#[inline]
fn near_grid(position: Option<LonLat>) -> (Coord<f64>, f64) {
    match position {
        Some(position) => {
            let near = position.near_grid();
            (near.point, near.bound_m)
        }
        None => (Coord::zero(), f64::INFINITY),
    }
}
