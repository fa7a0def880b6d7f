//! What an answer says of the postcode itself.

use jiff::civil::Date;

use crate::lookup::answer::AnsweredPostcode;
use crate::{Month, PositionSource, PostcodeRecord};

/// What is known about the postcode.
pub(crate) fn described(record: &PostcodeRecord) -> AnsweredPostcode {
    AnsweredPostcode {
        postcode: record.postcode,
        status: if record.terminated.is_some() {
            "terminated"
        } else {
            "live"
        },
        introduced: record.introduced,
        terminated: record.terminated,
        user_type: record.user_type,
        oa: record.oa,
        lsoa: record.lsoa,
        msoa: record.msoa,
        district: record.district,
        district_2023: record.district_2023,
    }
}

/// What an honest answer must add, for a postcode on a date.
pub(crate) fn notes(record: &PostcodeRecord, on: Date) -> Vec<String> {
    let mut notes = Vec::new();
    let postcode = record.postcode;
    if let Some(month) = record.terminated {
        notes.push(if month < Month::of(on) {
            format!("{postcode} was terminated in {month}, before {on}: these are the areas where it was.")
        } else {
            format!("{postcode} was terminated in {month}.")
        });
    }
    if let Some(month) = record.introduced.filter(|month| *month > Month::of(on)) {
        notes.push(format!("{postcode} was introduced in {month}, after {on}."));
    }
    if record.terminated.is_none() && record.position_source != PositionSource::CodePoint2025 {
        notes.push(match record.lsoa {
            Some(_) => format!(
                "{postcode} was live in May 2022 but is not in Code-Point Open of May 2025: \
                 it may have been terminated since."
            ),
            None => format!(
                "{postcode} is not in Code-Point Open of May 2025: it is newer, or was terminated before."
            ),
        });
    }
    if record.lsoa.is_none() {
        notes.push(format!(
            "{postcode} is newer than the code table of May 2022: its district's code answers where \
             all of the district is in one area, else the polygon."
        ));
    }
    notes
}
