//! [`LookupStatus`]: how a lookup came out, as a short code.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::{Error, InUse, PostcodeRecord, Releases};

/// How one lookup came out, as a code that tables are counted and filtered by. A sentence
/// beside it says what happened to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookupStatus {
    /// `ok`: looked up, and in an area of at least one of the families.
    Ok,
    /// `terminated`: looked up; the postcode ended before the date, and the areas are where
    /// it was.
    Terminated,
    /// `outside`: in no area of any of the families.
    Outside,
    /// `empty`: nothing to look up.
    Empty,
    /// `not-a-postcode`: a text that no postcode can be.
    NotAPostcode,
    /// `pseudo-postcode`: a code of the NHS and the ONS for people without a postcode, such
    /// as `ZZ99 3VZ`.
    PseudoPostcode,
    /// `bfpo`: an address of the British Forces Post Office.
    Bfpo,
    /// `unknown-postcode`: a postcode that the data does not hold.
    UnknownPostcode,
    /// `not-a-number`: a coordinate that is none.
    NotANumber,
    /// `outside-britain`: coordinates that are not in Great Britain.
    OutsideBritain,
    /// `wrong-columns`: a row with more or fewer columns than the header.
    WrongColumns,
}

impl LookupStatus {
    /// Every status, answers first.
    pub const ALL: [Self; 11] = [
        Self::Ok,
        Self::Terminated,
        Self::Outside,
        Self::Empty,
        Self::NotAPostcode,
        Self::PseudoPostcode,
        Self::Bfpo,
        Self::UnknownPostcode,
        Self::NotANumber,
        Self::OutsideBritain,
        Self::WrongColumns,
    ];

    /// The code, as tables and JSON have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Terminated => "terminated",
            Self::Outside => "outside",
            Self::Empty => "empty",
            Self::NotAPostcode => "not-a-postcode",
            Self::PseudoPostcode => "pseudo-postcode",
            Self::Bfpo => "bfpo",
            Self::UnknownPostcode => "unknown-postcode",
            Self::NotANumber => "not-a-number",
            Self::OutsideBritain => "outside-britain",
            Self::WrongColumns => "wrong-columns",
        }
    }

    /// The status of a postcode that was looked up for a date, and of which some area was
    /// found or none.
    pub fn of_postcode(
        releases: &Releases,
        record: &PostcodeRecord,
        on: Date,
        found: bool,
    ) -> Self {
        match record.in_use(releases, on) {
            _ if !found => Self::Outside,
            InUse::Ended => Self::Terminated,
            _ => Self::Ok,
        }
    }
}

impl fmt::Display for LookupStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for LookupStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl Error {
    /// The status of a lookup that failed so; `None` for errors of something else.
    pub fn lookup_status(&self) -> Option<LookupStatus> {
        Some(match self {
            Self::NoPostcode => LookupStatus::Empty,
            Self::NotAPostcode { .. } => LookupStatus::NotAPostcode,
            Self::PseudoPostcode { .. } => LookupStatus::PseudoPostcode,
            Self::ForcesPostOffice { .. } => LookupStatus::Bfpo,
            Self::UnknownPostcode { .. } => LookupStatus::UnknownPostcode,
            Self::NotFinite { .. } => LookupStatus::NotANumber,
            Self::OutsideBritain { .. } | Self::OutsideGrid { .. } => LookupStatus::OutsideBritain,
            Self::OutsideData { .. } => LookupStatus::Outside,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_code_of_its_own() {
        let codes = LookupStatus::ALL.map(LookupStatus::code);
        for code in codes {
            assert_eq!(codes.iter().filter(|other| **other == code).count(), 1);
        }
    }
}
