//! The transverse Mercator projection between longitude and latitude and the ETRS89 plane, on which
//! OSTN15's shifts are given.
//!
//! The projection is Krüger's series. Its inverse is Ordnance Survey's series, which is truncated,
//! and so 5 mm off at St Kilda, but is the official definition. Both are fitted once, at first use,
//! by polynomials that are within 10⁻⁶ m of them.
//!
//! `lonlat_bng` offers both conversions too, but refuses latitudes below 49.922°, and so the south
//! of the Isles of Scilly. OSTN15's grid of shifts has no such limit.

use std::sync::LazyLock;

use crate::space::chebyshev::{Bands, between, through};

/// Semi-axes of GRS80 in metres, from Ordnance Survey's guide to coordinate systems.
const SEMI_MAJOR: f64 = 6_378_137.0;
const SEMI_MINOR: f64 = 6_356_752.314_1;
/// Parameters of the National Grid's projection: scale, true origin in degrees, false origin in
/// metres.
const SCALE: f64 = 0.999_601_271_7;
const ORIGIN_LON: f64 = -2.0;
const ORIGIN_LAT: f64 = 49.0;
const FALSE_EASTING: f64 = 400_000.0;
const FALSE_NORTHING: f64 = -100_000.0;

/// Constants that follow from the ellipsoid and the projection.
struct Series {
    /// Radius of the rectifying sphere in metres, times the scale.
    radius: f64,
    /// Eccentricity of the ellipsoid: 2√n / (1 + n).
    eccentricity: f64,
    alpha: [f64; 4],
    /// Northing of the true origin in metres, before the false northing is added.
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
    /// Projects by Krüger's series to the fourth order (Karney, "Transverse Mercator with an
    /// accuracy of a few nanometers", 2011). Its error is below a micrometre over Britain.
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

    /// Metres east of the central meridian and north of the true origin, from degrees east of that
    /// meridian and north of the equator.
    fn metres_of(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (east, north) = self.project(lon.to_radians(), lat.to_radians());
        (east, north - self.origin)
    }

    /// Latitude in radians of the place on the central meridian that is `north` metres north of the
    /// true origin.
    fn foot(&self, north: f64) -> f64 {
        let mut lat = ORIGIN_LAT.to_radians();
        // Each step leaves at most a hundredth of the error.
        for _ in 0..9 {
            lat += (north - (self.project(0.0, lat).1 - self.origin)) / self.radius;
        }
        lat
    }

    /// Coefficients of Ordnance Survey's series from metres east of the central meridian to
    /// degrees. Those of the latitude and of the longitude alternate: the foot latitude, then the
    /// terms that its guide names VII to XIIA.
    fn official(&self, north: f64) -> [f64; 8] {
        let foot = self.foot(north);
        let e2 = self.eccentricity * self.eccentricity;
        let (sin, sec, tan) = (foot.sin(), 1.0 / foot.cos(), foot.tan());
        let (tan2, tan4, tan6) = (tan.powi(2), tan.powi(4), tan.powi(6));
        let nu = SCALE * SEMI_MAJOR / (1.0 - e2 * sin * sin).sqrt();
        let rho = nu * (1.0 - e2) / (1.0 - e2 * sin * sin);
        let eta2 = nu / rho - 1.0;
        [
            foot,
            sec / nu,
            -tan / (2.0 * rho * nu),
            -sec / (6.0 * nu.powi(3)) * (nu / rho + 2.0 * tan2),
            tan / (24.0 * rho * nu.powi(3)) * (5.0 + 3.0 * tan2 + eta2 - 9.0 * tan2 * eta2),
            sec / (120.0 * nu.powi(5)) * (5.0 + 28.0 * tan2 + 24.0 * tan4),
            -tan / (720.0 * rho * nu.powi(5)) * (61.0 + 90.0 * tan2 + 45.0 * tan4),
            -sec / (5_040.0 * nu.powi(7)) * (61.0 + 662.0 * tan2 + 1_320.0 * tan4 + 720.0 * tan6),
        ]
        .map(f64::to_degrees)
    }
}

/// Sums of an even and of an odd series of a variable, whose coefficients alternate.
#[inline]
fn sum<const TERMS: usize>(coefficients: &[f64; TERMS], variable: f64) -> (f64, f64) {
    let squared = variable * variable;
    let (pairs, _) = coefficients.as_chunks();
    let Some((&[mut even, mut odd], pairs)) = pairs.split_last() else {
        return (0.0, 0.0);
    };
    for [next_even, next_odd] in pairs.iter().rev() {
        even = even * squared + next_even;
        odd = odd * squared + next_odd;
    }
    (even, odd * variable)
}

