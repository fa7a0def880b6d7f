//! [`Error`]: every reason for which this crate cannot answer. Messages are shown to the people who
//! asked, so each says what is wrong and how to mend it.

use jiff::civil::Date;

use crate::codes::{Postcode, PostcodeFault, ReleasesFault};
use crate::comparison::WeightsFault;
use crate::definition::{AreaRef, DefinitionFault};
use crate::layers::NotOneArea;
use crate::space::GridPoint;
use crate::words::{day, excerpt, length};

/// Reason why a question could not be answered. Each message reads as a sentence that says what was
/// wrong and, where possible, what to do instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not a postcode.
    #[error("\"{input}\" is not a postcode: {fault}{}", did_you_mean(*meant))]
    NotAPostcode {
        /// The given text, shortened if it is long.
        input: String,
        /// The fault.
        fault: PostcodeFault,
        /// The postcode that it becomes if one character is taken for another that looks like it.
        meant: Option<Postcode>,
    },
    /// The text is empty where a postcode is expected.
    #[error("there is no postcode; the text is empty")]
    NoPostcode,
    /// A code that the NHS and the ONS write in place of a missing postcode.
    #[error("{postcode} is a pseudo-postcode ({meaning}): it is in no area")]
    PseudoPostcode {
        /// The code, with a space before its last three characters.
        postcode: String,
        /// Meaning of the code.
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
        "{postcode} is not in the data, which has {held} postcodes; {}",
        look_for(*postcode, *holds_outward)
    )]
    UnknownPostcode {
        /// The postcode, normalised.
        postcode: Postcode,
        /// Number of postcodes that are loaded.
        held: usize,
        /// Whether other postcodes with the same first half are loaded.
        holds_outward: bool,
    },
    /// A coordinate is NaN or infinite.
    #[error("{axis} must be a number; you gave {value}")]
    NotFinite {
        /// `longitude`, `latitude`, `easting` or `northing`.
        axis: &'static str,
        /// The given value.
        value: f64,
    },
    /// Longitude and latitude that OSTN15 does not cover.
    #[error(
        "longitude {lon}, latitude {lat} is outside Great Britain{hint}; \
         expected longitude -9 to 2 and latitude 49.8 to 61"
    )]
    OutsideBritain {
        /// Longitude in degrees east.
        lon: f64,
        /// Latitude in degrees north.
        lat: f64,
        /// Empty, or a remark that longitude and latitude look exchanged.
        hint: &'static str,
    },
    /// Easting and northing outside the British National Grid.
    #[error(
        "easting {easting}, northing {northing} is outside the British National Grid \
         (easting 0 to 700000, northing 0 to 1250000 metres)"
    )]
    OutsideGrid {
        /// Easting in metres (EPSG:27700).
        easting: f64,
        /// Northing in metres (EPSG:27700).
        northing: f64,
    },
    /// A point within the grid that is in no area of the data.
    #[error("the data has no area at {point}{}", and_the_nearest(nearest.as_ref()))]
    OutsideData {
        /// The point asked for.
        point: GridPoint,
        /// The nearest area, if the data has any.
        nearest: Option<NearestArea>,
    },
    /// A date on which no layer is valid.
    #[error("there is no data for {on}; the earliest date you can use is {earliest}")]
    NoLayerOn {
        /// The date asked for.
        on: Date,
        /// The first date on which any layer is valid.
        earliest: Date,
    },
    /// A family that no layer belongs to.
    #[error("there is no kind of area called \"{family}\"; {}", call_it(meant.as_deref(), available))]
    NoSuchFamily {
        /// The family asked for.
        family: String,
        /// The family that people also call by this name.
        meant: Option<String>,
        /// The families that are valid on the date, each with its title.
        available: Vec<(String, String)>,
    },
    /// A family that has layers, but none that is valid on the date.
    #[error("{kinds} {} on {}", if *ended { "ended" } else { "begin" }, day(*use_on))]
    FamilyNotOn {
        /// Plural name of the family's areas, with a capital.
        kinds: String,
        /// Whether the family ended before the date; else it begins after it.
        ended: bool,
        /// A day to ask for instead: the family's last before the date, or else its first after it.
        use_on: Date,
    },
    /// A text that is not a day in the form `2022-06-30`.
    #[error("\"{input}\" is not a date; write the year, the month and the day, such as {such_as}")]
    NotADate {
        /// The given text, shortened if it is long.
        input: String,
        /// A date in the right form: the day that was meant if that is clear, else an example.
        such_as: Date,
    },
    /// A layer that the catalogue does not know.
    #[error("there is no layer called \"{layer}\"; the closest names are {}", nearest.join(", "))]
    NoSuchLayer {
        /// The layer asked for.
        layer: String,
        /// The most similar names, best first.
        nearest: Vec<String>,
    },
    /// A period that ends before it begins.
    #[error("a period cannot end ({to}) before it begins ({from})")]
    PeriodReversed {
        /// The given first day.
        from: Date,
        /// The given last day.
        to: Date,
    },
    /// A definition that cannot be computed.
    #[error("the definition of \"{area}\" {fault}")]
    BadDefinition {
        /// Name of the area that is defined.
        area: String,
        /// The fault.
        fault: DefinitionFault,
    },
    /// A vertex too far from Great Britain to be on the [precision grid](crate::space::millimetres).
    #[error(
        "easting {easting}, northing {northing} is too far from Great Britain; \
         check that the coordinates are in metres of EPSG:27700"
    )]
    TooFarFromBritain {
        /// Easting in metres (EPSG:27700).
        easting: f64,
        /// Northing in metres (EPSG:27700).
        northing: f64,
    },
    /// Two layers that have no ground in common.
    #[error("{a} and {b} do not overlap, so they cannot be compared")]
    NoCommonGround {
        /// Name of the first layer.
        a: String,
        /// Name of the second layer.
        b: String,
    },
    /// A tolerance that is not a width, such as a negative one.
    #[error("the tolerance must be 0 metres or more, such as 50; you gave {given}")]
    BadTolerance {
        /// The given tolerance, in metres.
        given: f64,
    },
    /// Weights that cannot be used.
    #[error("these weights cannot be used: {0}")]
    BadWeights(WeightsFault),
    /// Releases of postcodes that cannot be used together.
    #[error("these releases cannot be used: {0}")]
    BadReleases(#[from] ReleasesFault),
    /// Areas that cannot be indexed, overlaid or dissolved.
    #[error(transparent)]
    Geometry(polygon_coverage::Error),
    /// A layer whose areas cannot be counted in building blocks.
    #[error(
        "the layer {layer} is not in the code table, so it cannot be used for definitions or \
         counts; choose a layer that is"
    )]
    NotOfBlocks {
        /// Name of the layer.
        layer: String,
    },
    /// Proposed areas that have more building blocks than whoever asked allows.
    #[error(
        "the proposed areas have more than {limit} building blocks in all; propose fewer or \
         smaller areas at a time"
    )]
    ManyBlocks {
        /// The most that is allowed.
        limit: usize,
    },
    /// Work that was told to stop.
    #[error("the work was stopped before it was done; ask again")]
    Cancelled,
    /// An area that does not exist, or a name of several.
    #[error("{area} {error}")]
    NoSuchArea {
        /// The area, as it was named.
        area: AreaRef,
        /// The areas that may be meant.
        error: NotOneArea,
    },
}

