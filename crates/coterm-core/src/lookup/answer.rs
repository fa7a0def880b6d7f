use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

pub use crate::lookup::certainty::{Doubt, Method};
use crate::{GssCode, Month, Postcode, UserType};

/// What was asked, echoed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Query {
    /// A postcode, normalised.
    Postcode {
        /// The postcode.
        postcode: Postcode,
    },
    /// Longitude and latitude in degrees.
    LonLat {
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
    },
    /// Easting and northing in metres.
    Grid {
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
}

/// The answer to a lookup: for each family that has a layer on the date, the area
/// or why there is none. Field names are the same in JSON, and a contract. What the
/// data says is borrowed from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer<'a> {
    /// What was asked.
    pub query: Query,
    /// The date that it was asked for.
    pub on: Date,
    /// Where it is.
    pub point: AnsweredPoint,
    /// What is known about the postcode, if one was asked for.
    pub postcode: Option<AnsweredPostcode>,
    /// The areas that it is in, one a family, in the catalogue's order.
    pub areas: Vec<AnsweredArea<'a>>,
    /// The families with no area there.
    pub without: Vec<NoArea<'a>>,
    /// What else an honest answer must say: terminated, not yet introduced, …
    pub notes: Vec<String>,
    /// The acknowledgement that must be shown with it.
    pub attribution: &'a str,
}

/// A position, in both systems.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AnsweredPoint {
    /// Metres east on the British National Grid.
    pub easting: f64,
    /// Metres north.
    pub northing: f64,
    /// Degrees east, through OSTN15; `None` far out at sea.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Code-Point Open's positional quality indicator, for a postcode that has one.
    pub positional_quality: Option<u8>,
    /// How the position of a postcode was found, in words: `in a building of the postcode`.
    pub position: Option<&'static str>,
    /// Metres within which the position is mostly true.
    pub uncertainty_m: f64,
    /// Metres that official sources place a postcode apart, if more than 20.
    pub apart_m: Option<f64>,
}

/// What is known about a postcode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredPostcode {
    /// The postcode, normalised.
    pub postcode: Postcode,
    /// `live` or `terminated`, of the life of the postcode that was looked up.
    pub status: &'static str,
    /// Whether it was in use on the day: `yes`, `not yet`, `ended`, or `unknown` between two
    /// releases of which one has it.
    pub in_use: &'static str,
    /// Whether the postcode was used before, for another place.
    pub used_before: bool,
    /// Whether it was used again later.
    pub used_again: bool,
    /// The month it came into use.
    pub introduced: Option<Month>,
    /// The month it went out of use.
    pub terminated: Option<Month>,
    /// Royal Mail's class.
    pub user_type: Option<UserType>,
    /// Output area 2011.
    pub oa: Option<GssCode>,
    /// LSOA 2011.
    pub lsoa: Option<GssCode>,
    /// MSOA 2011.
    pub msoa: Option<GssCode>,
    /// District of 2021, by the code table.
    pub district: Option<GssCode>,
    /// District of 2021, by Code-Point Open of November 2021.
    pub district_2021_code_point: Option<GssCode>,
    /// District of 2023, by Code-Point Open of May 2025 or else the ONS Postcode Directory.
    pub district_2023: Option<GssCode>,
    /// District of 2025, by the ONS Postcode Directory of November 2025.
    pub district_2025: Option<GssCode>,
}

/// The area of one family.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredArea<'a> {
    /// Where it is: the layer by position in the catalogue, the area by position in the layer.
    #[serde(skip)]
    pub position: (usize, usize),
    /// The kind of area: `ccg`.
    pub family: &'a str,
    /// The layer that answered: `ccg-2021`.
    pub layer: &'a str,
    /// The area's official code.
    pub code: &'a str,
    /// Its codes in other systems: `ods`.
    pub codes: &'a BTreeMap<String, String>,
    /// Its name.
    pub name: &'a str,
    /// Whether all of the area is within the data.
    pub complete: bool,
    /// How the answer was found.
    pub method: Method,
    /// Whether table and polygon agree, where both exist.
    pub agrees: Option<bool>,
    /// Metres to the layer's nearest boundary, whether or not a table answered.
    pub boundary_distance_m: Option<f64>,
    /// Whether the answer can be relied on; see [`Certainty`](crate::Certainty).
    pub certain: bool,
    /// What is in doubt, if it cannot.
    pub doubt: Option<Doubt>,
    /// The last day for which it is known; `None` if it cannot change.
    pub known_to: Option<Date>,
    /// Why, as a sentence.
    pub reason: Cow<'static, str>,
    /// What it might be instead: where the place is in doubt, the areas within reach; where
    /// polygon or another release says something else, that.
    pub alternatives: Vec<Alternative<'a>>,
    /// Whether it might be in none of the layer's areas instead: the polygons say so, or
    /// the boundary that is near is the layer's outline.
    pub perhaps_none: bool,
}

/// Another area that the answer might be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Metres to its boundary; 0 within it.
    pub distance_m: f64,
}

/// A family without an area at the point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoArea<'a> {
    /// The kind of area.
    pub family: &'a str,
    /// The layer that was asked.
    pub layer: &'a str,
    /// How that was found.
    pub method: Method,
    /// Whether table and polygon agree, where both exist.
    pub agrees: Option<bool>,
    /// Whether it can be relied on; see [`Certainty`](crate::Certainty).
    pub certain: bool,
    /// What is in doubt, if it cannot.
    pub doubt: Option<Doubt>,
    /// The last day for which it is known; `None` if it cannot change.
    pub known_to: Option<Date>,
    /// Why there is none, as a sentence.
    pub reason: Cow<'static, str>,
    /// What it might be instead, as for [`AnsweredArea`].
    pub alternatives: Vec<Alternative<'a>>,
}
