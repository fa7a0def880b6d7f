use jiff::civil::Date;

use crate::words::{day, excerpt, length};
use crate::{GridPoint, Postcode};

/// Why a question could not be answered. Each reads as a sentence that says
/// what was wrong and, where there is one, what to do instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not a postcode.
    #[error("\"{input}\" is not a postcode: {reason}")]
    NotAPostcode {
        /// What was given, shortened if it is long.
        input: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No text where a postcode is expected.
    #[error("there is no postcode: the text is empty")]
    NoPostcode,
    /// A code that the NHS and the ONS write where there is no postcode.
    #[error("{postcode} is a pseudo-postcode ({meaning}): it is in no area")]
    PseudoPostcode {
        /// The code, with one space in it.
        postcode: String,
        /// What it stands for.
        meaning: &'static str,
    },
    /// An address of the British Forces Post Office, or a postcode of one.
    #[error("{address} is an address of the British Forces Post Office: it is in no area")]
    ForcesPostOffice {
        /// The address, such as `BFPO 61`.
        address: String,
    },
    /// The text is a postcode, but the data does not hold it.
    #[error(
        "{postcode} is not in the data, which holds {held} postcodes; {}",
        look_for(*postcode, *holds_outward)
    )]
    UnknownPostcode {
        /// The postcode as normalised.
        postcode: Postcode,
        /// How many postcodes are loaded.
        held: usize,
        /// Whether other postcodes with the same first half are.
        holds_outward: bool,
    },
    /// A coordinate is NaN or infinite.
    #[error("{axis} is {value}, which is not a number that can be placed on a map")]
    NotFinite {
        /// `longitude`, `latitude`, `easting` or `northing`.
        axis: &'static str,
        /// What was given.
        value: f64,
    },
    /// Longitude and latitude that OSTN15 does not cover.
    #[error(
        "longitude {lon}, latitude {lat} is outside Great Britain{hint}; \
         expected longitude -9 to 2 and latitude 49.8 to 61"
    )]
    OutsideBritain {
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
        /// Empty, or that the two look exchanged.
        hint: &'static str,
    },
    /// Easting and northing that the grid does not cover.
    #[error(
        "easting {easting}, northing {northing} is outside the British National Grid \
         (easting 0 to 700000, northing 0 to 1250000 metres)"
    )]
    OutsideGrid {
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
    /// A good point, but no area of the data is there.
    #[error("no area of the data is at {point}{}", and_the_nearest(nearest.as_ref()))]
    OutsideData {
        /// Where was asked.
        point: GridPoint,
        /// The nearest area, if there is any.
        nearest: Option<NearestArea>,
    },
    /// No layer is valid on the date.
    #[error("there is no data for {on}: it begins on {earliest}")]
    NoLayerOn {
        /// The date asked for.
        on: Date,
        /// The first date on which any layer is valid.
        earliest: Date,
    },
    /// A family that no layer of the data belongs to.
    #[error("there is no kind of area \"{family}\"; {}", call_it(meant.as_deref(), available))]
    NoSuchFamily {
        /// The family asked for.
        family: String,
        /// The family that people also call so.
        meant: Option<String>,
        /// The families that are valid on the date.
        available: String,
    },
    /// A family of which no layer is valid on the date, but one is on another.
    #[error("{kinds} {} on {}", if *ended { "ended" } else { "begin" }, day(*use_on))]
    FamilyNotOn {
        /// What its areas are called, as the sentence begins.
        kinds: String,
        /// Whether they ended before the date; else they begin after it.
        ended: bool,
        /// The nearest day to ask for instead.
        use_on: Date,
    },
    /// A text that is no day.
    #[error("\"{input}\" is not a date; write the year, the month and the day, such as {such_as}")]
    NotADate {
        /// What was given, shortened if it is long.
        input: String,
        /// A date in the right form, what was meant if that is clear.
        such_as: String,
    },
    /// A layer that the catalogue does not know.
    #[error("there is no layer \"{layer}\"; the nearest names are {nearest}")]
    NoSuchLayer {
        /// The layer asked for.
        layer: String,
        /// Similar names, best first.
        nearest: String,
    },
    /// A period that ends before it begins.
    #[error("a period cannot end ({to}) before it begins ({from})")]
    PeriodReversed {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A definition that cannot be computed.
    #[error("the definition of \"{area}\" {reason}")]
    BadDefinition {
        /// The area that is defined.
        area: String,
        /// What is wrong.
        reason: String,
    },
    /// A vertex that is nowhere near Great Britain.
    #[error(
        "easting {easting}, northing {northing} is too far from Great Britain to be compared; \
         are the coordinates in metres of EPSG:27700?"
    )]
    TooFarFromBritain {
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
    /// Two layers that have nothing in common.
    #[error(
        "{a} and {b} do not meet: they have no ground in common, so there is nothing to compare"
    )]
    NoCommonGround {
        /// The first layer.
        a: String,
        /// The second layer.
        b: String,
    },
    /// A tolerance that is no width.
    #[error("a tolerance of {given} is not a width: give metres from 0 up, such as 50")]
    BadTolerance {
        /// What was given.
        given: f64,
    },
    /// Weights that cannot be used.
    #[error("these weights cannot be used: {reason}")]
    BadWeights {
        /// What is wrong, and what is expected.
        reason: String,
    },
    /// Releases of postcodes that cannot be used together.
    #[error("these releases cannot be used: {reason}")]
    BadReleases {
        /// What is wrong, and with which.
        reason: String,
    },
    /// Areas that cannot be indexed, overlaid or dissolved.
    #[error(transparent)]
    Geometry(polygon_coverage::Error),
    /// A layer whose areas cannot be counted in building blocks.
    #[error(
        "the layer {layer} is not made of building blocks, so nothing can be defined over it \
         or counted in it; use one that the code table covers"
    )]
    NotOfBlocks {
        /// The layer.
        layer: String,
    },
}

/// The area nearest to a point that is in none.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestArea {
    /// The area's name.
    pub name: String,
    /// Metres to its boundary.
    pub distance_m: f64,
}

impl From<polygon_coverage::Error> for Error {
    fn from(error: polygon_coverage::Error) -> Self {
        match error {
            polygon_coverage::Error::BeyondPrecision { x, y } => Self::TooFarFromBritain {
                easting: x,
                northing: y,
            },
            other => Self::Geometry(other),
        }
    }
}

impl Error {
    /// A text of somebody's as messages quote it: no more of it than is useful.
    pub(crate) fn shown(text: &str) -> String {
        const SHOWN: usize = 24;
        excerpt(text, SHOWN)
    }
}

/// Where an unknown postcode might be looked for.
fn look_for(postcode: Postcode, holds_outward: bool) -> String {
    let outward = postcode.outward();
    if holds_outward {
        format!("other {outward} postcodes are, so check it for a slip or a newer postcode")
    } else {
        format!("it holds no {outward} postcodes at all: is it outside the region?")
    }
}

fn and_the_nearest(nearest: Option<&NearestArea>) -> String {
    nearest.map_or_else(String::new, |NearestArea { name, distance_m }| {
        format!("; the nearest, {name}, is {} away", length(*distance_m))
    })
}

fn call_it(meant: Option<&str>, available: &str) -> String {
    meant.map_or_else(
        || format!("valid then: {available}"),
        |family| format!("say \"{family}\""),
    )
}