/// The area nearest to a point that is in no area.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestArea {
    /// Name of the area.
    pub name: String,
    /// Distance to the area's boundary, in metres.
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
    /// Somebody's text as messages quote it: only as much as is useful.
    pub(crate) fn shown(text: &str) -> String {
        const SHOWN: usize = 24;
        excerpt(text, SHOWN)
    }
}

/// Advice on an unknown postcode: whether to look for a slip or beyond the data's extent.
fn look_for(postcode: Postcode, holds_outward: bool) -> String {
    let outward = postcode.outward();
    if holds_outward {
        format!(
            "other {outward} postcodes are, so check for a typing mistake; \
             it may also be outside the region of the data, or newer than it"
        )
    } else {
        format!("it has no {outward} postcodes, so this one may be outside the region of the data")
    }
}

fn and_the_nearest(nearest: Option<&NearestArea>) -> String {
    nearest.map_or_else(String::new, |NearestArea { name, distance_m }| {
        format!("; the nearest is {name}, {} away", length(*distance_m))
    })
}

fn did_you_mean(meant: Option<Postcode>) -> String {
    meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"))
}

fn call_it(meant: Option<&str>, available: &[(String, String)]) -> String {
    let listed = |(family, title): &(String, String)| format!("{family} ({title})");
    let valid = || available.iter().map(listed).collect::<Vec<_>>().join(", ");
    meant.map_or_else(
        || format!("on this date you can use {}", valid()),
        |family| format!("use \"{family}\" instead"),
    )
}
