//! [`Answer`]: what a lookup finds, as data.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::lookup::certainty::{Doubt, Method};
use crate::lookup::note::Note;
use crate::lookup::reason::Reason;
use crate::{
    GssCode, InUse, Month, PositionSource, PositionalQuality, Postcode, PostcodeRecord, UserType,
};

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
/// or why there is none. What the data says is borrowed from it.
///
/// `coterm_report::lookup` writes it as JSON, with a sentence for each reason and note.
#[derive(Debug, Clone, PartialEq)]
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
    pub notes: Vec<Note<'a>>,
    /// The acknowledgement that must be shown with it.
    pub attribution: &'a str,
}

/// A position, in both systems.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// How the position of a postcode was found.
    pub position: Option<PostcodePosition>,
    /// Metres within which the position is mostly true.
    pub uncertainty_m: f64,
    /// Metres that official sources place a postcode apart, if more than 20.
    pub apart_m: Option<f64>,
}

/// How the position of a postcode was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostcodePosition {
    /// In a building of the postcode.
    Building,
    /// Approximate, within about 50 m.
    Approximate,
    /// The mean of the postcode's addresses.
    UnitMean,
    /// Imputed from neighbouring postcodes.
    Imputed,
    /// The mean of the postcode's sector.
    SectorMean,
    /// The source does not say how.
    Unstated,
    /// The middle of its LSOA, for want of a source.
    Lsoa,
}

impl PostcodePosition {
    pub(crate) fn of(record: &PostcodeRecord) -> Self {
        if record.position_source == PositionSource::Block {
            return Self::Lsoa;
        }
        match record.quality {
            PositionalQuality::Building | PositionalQuality::BuildingByEye => Self::Building,
            PositionalQuality::Approximate => Self::Approximate,
            PositionalQuality::UnitMean => Self::UnitMean,
            PositionalQuality::Imputed => Self::Imputed,
            PositionalQuality::SectorMean => Self::SectorMean,
            PositionalQuality::Unstated => Self::Unstated,
        }
    }
}

/// Whether a life of a postcode has ended, by the latest release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PostcodeStatus {
    /// `live`: not terminated.
    Live,
    /// `terminated`: it has ended.
    Terminated,
}

impl PostcodeStatus {
    /// The status as JSON and tables have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Terminated => "terminated",
        }
    }
}

/// Whether a life of a postcode was in use on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UseOnDay {
    /// `yes`: it was.
    Yes,
    /// `not yet`: it had not begun.
    #[serde(rename = "not yet")]
    NotYet,
    /// `ended`: it had ended.
    Ended,
    /// `unknown`: the day is between two releases of which one has it.
    Unknown,
}

impl From<InUse> for UseOnDay {
    fn from(in_use: InUse) -> Self {
        match in_use {
            InUse::Yes => Self::Yes,
            InUse::NotYet => Self::NotYet,
            InUse::Ended => Self::Ended,
            InUse::Unknown { .. } => Self::Unknown,
        }
    }
}

/// What is known about a postcode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredPostcode {
    /// The postcode, normalised.
    pub postcode: Postcode,
    /// Whether the life of the postcode that was looked up has ended.
    pub status: PostcodeStatus,
    /// Whether it was in use on the day.
    pub in_use: UseOnDay,
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
    /// District by the code table.
    pub district: Option<GssCode>,
    /// District by each release that gives one, under the name that the release declares.
    #[serde(flatten)]
    pub by_release: DistrictFields,
    /// What each release says of the district, in order of their dates; those that say
    /// nothing are left out.
    pub districts: Vec<AnsweredDistrict>,
}

/// The district that one release gives a postcode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredDistrict {
    /// The release: `Code-Point Open of May 2025`.
    pub release: String,
    /// The month that it is of.
    pub month: Month,
    /// The district's code.
    pub code: GssCode,
}

/// Districts as fields of an answer, each with the name that its release
/// [declares](crate::ReleasedDistricts::answered_as).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DistrictFields(pub Vec<(String, Option<GssCode>)>);

impl Serialize for DistrictFields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, code)| (field, code)))
    }
}

/// The area of one family.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredArea<'a> {
    /// Where it is: the layer by position in the catalogue, the area by position in the layer.
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
    /// Why it is certain or not.
    pub reason: Reason<'a>,
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
#[derive(Debug, Clone, PartialEq)]
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
    /// Why that is certain or not.
    pub reason: Reason<'a>,
    /// What it might be instead, as for [`AnsweredArea`].
    pub alternatives: Vec<Alternative<'a>>,
}
