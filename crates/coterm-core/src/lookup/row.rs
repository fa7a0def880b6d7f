//! [`RowReason`]: what there is to say of one row of a table that was looked up, as data.

use crate::Error;
use crate::lookup::note::Note;
use crate::lookup::status::LookupStatus;

/// What there is to say of one row of a table that was looked up.
///
/// `coterm_report::lookup` writes it as the text of the column `coterm_reason`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowReason<'a> {
    /// The row has an answer.
    Answered {
        /// The families of which the answer has no area.
        without: &'a [&'a str],
        /// The notes on the answer.
        notes: &'a [Note<'a>],
    },
    /// The row has none.
    Unresolved(&'a UnresolvedRow),
}

/// Why a row of a table has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum UnresolvedRow {
    /// The row is blank.
    Blank,
    /// The row has more or fewer columns than the header.
    WrongColumns {
        /// Columns of the row.
        row: usize,
        /// Columns of the header.
        header: usize,
    },
    /// Both coordinates are blank.
    NoCoordinates {
        /// What they are called: `longitude` and `latitude`.
        axes: [&'static str; 2],
    },
    /// A coordinate is not a number.
    NotANumber {
        /// What it is called: `easting`.
        axis: &'static str,
    },
    /// What the row says cannot be looked up.
    Refused(Error),
}

impl UnresolvedRow {
    /// The status, as the column `coterm_status` has it.
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
