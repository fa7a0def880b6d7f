//! The day that a question is of, as the command line and the server understand it.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use coterm_core::{Error, parse_day};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Reads a day that somebody asks for: `2022-06-30`, or `today`.
///
/// # Errors
///
/// [`Error::NotADate`], which shows the form.
pub fn asked(text: &str) -> Result<Date, Error> {
    if text.trim().eq_ignore_ascii_case("today") {
        return Ok(today());
    }
    parse_day(text)
}

/// Today's date where this runs: in the time zone that `TZ` names, or else the machine's;
/// in UTC if there is none that is known. Zones are those of the machine, or if it has no
/// list of them those that are built in.
pub fn today() -> Date {
    thread_local! {
        static LAST: Cell<Option<(u64, Date)>> = const { Cell::new(None) };
    }
    // The zone is asked once a second, for days begin with one, and to ask it takes as long
    // as a layer takes to be looked up.
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

/// Why [`today`] is UTC's day though nobody asked for that, as a sentence.
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
