//! Web Mercator (EPSG:3857) as a square of whole units, as fine as the deepest zoom.
//!
//! The first axis points east from 180° W and the second *south* from 85.05° N, as in a tile.
//! So a ring that is counter-clockwise by the usual formulas, with a positive area and its
//! interior "on the left", is clockwise on a map, which is what vector tiles require.

use coterm_core::space::{GridPoint, LonLat};
use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::TileCoord;
use crate::point::{Point, Rectangle};

/// Number of units along a tile's side.
pub(crate) const EXTENT: i64 = 4_096;

/// Number of units along the world's side: a unit is 2.3 mm at the equator and 1.4 mm in
/// Lancashire.
pub(crate) const WORLD: i64 = EXTENT << TileCoord::DEEPEST;

/// Circumference of the earth in EPSG:3857, in metres: 2π · 6,378,137 m.
const EQUATOR_M: f64 = 40_075_016.685_578_49;

/// A bounding box of longitude and latitude, in degrees (CRS84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 4]", into = "[f64; 4]")]
pub struct LonLatBounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

/// Converts to west, south, east, north: the order of `TileJSON` and RFC 7946.
impl From<LonLatBounds> for [f64; 4] {
    fn from(bounds: LonLatBounds) -> Self {
        [bounds.west, bounds.south, bounds.east, bounds.north]
    }
}

impl From<[f64; 4]> for LonLatBounds {
    fn from([west, south, east, north]: [f64; 4]) -> Self {
        Self {
            west,
            south,
            east,
            north,
        }
    }
}

impl From<Rectangle> for LonLatBounds {
    fn from(Rectangle { min, max }: Rectangle) -> Self {
        Self::between([min.x, min.y], [max.x, max.y])
    }
}

impl LonLatBounds {
    /// Returns the bounds between a north-western and a south-eastern corner, in units of the
    /// world.
    pub(crate) fn between(north_west: [i64; 2], south_east: [i64; 2]) -> Self {
        let (west, north) = degrees(north_west);
        let (east, south) = degrees(south_east);
        Self {
            west,
            south,
            east,
            north,
        }
    }
}

/// Converts a point of the world's grid to longitude and latitude.
#[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
pub(crate) fn degrees([x, y]: [i64; 2]) -> (f64, f64) {
    let part = |value: i64| value as f64 / WORLD as f64;
    let lon = part(x) * 360.0 - 180.0;
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * part(y))).sinh().atan();
    (lon, lat.to_degrees())
}

/// Returns the point of the world's grid that is nearest to a longitude and a latitude.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "within the world"
)]
fn of_degrees(lon: f64, lat: f64) -> Point {
    let x = lon / 360.0 + 0.5;
    let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
    let units = |part: f64| (part * WORLD as f64).round() as i64;
    Point::new(units(x), units(y))
}

/// Converts easting and northing in metres of EPSG:27700 to the world's grid, through OSTN15.
pub(crate) fn of_grid(easting: f64, northing: f64) -> coterm_core::Result<Point> {
    let at = GridPoint::new(easting, northing)?.to_lonlat()?;
    Ok(of_degrees(at.lon(), at.lat()))
}

/// Converts a point of the world's grid to metres of EPSG:27700, to the millimetre or two that
/// a unit has.
pub(crate) fn to_grid(point: Point) -> coterm_core::Result<Coord<f64>> {
    let (lon, lat) = degrees([point.x, point.y]);
    Ok(LonLat::new(lon, lat)?.to_grid()?.coord())
}

/// Returns the length on the ground, in metres, of one unit of a tile's grid at a zoom and a
/// row of the world, measured from west to east. No direction is longer, because the map treats
/// the earth as a sphere, which it is not.
#[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
pub(crate) fn unit_m(zoom: u8, y: i64) -> f64 {
    /// Square of the eccentricity of WGS 84.
    const E2: f64 = 0.006_694_379_990_14;
    let lat = degrees([0, y]).1.to_radians();
    let bulge = (1.0 - E2 * lat.sin().powi(2)).sqrt().recip();
    EQUATOR_M / (EXTENT << zoom) as f64 * lat.cos() * bulge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_possible_truncation, reason = "within the world")]
    /// The example of EPSG's guidance note 7-2 for method 1024.
    #[test]
    fn places_are_where_epsg_3857_has_them() {
        let (lon, lat) = (-100.0 - 20.0 / 60.0, 24.0 + 22.0 / 60.0 + 54.433 / 3_600.0);
        let at = of_degrees(lon, lat);
        let unit = unit_m(TileCoord::DEEPEST, WORLD / 2);
        let units = |metres: f64| WORLD / 2 + (metres / unit) as i64;
        assert!((at.x - units(-11_169_055.58)).abs() < 5, "to a centimetre");
        assert!((at.y - units(-2_800_000.0)).abs() < 5, "to a centimetre");
        let back = degrees([at.x, at.y]);
        assert!((back.0 - lon).abs() < 2e-8 && (back.1 - lat).abs() < 2e-8);
    }

    #[test]
    fn a_unit_is_shorter_in_the_north() {
        assert!((unit_m(0, WORLD / 2) - 9_783.94).abs() < 0.01);
        let lancaster = of_degrees(-2.8, 54.05);
        assert!((unit_m(14, lancaster.y) - 0.351_4).abs() < 0.000_1);
    }
}
