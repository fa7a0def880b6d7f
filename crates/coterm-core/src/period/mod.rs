//! Time in data: days as people write them ([`parse_day`]); [`Period`], in which an area or a layer
//! is valid, in days; [`Month`], by which postcodes and releases are dated.

mod day;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use day::parse_day;

use crate::{Error, Result};

/// A period of validity. Both ends are included, and an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    valid_from: Date,
    valid_to: Option<Date>,
}

impl Period {
    /// The period of areas for which no days are known, such as those of a boundary file. It has all
    /// days.
    ///
    /// ```
    /// use coterm_core::period::Period;
    ///
    /// assert_eq!((Period::OPEN.known_from(), Period::OPEN.to()), (None, None));
    /// ```
    pub const OPEN: Self = Self {
        valid_from: Date::MIN,
        valid_to: None,
    };

    /// Makes the period from the first day to the last, both included.
    ///
    /// # Errors
    ///
    /// [`Error::PeriodReversed`] if the period would end before it begins.
    ///
    /// ```
    /// use coterm_core::period::Period;
    /// use jiff::civil::date;
    ///
    /// let ccgs = Period::new(date(2021, 4, 1), Some(date(2022, 6, 30)))?;
    /// assert!(ccgs.contains(date(2022, 6, 30)));
    /// assert!(!ccgs.contains(date(2022, 7, 1)));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(from: Date, to: Option<Date>) -> Result<Self> {
        match to {
            Some(to) if to < from => Err(Error::PeriodReversed { from, to }),
            _ => Ok(Self {
                valid_from: from,
                valid_to: to,
            }),
        }
    }

    /// First day of the period.
    pub fn from(&self) -> Date {
        self.valid_from
    }

    /// First day of the period, if there is one: see [`Period::OPEN`].
    pub fn known_from(&self) -> Option<Date> {
        (self.valid_from > Date::MIN).then_some(self.valid_from)
    }

    /// Last day of the period; `None` while it is still valid.
    pub fn to(&self) -> Option<Date> {
        self.valid_to
    }

    /// Whether the day is within the period.
    pub fn contains(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.valid_to {
            Some(to) => write!(f, "{} to {to}", self.valid_from),
            None => write!(f, "from {}", self.valid_from),
        }
    }
}

/// A calendar month, the unit in which postcodes are introduced and terminated.
///
/// It is read from `198001` or `1980-01`, and written `1980-01`.
///
/// ```
/// use coterm_core::period::{Month, parse_day};
///
/// let month: Month = "198001".parse()?;
/// assert_eq!((month.year(), month.month()), (1980, 1));
/// assert_eq!(month.to_string(), "1980-01");
/// assert!(month < Month::of(parse_day("2022-06-30")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u16);

impl Month {
    /// The month that contains the day. Months are counted from the year 0 to 5461; a day before or
    /// after gives the first or the last of these.
    pub fn of(day: Date) -> Self {
        let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        Self(u16::try_from(months.max(0)).unwrap_or(u16::MAX))
    }

    /// The previous month.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The calendar year.
    pub fn year(self) -> u16 {
        self.0 / 12
    }

    /// Month of the year, from 1 to 12.
    pub fn month(self) -> i8 {
        i8::try_from(self.0 % 12).unwrap_or_default() + 1
    }
}

/// The error for a text that is not a month from 1900 to 2100 in either form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as its year and number, such as 2022-06 or 202206")]
pub struct ParseMonthError;

impl FromStr for Month {
    type Err = ParseMonthError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseMonthError> {
        let digits = match text.as_bytes() {
            [_, _, _, _, b'-', _, _] => [&text[..4], &text[5..]],
            [_, _, _, _, _, _] if text.is_ascii() => [&text[..4], &text[4..]],
            _ => return Err(ParseMonthError),
        };
        let year: u16 = digits[0].parse().map_err(|_| ParseMonthError)?;
        let month: u16 = digits[1].parse().map_err(|_| ParseMonthError)?;
        if (1..=12).contains(&month) && (1900..=2100).contains(&year) {
            Ok(Self(year * 12 + month - 1))
        } else {
            Err(ParseMonthError)
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|ParseMonthError| {
            serde::de::Error::custom(format!("{text:?} is not a month, such as 2025-05"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_beyond_all_months_are_in_the_first_or_the_last() {
        let month_of = |year| Month::of(jiff::civil::date(year, 1, 1));
        assert!(
            month_of(-9_999) < month_of(1)
                && month_of(2_022) < month_of(5_000)
                && month_of(5_000) < month_of(9_999)
        );
    }

    #[test]
    fn a_month_is_read_in_both_spellings_and_written_in_one() {
        assert_eq!("198001".parse::<Month>().unwrap().to_string(), "1980-01");
        assert_eq!("2022-12".parse::<Month>().unwrap().to_string(), "2022-12");
        for bad in ["", "1980", "198013", "1980-00", "19801", "é9801", "abcdef"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        use jiff::civil::date;
        assert!(Period::new(date(2022, 7, 1), Some(date(2022, 6, 30))).is_err());
        assert!(Period::new(date(2022, 7, 1), Some(date(2022, 7, 1))).is_ok());
    }
}
