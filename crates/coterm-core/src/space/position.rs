//! [`GridPoint`] and [`LonLat`]: positions on the British National Grid and in degrees, and the
//! exact conversion between them. Their coordinates are always finite.

use std::fmt;

use geo::Coord;
use serde::Serialize;

use crate::space::approximation::{ApproximateGridPoint, approximate};
use crate::space::approximation_tiles::{EAST, NORTH, SOUTH, WEST};
use crate::space::ostn15::shift;
use crate::space::transverse_mercator::{project, unproject};
use crate::{Error, Result};

/// Convergence threshold of the inverse shift, in metres: Ordnance Survey's figure. One step after
/// it is reached, the shifts are exact to a micrometre.
const SETTLED: f64 = 0.000_1;

/// A point of the British National Grid (EPSG:27700): easting then northing, in metres. Always
/// finite, and within the grid.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GridPoint {
    easting: f64,
    northing: f64,
}

impl From<GridPoint> for Coord<f64> {
    fn from(point: GridPoint) -> Self {
        point.coord()
    }
}

impl GridPoint {
    /// Makes a point from its easting and northing in metres.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutsideGrid`]
    /// beyond 700 km east or 1,250 km north of the grid's origin.
    ///
    /// ```
    /// use coterm_core::space::GridPoint;
    ///
    /// assert!(GridPoint::new(347_467.0, 461_653.0).is_ok());
    /// assert!(GridPoint::new(f64::NAN, 461_653.0).is_err());
    /// assert!(GridPoint::new(-2.8, 2_000_000.0).is_err());
    /// ```
    pub fn new(easting: f64, northing: f64) -> Result<Self> {
        if let Some(point) = Self::within_grid(easting, northing) {
            return Ok(point);
        }
        for (axis, value) in [("easting", easting), ("northing", northing)] {
            if !value.is_finite() {
                return Err(Error::NotFinite { axis, value });
            }
        }
        Err(Error::OutsideGrid { easting, northing })
    }

    fn within_grid(easting: f64, northing: f64) -> Option<Self> {
        // Neither range contains NaN.
        ((0.0..=700_000.0).contains(&easting) && (0.0..=1_250_000.0).contains(&northing))
            .then_some(Self { easting, northing })
    }

    /// Easting: metres east of the grid's origin.
    pub fn easting(self) -> f64 {
        self.easting
    }

    /// Northing: metres north of the grid's origin.
    pub fn northing(self) -> f64 {
        self.northing
    }

    /// Converts to a `geo` coordinate: x is the easting, y the northing, in metres.
    pub fn coord(self) -> Coord<f64> {
        Coord {
            x: self.easting,
            y: self.northing,
        }
    }

    /// Converts to longitude and latitude (ETRS89, which for maps is WGS 84) through OSTN15. The
    /// result is good to 0.1 m against the ground, and to 1 mm against Ordnance Survey's forty test
    /// points. Converting back gives the same point to 1 mm, except in the far west of Scotland (to
    /// 5 mm at St Kilda), where the official series for this direction is truncated.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideGrid`] where OSTN15 has no shifts (far out at sea).
    pub fn to_lonlat(self) -> Result<LonLat> {
        self.unshifted()
            .map(|(easting, northing)| {
                let (lon, lat) = unproject(easting, northing);
                LonLat { lon, lat }
            })
            .ok_or(Error::OutsideGrid {
                easting: self.easting,
                northing: self.northing,
            })
    }

    /// The place on the ETRS89 plane whose shift leads to this point, found by the iteration that
    /// Ordnance Survey prescribes. Shifts differ by at most a quarter of a metre from one kilometre
    /// to the next, so each step leaves a thousandth of the error.
    fn unshifted(self) -> Option<(f64, f64)> {
        let mut last = shift(self.easting, self.northing)?;
        for _ in 0..10 {
            let place = (self.easting - last[0], self.northing - last[1]);
            let [east, north] = shift(place.0, place.1)?;
            let settled = (east - last[0]).abs() <= SETTLED && (north - last[1]).abs() <= SETTLED;
            last = [east, north];
            if settled {
                break;
            }
        }
        Some((self.easting - last[0], self.northing - last[1]))
    }
}

impl fmt::Display for GridPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "easting {:.0}, northing {:.0}",
            self.easting, self.northing
        )
    }
}

