//! [`PostcodeDirectory`]: every life of every postcode, found by postcode and day. Lookups of
//! postcodes begin here. Positions of records never change, so that indexes can name records by
//! them.

use jiff::civil::Date;

use crate::codes::Postcode;
use crate::codes::postcode_record::{InUse, Lives, PostcodeRecord};
use crate::codes::release::Releases;
use crate::codes::sectors::Sectors;
use crate::period::Month;
use crate::{Error, Result};

/// All postcodes of the data, live and terminated.
///
/// A lookup touches two cache lines: the sector's slot and the record. A few postcodes have been
/// used more than once; their earlier lives are in a list of their own.
#[derive(Debug, Default)]
pub struct PostcodeDirectory {
    /// The last life of each postcode, in order of postcodes.
    records: Vec<PostcodeRecord>,
    /// Earlier lives, in order of postcodes and of time.
    earlier: Vec<PostcodeRecord>,
    sectors: Sectors,
    releases: Releases,
    known_to: Option<Date>,
}

impl PostcodeDirectory {
    /// Makes a directory of these records, which were made from these releases. Records of one
    /// postcode are its lives, and must be in order of time. O(n log n).
    pub fn new(releases: Releases, mut records: Vec<PostcodeRecord>) -> Self {
        records.sort_by_key(|record| record.postcode);
        let mut earlier = Vec::new();
        for record in &mut records {
            record.lives = Lives::Only;
        }
        // The last life of each postcode is retained.
        records.dedup_by(|next, retained| {
            let is_another_life = next.postcode == retained.postcode;
            if is_another_life {
                retained.lives = match retained.lives {
                    Lives::Only => Lives::First,
                    _ => Lives::Middle,
                };
                earlier.push(*retained);
                *retained = PostcodeRecord {
                    lives: Lives::Last,
                    ..*next
                };
            }
            is_another_life
        });
        Self {
            sectors: Sectors::of(&records),
            records,
            earlier,
            releases,
            known_to: None,
        }
    }

    /// Sets the last day for which it is known where postcodes are.
    #[must_use]
    pub fn with_known_to(self, known_to: Option<Date>) -> Self {
        Self { known_to, ..self }
    }

    /// Last day for which it is known where postcodes are; `None` if the data does not say.
    pub fn known_to(&self) -> Option<Date> {
        self.known_to
    }

    /// Releases that the records were made from.
    pub fn releases(&self) -> &Releases {
        &self.releases
    }

    /// Last month in which a postcode of the code table came into use or went out of it. The table
    /// knows which postcodes are live up to then. `None` without dates. O(n).
    pub fn listed_to(&self) -> Option<Month> {
        let lives = self.lives().map(|(_, record)| record);
        let listed = lives.filter(|record| record.is_in_code_table());
        listed
            .flat_map(|record| [record.introduced, record.terminated])
            .flatten()
            .max()
    }

    /// The last life of each postcode, in order of postcodes.
    pub fn records(&self) -> &[PostcodeRecord] {
        &self.records
    }

    /// Lives of postcodes that were used again later, in order of postcodes and of time.
    pub fn earlier(&self) -> &[PostcodeRecord] {
        &self.earlier
    }

    /// All lives of all postcodes, each with its number: first [`PostcodeDirectory::records`], then
    /// [`PostcodeDirectory::earlier`].
    pub fn lives(&self) -> impl Iterator<Item = (usize, &PostcodeRecord)> {
        self.records.iter().chain(&self.earlier).enumerate()
    }

    /// Whether it is unknown if a later life of the same postcode had begun by the day.
    pub(crate) fn may_be_used_again(&self, life: &PostcodeRecord, on: Date) -> bool {
        life.lives.has_after()
            && self
                .lives_of(life.postcode)
                .take_while(|other| *other != life)
                .any(|other| matches!(other.in_use(&self.releases, on), InUse::Unknown { .. }))
    }

    /// The life with this number in [`PostcodeDirectory::lives`]. O(1).
    pub fn life(&self, number: usize) -> Option<&PostcodeRecord> {
        let earlier = number.checked_sub(self.records.len());
        self.records
            .get(number)
            .or_else(|| self.earlier.get(earlier?))
    }

