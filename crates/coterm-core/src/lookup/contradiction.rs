//! [`Contradiction`]: a release that says something else than an answer, and the words for it.

use std::fmt;

use crate::Release;

/// A release that contradicts an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction<'a> {
    /// The release.
    pub against: Release,
    /// Why it was not followed.
    pub because: Because,
    /// What it says.
    pub says: Says<'a>,
}

/// Why a release was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It is older than the one that was.
    Older,
    /// It is of later than the day that is asked for.
    Later,
}

/// What a release says of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says<'a> {
    /// The postcode is in the area of this name.
    Area(&'a str),
    /// It is in none of the areas.
    NoArea,
    /// It is in another district, which leaves the area open.
    AnotherDistrict,
}

impl fmt::Display for Contradiction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let because = match self.because {
            Because::Older => "which is older",
            Because::Later => "which is later than this day",
        };
        write!(f, "But {}, {because}, ", self.against.title())?;
        match self.says {
            Says::Area(name) => write!(f, "says {name}."),
            Says::NoArea => f.write_str("says that it is in none of these areas."),
            Says::AnotherDistrict => f.write_str("puts the postcode in another district."),
        }
    }
}
