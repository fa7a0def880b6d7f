//! Where something is: on the British National Grid, or as longitude and
//! latitude, and the exact way between the two.

use std::fmt;

use geo::Coord;
use lonlat_bng::{convert_etrs89_to_osgb36, convert_osgb36_to_ll};
use serde::Serialize;

use crate::transverse_mercator::project;
use crate::{Error, Result};

/// A point of the British National Grid: EPSG:27700, easting then northing, in
/// metres. Always finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GridPoint {
    easting: f64,
    northing: f64,
}

impl GridPoint {
    /// A point from its easting and northing in metres.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutsideGrid`]
    /// beyond 700 km east or 1,250 km north of the grid's origin.
    ///
    /// ```
    /// use coterm_core::GridPoint;
    ///
    /// assert!(GridPoint::new(347_467.0, 461_653.0).is_ok());
    /// assert!(GridPoint::new(f64::NAN, 461_653.0).is_err());
    /// assert!(GridPoint::new(-2.8, 2_000_000.0).is_err());
    /// ```
    pub fn new(easting: f64, northing: f64) -> Result<Self> {
        for (axis, value) in [("easting", easting), ("northing", northing)] {
            if !value.is_finite() {
                return Err(Error::NotFinite { axis, value });
            }
        }
        if !(0.0..=700_000.0).contains(&easting) || !(0.0..=1_250_000.0).contains(&northing) {
            return Err(Error::OutsideGrid { easting, northing });
        }
        Ok(Self { easting, northing })
    }

    /// Metres east of the grid's origin.
    pub fn easting(self) -> f64 {
        self.easting
    }

    /// Metres north of the grid's origin.
    pub fn northing(self) -> f64 {
        self.northing
    }

    /// The same point for `geo`.
    pub fn coord(self) -> Coord<f64> {
        Coord {
            x: self.easting,
            y: self.northing,
        }
    }

    /// Longitude and latitude (ETRS89, which for maps is WGS 84), through
    /// OSTN15: good to 0.1 m against the ground, and to 1 mm against Ordnance
    /// Survey's forty test points. There and back again closes to 1 mm but for the
    /// far west of Scotland (5 mm at St Kilda), where the official series for this
    /// direction is cut short.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideGrid`] where OSTN15 has no shifts (far out at sea).
    pub fn to_lonlat(self) -> Result<LonLat> {
        convert_osgb36_to_ll(self.easting, self.northing)
            .map(|(lon, lat)| LonLat { lon, lat })
            .map_err(|_| Error::OutsideGrid {
                easting: self.easting,
                northing: self.northing,
            })
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

/// Longitude then latitude in degrees (CRS84 axis order). Always finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// A position from degrees east and degrees north, in that order.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutsideBritain`]
    /// outside the rectangle that OSTN15 covers. If exchanging the two would
    /// put the point in Britain, the message says so.
    ///
    /// ```
    /// use coterm_core::LonLat;
    ///
    /// assert!(LonLat::new(-2.80, 54.05).is_ok());
    /// let exchanged = LonLat::new(54.05, -2.80).unwrap_err();
    /// assert!(exchanged.to_string().contains("exchanged"));
    /// ```
    pub fn new(lon: f64, lat: f64) -> Result<Self> {
        for (axis, value) in [("longitude", lon), ("latitude", lat)] {
            if !value.is_finite() {
                return Err(Error::NotFinite { axis, value });
            }
        }
        if in_britain(lon, lat) {
            return Ok(Self { lon, lat });
        }
        let hint = if in_britain(lat, lon) {
            " (are the two exchanged?)"
        } else {
            ""
        };
        Err(Error::OutsideBritain { lon, lat, hint })
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// The point of the British National Grid, through OSTN15, rounded to the
    /// millimetre.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideBritain`] where OSTN15 has no shifts (far out at sea).
    ///
    /// ```
    /// use coterm_core::LonLat;
    ///
    /// // The water tower at Caister, of Ordnance Survey's guide; by OSTN15.
    /// let caister = LonLat::new(1.716_073_973, 52.658_007_833)?.to_grid()?;
    /// assert_eq!((caister.easting(), caister.northing()), (651_409.804, 313_177.450));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn to_grid(self) -> Result<GridPoint> {
        let (easting, northing) = project(self.lon, self.lat);
        convert_etrs89_to_osgb36(easting, northing)
            .map_err(drop)
            .and_then(|(easting, northing)| GridPoint::new(easting, northing).map_err(drop))
            .map_err(|()| Error::OutsideBritain {
                lon: self.lon,
                lat: self.lat,
                hint: "",
            })
    }
}

/// The rectangle around OSTN15's grid of shifts.
fn in_britain(lon: f64, lat: f64) -> bool {
    (-9.1..=2.1).contains(&lon) && (49.7..=61.1).contains(&lat)
}
