//! [`Note`]: what an answer as a whole must say besides its areas, as data.

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::as_code;
use crate::lookup::answer::UseOnDay;
use crate::{LayerInfo, Month, Postcode, Release};

/// Something that an honest answer must add: on the day, on the lives of the postcode, or on
/// its position. In JSON, `code` names the variant.
///
/// `coterm_report::lookup` writes the sentences. The enum is exhaustive on purpose, so that a
/// new note does not compile until it has one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Note<'a> {
    /// The data has only building blocks for the day: its other layers begin later.
    OnlyBuildingBlocks {
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The first day of the other layers.
        others_from: Date,
    },
    /// The day is later than the last for which any of the areas is known.
    AfterKnownTo {
        /// The last day for which they are known.
        known_to: Date,
    },
    /// The day is later than the last for which some of the areas are known.
    AfterSomeKnownTo {
        /// The layers that are known up to an earlier day, in order of that day.
        layers: Vec<KnownTo<'a>>,
    },
    /// The postcode came into use after the day.
    NotYetIntroduced {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The month it came into use.
        introduced: Month,
    },
    /// The postcode went out of use before the day.
    TerminatedBefore {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The month it went out of use.
        terminated: Month,
    },
    /// The postcode was in use on the day, and has gone out of use since.
    TerminatedSince {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The month it went out of use.
        terminated: Month,
    },
    /// The postcode had an earlier use, for another place.
    UsedBefore {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The month in which that use ended, if known.
        ended: Option<Month>,
    },
    /// The postcode has been used again, for another place.
    UsedAgain {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The first month in which the later use may have begun; `None` if no release tells.
        from: Option<Month>,
        /// The last such month: the same if the month is known.
        to: Option<Month>,
    },
    /// The postcode is newer than the code table, so that its district's code or the polygon
    /// answers.
    NewerThanCodeTable {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The release that is the code table.
        #[serde(serialize_with = "as_code")]
        code_table: &'a Release,
        /// Whether it was in use on the day.
        in_use: UseOnDay,
    },
    /// The postcode is on one release's list and not on a later one's, so that it was
    /// probably terminated between them.
    MissingFromLaterRelease {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day that is asked for.
        #[serde(skip)]
        on: Date,
        /// The release that lists it.
        #[serde(serialize_with = "as_code")]
        listed_in: &'a Release,
        /// The later release that does not.
        #[serde(serialize_with = "as_code")]
        missing_from: &'a Release,
        /// Whether it was in use on the day.
        in_use: UseOnDay,
    },
    /// No source gives the postcode's position then: the middle of its LSOA stands in for it.
    PositionOfLsoa {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
    },
    /// The postcode's position is only imputed from neighbouring postcodes.
    ImputedPosition {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// The postcode's position is only the mean of its sector.
    SectorMeanPosition {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// No source says how accurate the postcode's position is.
    UnstatedPosition {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
    },
    /// Official sources place the postcode far apart.
    PositionsApart {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// Metres that the positions are apart.
        apart_m: f64,
    },
}

/// Layers that are known up to one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnownTo<'a> {
    /// The last day for which they are known.
    pub known_to: Date,
    /// The layers' names: `lad-2023`.
    #[serde(rename = "layers", serialize_with = "ids")]
    pub layers: Vec<&'a LayerInfo>,
}

fn ids<S: serde::Serializer>(layers: &[&LayerInfo], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(layers.iter().map(|info| &info.id))
}
