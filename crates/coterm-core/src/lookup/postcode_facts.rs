//! Facts about a postcode on a day for an [`Answer`](crate::lookup::Answer): its lives, its codes, and the
//! notes on these.

use jiff::civil::Date;

use crate::codes::{InUse, PositionSource, PositionalQuality, PostcodeRecord, Releases};
use crate::dataset::Dataset;
use crate::lookup::answer::{
    AnsweredDistrict, AnsweredPostcode, DistrictFields, PostcodeStatus, UseOnDay,
};
use crate::lookup::note::Note;
use crate::period::Month;

/// Distance in metres between the positions of a postcode up to which there is no note.
const NOTED_M: f64 = 100.0;

impl Dataset {
    /// Facts about a life of a postcode, on a day.
    pub(crate) fn described(&self, record: &PostcodeRecord, on: Date) -> AnsweredPostcode {
        let in_use = record.in_use(self.postcodes().releases(), on);
        let ended = in_use == InUse::Ended;
        AnsweredPostcode {
            postcode: record.postcode,
            status: if record.terminated.is_some() || ended {
                PostcodeStatus::Terminated
            } else {
                PostcodeStatus::Live
            },
            in_use: if ended && self.postcodes().may_be_used_again(record, on) {
                UseOnDay::Unknown
            } else {
                in_use.into()
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
            by_release: self.district_fields(record),
            districts: self.districts(record),
        }
    }

    /// Fields with the district by each release. If a release after the code table does not have
    /// the postcode, its field has the district of the next later release that does.
    fn district_fields(&self, record: &PostcodeRecord) -> DistrictFields {
        let releases = self.postcodes().releases();
        let fields = releases.with_districts().map(|(release, districts)| {
            let own = record.district_by(releases, release);
            let later = || {
                let table = releases.code_table()?;
                let mut later = releases.iter().filter(|(other, _)| *other > release);
                later.find_map(|(other, _)| {
                    record
                        .district_by(releases, other)
                        .filter(|_| release > table)
                })
            };
            (districts.answered_as.clone(), own.or_else(later))
        });
        DistrictFields(fields.collect())
    }

    /// District by each release that gives one.
    fn districts(&self, record: &PostcodeRecord) -> Vec<AnsweredDistrict> {
        let releases = self.postcodes().releases();
        let districts = releases.iter().filter_map(|(id, release)| {
            let code = if release.is_code_table() {
                record.district
            } else {
                record.district_by(releases, id)
            };
            Some(AnsweredDistrict {
                release: release.title(),
                month: release.month,
                code: code?,
            })
        });
        districts.collect()
    }

    /// The notes on a life of a postcode, for a day.
    pub(crate) fn notes_on(&self, record: &PostcodeRecord, on: Date) -> Vec<Note<'_>> {
        let mut notes = Vec::new();
        notes.extend(note_on_life(record, on));
        notes.extend(self.note_on_earlier_life(record));
        notes.extend(self.note_on_later_life(record));
        notes.extend(note_on_releases(self.postcodes().releases(), record, on));
        notes.extend(note_on_position(record));
        notes
    }

    fn note_on_earlier_life(&self, record: &PostcodeRecord) -> Option<Note<'_>> {
        if !record.lives.has_before() {
            return None;
        }
        let lives = self.postcodes().lives_of(record.postcode);
        let before = lives.skip_while(|life| *life != record).nth(1)?;
        Some(Note::UsedBefore {
            postcode: record.postcode,
            ended: before.terminated,
        })
    }

    fn note_on_later_life(&self, record: &PostcodeRecord) -> Option<Note<'_>> {
        if !record.lives.has_after() {
            return None;
        }
        let lives = self.postcodes().lives_of(record.postcode);
        let after = lives.take_while(|life| *life != record).last()?;
        let releases = self.postcodes().releases();
        let between = || {
            let listed_in = after.position_source.release();
            let listed_in = listed_in.or_else(|| releases.newest())?;
            let table = releases.code_table()?;
            Some((releases[table].month, releases[listed_in].month))
        };
        let known = after.introduced.map(|month| (month, month));
        let (from, to) = known.or_else(between).unzip();
        Some(Note::UsedAgain {
            postcode: record.postcode,
            from,
            to,
        })
    }
}

/// The note that the life had not begun on the day, or that it has an end.
fn note_on_life(record: &PostcodeRecord, on: Date) -> Option<Note<'static>> {
    let postcode = record.postcode;
    if let Some(introduced) = record.introduced.filter(|month| *month > Month::of(on)) {
        return Some(Note::NotYetIntroduced {
            postcode,
            on,
            introduced,
        });
    }
    let terminated = record.terminated?;
    Some(if terminated < Month::of(on) {
        Note::TerminatedBefore {
            postcode,
            on,
            terminated,
        }
    } else {
        Note::TerminatedSince {
            postcode,
            on,
            terminated,
        }
    })
}

/// The note that one release has the life and another does not.
fn note_on_releases<'a>(
    releases: &'a Releases,
    record: &PostcodeRecord,
    on: Date,
) -> Option<Note<'a>> {
    let postcode = record.postcode;
    if record.terminated.is_some() {
        return None;
    }
    let in_use = record.in_use(releases, on).into();
    let table = releases.code_table()?;
    if !record.is_in_code_table() {
        return Some(Note::NewerThanCodeTable {
            postcode,
            on,
            code_table: &releases[table],
            in_use,
        });
    }
    let list = releases.list_after_table()?;
    (record.position_source != PositionSource::Release(list)).then_some(
        Note::MissingFromLaterRelease {
            postcode,
            on,
            listed_in: &releases[table],
            missing_from: &releases[list],
            in_use,
        },
    )
}

/// The note that the position was not found from the postcode's own addresses, or that sources give
/// positions far apart.
fn note_on_position(record: &PostcodeRecord) -> Option<Note<'static>> {
    let postcode = record.postcode;
    if record.position_source == PositionSource::Block {
        return Some(Note::PositionOfLsoa { postcode });
    }
    let uncertainty_m = record.quality.uncertainty_m();
    match record.quality {
        PositionalQuality::Imputed => Some(Note::ImputedPosition {
            postcode,
            uncertainty_m,
        }),
        PositionalQuality::SectorMean => Some(Note::SectorMeanPosition {
            postcode,
            uncertainty_m,
        }),
        PositionalQuality::Unstated => Some(Note::UnstatedPosition { postcode }),
        _ if record.apart.metres() > NOTED_M => Some(Note::PositionsApart {
            postcode,
            apart_m: record.apart.metres(),
        }),
        _ => None,
    }
}