/// Coefficients by latitude, of the powers of degrees east of the central meridian: even powers
/// give the northing and odd powers the easting.
static TO_PLANE: LazyLock<Bands<12, 10>> = LazyLock::new(|| {
    /// Largest distance of OSTN15's grid from the central meridian, in degrees.
    const WIDEST: f64 = 7.5;
    Bands::fit(49.5, 1.0, |lat| {
        let squares = between::<5>(0.0, WIDEST * WIDEST);
        let samples = squares.map(|square| {
            let lon = square.sqrt();
            let (east, north) = SERIES.metres_of(lon, lat);
            [north, east / lon]
        });
        let [even, odd] = [0, 1].map(|axis| through(squares, samples.map(|sample| sample[axis])));
        let mut coefficients = [0.0; 10];
        for (pair, (even, odd)) in coefficients
            .as_chunks_mut()
            .0
            .iter_mut()
            .zip(even.into_iter().zip(odd))
        {
            *pair = [even, odd];
        }
        coefficients[0] += FALSE_NORTHING;
        coefficients
    })
});

/// Coefficients by northing, of the powers of metres east of the central meridian: even powers give
/// the latitude and odd powers the longitude.
static FROM_PLANE: LazyLock<Bands<26, 8>> = LazyLock::new(|| {
    Bands::fit(0.0, 50_000.0, |northing| {
        SERIES.official(northing - FALSE_NORTHING)
    })
});

/// Projects degrees within OSTN15's rectangle to easting and northing on the ETRS89 plane, in
/// metres.
#[inline]
pub(crate) fn project(lon: f64, lat: f64) -> (f64, f64) {
    let (northing, east) = sum(&TO_PLANE.at(lat), lon - ORIGIN_LON);
    (east + FALSE_EASTING, northing)
}

/// Converts metres on the ETRS89 plane to longitude and latitude in degrees, within the 700 by
/// 1,250 km that have shifts.
#[inline]
pub(crate) fn unproject(easting: f64, northing: f64) -> (f64, f64) {
    let (lat, east) = sum(&FROM_PLANE.at(northing), easting - FALSE_EASTING);
    (east + ORIGIN_LON, lat)
}

/// Projects by the series itself, as [`project`] does by polynomials: slower, for tests to compare
/// with.
#[cfg(test)]
pub(crate) fn by_series(lon: f64, lat: f64) -> (f64, f64) {
    let (east, north) = SERIES.metres_of(lon - ORIGIN_LON, lat);
    (east + FALSE_EASTING, north + FALSE_NORTHING)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metres in a degree of a sphere, good enough for differences this small.
    const DEGREE: f64 = 111_320.0;

    fn metres_apart(a: (f64, f64), b: (f64, f64)) -> f64 {
        let east = (a.0 - b.0) * DEGREE * a.1.to_radians().cos();
        east.hypot((a.1 - b.1) * DEGREE)
    }

    /// Tests as far west as 6.5° W: beyond, the truncated series of `lonlat_bng` is some
    /// millimetres off.
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

    /// Tests the rectangle that `LonLat` accepts, and the part of OSTN15's grid beyond it.
    #[test]
    fn the_polynomials_are_within_a_micrometre_of_krugers_series() {
        let mut worst: f64 = 0.0;
        for lat in 0_u16..=480 {
            for lon in 0_u16..=480 {
                let (lon, lat) = (
                    -9.45 + f64::from(lon) * 0.024_1,
                    49.65 + f64::from(lat) * 0.024_1,
                );
                let (east, north) = by_series(lon, lat);
                let (x, y) = project(lon, lat);
                worst = worst.max((x - east).abs()).max((y - north).abs());
            }
        }
        assert!(worst < 1e-6, "{worst} m off");
    }

    #[test]
    fn the_polynomials_are_within_a_micrometre_of_the_official_series() {
        let mut worst: f64 = 0.0;
        for north in 0_u32..=500 {
            let northing = f64::from(north) * 2_500.0;
            let official = SERIES.official(northing - FALSE_NORTHING);
            for east in 0_u32..=280 {
                let easting = f64::from(east) * 2_500.0;
                let (lat, lon) = sum(&official, easting - FALSE_EASTING);
                worst = worst.max(metres_apart(
                    unproject(easting, northing),
                    (lon + ORIGIN_LON, lat),
                ));
            }
        }
        assert!(worst < 1e-6, "{worst} m off");
    }

    /// Compares to a tenth of a millimetre only, because the iteration of `lonlat_bng` stops some
    /// hundredths of a millimetre away.
    #[test]
    fn from_the_plane_it_is_lonlat_bng_to_a_tenth_of_a_millimetre() {
        let mut worst: f64 = 0.0;
        for north in 0_u32..=500 {
            for east in 0_u32..=280 {
                let (easting, northing) = (f64::from(east) * 2_500.0, f64::from(north) * 2_500.0);
                let official = lonlat_bng::convert_etrs89_to_ll(easting, northing).unwrap();
                worst = worst.max(metres_apart(unproject(easting, northing), official));
            }
        }
        assert!(worst < 1e-4, "{worst} m off");
    }

    #[test]
    fn there_and_back_closes_to_a_millimetre_but_for_the_far_west() {
        for north in 0_u32..=1_250 {
            for east in 130_u32..=670 {
                let (easting, northing) = (f64::from(east) * 1_000.0, f64::from(north) * 1_000.0);
                let (lon, lat) = unproject(easting, northing);
                let (x, y) = project(lon, lat);
                let apart = (x - easting).hypot(y - northing);
                assert!(apart < 0.001, "{easting} {northing}: {apart} m");
            }
        }
    }
}
