//! [`PostcodeRecord`]: one life of a postcode.

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::position::{Apart, PositionSource, PositionalQuality};
use crate::codes::release::Release;
use crate::{GridPoint, GssCode, Month, Postcode};

/// Royal Mail's classes of postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// Many addresses share it.
    Small,
    /// One organisation that receives much mail has it to itself.
    Large,
}

/// One life of a postcode, from its introduction to its termination, and what each release
/// says of it. Royal Mail uses terminated postcodes again, for other addresses, so that a
/// postcode may have several. It takes one line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct PostcodeRecord {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is, or was.
    pub point: GridPoint,
    /// How well the position is known.
    pub quality: PositionalQuality,
    /// Where the position is from.
    pub position_source: PositionSource,
    /// How far the releases' positions are apart.
    pub apart: Apart,
    /// The place of this life among the postcode's.
    pub lives: Lives,
    /// When it came into use, if known.
    pub introduced: Option<Month>,
    /// When it went out of use; `None` while it is live.
    pub terminated: Option<Month>,
    /// Royal Mail's class, if known.
    pub user_type: Option<UserType>,
    /// Output area 2011, if the code table knows this life.
    pub oa: Option<GssCode>,
    /// LSOA 2011, likewise.
    pub lsoa: Option<GssCode>,
    /// MSOA 2011, likewise.
    pub msoa: Option<GssCode>,
    /// District 2021, likewise.
    pub district: Option<GssCode>,
    /// District by Code-Point Open of November 2021, in codes of 2021.
    pub code_point_2021_district: Option<GssCode>,
    /// District by Code-Point Open of May 2025, in codes of 2023.
    pub code_point_2025_district: Option<GssCode>,
    /// District by the ONS Postcode Directory of November 2025, in codes of that year.
    pub directory_district: Option<GssCode>,
}

/// The place of a life among those of its postcode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lives {
    /// The only one that is known.
    #[default]
    Only,
    /// The first of several.
    First,
    /// One between others.
    Middle,
    /// The last of several.
    Last,
}

impl Lives {
    /// Whether there is one before it.
    pub fn has_before(self) -> bool {
        matches!(self, Self::Middle | Self::Last)
    }

    /// Whether there is one after it.
    pub fn has_after(self) -> bool {
        matches!(self, Self::First | Self::Middle)
    }
}

/// The state of a life on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InUse {
    /// In use: the life had begun and not ended, or ended that month.
    Yes,
    /// Not in use: the life had not begun.
    NotYet,
    /// Not in use any more: the life had ended.
    Ended,
    /// Perhaps in use: of the two releases around the day, only one has the life.
    Unknown {
        /// The release before the day.
        after: Release,
        /// The release after the day; `None` if there is none.
        by: Option<Release>,
    },
}

impl PostcodeRecord {
    /// The district of the newest release of 2025 up to the month that gives one, else of the
    /// other, and the release.
    pub fn newest_district(&self, on: Month) -> Option<(Release, GssCode)> {
        let of = |release, district: Option<GssCode>| district.map(|code| (release, code));
        let directory = of(Release::Directory2025, self.directory_district);
        let code_point = of(Release::CodePoint2025, self.code_point_2025_district);
        if on >= Release::Directory2025.month() {
            directory.or(code_point)
        } else {
            code_point.or(directory)
        }
    }

    /// Whether the code table has this life.
    pub fn is_in_code_table(&self) -> bool {
        self.lsoa.is_some()
    }

    /// Whether the code table has this life, but was made when it was new: it came into use in
    /// the month before Code-Point Open of November 2021 or later, and is not in that. New
    /// postcodes get a first position that is often corrected, and the table's codes follow
    /// from that position.
    pub fn was_new_to_table(&self) -> bool {
        self.is_in_code_table()
            && self.code_point_2021_district.is_none()
            && self
                .introduced
                .is_some_and(|month| month >= Release::CodePoint2021.month().before())
    }

    /// Whether it was in use on the day, as far as the releases tell.
    pub fn in_use(&self, on: Date) -> InUse {
        let on = Month::of(on);
        let listed_in_2025 = self.position_source == PositionSource::CodePoint2025;
        let between = |after: Release, by: Option<Release>| InUse::Unknown { after, by };
        if !self.is_in_code_table() {
            let table = Release::CodeTable2022;
            return match self.introduced {
                Some(month) if on < month => InUse::NotYet,
                None if on <= table.month() => InUse::NotYet,
                _ if !listed_in_2025 => between(table, None),
                None if on < Release::CodePoint2025.month() => {
                    between(table, Some(Release::CodePoint2025))
                }
                _ => InUse::Yes,
            };
        }
        if self.introduced.is_some_and(|month| on < month) {
            return InUse::NotYet;
        }
        match self.terminated {
            Some(month) if month < on => InUse::Ended,
            Some(_) => InUse::Yes,
            None if listed_in_2025 || on <= Release::CodeTable2022.month() => InUse::Yes,
            None if on < Release::CodePoint2025.month() => {
                between(Release::CodeTable2022, Some(Release::CodePoint2025))
            }
            None => InUse::Ended,
        }
    }

