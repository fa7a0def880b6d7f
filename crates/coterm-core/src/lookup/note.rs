//! [`Note`]: a remark on an answer as a whole, as data: on the day, the lives of the postcode or
//! its position.

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::as_code;
use crate::codes::{Postcode, Release};
use crate::layers::LayerInfo;
use crate::lookup::answer::UseOnDay;
use crate::period::Month;

/// A remark that an honest answer must add: on the day, on the lives of the postcode, or on its
/// position. In JSON, `code` names the variant.
///
/// `coterm_report::lookup` writes the sentences. The enum is exhaustive on purpose, so that a new
/// note does not compile until it has a sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Note<'a> {
    /// The data has only building blocks for the day; its other layers begin later.
    OnlyBuildingBlocks {
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// The first day of the other layers.
        others_from: Date,
    },
    /// The day is later than the last for which the answers of all layers are known.
    AfterKnownTo {
        /// Last day for which they are known.
        known_to: Date,
    },
    /// The day is later than the last for which the answers of some layers are known.
    AfterSomeKnownTo {
        /// Layers that are known only up to an earlier day, in order of that day.
        layers: Vec<KnownTo<'a>>,
    },
    /// The postcode came into use after the day.
    NotYetIntroduced {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// Month in which it came into use.
        introduced: Month,
    },
    /// The postcode went out of use before the day.
    TerminatedBefore {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// Month in which it went out of use.
        terminated: Month,
    },
    /// The postcode was in use on the day, and has gone out of use since.
    TerminatedSince {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// Month in which it went out of use.
        terminated: Month,
    },
    /// The postcode had an earlier use, for another place.
    UsedBefore {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// Month in which that use ended, if known.
        ended: Option<Month>,
    },
    /// The postcode has been used again, for another place.
    UsedAgain {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// First month in which the later use may have begun; `None` if no release tells.
        from: Option<Month>,
        /// Last such month, equal to `from` if the month is known.
        to: Option<Month>,
    },
    /// The postcode is newer than the code table, so that its district's code or the polygon
    /// answers.
    NewerThanCodeTable {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// The release that is the code table.
        #[serde(serialize_with = "as_code")]
        code_table: &'a Release,
        /// Whether the postcode was in use on the day.
        in_use: UseOnDay,
    },
    /// The postcode is on one release's list and missing from a later one's, so that it was
    /// probably terminated between them.
    MissingFromLaterRelease {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// The day asked for.
        #[serde(skip)]
        on: Date,
        /// The release that lists it.
        #[serde(serialize_with = "as_code")]
        listed_in: &'a Release,
        /// The later release that does not list it.
        #[serde(serialize_with = "as_code")]
        missing_from: &'a Release,
        /// Whether the postcode was in use on the day.
        in_use: UseOnDay,
    },
    /// The postcode's position is the middle of its LSOA, because no source gives a position of
    /// that time.
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
    /// The postcode's position is of unstated accuracy.
    UnstatedPosition {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
    },
    /// Official sources give positions of the postcode that are far apart.
    PositionsApart {
        /// The postcode.
        #[serde(skip)]
        postcode: Postcode,
        /// Distance in metres between the positions.
        apart_m: f64,
    },
}

/// Layers that are known up to the same day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnownTo<'a> {
    /// Last day for which they are known.
    pub known_to: Date,
    /// The layers; JSON has their names, such as `lad-2023`.
    #[serde(rename = "layers", serialize_with = "ids")]
    pub layers: Vec<&'a LayerInfo>,
}

fn ids<S: serde::Serializer>(layers: &[&LayerInfo], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(layers.iter().map(|info| &info.id))
}
