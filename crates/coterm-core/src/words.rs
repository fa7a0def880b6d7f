//! Numbers, lengths, dates and names as people read them: `12,345`, `3,076 km²`, `30 June 2022`.
//!
//! All text for people uses these functions, so that a figure reads the same in a sentence, in the
//! table beside it and in a terminal.
//!
//! ```
//! use coterm_core::words::{count, ground, quantity, share};
//!
//! assert_eq!(count(33_695_usize), "33,695");
//! assert_eq!(quantity(1.0, "people"), "1 person");
//! assert_eq!(ground(3_076_300_000.0), "3,076 km²");
//! assert_eq!(share(0.9999), ">99%");
//! ```

use std::borrow::Cow;
use std::fmt::Write;

use jiff::civil::Date;

use crate::period::Month;

/// Formats a number with this many decimals: `1,234.5`.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{}{rest}", grouped(whole))
}

/// Formats a whole number: `12,345`.
pub fn count(value: impl TryInto<u64>) -> String {
    grouped(&value.try_into().unwrap_or(u64::MAX).to_string())
}

/// Formats a number of things: `1 piece`, `2,000 pieces`.
pub fn things(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Formats a weight: as a whole number, or with one decimal if it is below 10 and not whole.
pub fn weight(value: f64) -> String {
    let whole = (value - value.round()).abs() < 1e-6;
    number(value, usize::from(!whole && value.abs() < 10.0))
}

/// Formats a weight with its unit, which is given in the plural: `1 live postcode`, `2,345 people`.
pub fn quantity(value: f64, unit: &str) -> String {
    let text = weight(value);
    if text == "1" {
        let one = match unit {
            "people" => "person",
            _ => unit.strip_suffix('s').unwrap_or(unit),
        };
        return format!("1 {one}");
    }
    format!("{text} {unit}")
}

/// Formats an area given in square metres, in the unit that fits: `3,076 km²`, `12.4 ha`, `80 m²`.
pub fn ground(m2: f64) -> String {
    match m2.abs() {
        size if size >= 99_950_000.0 => format!("{} km²", number(m2 / 1e6, 0)),
        size if size >= 999_500.0 => format!("{} km²", number(m2 / 1e6, 1)),
        size if size >= 9_995.0 => format!("{} ha", number(m2 / 1e4, 1)),
        size if size > 0.0 && size < 0.5 => "under 1 m²".into(),
        _ => format!("{} m²", number(m2, 0)),
    }
}

/// Formats a length given in metres, in the unit that fits: `12.4 km`, `80 m`, `0.3 m`.
pub fn length(metres: f64) -> String {
    match metres.abs() {
        size if size >= 99_950.0 => format!("{} km", number(metres / 1e3, 0)),
        size if size >= 999.5 => format!("{} km", number(metres / 1e3, 1)),
        size if size >= 9.95 || size == 0.0 => format!("{} m", number(metres, 0)),
        size if size < 0.05 => "under 0.1 m".into(),
        _ => format!("{} m", number(metres, 1)),
    }
}

/// Formats a share from 0 to 1 as a percentage, to a tenth below 10%: `85%`, `1.3%`. The result is
/// 100% or 0% only for all or nothing.
pub fn share(value: f64) -> String {
    match value {
        value if value <= 0.0 => "0%".into(),
        value if value < 0.000_5 => "<0.1%".into(),
        value if value >= 1.0 - 1e-9 => "100%".into(),
        value if value >= 0.995 => ">99%".into(),
        value if value < 0.099_5 => format!("{:.1}%", value * 100.0),
        _ => format!("{:.0}%", value * 100.0),
    }
}

/// Formats a day: `30 June 2022`.
pub fn day(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// Formats a month: `June 2022`.
pub fn month(month: Month) -> String {
    format!("{} {}", month_name(month.month()), month.year())
}

/// English name of a month from 1 to 12; empty for any other number.
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let position = usize::try_from(month - 1).unwrap_or_default();
    NAMES.get(position).copied().unwrap_or_default()
}

/// Escapes characters that a terminal would obey, or would show in another place, as JSON does:
/// `\u001b` for the byte that begins a control sequence. Line ends and tabs stay. Every name that
/// comes from outside is shown through this function.
///
/// ```
/// use coterm_core::words::visible;
///
/// assert_eq!(visible("Fylde\u{1b}[2J"), "Fylde\\u001b[2J");
/// assert_eq!(visible("Ynys Môn"), "Ynys Môn");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let ends_line = character == '\r' && rest.peek() == Some(&'\n');
        if is_hidden(character) && !ends_line {
            // Writing to a `String` cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown.into()
}

/// Whether the character is escaped: control characters other than line ends and tabs, separators
/// of lines, and marks that turn the direction of the following text.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

/// Joins names as a list in a sentence. Of more than eight, it names the first seven and counts the
/// rest. Where a name itself has an "and", a comma stands before the last: "Cumberland, Westmorland
/// and Furness, and North Yorkshire".
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MAX_NAMES: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    let has_and = names.iter().any(|name| name.contains(" and "));
    let and = if has_and { ", and" } else { " and" };
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= MAX_NAMES => {
            format!("{}{and} {last}", first.join(", "))
        }
        many => format!(
            "{}{and} {} more",
            many[..MAX_NAMES - 1].join(", "),
            count(many.len() - MAX_NAMES + 1)
        ),
    }
}

