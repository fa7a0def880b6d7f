//! The arguments `--on` and `--family`, which the lookups share.

use clap::Args;
use coterm_server::day;
use jiff::civil::Date;

use crate::terminal::say;

/// The date and the kinds of area, for lookups.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// The date to answer for, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = day::requested)]
    on: Option<Date>,
    /// Only these kinds of area, separated by commas
    #[arg(long, value_name = "FAMILY", value_delimiter = ',')]
    pub(crate) family: Option<Vec<String>>,
}

impl When {
    /// Returns the date of `--on`, or today. It warns if today is UTC's day because the time zone
    /// is not known.
    pub(crate) fn on(&self) -> Date {
        self.on.unwrap_or_else(|| {
            if let Some(why) = day::zone_is_not_known() {
                say(format!("warning: {why}, or give the day with --on"));
            }
            day::today()
        })
    }
}
