//! [`Certainty`]: whether an answer can be relied on, and why.

use serde::Serialize;

use crate::lookup::reason::Reason;

/// How an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// From an official code table.
    Table,
    /// From the polygon that owns the point.
    Polygon,
}

/// The kind of reason for which an answer is not certain: the first, of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doubt {
    /// Official sources contradict one another.
    Sources,
    /// The postcode is in use again, and it is not known since which day.
    Reuse,
    /// The position, or how the line is drawn: it may be an area nearby.
    Place,
    /// A [`KnownDefect`](crate::KnownDefect) of the layer.
    Defect,
    /// The date, which is after the last day that the layer is
    /// [known to](crate::LayerInfo::known_to) hold on.
    Date,
}

/// Whether an answer can be relied on, and why. Certain is meant to be wrong no more than once
/// in 100,000 times; `docs/certainty.md` has what that comes to, measured against sources that
/// the data is not made of.
///
/// * An answer **by polygon** is certain if the nearest boundary is further away than the
///   position and the layer's lines have been found to be off, both together.
/// * An answer **by codes** is an official allocation and does not depend on the drawing, so
///   that it is certain however near the drawn line is, except where a boundary is within
///   reach of a position that is only imputed, of unknown quality, not the same in all
///   releases, or that of a new postcode; or where the area is drawn further from the point than
///   [explained](crate::Evidence::explained_m).
/// * However it was found, it is not certain where a release contradicts it, where the
///   postcode has been used again since some unknown day, where the layer has a
///   [`KnownDefect`](crate::KnownDefect), nor for a day after the last that the layer is known
///   to hold on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certainty<'a> {
    /// Whether the answer can be relied on.
    pub certain: bool,
    /// What is in doubt, if it cannot.
    pub doubt: Option<Doubt>,
    /// Why.
    pub reason: Reason<'a>,
}
