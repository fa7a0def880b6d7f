//! What an answer says of the postcode itself, and the notes on its lives and its position.

use jiff::civil::Date;

use crate::lookup::answer::AnsweredPostcode;
use crate::words::{day, length, month};
use crate::{Dataset, InUse, Month, PositionSource, PositionalQuality, PostcodeRecord, Release};

/// How the position was found, in words.
pub(crate) fn position(record: &PostcodeRecord) -> &'static str {
    if record.position_source == PositionSource::Block {
        return "the middle of its LSOA";
    }
    match record.quality {
        PositionalQuality::Building | PositionalQuality::BuildingByEye => {
            "in a building of the postcode"
        }
        PositionalQuality::Approximate => "approximate",
        PositionalQuality::UnitMean => "the mean of its addresses",
        PositionalQuality::Imputed => "imputed from neighbouring postcodes",
        PositionalQuality::SectorMean => "the mean of its sector",
        PositionalQuality::Unstated => "accuracy not stated",
    }
}

/// Metres by which sources may place a postcode apart without a note.
const TOLD_M: f64 = 100.0;

impl Dataset {
    /// What is known about a life of a postcode.
    pub(crate) fn described(&self, record: &PostcodeRecord, on: Date) -> AnsweredPostcode {
        let in_use = record.in_use(on);
        let ended = in_use == InUse::Ended;
        AnsweredPostcode {
            postcode: record.postcode,
            status: if record.terminated.is_some() || ended {
                "terminated"
            } else {
                "live"
            },
            in_use: match in_use {
                InUse::Yes => "yes",
                InUse::NotYet => "not yet",
                InUse::Ended if self.postcodes().may_be_used_again(record, on) => "unknown",
                InUse::Ended => "ended",
                InUse::Unknown { .. } => "unknown",
            },
            used_before: record.lives.has_before(),
            used_again: record.lives.has_after(),
            introduced: record.introduced,
            terminated: record.terminated,
            user_type: record.user_type,
            oa: record.oa,
            lsoa: record.lsoa,
            msoa: record.msoa,
            district: record.district,
            district_2021_code_point: record.code_point_2021_district,
            district_2023: record
                .code_point_2025_district
                .or(record.directory_district),
            district_2025: record.directory_district,
        }
    }

    /// What an honest answer must add of a life of a postcode, for a day.
    pub(crate) fn notes_on(&self, record: &PostcodeRecord, on: Date) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(life(record, on));
        notes.extend(self.earlier_life(record));
        notes.extend(self.later_life(record));
        notes.extend(listed(record, on));
        notes.extend(where_it_is(record));
        notes
    }

    /// That the postcode was used before.
    fn earlier_life(&self, record: &PostcodeRecord) -> Option<String> {
        if !record.lives.has_before() {
            return None;
        }
        let lives = self.postcodes().lives_of(record.postcode);
        let before = lives.skip_while(|life| *life != record).nth(1)?;
        let ended = before.terminated.map_or_else(String::new, |ended| {
            format!(", which ended in {}", month(ended))
        });
        Some(format!(
            "{} had an earlier use{ended}. This answer is about its later use.",
            record.postcode
        ))
    }

    /// That the postcode was used again.
    fn later_life(&self, record: &PostcodeRecord) -> Option<String> {
        if !record.lives.has_after() {
            return None;
        }
        let lives = self.postcodes().lives_of(record.postcode);
        let after = lives.take_while(|life| *life != record).last()?;
        let since = match (after.introduced, after.position_source.release()) {
            (Some(introduced), _) => month(introduced),
            (None, by) => format!(
                "some time between {} and {}",
                month(Release::CodeTable2022.month()),
                month(by.unwrap_or(Release::Directory2025).month())
            ),
        };
        Some(format!(
            "{} has been used again since {since}. This answer is about its earlier use.",
            record.postcode
        ))
    }
}

/// When the life began or ended, if that is not before and after the day.
fn life(record: &PostcodeRecord, on: Date) -> Option<String> {
    let (postcode, on_day) = (record.postcode, day(on));
    if let Some(introduced) = record.introduced.filter(|month| *month > Month::of(on)) {
        return Some(format!(
            "{postcode} was introduced in {}, after {on_day}.",
            month(introduced)
        ));
    }
    let ended = record.terminated?;
    Some(if ended < Month::of(on) {
        format!(
            "{postcode} was terminated in {}, before {on_day}. These are the areas that it was in.",
            month(ended)
        )
    } else {
        format!(
            "{postcode} was in use on {on_day}. It was terminated in {}.",
            month(ended)
        )
    })
}

/// What the releases that have it, and those that have not, tell of the day.
fn listed(record: &PostcodeRecord, on: Date) -> Option<String> {
    let postcode = record.postcode;
    if record.terminated.is_some() {
        return None;
    }
    let use_on_the_day = match record.in_use(on) {
        InUse::NotYet => format!(" It was not in use on {}.", day(on)),
        InUse::Unknown { .. } => {
            format!(" It is not known whether it was in use on {}.", day(on))
        }
        InUse::Yes | InUse::Ended => String::new(),
    };
    if !record.is_in_code_table() {
        let table = Release::CodeTable2022.title();
        return Some(format!(
            "{postcode} is newer than {table}. Where all of its district is in one area, the \
             district's code gives the answer; elsewhere the polygon does.{use_on_the_day}"
        ));
    }
    (record.position_source != PositionSource::CodePoint2025).then(|| {
        format!(
            "{postcode} was in use in {} and is not in {}, so it was probably terminated \
             between those dates.{use_on_the_day}",
            month(Release::CodeTable2022.month()),
            Release::CodePoint2025.title()
        )
    })
}

/// That the position is less than found from the postcode's own addresses.
fn where_it_is(record: &PostcodeRecord) -> Option<String> {
    let postcode = record.postcode;
    if record.position_source == PositionSource::Block {
        return Some(format!(
            "No source gives the position of {postcode} at that time. The middle of its LSOA is \
             used instead."
        ));
    }
    let mostly = length(record.quality.uncertainty_m());
    match record.quality {
        PositionalQuality::Imputed => Some(format!(
            "The position of {postcode} is only imputed from neighbouring postcodes: 95 in 100 \
             such positions are within {mostly}."
        )),
        PositionalQuality::SectorMean => Some(format!(
            "The position of {postcode} is only the mean of its sector: 95 in 100 such positions \
             are within {mostly}."
        )),
        PositionalQuality::Unstated => Some(format!(
            "No source says how accurate the position of {postcode} is. About 1 in 7 such \
             positions is imputed from neighbouring postcodes."
        )),
        _ if record.apart.metres() > TOLD_M => Some(format!(
            "Official sources place {postcode} up to {} apart.",
            length(record.apart.metres())
        )),
        _ => None,
    }
}
