//! [`RowReason`]: the remark on one row of a table that was looked up, as data.

use crate::Error;
use crate::lookup::note::Note;
use crate::lookup::status::LookupStatus;

/// The remark on one row of a table that was looked up.
///
/// `coterm_report::lookup` writes it as the text of the column `coterm_reason`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowReason<'a> {
    /// The row has an answer.
    Answered {
        /// Families for which the answer has no area.
        without: &'a [&'a str],
        /// Notes on the answer.
        notes: &'a [Note<'a>],
    },
    /// The row has no answer.
    Unresolved(&'a UnresolvedRow),
}

/// Reason why a row of a table has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum UnresolvedRow {
    /// The row is blank.
    Blank,
    /// The row has more or fewer columns than the header.
    WrongColumns {
        /// Number of columns of the row.
        row: usize,
        /// Number of columns of the header.
        header: usize,
    },
    /// The coordinates are both blank.
    NoCoordinates {
        /// Names of the coordinates: `longitude` and `latitude`.
        axes: [&'static str; 2],
    },
    /// A coordinate is not a number.
    NotANumber {
        /// Name of the coordinate: `easting`.
        axis: &'static str,
    },
    /// The row has a postcode or coordinates that cannot be looked up.
    Refused(Error),
}

impl UnresolvedRow {
    /// Status of the row, for the column `coterm_status`.
    pub fn status(&self) -> LookupStatus {
        match self {
            Self::Blank | Self::NoCoordinates { .. } => LookupStatus::Empty,
            Self::WrongColumns { .. } => LookupStatus::WrongColumns,
            Self::NotANumber { .. } => LookupStatus::NotANumber,
            Self::Refused(error) => error.lookup_status().unwrap_or(LookupStatus::NotAPostcode),
        }
    }
}

impl From<Error> for UnresolvedRow {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}