    /// Lives of one postcode, the last one first; empty if the directory does not hold it.
    pub fn lives_of(&self, postcode: Postcode) -> impl Iterator<Item = &PostcodeRecord> {
        let last = self.find(postcode).ok();
        let before = match last {
            Some(last) if last.lives.has_before() => {
                let from = self
                    .earlier
                    .partition_point(|life| life.postcode < postcode);
                let to = self
                    .earlier
                    .partition_point(|life| life.postcode <= postcode);
                &self.earlier[from..to]
            }
            _ => &[],
        };
        last.into_iter().chain(before.iter().rev())
    }

    /// The life that a postcode had on a day: the last one that had begun, as far as the releases
    /// tell, or the first if none had. O(1) for a postcode with one life, else O(log n).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPostcode`], as for [`PostcodeDirectory::find`].
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::codes::InUse;
    /// use coterm_core::period::parse_day;
    ///
    /// let (postcodes, on) = (dataset.postcodes(), parse_day("2008-06-30")?);
    /// let record = postcodes.find_on("PR1 2HE".parse()?, on)?;
    /// assert_eq!((record.point.easting(), record.point.northing()), (353_463.0, 429_675.0));
    /// assert_eq!(record.in_use(postcodes.releases(), on), InUse::NotYet);
    /// assert!(postcodes.find_on("LA1 1AA".parse()?, on).is_err());
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn find_on(&self, postcode: Postcode, on: Date) -> Result<&PostcodeRecord> {
        let last = self.find(postcode)?;
        if !last.lives.has_before() {
            return Ok(last);
        }
        let mut lives = self.lives_of(postcode);
        let begun = lives.find(|life| {
            !matches!(
                life.in_use(&self.releases, on),
                InUse::NotYet | InUse::Unknown { by: Some(_) }
            )
        });
        Ok(begun
            .or_else(|| self.lives_of(postcode).last())
            .unwrap_or(last))
    }

    /// Position of this record in [`PostcodeDirectory::records`], by its address: an equal record
    /// elsewhere has none.
    pub(crate) fn place(&self, record: &PostcodeRecord) -> Option<usize> {
        self.records.element_offset(record)
    }

    /// The last life of a postcode. O(1).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPostcode`], which also tells whether the directory has other postcodes with
    /// the same first half.
    pub fn find(&self, postcode: Postcode) -> Result<&PostcodeRecord> {
        self.sectors
            .place(postcode)
            .and_then(|place| self.records.get(place))
            .ok_or_else(|| Error::UnknownPostcode {
                postcode,
                held: self.records.len(),
                holds_outward: self.holds_outward(postcode.outward()),
            })
    }

    /// Whether any postcode has this first half.
    fn holds_outward(&self, outward: &str) -> bool {
        let from = self
            .records
            .partition_point(|record| record.postcode.outward() < outward);
        let found = self.records.get(from);
        found.is_some_and(|record| record.postcode.outward() == outward)
    }

    /// Up to `limit` live postcodes that begin with the text, in order. Case and spaces of the text
    /// do not matter, except that a space can mark the end of the first half.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let found = dataset.postcodes().beginning_with("la14", 10);
    /// assert_eq!(found, ["LA1 4YW".parse()?]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn beginning_with(&self, text: &str, limit: usize) -> Vec<Postcode> {
        let squeezed: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(8)
            .collect::<String>()
            .to_ascii_uppercase();
        if squeezed.is_empty() || !squeezed.is_ascii() {
            return Vec::new();
        }
        // The text may be longer than a first half, and then the directory's order does not follow
        // it. So the binary search uses only the letters in front.
        let area: String = squeezed
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let start = self
            .records
            .partition_point(|record| record.postcode.outward() < area.as_str());
        let mut found: Vec<Postcode> = self.records[start..]
            .iter()
            .take_while(|record| record.postcode.outward().starts_with(area.as_str()))
            .filter(|record| record.in_use(&self.releases, Date::MAX) != InUse::Ended)
            .map(|record| record.postcode)
            .filter(|postcode| {
                let mut rest = squeezed.as_str();
                for half in [postcode.outward(), postcode.inward()] {
                    let common = half.len().min(rest.len());
                    if half[..common] != rest[..common] {
                        return false;
                    }
                    rest = &rest[common..];
                }
                rest.is_empty()
            })
            .collect();
        // A space after a first half means exactly that first half.
        if let Some(first) = text
            .split_whitespace()
            .next()
            .filter(|_| text.trim_start().contains(' '))
        {
            let first = first.to_ascii_uppercase();
            if found.iter().any(|postcode| postcode.outward() == first) {
                found.retain(|postcode| postcode.outward() == first);
            }
        }
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codes::position::{Apart, PositionSource, PositionalQuality};
    use crate::codes::release::tests::{id, usual};
    use crate::space::GridPoint;

