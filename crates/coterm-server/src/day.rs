//! Dates as users write them, and today's date.
//!
//! The command line and the server both use this, so that `today` means the same in each.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use coterm_core::Error;
use coterm_core::period::parse_day;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Parses a date that a user wrote: `2022-06-30`, or `today`.
///
/// # Errors
///
/// [`Error::NotADate`], whose text shows the form.
pub fn requested(text: &str) -> Result<Date, Error> {
    if text.trim().eq_ignore_ascii_case("today") {
        return Ok(today());
    }
    parse_day(text)
}

/// Returns today's date in the local time zone: the one that `TZ` names, or else the machine's, or
/// UTC if neither is known. Zones are read from the machine's time zone database, or from a
/// built-in copy if it has none.
pub fn today() -> Date {
    thread_local! {
        static LAST: Cell<Option<(u64, Date)>> = const { Cell::new(None) };
    }
    // The date is cached for one second, because a new day begins with a new second and resolving
    // the time zone takes as long as a lookup in one layer.
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let second = now.map_or(0, |since| since.as_secs());
    match LAST.get() {
        Some((last, date)) if last == second => date,
        _ => {
            let date = Timestamp::now().to_zoned(TimeZone::system()).date();
            LAST.set(Some((second, date)));
            date
        }
    }
}

/// A sentence that says why [`today`] uses UTC although nobody asked for UTC; `None` if the time
/// zone is known.
pub fn zone_is_not_known() -> Option<String> {
    let why = TimeZone::try_system().err()?;
    let zone = std::env::var_os("TZ").filter(|zone| !zone.is_empty());
    let reason = zone.map_or_else(
        || format!("the time zone of this machine is not known ({why})"),
        |zone| format!("the time zone \"{}\" is not known", zone.display()),
    );
    Some(format!(
        "{reason}, so today is the day in UTC; set TZ to a zone such as Europe/London"
    ))
}