    /// Whether it is on the list of live postcodes of the latest release up to the day: the
    /// code table with its months, and from May 2025 on Code-Point Open. Without a day,
    /// whether it is not terminated.
    pub fn is_listed_live(&self, on: Option<Date>) -> bool {
        let Some(on) = on.map(Month::of) else {
            return self.terminated.is_none();
        };
        if on >= Release::CodePoint2025.month() {
            return self.position_source == PositionSource::CodePoint2025;
        }
        self.is_in_code_table()
            && self.introduced.is_none_or(|month| month <= on)
            && self.terminated.is_none_or(|month| month >= on)
    }
}

/// The release whose list of live postcodes holds for a day: the latest up to it that lists
/// them. Without a day, the code table.
pub(crate) fn list_on(on: Option<Date>) -> Release {
    match on.map(Month::of) {
        Some(on) if on >= Release::CodePoint2025.month() => Release::CodePoint2025,
        _ => Release::CodeTable2022,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn record() -> PostcodeRecord {
        let code = |code: &str| code.parse().ok();
        PostcodeRecord {
            postcode: "BB1 3AJ".parse().unwrap(),
            point: GridPoint::new(368_000.0, 428_000.0).unwrap(),
            quality: PositionalQuality::Building,
            position_source: PositionSource::CodePoint2025,
            apart: Apart::default(),
            lives: Lives::Only,
            introduced: "1990-03".parse().ok(),
            terminated: None,
            user_type: None,
            oa: code("E00000001"),
            lsoa: code("E01000001"),
            msoa: code("E02000001"),
            district: code("E06000008"),
            code_point_2021_district: None,
            code_point_2025_district: None,
            directory_district: None,
        }
    }

    #[test]
    fn a_record_is_one_line_of_the_cache() {
        assert_eq!(size_of::<PostcodeRecord>(), 64);
    }

    #[test]
    fn a_life_is_in_use_from_its_introduction_to_its_termination() {
        let life = PostcodeRecord {
            terminated: "2021-04".parse().ok(),
            ..record()
        };
        assert_eq!(life.in_use(date(1990, 2, 28)), InUse::NotYet);
        assert_eq!(life.in_use(date(1990, 3, 1)), InUse::Yes);
        assert_eq!(life.in_use(date(2021, 4, 30)), InUse::Yes);
        assert_eq!(life.in_use(date(2021, 5, 1)), InUse::Ended);
    }

    #[test]
    fn what_one_release_has_and_another_has_not_is_unknown_between_them() {
        let gone = PostcodeRecord {
            position_source: PositionSource::CodePoint2021,
            ..record()
        };
        assert_eq!(gone.in_use(date(2022, 5, 31)), InUse::Yes);
        assert!(matches!(
            gone.in_use(date(2023, 1, 1)),
            InUse::Unknown { .. }
        ));
        assert_eq!(gone.in_use(date(2025, 5, 1)), InUse::Ended);
        let newer = PostcodeRecord {
            introduced: None,
            lsoa: None,
            ..record()
        };
        assert_eq!(newer.in_use(date(2022, 5, 31)), InUse::NotYet);
        assert!(matches!(
            newer.in_use(date(2023, 1, 1)),
            InUse::Unknown { .. }
        ));
        assert_eq!(newer.in_use(date(2025, 5, 1)), InUse::Yes);
    }

    /// No postcode is on the list of a day on which it is known not to be in use.
    #[test]
    fn a_list_holds_what_is_in_use() {
        let life = |from: &str, source, to: &str, table: bool| PostcodeRecord {
            introduced: from.parse().ok(),
            terminated: to.parse().ok(),
            position_source: source,
            lsoa: table.then_some("E01000001".parse().unwrap()),
            ..record()
        };
        for source in [
            PositionSource::CodePoint2025,
            PositionSource::CodePoint2021,
            PositionSource::Onspd2025,
        ] {
            let mut lives = vec![
                life("", source, "", false),
                life("", source, "", true),
                life("2001-02", source, "", true),
            ];
            if source != PositionSource::CodePoint2025 {
                lives.push(life("2001-02", source, "2021-12", true));
            }
            for life in lives {
                for (year, month) in (2000..2027).flat_map(|year| (1..=12).map(move |m| (year, m)))
                {
                    let on = date(year, month, 1);
                    let unused = matches!(life.in_use(on), InUse::NotYet | InUse::Ended);
                    assert!(!(life.is_listed_live(Some(on)) && unused), "{life:?} {on}");
                }
            }
        }
    }
}