/// Longitude then latitude in degrees (ETRS89, CRS84 axis order). Always finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// Makes a position from degrees east and degrees north, in that order.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutsideBritain`] outside the rectangle
    /// that OSTN15 covers. The message says so if exchanging the two values would put the point in
    /// Britain.
    ///
    /// ```
    /// use coterm_core::space::LonLat;
    ///
    /// assert!(LonLat::new(-2.80, 54.05).is_ok());
    /// let exchanged = LonLat::new(54.05, -2.80).unwrap_err();
    /// assert!(exchanged.to_string().contains("swapped"));
    /// ```
    pub fn new(lon: f64, lat: f64) -> Result<Self> {
        if in_britain(lon, lat) {
            return Ok(Self { lon, lat });
        }
        for (axis, value) in [("longitude", lon), ("latitude", lat)] {
            if !value.is_finite() {
                return Err(Error::NotFinite { axis, value });
            }
        }
        let hint = if in_britain(lat, lon) {
            " (have you swapped the two?)"
        } else {
            ""
        };
        Err(Error::OutsideBritain { lon, lat, hint })
    }

    /// Longitude in degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// A point near that of [`to_grid`](Self::to_grid), with the bound on the distance.
    #[inline]
    pub(crate) fn near_grid(self) -> ApproximateGridPoint {
        approximate(self.lon, self.lat)
    }

    /// Converts to the British National Grid through OSTN15, rounded to the millimetre.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideBritain`] where OSTN15 has no shifts (far out at sea).
    ///
    /// ```
    /// use coterm_core::space::LonLat;
    ///
    /// // The water tower at Caister, of Ordnance Survey's guide; by OSTN15.
    /// let caister = LonLat::new(1.716_073_973, 52.658_007_833)?.to_grid()?;
    /// assert_eq!((caister.easting(), caister.northing()), (651_409.804, 313_177.450));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn to_grid(self) -> Result<GridPoint> {
        let (easting, northing) = project(self.lon, self.lat);
        let point = shift(easting, northing).and_then(|[east, north]| {
            GridPoint::within_grid(
                to_millimetre(easting + east),
                to_millimetre(northing + north),
            )
        });
        // The error is made only here, after the common case.
        let Some(point) = point else {
            return Err(Error::OutsideBritain {
                lon: self.lon,
                lat: self.lat,
                hint: "",
            });
        };
        Ok(point)
    }
}

/// Rounds to the millimetre, for distances of up to some hundred kilometres. Adding 2⁵² leaves no
/// room for a fraction, so it rounds; `round` is a function call on most processors.
fn to_millimetre(metres: f64) -> f64 {
    const NO_FRACTION: f64 = 4_503_599_627_370_496.0;
    (metres * 1_000.0 + NO_FRACTION - NO_FRACTION) / 1_000.0
}

/// Whether the position is in the rectangle around OSTN15's grid of shifts.
fn in_britain(lon: f64, lat: f64) -> bool {
    (WEST..=EAST).contains(&lon) && (SOUTH..=NORTH).contains(&lat)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grid position by the series itself: rounded, with the shifts of `lonlat_bng`; and before
    /// rounding, with ours.
    fn slowly(lon: f64, lat: f64) -> Option<([f64; 2], [f64; 2])> {
        let (x, y) = crate::space::transverse_mercator::by_series(lon, lat);
        let (easting, northing) = lonlat_bng::convert_etrs89_to_osgb36(x, y).ok()?;
        GridPoint::new(easting, northing).ok()?;
        let [east, north] = shift(x, y)?;
        Some(([easting, northing], [x + east, y + north]))
    }

    #[test]
    fn the_grid_is_that_of_krugers_series_and_of_the_crate_that_holds_ostn15() {
        let mut differ = 0;
        for lat in 0_u32..=1_000 {
            for lon in 0_u32..=1_000 {
                let (lon, lat) = (
                    -8.0 + f64::from(lon) * 0.009_91,
                    49.8 + f64::from(lat) * 0.011_01,
                );
                let found = LonLat::new(lon, lat).unwrap().to_grid();
                let Some((expected, unrounded)) = slowly(lon, lat) else {
                    assert!(found.is_err(), "{lon} {lat}");
                    continue;
                };
                let found = found.unwrap();
                for (found, (expected, unrounded)) in [found.easting, found.northing]
                    .into_iter()
                    .zip(expected.into_iter().zip(unrounded))
                {
                    if found == expected {
                        continue;
                    }
                    let above = unrounded * 1_000.0 - (unrounded * 1_000.0).floor();
                    assert!(
                        (above - 0.5).abs() < 0.001 && (found - expected).abs() < 0.001_001,
                        "{lon} {lat}: {found}, {expected} expected"
                    );
                    differ += 1;
                }
            }
        }
        assert!(differ < 200, "{differ} differ");
    }

    #[test]
    fn degrees_are_those_of_lonlat_bng_to_a_tenth_of_a_millimetre() {
        for north in 0_u16..=1_245 {
            for east in 1_u16..=695 {
                let [easting, northing] =
                    [east, north].map(|kilometres| f64::from(kilometres) * 1_003.7);
                let Ok((lon, lat)) = lonlat_bng::convert_osgb36_to_ll(easting, northing) else {
                    assert!(
                        GridPoint::new(easting, northing)
                            .unwrap()
                            .to_lonlat()
                            .is_err()
                    );
                    continue;
                };
                let found = GridPoint::new(easting, northing)
                    .unwrap()
                    .to_lonlat()
                    .unwrap();
                assert!(
                    (found.lon - lon).abs() < 2e-9 && (found.lat - lat).abs() < 1e-9,
                    "{easting} {northing}"
                );
            }
        }
    }
}