    fn directory(texts: &[String]) -> PostcodeDirectory {
        let record = |text: &String| PostcodeRecord {
            postcode: text.parse().unwrap(),
            point: GridPoint::new(0.0, 0.0).unwrap(),
            quality: PositionalQuality::Unstated,
            position_source: PositionSource::Release(id("o25")),
            apart: Apart::default(),
            lives: Lives::Only,
            introduced: None,
            terminated: None,
            user_type: None,
            oa: None,
            lsoa: None,
            msoa: None,
            district: None,
            districts: [None; Releases::MAX_WITH_DISTRICTS],
        };
        PostcodeDirectory::new(usual().clone(), texts.iter().map(record).collect())
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let postcode = "LA1 4YW".parse().unwrap();
        assert!(PostcodeDirectory::default().find(postcode).is_err());
        assert!(directory(&[]).find(postcode).is_err());
    }

    #[test]
    fn each_day_has_the_life_of_that_day() {
        let both = directory(&["BB1 3AJ".into(), "BB1 3AL".into()]);
        let (first, second) = (&both.records()[0], &both.records()[1]);
        let code = "E01000001".parse().ok();
        let month = |text: &str| text.parse().ok();
        let lives =
            [("1980-01", "1995-06"), ("2001-02", "2021-04")].map(|(from, to)| PostcodeRecord {
                introduced: month(from),
                terminated: month(to),
                lsoa: code,
                ..*first
            });
        let now = PostcodeRecord {
            position_source: PositionSource::Release(id("c25")),
            ..*first
        };
        let directory =
            PostcodeDirectory::new(usual().clone(), vec![lives[0], lives[1], now, *second]);
        assert_eq!(
            (directory.records().len(), directory.earlier().len()),
            (2, 2)
        );
        let introduced_of_life_on = |year| {
            let on = jiff::civil::date(year, 1, 1);
            directory.find_on(first.postcode, on).unwrap().introduced
        };
        for year in [1970, 1985, 1999] {
            assert_eq!(introduced_of_life_on(year), month("1980-01"), "{year}");
        }
        for year in [2005, 2021, 2022, 2025] {
            assert_eq!(introduced_of_life_on(year), month("2001-02"), "{year}");
        }
        assert_eq!(introduced_of_life_on(2026), None);
        assert_eq!(directory.lives_of(first.postcode).count(), 3);
        assert_eq!(directory.lives_of(second.postcode).count(), 1);
        assert_eq!(directory.lives().count(), 4);
        for (number, life) in directory.lives() {
            assert_eq!(directory.life(number), Some(life));
        }
        assert_eq!(directory.life(4), None);
    }

    proptest! {
        // Few sectors, so that many postcodes share one. Newport's may have any letters.
        #[test]
        fn what_is_there_is_found_and_nothing_else(
            held in prop::collection::vec("(LA1|LA1A|M1|NPT)[0-3][ABYZ][A-BD-HJLNP-UW-Z]|NPT[0-3][A-Z]{2}", 0..300),
            queries in prop::collection::vec("(LA1|LA1A|M1|M2|NPT)[0-3][ABYZ][A-BD-HJLNP-UW-Z]|NPT[0-3][A-Z]{2}", 0..100),
        ) {
            let directory = directory(&held);
            for text in held.iter().chain(&queries) {
                let postcode: Postcode = text.parse().unwrap();
                let found = directory.find(postcode).ok().map(|record| record.postcode);
                prop_assert_eq!(found, held.contains(text).then_some(postcode));
            }
        }
    }
}
