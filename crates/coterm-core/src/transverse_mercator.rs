//! Longitude and latitude to the ETRS89 transverse Mercator plane that OSTN15's
//! shifts are given on.
//!
//! `lonlat_bng` has this step too, but refuses latitudes below 49.922°, and with
//! them the south of the Isles of Scilly. Its grid of shifts has no such limit.

use std::sync::LazyLock;

/// GRS80, as Ordnance Survey's guide to coordinate systems has it.
const SEMI_MAJOR: f64 = 6_378_137.0;
const SEMI_MINOR: f64 = 6_356_752.314_1;
/// The National Grid's projection: scale, true origin, false origin.
const SCALE: f64 = 0.999_601_271_7;
const ORIGIN_LON: f64 = -2.0;
const ORIGIN_LAT: f64 = 49.0;
const FALSE_EASTING: f64 = 400_000.0;
const FALSE_NORTHING: f64 = -100_000.0;

/// What depends on the ellipsoid alone.
struct Series {
    /// Radius of the rectifying sphere, scaled.
    radius: f64,
    /// 2√n / (1 + n), the eccentricity.
    eccentricity: f64,
    alpha: [f64; 4],
    /// Northing of the true origin before the false one is added.
    origin: f64,
}

static SERIES: LazyLock<Series> = LazyLock::new(|| {
    let n = (SEMI_MAJOR - SEMI_MINOR) / (SEMI_MAJOR + SEMI_MINOR);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let mut series = Series {
        radius: SCALE * SEMI_MAJOR / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0),
        eccentricity: 2.0 * n.sqrt() / (1.0 + n),
        alpha: [
            n / 2.0 - 2.0 * n2 / 3.0 + 5.0 * n3 / 16.0 + 41.0 * n4 / 180.0,
            13.0 * n2 / 48.0 - 3.0 * n3 / 5.0 + 557.0 * n4 / 1440.0,
            61.0 * n3 / 240.0 - 103.0 * n4 / 140.0,
            49_561.0 * n4 / 161_280.0,
        ],
        origin: 0.0,
    };
    series.origin = series.project(0.0, ORIGIN_LAT.to_radians()).1;
    series
});

impl Series {
    /// Krüger's series to the fourth order (Karney, "Transverse Mercator with an
    /// accuracy of a few nanometers", 2011): below a micrometre over Britain.
    fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        let sin = lat.sin();
        let conformal =
            (sin.atanh() - self.eccentricity * (self.eccentricity * sin).atanh()).sinh();
        let north = conformal.atan2(lon.cos());
        let east = (lon.sin() / conformal.hypot(lon.cos())).asinh();
        let (mut xi, mut eta) = (north, east);
        for (term, alpha) in (1_u8..).zip(self.alpha) {
            let twice = 2.0 * f64::from(term);
            xi += alpha * (twice * north).sin() * (twice * east).cosh();
            eta += alpha * (twice * north).cos() * (twice * east).sinh();
        }
        (self.radius * eta, self.radius * xi)
    }
}

/// Easting and northing on the ETRS89 plane, in metres, of degrees.
pub(crate) fn project(lon: f64, lat: f64) -> (f64, f64) {
    let (x, y) = SERIES.project((lon - ORIGIN_LON).to_radians(), lat.to_radians());
    (x + FALSE_EASTING, y - SERIES.origin + FALSE_NORTHING)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Further west its series, which is cut short, is off by some millimetres.
    #[test]
    fn it_is_the_projection_of_lonlat_bng_to_a_millimetre() {
        for lat in 500_u16..=608 {
            for lon in -65_i16..=17 {
                let (lon, lat) = (f64::from(lon) / 10.0, f64::from(lat) / 10.0);
                let (east, north) = lonlat_bng::convert_etrs89(lon, lat).unwrap();
                let (x, y) = project(lon, lat);
                assert!(
                    (x - east).abs() < 0.001 && (y - north).abs() < 0.001,
                    "{lon} {lat}: {x} {east}, {y} {north}"
                );
            }
        }
    }
}
