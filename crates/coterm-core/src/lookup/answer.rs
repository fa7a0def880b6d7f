//! [`Answer`]: the result of a lookup as data, which reports and interfaces write out. It borrows
//! names and codes from the dataset.

use std::collections::BTreeMap;

use jiff::civil::Date;
use polygon_coverage::AreaId;
use serde::Serialize;

use crate::codes::{
    GssCode, InUse, PositionSource, PositionalQuality, Postcode, PostcodeRecord, UserType,
};
use crate::layers::LayerId;
use crate::lookup::certainty::{Doubt, Method};
use crate::lookup::note::Note;
use crate::lookup::reason::Reason;
use crate::period::Month;

/// The question of a lookup, repeated in its answer.
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
        /// Longitude in degrees east.
        lon: f64,
        /// Latitude in degrees north.
        lat: f64,
    },
    /// Easting and northing in metres (EPSG:27700).
    Grid {
        /// Easting in metres.
        easting: f64,
        /// Northing in metres.
        northing: f64,
    },
}

/// The answer to a lookup: for each family that has a layer on the date, the area or the reason why
/// there is none. Names and codes are borrowed from the dataset.
///
/// `coterm_report::lookup` writes it as JSON, with a sentence for each reason and note.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'a> {
    /// The question.
    pub query: Query,
    /// The date of the question.
    pub on: Date,
    /// Position of the point or postcode.
    pub point: AnsweredPoint,
    /// Facts about the postcode, if one was asked for.
    pub postcode: Option<AnsweredPostcode>,
    /// The areas that the position is in, one for each family, in the catalogue's order.
    pub areas: Vec<AnsweredArea<'a>>,
    /// The families that have no area at the position.
    pub without: Vec<NoArea<'a>>,
    /// Notes that an honest answer must add: that the postcode is terminated, not yet introduced, …
    pub notes: Vec<Note<'a>>,
    /// The acknowledgement that must be shown with the answer.
    pub attribution: &'a str,
}

/// A position on the British National Grid and in degrees, and its accuracy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnsweredPoint {
    /// Easting in metres on the British National Grid (EPSG:27700).
    pub easting: f64,
    /// Northing in metres.
    pub northing: f64,
    /// Longitude in degrees east, through OSTN15; `None` far out at sea.
    pub lon: Option<f64>,
    /// Latitude in degrees north; `None` far out at sea.
    pub lat: Option<f64>,
    /// Code-Point Open's positional quality indicator, for a postcode that has one.
    pub positional_quality: Option<u8>,
    /// Way in which the position of a postcode was found.
    pub position: Option<PostcodePosition>,
    /// Metres within which the position is mostly true.
    pub uncertainty_m: f64,
    /// Distance in metres between the positions that official sources give a postcode, if over 20.
    pub apart_m: Option<f64>,
}

/// The way in which the position of a postcode was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostcodePosition {
    /// Inside a building of the postcode.
    Building,
    /// Approximate, within about 50 m.
    Approximate,
    /// The mean of the postcode's addresses.
    UnitMean,
    /// Imputed from neighbouring postcodes.
    Imputed,
    /// The mean of the postcode's sector.
    SectorMean,
    /// Unknown: the source does not say how.
    Unstated,
    /// The middle of its LSOA, for want of a source.
    Lsoa,
}

