//! [`area_at`]: the area of a longitude and latitude alone, mostly without the conversion.

use polygon_coverage::point_index::UniformArea;
use polygon_coverage::{AreaId, PointIndex};

use crate::Result;
use crate::space::LonLat;

/// Finds the area of an index that contains a position. The index must be of footprints in
/// EPSG:27700. The answer is that of [`PointIndex::locate`] at
/// [`position.to_grid()`](LonLat::to_grid), bit for bit.
///
/// Most points take about twice as long as one on the grid, because their place on it is only
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
