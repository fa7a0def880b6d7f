//! The conversion of coordinates to EPSG:27700, as what it was is reported ([`Conversion`]).

use std::fmt;

use geo::Coord;
use serde::Serialize;

use crate::Crs;

/// Accuracy of OSTN15 in metres, as Ordnance Survey states it.
const OSTN15_M: f64 = 0.1;

/// The operation that converted coordinates to EPSG:27700, and how accurate it is.
///
/// ```
/// use coterm_io::{Conversion, Crs};
///
/// let conversion = Conversion::from_crs(Crs::LonLat, None);
/// assert_eq!(conversion.to_string(), "OSTN15, 0.1 m");
/// assert_eq!(conversion.accuracy_m, Some(0.1));
/// let none = Conversion::from_crs(Crs::BritishNationalGrid, None);
/// assert_eq!(none.to_string(), "none: the coordinates are in EPSG:27700");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conversion {
    /// The operation in words: `OSTN15`.
    pub operation: String,
    /// Accuracy in metres. `None` if it is not known, or nothing was converted.
    pub accuracy_m: Option<f64>,
}

impl Conversion {
    /// Describes the conversion from a system to EPSG:27700. PROJ chooses an operation by the place,
    /// which `at` is, in coordinates of the system; the built-in systems need none.
    pub fn from_crs(crs: Crs, at: Option<Coord<f64>>) -> Self {
        let through_ostn15 = |operation: &str| Self {
            operation: operation.to_owned(),
            accuracy_m: Some(OSTN15_M),
        };
        match crs {
            Crs::BritishNationalGrid => Self {
                operation: "none: the coordinates are in EPSG:27700".to_owned(),
                accuracy_m: None,
            },
            Crs::LonLat | Crs::Etrs89 => through_ostn15("OSTN15"),
            Crs::WebMercator => through_ostn15("OSTN15 after the Web Mercator formula"),
            Crs::Epsg(_) => {
                let pipeline = crs.pipeline_to_lonlat(at);
                let accuracy = pipeline.as_ref().and_then(|(_, accuracy)| *accuracy);
                let named = pipeline.map_or_else(String::new, |(definition, _)| definition);
                let known = accuracy.map(|metres| format!("{metres} m"));
                let known = known.unwrap_or_else(|| "not known".to_owned());
                Self {
                    operation: format!("PROJ pipeline {named}, accuracy {known}, then OSTN15"),
                    accuracy_m: accuracy.map(|metres| metres + OSTN15_M),
                }
            }
        }
    }
}

/// Writes the operation, and its accuracy if that is known.
impl fmt::Display for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        match self.accuracy_m {
            Some(metres) => write!(f, ", {metres} m"),
            None => Ok(()),
        }
    }
}