/// Names of one and of several areas of each family.
const KINDS: [(&str, [&str; 2]); 15] = [
    ("ccg", ["CCG", "CCGs"]),
    ("sicbl", ["sub-ICB location", "sub-ICB locations"]),
    ("icb", ["integrated care board", "integrated care boards"]),
    ("lad", ["district", "districts"]),
    (
        "utla",
        [
            "upper-tier or unitary authority",
            "upper-tier and unitary authorities",
        ],
    ),
    (
        "strategic-authority",
        ["strategic authority", "strategic authorities"],
    ),
    ("council", ["council", "councils"]),
    ("place", ["place", "places"]),
    ("neighbourhood", ["neighbourhood", "neighbourhoods"]),
    ("pcn", ["primary care network", "primary care networks"]),
    ("delivery-unit", ["delivery unit", "delivery units"]),
    ("oa", ["output area", "output areas"]),
    ("lsoa", ["LSOA", "LSOAs"]),
    ("msoa", ["MSOA", "MSOAs"]),
    ("ward", ["ward", "wards"]),
];

/// Singular and plural name of a family's areas: `place`, `places`. For an unknown family they are
/// `area` and `areas`.
pub fn kind(family: &str) -> [&'static str; 2] {
    let known = KINDS.iter().find(|(name, _)| *name == family);
    known.map_or(["area", "areas"], |(_, names)| *names)
}

/// Plural of a singular name: `output areas` for `output area`.
pub fn several(one: &str) -> String {
    let known = KINDS.iter().find(|(_, [singular, _])| *singular == one);
    known.map_or_else(|| format!("{one}s"), |(_, [_, many])| (*many).to_owned())
}

/// Capitalises a text, to begin a sentence or head a column: `Output areas`.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Puts the indefinite article before a noun: `an LSOA`, `a place`.
pub fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u'])
        || ["LSOA", "MSOA"]
            .iter()
            .any(|prefix| noun.starts_with(prefix));
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// Prepares somebody's text to be quoted in a sentence: trimmed, [`shortened`], on one line and
/// [`visible`].
///
/// ```
/// use coterm_core::words::excerpt;
///
/// assert_eq!(excerpt(" LA1\n4YW and more ", 8), "LA1 4YW…");
/// ```
pub fn excerpt(text: &str, limit: usize) -> String {
    let line = text.trim().replace(['\n', '\r', '\t'], " ");
    visible(&shortened(&line, limit)).into_owned()
}

