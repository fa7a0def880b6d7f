//! [`PostcodeRecord`]: one life of a postcode, with what each release says of it. Directories hold
//! millions of them, so a record is one cache line.

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::position::{Apart, PositionSource, PositionalQuality};
use crate::codes::release::{ReleaseId, Releases};
use crate::codes::{GssCode, Postcode};
use crate::period::Month;
use crate::space::GridPoint;

/// Royal Mail's classes of postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// Shared by many addresses.
    Small,
    /// Held by one organisation that receives much mail.
    Large,
}

/// One life of a postcode, from its introduction to its termination, and what each release says of
/// it. Royal Mail uses terminated postcodes again, for other addresses, so that a postcode may have
/// several lives. A record fills one cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct PostcodeRecord {
    /// The postcode.
    pub postcode: Postcode,
    /// Position of the postcode in this life (EPSG:27700).
    pub point: GridPoint,
    /// Positional quality.
    pub quality: PositionalQuality,
    /// Source of the position.
    pub position_source: PositionSource,
    /// Distance between the releases' positions.
    pub apart: Apart,
    /// Place of this life among the lives of the postcode.
    pub lives: Lives,
    /// Month in which it came into use, if known.
    pub introduced: Option<Month>,
    /// Month in which it went out of use; `None` if no release gives one.
    pub terminated: Option<Month>,
    /// Royal Mail's class of the postcode, if known.
    pub user_type: Option<UserType>,
    /// Output area of 2011, if the code table has this life.
    pub oa: Option<GssCode>,
    /// LSOA of 2011, if the code table has this life.
    pub lsoa: Option<GssCode>,
    /// MSOA of 2011, if the code table has this life.
    pub msoa: Option<GssCode>,
    /// District of 2021, if the code table has this life.
    pub district: Option<GssCode>,
    /// District by each release that gives one, in the order of [`Releases::with_districts`].
    pub districts: [Option<GssCode>; Releases::MAX_WITH_DISTRICTS],
}

/// The place of a life among those of its postcode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lives {
    /// The only known life.
    #[default]
    Only,
    /// The first of several.
    First,
    /// A life between the first and the last.
    Middle,
    /// The last of several.
    Last,
}

impl Lives {
    /// Whether the postcode has an earlier life.
    pub fn has_before(self) -> bool {
        matches!(self, Self::Middle | Self::Last)
    }

    /// Whether the postcode has a later life.
    pub fn has_after(self) -> bool {
        matches!(self, Self::First | Self::Middle)
    }
}

/// The state of a life on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InUse {
    /// The postcode was in use: the life had begun, and had not ended before the month of the day.
    Yes,
    /// The life had not begun.
    NotYet,
    /// The life had ended.
    Ended,
    /// Perhaps in use: of the releases before and after the day, only one has the life.
    Unknown {
        /// List of live postcodes from whose month on the state is known again; `None` if no list
        /// tells.
        by: Option<ReleaseId>,
    },
}

impl PostcodeRecord {
    /// District that a release gives; `None` if it gives none.
    pub fn district_by(&self, releases: &Releases, release: ReleaseId) -> Option<GssCode> {
        *self.districts.get(releases.slot(release)?)?
    }

    /// The newest known district, with its release. It is that of the newest release up to the
    /// month among those after the code table, or else of the earliest after the month.
    pub fn newest_district(&self, releases: &Releases, on: Month) -> Option<(ReleaseId, GssCode)> {
        let mut newest = releases.after_table(on);
        newest.find_map(|release| Some((release, self.district_by(releases, release)?)))
    }

    /// Whether the life is on a list of live postcodes.
    fn is_on(&self, releases: &Releases, list: ReleaseId) -> bool {
        self.position_source == PositionSource::Release(list)
            || self.district_by(releases, list).is_some()
    }

    /// Whether the code table has this life.
    pub fn is_in_code_table(&self) -> bool {
        self.lsoa.is_some()
    }

    /// Whether the code table has this life, but was made when the postcode was new: it came into
    /// use in the month before the last list that comes before the table, or later, and is not on
    /// that list. New postcodes get a first position that is often corrected, and the table's codes
    /// follow from that position.
    pub fn was_new_to_table(&self, releases: &Releases) -> bool {
        let list = releases.list_before_table();
        let Some(last) = list.or_else(|| releases.code_table()) else {
            return false;
        };
        self.is_in_code_table()
            && list.is_none_or(|list| self.district_by(releases, list).is_none())
            && self
                .introduced
                .is_some_and(|month| month >= releases[last].month.before())
    }

