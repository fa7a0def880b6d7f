//! Conversion of a file's coordinates to EPSG:27700, and checks of whether they can be in the
//! system that the file declares.

use coterm_core::space::GridPoint;
use geo::{Coord, CoordsIter, MultiPolygon};

use crate::feature::{NoArea, RawFeature, RawGeometry};
use crate::{Crs, Error};

/// Converts a footprint to metres of EPSG:27700. Coordinates that are in it already stay as they
/// are.
pub(super) fn to_grid(
    footprint: MultiPolygon<f64>,
    crs: Crs,
) -> std::result::Result<MultiPolygon<f64>, NoArea> {
    let outside = |error: Error| {
        NoArea::LeftOut(format!(
            "{error} (its coordinates were read as {crs}; name another system with --crs)"
        ))
    };
    if crs != Crs::BritishNationalGrid {
        return crs.footprint_to_grid(footprint).map_err(outside);
    }
    if footprint.coords_iter().all(is_in_degrees) {
        let found = "its coordinates are degrees, but were read as metres of EPSG:27700";
        return Err(NoArea::LeftOut(found.into()));
    }
    // The same bounds as for a point that is looked up.
    let points = footprint.coords_iter();
    let mut points = points.map(|coord| GridPoint::new(coord.x, coord.y));
    match points.find_map(std::result::Result::err) {
        Some(error) => Err(outside(error.into())),
        None => Ok(footprint),
    }
}

/// Whether coordinates can be degrees. As metres of EPSG:27700 they would be at most 180 m from its
/// origin in easting and 90 m in northing, in the Atlantic, where no area is.
fn is_in_degrees(coord: Coord<f64>) -> bool {
    coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
}

fn coords(features: &[RawFeature]) -> impl Iterator<Item = Coord<f64>> {
    let geometries = features.iter().map(|feature| &feature.geometry);
    let polygons = geometries.filter_map(|geometry| match geometry {
        RawGeometry::Polygons(polygons) => Some(polygons),
        _ => None,
    });
    let rings = polygons.flatten().flatten();
    rings.flat_map(|ring| ring.0.iter().copied())
}

/// Returns the system that all coordinates look like, if it is another than the one that they were
/// taken as.
pub(super) fn other_system(features: &[RawFeature], crs: Crs) -> Option<Crs> {
    coords(features).next()?;
    if coords(features).all(is_in_degrees) {
        return (!crs.is_lonlat()).then_some(Crs::LonLat);
    }
    let on_grid = coords(features).all(|coord| GridPoint::new(coord.x, coord.y).is_ok());
    (on_grid && crs != Crs::BritishNationalGrid).then_some(Crs::BritishNationalGrid)
}
