//! [`LookupStatus`]: the outcome of a lookup as a short code, for the columns and counts of tables.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::Error;
use crate::codes::{InUse, PostcodeRecord, Releases};

/// The outcome of one lookup, as a code by which tables are counted and filtered. A sentence beside
/// the code says what happened in that lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookupStatus {
    /// `ok`: looked up, and inside an area of at least one of the families.
    Ok,
    /// `terminated`: looked up; the postcode ended before the date, and the areas are those of its
    /// last position.
    Terminated,
    /// `outside`: looked up, but outside all areas of the families.
    Outside,
    /// `empty`: nothing to look up.
    Empty,
    /// `not-a-postcode`: a text that cannot be a postcode.
    NotAPostcode,
    /// `pseudo-postcode`: a code of the NHS and the ONS for people without a postcode, such
    /// as `ZZ99 3VZ`.
    PseudoPostcode,
    /// `bfpo`: an address of the British Forces Post Office.
    Bfpo,
    /// `unknown-postcode`: a postcode that the data does not hold.
    UnknownPostcode,
    /// `not-a-number`: a coordinate that is not a number.
    NotANumber,
    /// `outside-britain`: coordinates outside Great Britain.
    OutsideBritain,
    /// `wrong-columns`: a row with more or fewer columns than the header.
    WrongColumns,
}

impl LookupStatus {
    /// Every status; those with an answer come first.
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

    /// The code, as tables and JSON write it.
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

    /// Status of a postcode that was looked up for a date. `found` says whether any area was found.
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
    /// Status of a lookup that failed with this error; `None` if the error is not of a lookup.
    ///
    /// ```
    /// use coterm_core::codes::Postcode;
    /// use coterm_core::lookup::LookupStatus;
    ///
    /// let error = "Lancaster".parse::<Postcode>().unwrap_err();
    /// assert_eq!(error.lookup_status(), Some(LookupStatus::NotAPostcode));
    /// ```
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
