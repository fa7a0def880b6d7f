//! [`Contradiction`]: a release that gives another area than an answer.

use serde::Serialize;

use crate::Release;
use crate::codes::as_code;

/// A release that contradicts an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Contradiction<'a> {
    /// The release that was followed.
    #[serde(serialize_with = "as_code")]
    pub preferred: &'a Release,
    /// The release that was not.
    #[serde(serialize_with = "as_code")]
    pub against: &'a Release,
    /// Why it was not followed.
    pub not_followed: NotFollowed,
    /// What it says.
    pub allocation: ContraryAllocation<'a>,
}

/// Why a release was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotFollowed {
    /// It is older than the one that was.
    Older,
    /// It is later than the day that is asked for.
    AfterDay,
    /// It is later than the termination of the postcode, and may have another use of it.
    AfterTermination,
}

/// What a contradicting release says of a layer.
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
    /// The postcode is in none of the areas.
    NoArea,
    /// The postcode is in another district, which leaves the area open.
    AnotherDistrict,
}
