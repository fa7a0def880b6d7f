//! [`Area`]: an official code, a name, a footprint and a period. Layers are made of areas. Every
//! coordinate of a footprint is finite.

use std::collections::BTreeMap;

use geo::{CoordsIter, MultiPolygon};

use crate::period::Period;
use crate::{Error, Result};

/// An area with its official code, name, footprint and period of validity.
///
/// The footprint is in metres of the British National Grid (EPSG:27700, easting then northing).
/// Rings may wind either way: nothing in this crate depends on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    code: String,
    name: String,
    codes: BTreeMap<String, String>,
    locality: Option<String>,
    complete: bool,
    period: Period,
    footprint: MultiPolygon<f64>,
}

impl Area {
    /// Makes an area that is complete: all of it is within the data.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] if any coordinate is NaN or infinite.
    ///
    /// ```
    /// use coterm_core::layers::Area;
    /// use coterm_core::period::{Period, parse_day};
    /// use geo::polygon;
    ///
    /// let since_1974 = Period::new(parse_day("1974-04-01")?, None)?;
    /// let square = polygon![
    ///     (x: 340_000., y: 450_000.), (x: 360_000., y: 450_000.),
    ///     (x: 360_000., y: 470_000.), (x: 340_000., y: 470_000.),
    /// ];
    /// let lancaster = Area::new("E07000121", "Lancaster", since_1974, square.into())?;
    /// assert!(lancaster.complete());
    /// assert_eq!(lancaster.with_code("ods", "Q84").codes()["ods"], "Q84");
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(
        code: impl Into<String>,
        name: impl Into<String>,
        period: Period,
        footprint: MultiPolygon<f64>,
    ) -> Result<Self> {
        for coord in footprint.coords_iter() {
            for (axis, value) in [("easting", coord.x), ("northing", coord.y)] {
                if !value.is_finite() {
                    return Err(Error::NotFinite { axis, value });
                }
            }
        }
        Ok(Self {
            code: code.into(),
            name: name.into(),
            codes: BTreeMap::new(),
            locality: None,
            complete: true,
            period,
            footprint,
        })
    }

    /// Adds the area's code in another system, such as `ods`.
    #[must_use]
    pub fn with_code(mut self, system: impl Into<String>, code: impl Into<String>) -> Self {
        self.codes.insert(system.into(), code.into());
        self
    }

    /// Sets the period in which the area is valid.
    #[must_use]
    pub fn with_period(mut self, period: Period) -> Self {
        self.period = period;
        self
    }

    /// Sets the area's [locality](Area::locality).
    #[must_use]
    pub fn with_locality(mut self, locality: Option<String>) -> Self {
        self.locality = locality;
        self
    }

    /// Sets whether the area is [complete](Area::complete).
    #[must_use]
    pub fn with_complete(mut self, complete: bool) -> Self {
        self.complete = complete;
        self
    }

    /// The official code: ONS's nine characters, or coterm's own where ONS has
    /// none (places and delivery units).
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name, as published.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Codes in other systems, by system: `ods` for the NHS's organisation code.
    pub fn codes(&self) -> &BTreeMap<String, String> {
        &self.codes
    }

    /// The name by which people know where a building block is, `Millom`: that of the ward that has
    /// most of its postcodes. `None` for other areas, and if no ward is known.
    pub fn locality(&self) -> Option<&str> {
        self.locality.as_deref()
    }

    /// Whether the footprint is all of the area. False if the area reaches beyond the extent of the
    /// data, so that the footprint is only a part of it.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// Period in which the area exists.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The ground that the area occupies, in metres of EPSG:27700.
    pub fn footprint(&self) -> &MultiPolygon<f64> {
        &self.footprint
    }
}