impl PostcodePosition {
    /// The way in which the position of a record was found.
    pub fn of(record: &PostcodeRecord) -> Self {
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

/// Whether a life of a postcode has ended: it is terminated, or no longer in use on the day asked
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PostcodeStatus {
    /// `live`: not terminated.
    Live,
    /// `terminated`: the life has ended.
    Terminated,
}

impl PostcodeStatus {
    /// The status as JSON and tables write it.
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
    /// `yes`: it was in use.
    Yes,
    /// `not yet`: the life had not begun.
    #[serde(rename = "not yet")]
    NotYet,
    /// `ended`: the life had ended.
    Ended,
    /// `unknown`: the day is between two releases of which only one has the life.
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

/// Facts about a postcode, for the life that was looked up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredPostcode {
    /// The postcode, normalised.
    pub postcode: Postcode,
    /// Whether the life that was looked up has ended.
    pub status: PostcodeStatus,
    /// Whether the life was in use on the day.
    pub in_use: UseOnDay,
    /// Whether the postcode was used before, for another place.
    pub used_before: bool,
    /// Whether the postcode was used again later.
    pub used_again: bool,
    /// Month in which it came into use, if known.
    pub introduced: Option<Month>,
    /// Month in which it went out of use; `None` if no release gives one.
    pub terminated: Option<Month>,
    /// Royal Mail's class of the postcode, if known.
    pub user_type: Option<UserType>,
    /// Output area of 2011, by the code table.
    pub oa: Option<GssCode>,
    /// LSOA of 2011, by the code table.
    pub lsoa: Option<GssCode>,
    /// MSOA of 2011, by the code table.
    pub msoa: Option<GssCode>,
    /// District of 2021, by the code table.
    pub district: Option<GssCode>,
    /// District by each release that gives one, in the field that the release declares.
    #[serde(flatten)]
    pub by_release: DistrictFields,
    /// District by each release that gives one, in order of the releases' months.
    pub districts: Vec<AnsweredDistrict>,
}

/// The district that one release gives a postcode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredDistrict {
    /// Name of the release: `Code-Point Open of May 2025`.
    pub release: String,
    /// Month that the release is of.
    pub month: Month,
    /// Code of the district.
    pub code: GssCode,
}

/// Districts as fields of an answer's JSON, each with the name that its release
/// [declares](crate::codes::ReleasedDistricts::answered_as).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DistrictFields(pub Vec<(String, Option<GssCode>)>);

impl Serialize for DistrictFields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, code)| (field, code)))
    }
}

/// The area of one family, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredArea<'a> {
    /// Position of the layer in the catalogue, and of the area in the layer.
    pub position: (LayerId, AreaId),
    /// Family of the area: `ccg`.
    pub family: &'a str,
    /// Layer that answered: `ccg-2021`.
    pub layer: &'a str,
    /// Official code of the area.
    pub code: &'a str,
    /// Codes of the area in other systems: `ods`.
    pub codes: &'a BTreeMap<String, String>,
    /// Name of the area.
    pub name: &'a str,
    /// Whether all of the area is within the data.
    pub complete: bool,
    /// Way in which the answer was found.
    pub method: Method,
    /// Whether table and polygon agree; `None` unless both exist.
    pub agrees: Option<bool>,
    /// Metres to the layer's nearest boundary, whether table or polygon answered.
    pub boundary_distance_m: Option<f64>,
    /// Whether the answer can be relied on; see [`Certainty`](crate::lookup::Certainty).
    pub certain: bool,
    /// The kind of doubt, if the answer is not certain.
    pub doubt: Option<Doubt>,
    /// Last day for which the answer is known; `None` if it cannot change.
    pub known_to: Option<Date>,
    /// Reason why the answer is certain or not.
    pub reason: Reason<'a>,
    /// Areas that it may be instead. If the position or the drawing is in doubt, these are the
    /// areas within reach. If the polygon or another release gives another area, this is among
    /// them.
    pub alternatives: Vec<Alternative<'a>>,
    /// Whether it may be in none of the layer's areas instead, because the polygons or another
    /// release say so, or because the near boundary is the layer's outline.
    pub perhaps_none: bool,
}

/// Another area that the answer may be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative<'a> {
    /// Official code of the area.
    pub code: &'a str,
    /// Name of the area.
    pub name: &'a str,
    /// Metres to the area's boundary; 0 if the point is drawn inside it.
    pub distance_m: f64,
}

/// A family without an area at the point.
#[derive(Debug, Clone, PartialEq)]
pub struct NoArea<'a> {
    /// Family that has no area there.
    pub family: &'a str,
    /// Layer of the family on the date.
    pub layer: &'a str,
    /// Way in which this was found.
    pub method: Method,
    /// Whether table and polygon agree; `None` unless both exist.
    pub agrees: Option<bool>,
    /// Whether the answer can be relied on; see [`Certainty`](crate::lookup::Certainty).
    pub certain: bool,
    /// The kind of doubt, if the answer is not certain.
    pub doubt: Option<Doubt>,
    /// Last day for which the answer is known; `None` if it cannot change.
    pub known_to: Option<Date>,
    /// Reason why the answer is certain or not.
    pub reason: Reason<'a>,
    /// Areas that it may be in instead, as for [`AnsweredArea`].
    pub alternatives: Vec<Alternative<'a>>,
}
