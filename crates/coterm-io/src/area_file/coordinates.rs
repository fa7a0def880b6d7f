//! Coordinates as a file has them, and whether they can be what it says they are.

use coterm_core::GridPoint;
use geo::{Coord, CoordsIter, MultiPolygon};

use crate::feature::{NoArea, RawFeature, RawGeometry};
use crate::{Crs, Error};

/// Metres of the grid; those that are so already stay as they are.
pub(super) fn to_grid(
    footprint: MultiPolygon<f64>,
    crs: Crs,
) -> std::result::Result<MultiPolygon<f64>, NoArea> {
    let coords = || footprint.coords_iter();
    if let Some(coord) = coords().find(|coord| !(coord.x.is_finite() && coord.y.is_finite())) {
        let found = format!("{}, {} is not a place on a map", coord.x, coord.y);
        return Err(NoArea::NotUnderstood(found));
    }
    let outside = |error: Error| {
        NoArea::LeftOut(format!(
            "{error} (its coordinates were taken as {crs}; name another system with --crs)"
        ))
    };
    if crs == Crs::BritishNationalGrid {
        // As a lookup of such a place would be.
        let mut points = coords().map(|coord| GridPoint::new(coord.x, coord.y));
        return match points.find_map(std::result::Result::err) {
            Some(error) => Err(outside(error.into())),
            None => Ok(footprint),
        };
    }
    crs.footprint_to_grid(footprint).map_err(outside)
}

fn coords(features: &[RawFeature]) -> impl Iterator<Item = Coord<f64>> {
    let polygons = features
        .iter()
        .filter_map(|feature| match &feature.geometry {
            RawGeometry::Polygons(polygons) => Some(polygons),
            _ => None,
        });
    polygons
        .flatten()
        .flatten()
        .flat_map(|ring| ring.0.iter().copied())
}

/// Whether all coordinates can be degrees, and so none is a place of the grid where any
/// area is: they would be within 180 m of its origin, in the Atlantic.
pub(super) fn in_degrees(features: &[RawFeature]) -> bool {
    coords(features).next().is_some()
        && coords(features).all(|coord| coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0)
}

/// The system that all coordinates look like, if it is another.
pub(super) fn other_system(features: &[RawFeature], crs: Crs) -> Option<Crs> {
    if in_degrees(features) {
        return (!crs.is_lonlat()).then_some(Crs::LonLat);
    }
    let on_grid = coords(features).all(|coord| GridPoint::new(coord.x, coord.y).is_ok());
    (on_grid && crs != Crs::BritishNationalGrid && coords(features).next().is_some())
        .then_some(Crs::BritishNationalGrid)
}