    /// State of the life on the day, as far as the releases tell.
    pub fn in_use(&self, releases: &Releases, on: Date) -> InUse {
        let on = Month::of(on);
        let list = releases.list_after_table();
        let is_listed = list.is_some_and(|list| self.is_on(releases, list));
        let is_before = |release: Option<ReleaseId>| {
            release.is_some_and(|release| on < releases[release].month)
        };
        let table = releases.code_table();
        let is_up_to_table = table.is_some_and(|table| on <= releases[table].month);
        if !self.is_in_code_table() {
            return match self.introduced {
                Some(month) if on < month => InUse::NotYet,
                None if is_up_to_table => InUse::NotYet,
                _ if !is_listed => InUse::Unknown { by: None },
                None if is_before(list) => InUse::Unknown { by: list },
                _ => InUse::Yes,
            };
        }
        if self.introduced.is_some_and(|month| on < month) {
            return InUse::NotYet;
        }
        match self.terminated {
            Some(month) if month < on => InUse::Ended,
            Some(_) => InUse::Yes,
            None if is_listed || is_up_to_table => InUse::Yes,
            None if list.is_none() || is_before(list) => InUse::Unknown { by: list },
            None => InUse::Ended,
        }
    }

    /// Whether the life is on the list of live postcodes that [holds for the
    /// day](Releases::list_on): the code table with its months, or a later list. Without a day,
    /// whether it is not terminated.
    pub fn is_listed_live(&self, releases: &Releases, on: Option<Date>) -> bool {
        let list = releases.list_on(on);
        let Some(on) = on.map(Month::of) else {
            return self.terminated.is_none();
        };
        if let Some(list) = list.filter(|list| !releases[*list].is_code_table()) {
            return self.is_on(releases, list);
        }
        self.is_in_code_table()
            && self.introduced.is_none_or(|month| month <= on)
            && self.terminated.is_none_or(|month| month >= on)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::codes::release::tests::{id, usual};

    fn record() -> PostcodeRecord {
        let code = |code: &str| code.parse().ok();
        PostcodeRecord {
            postcode: "BB1 3AJ".parse().unwrap(),
            point: GridPoint::new(368_000.0, 428_000.0).unwrap(),
            quality: PositionalQuality::Building,
            position_source: PositionSource::Release(id("c25")),
            apart: Apart::default(),
            lives: Lives::Only,
            introduced: "1990-03".parse().ok(),
            terminated: None,
            user_type: None,
            oa: code("E00000001"),
            lsoa: code("E01000001"),
            msoa: code("E02000001"),
            district: code("E06000008"),
            districts: [None; Releases::MAX_WITH_DISTRICTS],
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
        assert_eq!(life.in_use(usual(), date(1990, 2, 28)), InUse::NotYet);
        assert_eq!(life.in_use(usual(), date(1990, 3, 1)), InUse::Yes);
        assert_eq!(life.in_use(usual(), date(2021, 4, 30)), InUse::Yes);
        assert_eq!(life.in_use(usual(), date(2021, 5, 1)), InUse::Ended);
    }

    #[test]
    fn what_one_release_has_and_another_has_not_is_unknown_between_them() {
        let terminated = PostcodeRecord {
            position_source: PositionSource::Release(id("c21")),
            ..record()
        };
        assert_eq!(terminated.in_use(usual(), date(2022, 5, 31)), InUse::Yes);
        assert!(matches!(
            terminated.in_use(usual(), date(2023, 1, 1)),
            InUse::Unknown { .. }
        ));
        assert_eq!(terminated.in_use(usual(), date(2025, 5, 1)), InUse::Ended);
        let newer = PostcodeRecord {
            introduced: None,
            lsoa: None,
            ..record()
        };
        assert_eq!(newer.in_use(usual(), date(2022, 5, 31)), InUse::NotYet);
        assert!(matches!(
            newer.in_use(usual(), date(2023, 1, 1)),
            InUse::Unknown { .. }
        ));
        assert_eq!(newer.in_use(usual(), date(2025, 5, 1)), InUse::Yes);
    }

    /// Tests that a life known not to be in use on a day is not on the list that holds for the day.
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
            PositionSource::Release(id("c25")),
            PositionSource::Release(id("c21")),
            PositionSource::Release(id("o25")),
        ] {
            let mut lives = vec![
                life("", source, "", false),
                life("", source, "", true),
                life("2001-02", source, "", true),
            ];
            if source != PositionSource::Release(id("c25")) {
                lives.push(life("2001-02", source, "2021-12", true));
            }
            for life in lives {
                for (year, month) in (2000..2027).flat_map(|year| (1..=12).map(move |m| (year, m)))
                {
                    let on = date(year, month, 1);
                    let unused = matches!(life.in_use(usual(), on), InUse::NotYet | InUse::Ended);
                    assert!(
                        !(life.is_listed_live(usual(), Some(on)) && unused),
                        "{life:?} {on}"
                    );
                }
            }
        }
    }
}
