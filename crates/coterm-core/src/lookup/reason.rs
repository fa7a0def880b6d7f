//! [`Reason`]: why an answer is certain or not, as data. Every answer has one.
//!
//! There are no sentences here: `coterm_report::lookup` writes them. The enums are exhaustive on
//! purpose, so that a new reason does not compile until it has a sentence.

#![expect(
    clippy::ref_option_ref,
    reason = "what serde derives for a field with serialize_with borrows the field"
)]

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::codes::Release;
use crate::codes::as_code;
use crate::layers::KnownDefect;
use crate::lookup::contradiction::Contradiction;

/// Reason why an answer is certain or not: what it rests on, and what speaks against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason<'a> {
    /// Way in which the answer was found, and what it depends on.
    pub basis: Basis<'a>,
    /// A release that gives another area.
    pub contradiction: Option<Contradiction<'a>>,
    /// Whether the postcode may have been used again by the day.
    pub used_again: bool,
    /// Known defect of the layer that affects the answer.
    pub known_defect: Option<&'a KnownDefect>,
    /// Last day for which the layer is known, if the day asked for is later.
    pub known_only_to: Option<Date>,
}

impl<'a> Reason<'a> {
    /// Everything that speaks against the answer, whatever it rests on, in the order of the
    /// sentence. Empty for most answers.
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

/// Basis of an answer: codes or polygon, and what either depends on. In JSON, `code` names the
/// variant.
///
/// Distances are in metres; `boundary_m` is the distance to the layer's nearest boundary, and
/// `None` if the layer has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Basis<'a> {
    /// The answer is by codes, and the polygon agrees.
    PolygonAgrees {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
    },
    /// The answer is by codes. The area is drawn beside the point, no farther away than position
    /// and generalisation explain.
    DrawnBeside {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres from the point to the area as it is drawn.
        #[serde(serialize_with = "in_decimetres")]
        drawn_m: f64,
        /// Metres by which the layer's lines are generalised.
        resolution_m: f64,
    },
    /// The answer is by codes, but the area is drawn farther away than can be explained: in doubt.
    DrawnElsewhere {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres from the point to the area as it is drawn.
        #[serde(serialize_with = "in_decimetres")]
        drawn_m: f64,
    },
    /// The answer is by codes, with no polygon to check them against.
    CodesAlone {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
    },
    /// The answer is by codes, but they follow from an imputed position near a boundary: in doubt.
    ImputedPosition {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// The answer is by codes, but no source says how accurate the position is, and a boundary is
    /// near: in doubt.
    UnstatedPosition {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// The answer is by codes, but releases give the postcode different positions, near a boundary:
    /// in doubt.
    PositionsApart {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Distance in metres between the positions.
        apart_m: f64,
    },
    /// The answer is by codes, but they follow from the first position of a postcode that was new,
    /// near a boundary: in doubt.
    NewPostcode {
        /// Release whose codes give the answer; `None` if the data declares none for its codes.
        #[serde(serialize_with = "as_code")]
        by: Option<&'a Release>,
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// The answer is by the polygon, and no boundary is near.
    BoundaryFar {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
    },
    /// The answer is by the polygon, but a boundary is nearer than the layer's lines may be off: in
    /// doubt.
    BoundaryWithinLineError {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Largest error in metres that the layer's lines are taken to have.
        line_error_m: f64,
    },
    /// The answer is by the polygon, but a boundary is nearer than such a position may be off: in
    /// doubt.
    BoundaryWithinPositionError {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Metres within which 95 of 100 such positions are true.
        uncertainty_m: f64,
    },
    /// The answer is by the polygon, but a boundary is nearer than the distance between the
    /// releases' positions: in doubt.
    BoundaryWithinPositionSpread {
        /// Metres to the nearest boundary.
        #[serde(serialize_with = "known_in_decimetres")]
        boundary_m: Option<f64>,
        /// Distance in metres between the positions.
        apart_m: f64,
    },
}

impl Basis<'_> {
    /// Whether the answer may be an area nearby, because of the position or the drawing.
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

/// Something that speaks against an answer, whatever it rests on. An answer with an objection is
/// never certain. In JSON, `code` names the variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Objection<'a> {
    /// A release gives another area.
    Contradicted(Contradiction<'a>),
    /// The postcode has been used again, and it is not known from which day.
    UsedAgain,
    /// The layer is known to be wrong at the position.
    KnownDefect {
        /// Sentence from the catalogue that says what is wrong.
        note: &'a str,
        /// Source that says so.
        source: &'a str,
    },
    /// The day is later than the last for which the layer is known.
    AfterKnownTo {
        /// Last day for which the layer is known.
        known_to: Date,
    },
}

/// Rounds metres to the decimetre, as all distances in answers are rounded.
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
