//! [`Release`]: the editions of official data that say where postcodes are.

use serde::{Serialize, Serializer};

use crate::Month;

/// An edition of official data on postcodes: a statement as of one month about where each
/// postcode is, in codes or coordinates. In order of their dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// Code-Point Open of November 2021: positions and districts of live postcodes.
    CodePoint2021,
    /// The ONS table of May 2022: building blocks, and the months of introduction and
    /// termination, of live and terminated postcodes.
    CodeTable2022,
    /// Code-Point Open of May 2025.
    CodePoint2025,
    /// The ONS Postcode Directory of November 2025: positions and districts of live and
    /// terminated postcodes.
    Directory2025,
}

impl Release {
    /// The month that it is of.
    pub fn month(self) -> Month {
        match self {
            Self::CodePoint2021 => Month::new(2021, 11),
            Self::CodeTable2022 => Month::new(2022, 5),
            Self::CodePoint2025 => Month::new(2025, 5),
            Self::Directory2025 => Month::new(2025, 11),
        }
    }

    /// The name of the release in a sentence, with its date.
    pub fn title(self) -> &'static str {
        match self {
            Self::CodePoint2021 => "Code-Point Open of November 2021",
            Self::CodeTable2022 => "the official code table of May 2022",
            Self::CodePoint2025 => "Code-Point Open of May 2025",
            Self::Directory2025 => "the ONS Postcode Directory of November 2025",
        }
    }
}

impl Release {
    /// The release's short code, as JSON has it: `code-point-2021`.
    pub fn code(self) -> &'static str {
        match self {
            Self::CodePoint2021 => "code-point-2021",
            Self::CodeTable2022 => "code-table-2022",
            Self::CodePoint2025 => "code-point-2025",
            Self::Directory2025 => "directory-2025",
        }
    }
}

impl Serialize for Release {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_in_order_of_their_dates() {
        let all = [
            Release::CodePoint2021,
            Release::CodeTable2022,
            Release::CodePoint2025,
            Release::Directory2025,
        ];
        assert!(all.is_sorted() && all.is_sorted_by_key(|release| release.month()));
        for release in all {
            let year = release.month().year().to_string();
            assert!(release.title().ends_with(&year));
        }
    }
}
