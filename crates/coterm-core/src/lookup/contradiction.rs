//! [`Contradiction`]: a release that says something else than an answer, and the words for it.

use std::fmt;

use crate::Release;
use crate::words::capital;

/// A release that contradicts an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction<'a> {
    /// The release that was followed.
    pub preferred: Release,
    /// The release that was not.
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
    /// It is of later than the termination of the postcode, and may have another use of it.
    AfterTermination,
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
        let against = capital(self.against.title());
        let because = match self.because {
            Because::Older => "which is older",
            Because::Later => "which is later than this day",
            Because::AfterTermination => "which is later than the termination",
        };
        match self.says {
            Says::Area(name) => write!(f, "{against}, {because}, says {name}."),
            Says::NoArea => write!(f, "{against}, {because}, says that it is in none."),
            Says::AnotherDistrict => write!(
                f,
                "{against}, {because}, puts the postcode in another district than {}.",
                self.preferred.title()
            ),
        }
    }
}
