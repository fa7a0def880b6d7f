//! [`Reason`]: why an answer is certain or not, as data.
//!
//! Nothing here is a sentence: `coterm_report::lookup` writes those. The enums are exhaustive
//! on purpose, so that a new reason does not compile until it has a sentence.

#![expect(
    clippy::ref_option_ref,
    reason = "what serde derives for a field with serialize_with borrows the field"
)]

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::codes::as_code;
use crate::lookup::contradiction::Contradiction;
use crate::{KnownDefect, Release};

/// Why an answer is certain or not: what it rests on, and what speaks against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason<'a> {
    /// How the answer was found, and what that depends on.
    pub basis: Basis<'a>,
    /// A release that gives another area.
    pub contradiction: Option<Contradiction<'a>>,
    /// Whether the postcode may have been used again by the day.
    pub used_again: bool,
    /// What is known to be wrong in the layer there.
    pub known_defect: Option<&'a KnownDefect>,
    /// The last day for which the layer is known, if the question is of a later one.
    pub known_only_to: Option<Date>,
}

impl<'a> Reason<'a> {
    /// Everything that speaks against the answer whatever it rests on, in the order in which
    /// a sentence says it. Empty for most answers.
    pub fn objections(&self) -> impl Iterator<Item = Objection<'a>> + use<'a> {
        let defect = self.known_defect.map(|defect| Objection::KnownDefect {
            note: &defect.note,
            source: &defect.source,
        });
        [
            self.contradiction.map(Objection::Contradicted),
            self.used_again.then_some(Objection::UsedAgain),
            defect,
            self.known_only_to
                .map(|known_to| Objection::AfterKnownTo { known_to }),
        ]
        .into_iter()
        .flatten()
    }
}

/// What a judgement rests on. In JSON, `code` names the variant.
///
/// Distances are in metres; `boundary_m` is the distance to the layer's nearest boundary, and
/// `None` if the layer has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Basis<'a> {
    /// Codes and polygon agree.
    PolygonAgrees {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
    },
    /// Codes; the area is drawn beside the point, no further away than position and
    /// simplified lines explain.
    DrawnBeside {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres from the point to the area as it is drawn.
        #[serde(serialize_with = "in_decimetres")]
        drawn_m: f64,
        /// Metres by which the layer's lines are generalised.
        resolution_m: f64,
    },
    /// Codes, but the area is drawn further away than can be explained: in doubt.
    DrawnElsewhere {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres from the point to the area as it is drawn.
        #[serde(serialize_with = "in_decimetres")]
        drawn_m: f64,
    },
    /// Codes, with no polygon to check them against.
    CodesAlone {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
    },
    /// Codes, but they follow from an imputed position near a boundary: in doubt.
    ImputedPosition {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// Codes, but no source says how accurate the position is, and a boundary is near: in
    /// doubt.
    UnstatedPosition {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// Codes, but releases place the postcode apart near a boundary: in doubt.
    PositionsApart {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres that the positions are apart.
        apart_m: f64,
    },
    /// Codes, but they follow from the first position of a postcode that was new, near a
    /// boundary: in doubt.
    NewPostcode {
        /// The release whose codes answer; `None` where the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// The polygon, and no boundary is near.
    BoundaryFar {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// The polygon, but a boundary is nearer than the layer's lines may be off: in doubt.
    BoundaryWithinLineError {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres by which lines of the layer are drawn off at most.
        line_error_m: f64,
    },
    /// The polygon, but a boundary is nearer than such positions may be off: in doubt.
    BoundaryWithinPositionError {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// The polygon, but a boundary is nearer than releases place the postcode apart: in
    /// doubt.
    BoundaryWithinPositionSpread {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres that the positions are apart.
        apart_m: f64,
    },
}

impl Basis<'_> {
    /// Whether the answer may be an area nearby, because of position or drawing.
    pub fn is_in_doubt(&self) -> bool {
        match self {
            Self::PolygonAgrees { .. }
            | Self::DrawnBeside { .. }
            | Self::CodesAlone { .. }
            | Self::BoundaryFar { .. } => false,
            Self::DrawnElsewhere { .. }
            | Self::ImputedPosition { .. }
            | Self::UnstatedPosition { .. }
            | Self::PositionsApart { .. }
            | Self::NewPostcode { .. }
            | Self::BoundaryWithinLineError { .. }
            | Self::BoundaryWithinPositionError { .. }
            | Self::BoundaryWithinPositionSpread { .. } => true,
        }
    }
}

/// Something that speaks against an answer, whatever it rests on: none with an objection is
/// certain. In JSON, `code` names the variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Objection<'a> {
    /// A release gives another area.
    Contradicted(Contradiction<'a>),
    /// The postcode has been used again, and it is not known from which day.
    UsedAgain,
    /// The layer is known to be wrong there.
    KnownDefect {
        /// What is wrong, as the catalogue says it.
        note: &'a str,
        /// What says so.
        source: &'a str,
    },
    /// The day is later than the last for which the layer is known.
    AfterKnownTo {
        /// The last day for which it is known.
        known_to: Date,
    },
}

/// Metres to the nearest decimetre, as all distances in answers are.
pub(crate) fn to_decimetre(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serialize_with wants"
)]
fn in_decimetres<S: Serializer>(metres: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(to_decimetre(*metres))
}

#[expect(clippy::ref_option, reason = "the shape that serialize_with wants")]
fn known_in_decimetres<S: Serializer>(
    metres: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    metres.map(to_decimetre).serialize(serializer)
}