/// Cuts a text to at most `limit` characters. A text that was cut ends in `…`.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    let mut letters = text.char_indices().map(|(start, _)| start);
    match (letters.nth(limit.saturating_sub(1)), letters.next()) {
        (Some(end), Some(_)) => Cow::Owned(format!("{}…", &text[..end])),
        _ => Cow::Borrowed(text),
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_and_units_that_fit() {
        assert_eq!(count(1_701_655_u64), "1,701,655");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(-1234.56, 1), "−1,234.6");
        assert_eq!(weight(3.5), "3.5");
        assert_eq!(weight(1234.5), "1,234");
        assert_eq!(ground(3_076_300_000.0), "3,076 km²");
        assert_eq!(ground(12_345_678.0), "12.3 km²");
        assert_eq!(ground(999_600.0), "1.0 km²");
        assert_eq!(ground(124_000.0), "12.4 ha");
        assert_eq!(ground(80.4), "80 m²");
        assert_eq!(ground(0.2), "under 1 m²");
        assert_eq!(length(0.0), "0 m");
        assert_eq!(length(0.3), "0.3 m");
        assert_eq!(length(1_234.0), "1.2 km");
        assert_eq!(length(42_345.0), "42.3 km");
    }

    #[test]
    fn only_all_is_a_hundred_per_cent_and_only_nothing_none() {
        assert_eq!(share(1.0), "100%");
        assert_eq!(share(0.9999), ">99%");
        assert_eq!(share(0.504), "50%");
        assert_eq!(share(0.0996), "10%");
        assert_eq!(share(0.0126), "1.3%");
        assert_eq!(share(0.0001), "<0.1%");
        assert_eq!(share(0.0), "0%");
    }

    #[test]
    fn one_of_a_unit_is_singular() {
        assert_eq!(quantity(1.0, "live postcodes"), "1 live postcode");
        assert_eq!(quantity(1.0, "people"), "1 person");
        assert_eq!(quantity(2_345.0, "people"), "2,345 people");
        assert_eq!(things(1, "island", "islands"), "1 island");
        assert_eq!(things(2_000, "island", "islands"), "2,000 islands");
    }

    #[test]
    fn days_and_months_are_written_as_people_write_them() {
        let date = jiff::civil::date(2022, 6, 30);
        assert_eq!(day(date), "30 June 2022");
        assert_eq!(month(Month::of(date)), "June 2022");
        assert_eq!(day(jiff::civil::date(2025, 12, 1)), "1 December 2025");
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(visible("a\tb\nc\r\nd"), "a\tb\nc\r\nd");
        assert_eq!(visible("over\rwritten"), "over\\u000dwritten");
        assert_eq!(visible("\u{9b}2J\u{7f}"), "\\u009b2J\\u007f");
        assert_eq!(visible("gpj.\u{202e}exe"), "gpj.\\u202eexe");
        let json = serde_json::to_string("\u{7f}\u{9b}").unwrap();
        let shown = visible(&json);
        assert!(shown.is_ascii());
        assert_eq!(
            serde_json::from_str::<String>(&shown).unwrap(),
            "\u{7f}\u{9b}"
        );
    }

    #[test]
    fn of_many_names_the_first_are_listed() {
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a and b", "c"]), "a and b, and c");
        let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        assert_eq!(list(many), "a, b, c, d, e, f, g and 2 more");
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(shortened("Môn", 3), "Môn");
        assert_eq!(shortened("Ynys Môn", 7), "Ynys M…");
        assert_eq!(shortened("", 3), "");
        assert_eq!(shortened(&"é".repeat(9), 1), "…");
    }

    #[test]
    fn a_family_that_is_not_known_has_areas() {
        assert_eq!(kind("oa"), ["output area", "output areas"]);
        assert_eq!(kind("neighbourhood"), ["neighbourhood", "neighbourhoods"]);
        assert_eq!(kind("X"), ["area", "areas"]);
        assert_eq!(several("output area"), "output areas");
        assert_eq!(several("area"), "areas");
        assert_eq!(several(kind("utla")[0]), kind("utla")[1]);
        assert_eq!(capital("output areas"), "Output areas");
        assert_eq!(a("MSOA"), "an MSOA");
        assert_eq!(a("primary care network"), "a primary care network");
    }
}
