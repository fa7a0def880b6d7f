//! [`Certainty`]: whether an answer can be relied on, and why. [`Evidence`](crate::lookup::Evidence) gives
//! the judgement.

use serde::Serialize;

use crate::lookup::reason::Reason;

/// The way in which an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Official code table.
    Table,
    /// Polygon that contains the point.
    Polygon,
}

impl Method {
    /// The method as JSON and tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Polygon => "polygon",
        }
    }
}

/// Kind of doubt for which an answer is not certain; the first, if there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doubt {
    /// The official sources contradict one another.
    Sources,
    /// The postcode has been used again, and the day since when is not known.
    Reuse,
    /// The position or the drawn line is not accurate enough: it may be an area nearby.
    Place,
    /// The layer has a [`KnownDefect`](crate::layers::KnownDefect) there.
    Defect,
    /// The date is after the last day that the layer is [known to](crate::layers::LayerInfo::known_to) hold
    /// on.
    Date,
}

/// Whether an answer can be relied on, and why. A certain answer is meant to be wrong at most once
/// in 100,000 times. `docs/certainty.md` measures this against sources that the data is not made
/// of.
///
/// * An answer **by polygon** is certain if the nearest boundary is farther away than the position
///   and the layer's lines have been found to be off, both together.
/// * An answer **by codes** is an official allocation and does not depend on the drawing. It is
///   certain however near the drawn line is, with two exceptions. The first is a boundary within
///   reach of a position that is only imputed, of unknown quality, not the same in all releases, or
///   that of a new postcode. The second is an area that is drawn farther from the point than
///   [explained](crate::lookup::Evidence::explained_m).
/// * **No answer** is certain if a release contradicts it, if the postcode may have been used again
///   by the day, if the layer has a [`KnownDefect`](crate::layers::KnownDefect) there, or if the day is
///   after the last that the layer is known to hold on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certainty<'a> {
    /// Whether the answer can be relied on.
    pub certain: bool,
    /// The kind of doubt, if the answer is not certain.
    pub doubt: Option<Doubt>,
    /// Reason why the answer is certain or not.
    pub reason: Reason<'a>,
}
