//! Reading a day: [`parse_day`], for the interfaces in which people write dates. Exactly one form
//! is read, so that a day is never taken for another.

use jiff::civil::Date;

use crate::{Error, Result};

/// Reads a day in the form `2022-06-30`, and in no other, so that nobody has to wonder which of two
/// numbers is the month.
///
/// # Errors
///
/// [`Error::NotADate`], with the right form. If it is clear which day is meant, the example in it
/// is that day.
///
/// ```
/// use coterm_core::period::parse_day;
///
/// assert_eq!(parse_day("2022-06-30")?, jiff::civil::date(2022, 6, 30));
/// let wrong = parse_day("30/06/2022").unwrap_err().to_string();
/// assert!(wrong.ends_with("such as 2022-06-30"), "{wrong}");
/// # Ok::<(), coterm_core::Error>(())
/// ```
pub fn parse_day(text: &str) -> Result<Date> {
    let text = text.trim();
    let numbers: Vec<&str> = text.split('-').collect();
    if let [year, month, day] = numbers.as_slice()
        && [year.len(), month.len(), day.len()] == [4, 2, 2]
        && let Some(date) = day_of([year, month, day])
    {
        return Ok(date);
    }
    let meant = meant(text).unwrap_or_else(|| jiff::civil::date(2022, 6, 30));
    Err(Error::NotADate {
        input: Error::shown(text),
        such_as: meant,
    })
}

/// The day of these numbers, if they are digits and the day exists.
fn day_of(numbers: [&str; 3]) -> Option<Date> {
    let [year, month, day] = numbers.map(|number| {
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        number.parse::<i16>().ok().filter(|_| digits)
    });
    let part = |number: i16| i8::try_from(number).ok();
    Date::new(year?, part(month?)?, part(day?)?).ok()
}

/// The day that is meant by three numbers with the year at one end; `None` if they can be read as
/// two different days.
fn meant(text: &str) -> Option<Date> {
    let numbers: Vec<&str> = text.split(['-', '/', '.', ' ']).collect();
    let [first, second, third] = <[&str; 3]>::try_from(numbers).ok()?;
    let readings = if first.len() == 4 {
        [[first, second, third]; 2]
    } else if third.len() == 4 {
        [[third, second, first], [third, first, second]]
    } else {
        return None;
    };
    match readings.map(day_of) {
        [Some(one), Some(other)] if one != other => None,
        [one, other] => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse_day(text).unwrap_err().to_string()
    }

    #[test]
    fn days_are_read_in_one_form() {
        assert!(parse_day(" 2024-02-29 ").is_ok());
        for text in [
            "",
            "2022",
            "2022-06",
            "20220630",
            "2022-6-30",
            "2022-02-30",
            "2022-06-30T12:00",
            "-002022-06-30",
            "+022-06-30",
            "yesterday",
            "２０２２-06-30",
        ] {
            assert!(refused(text).contains("is not a date"), "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_shown_in_the_form_only_if_it_is_clear() {
        assert!(refused("31/12/2023").ends_with("such as 2023-12-31"));
        assert!(refused("31.12.2023").ends_with("such as 2023-12-31"));
        assert!(refused("12/31/2023").ends_with("such as 2023-12-31"));
        assert!(refused("2023/4/1").ends_with("such as 2023-04-01"));
        assert!(refused("5/5/2023").ends_with("such as 2023-05-05"));
        // This may be the fourth of March or the third of April.
        assert!(refused("04/03/2023").ends_with("such as 2022-06-30"));
        assert!(refused("31/12/23").ends_with("such as 2022-06-30"));
    }
}
