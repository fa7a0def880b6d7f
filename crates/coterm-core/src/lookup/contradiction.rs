//! [`Contradiction`]: a release that gives another area than an answer, which is then not certain.

use serde::Serialize;

use crate::codes::Release;
use crate::codes::as_code;

/// A release that contradicts an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Contradiction<'a> {
    /// The release that the answer follows.
    #[serde(serialize_with = "as_code")]
    pub preferred: &'a Release,
    /// The release that contradicts it.
    #[serde(serialize_with = "as_code")]
    pub against: &'a Release,
    /// Reason why that release was not followed.
    pub not_followed: NotFollowed,
    /// Allocation by that release.
    pub allocation: ContraryAllocation<'a>,
}

/// The reason why a release was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotFollowed {
    /// The release is older than the one that was followed.
    Older,
    /// The release is later than the day asked for.
    AfterDay,
    /// The release is later than the termination of the postcode, and may mean another use of it.
    AfterTermination,
}

/// Allocation of a postcode by a contradicting release, for one layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum ContraryAllocation<'a> {
    /// The postcode is in this other area.
    Area {
        /// The area's code.
        area_code: &'a str,
        /// The area's name.
        name: &'a str,
    },
    /// The postcode is in none of the layer's areas.
    NoArea,
    /// The postcode is in another district, which leaves the area open.
    AnotherDistrict,
}
