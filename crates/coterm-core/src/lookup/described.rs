//! What an answer says of the postcode itself: [`described`], and the notes on its lives and
//! its position.

use jiff::civil::Date;

use crate::lookup::answer::AnsweredPostcode;
use crate::words::{day, length, month};
use crate::{Generation, InUse, Month, PositionSource, PositionalQuality, PostcodeRecord, Release};

/// What is known about a life of a postcode.
pub(crate) fn described(record: &PostcodeRecord, on: Date) -> AnsweredPostcode {
    AnsweredPostcode {
        postcode: record.postcode,
        status: if record.terminated.is_some() {
            "terminated"
        } else {
            "live"
        },
        in_use: match record.in_use(on) {
            InUse::Yes => "yes",
            InUse::NotYet => "not yet",
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
        district_2023: record.newest_district(),
        district_2025: record.directory_district,
    }
}

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
        PositionalQuality::Unstated => "of unknown quality",
    }
}

/// Metres by which sources may place a postcode apart without a note.
const TOLD_M: f64 = 100.0;

impl Generation {
    /// What an honest answer must add of a life of a postcode, for a day.
    pub(crate) fn notes_on(&self, record: &PostcodeRecord, on: Date) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(life(record, on));
        notes.extend(self.other_lives(record));
        notes.extend(listed(record, on));
        notes.extend(where_it_is(record));
        notes
    }

    /// That the postcode has been used more than once.
    fn other_lives(&self, record: &PostcodeRecord) -> Option<String> {
        let postcode = record.postcode;
        if record.lives.has_before() {
            let mut before = self.postcodes().lives_of(postcode).skip(1);
            let ended = before.find_map(|life| life.terminated)?;
            return Some(format!(
                "{postcode} was used before, until {}: what is said here is of its present use.",
                month(ended)
            ));
        }
        let last = self.postcodes().find(postcode).ok()?;
        record.lives.has_after().then(|| {
            format!(
                "{postcode} is in use again, since some day between {} and {}: what is said here \
                 is of its use until {}.",
                month(Release::CodeTable2022.month()),
                month(
                    last.position_source
                        .release()
                        .unwrap_or(Release::Directory2025)
                        .month()
                ),
                record.terminated.map(month).unwrap_or_default()
            )
        })
    }
}

/// When the life began or ended, if that is not before and after the day.
fn life(record: &PostcodeRecord, on: Date) -> Option<String> {
    let postcode = record.postcode;
    if let Some(introduced) = record.introduced.filter(|month| *month > Month::of(on)) {
        return Some(format!(
            "{postcode} was introduced in {introduced}, after {on}."
        ));
    }
    let ended = record.terminated?;
    Some(if ended < Month::of(on) {
        format!(
            "{postcode} was terminated in {ended}, before {on}: these are the areas where it was."
        )
    } else {
        format!("{postcode} was terminated in {ended}.")
    })
}

/// What the releases that have it, and those that have not, tell of the day.
fn listed(record: &PostcodeRecord, on: Date) -> Option<String> {
    let postcode = record.postcode;
    if record.terminated.is_some() {
        return None;
    }
    let table = Release::CodeTable2022.title();
    if record.lsoa.is_none() {
        let answers = "its district's code answers where all of the district is in one area, else \
                       the polygon";
        let newer = if record.lives.has_before() {
            format!("Its present use is newer than {table}: {answers}.")
        } else {
            format!("{postcode} is newer than {table}: {answers}.")
        };
        return Some(match record.in_use(on) {
            InUse::NotYet => format!("{newer} It was not in use on {}.", day(on)),
            InUse::Unknown { .. } => {
                format!(
                    "{newer} It is not known whether it was in use on {}.",
                    day(on)
                )
            }
            InUse::Yes | InUse::Ended => newer,
        });
    }
    (record.position_source != PositionSource::CodePoint2025).then(|| {
        format!(
            "{postcode} was live in May 2022 but is not in {}: it was terminated by then.",
            Release::CodePoint2025.title()
        )
    })
}

/// That the position is less than found from the postcode's own addresses.
fn where_it_is(record: &PostcodeRecord) -> Option<String> {
    let postcode = record.postcode;
    if record.position_source == PositionSource::Block {
        return Some(format!(
            "No source says where {postcode} was then: the middle of its LSOA stands for it."
        ));
    }
    let mostly = length(record.quality.uncertainty_m());
    match record.quality {
        PositionalQuality::Imputed => Some(format!(
            "The position of {postcode} is only imputed from neighbouring postcodes, mostly to \
             within {mostly}."
        )),
        PositionalQuality::SectorMean => Some(format!(
            "The position of {postcode} is only the mean of its sector, mostly to within {mostly}."
        )),
        PositionalQuality::Unstated => Some(format!(
            "No source says how well the position of {postcode} is known: about one such position \
             in seven is only imputed from neighbouring postcodes."
        )),
        _ if record.apart.metres() > TOLD_M => Some(format!(
            "Sources place {postcode} up to {} apart.",
            length(record.apart.metres())
        )),
        _ => None,
    }
}
