//! Numbers, names and sentences, as a report has them.

use super::Named;
use crate::{Layer, LayerInfo};

/// A number with separators between thousands and so many decimals.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !rest.is_empty() {
        grouped.push('.');
        grouped.push_str(rest);
    }
    grouped
}

/// How many there are.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub(super) fn count_of(things: usize) -> String {
    number(things as f64, 0)
}

/// Ground, in the unit that suits it.
pub(super) fn area(m2: f64) -> String {
    match m2 {
        _ if m2 < 10_000.0 => format!("{} m²", number(m2, 0)),
        _ if m2 < 1_000_000.0 => format!("{} ha", number(m2 / 10_000.0, 1)),
        _ => format!("{} km²", number(m2 / 1_000_000.0, 1)),
    }
}

/// A share, as a percentage that says when it is not quite nothing or all.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent > 0.0 && percent < 0.1 => "under 0.1%".into(),
        percent if percent > 99.9 && percent < 100.0 => "over 99.9%".into(),
        percent => format!("{percent:.1}%"),
    }
}

/// So much of a unit: "1 live postcode", "2,345 people".
pub(crate) fn count(value: f64, unit: &str) -> String {
    let decimals = usize::from(value.fract().abs() > 0.05 && value < 100.0);
    let text = number(value, decimals);
    if text == "1" {
        let one = match unit {
            "people" => "person",
            _ => unit.strip_suffix('s').unwrap_or(unit),
        };
        return format!("1 {one}");
    }
    format!("{text} {unit}")
}

/// Names as a list in a sentence; of many, the first few and how many more.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        many if many.len() <= MOST => {
            format!(
                "{} and {}",
                many[..many.len() - 1].join(", "),
                many[many.len() - 1]
            )
        }
        many => format!(
            "{} and {} more",
            many[..MOST - 1].join(", "),
            many.len() - MOST + 1
        ),
    }
}

/// The area of a layer, by code and name.
pub(super) fn named(layer: &Layer, area: usize) -> Named {
    let area = &layer.areas()[area];
    Named {
        code: area.code().to_owned(),
        name: area.name().to_owned(),
    }
}

/// What one area of a layer is called, and several: "place", "places".
pub(super) fn kind(info: &LayerInfo) -> [String; 2] {
    let [one, many] = match info.family.as_str() {
        "ccg" => ["CCG", "CCGs"],
        "sicbl" => ["sub-ICB location", "sub-ICB locations"],
        "icb" => ["integrated care board", "integrated care boards"],
        "lad" => ["district", "districts"],
        "utla" => [
            "upper-tier or unitary authority",
            "upper-tier and unitary authorities",
        ],
        "place" => ["place", "places"],
        "delivery-unit" => ["delivery unit", "delivery units"],
        "lsoa" => ["LSOA", "LSOAs"],
        "ward" => ["ward", "wards"],
        _ => {
            return [
                format!("area of {}", info.id),
                format!("areas of {}", info.id),
            ];
        }
    };
    [one.to_owned(), many.to_owned()]
}

/// The noun with its article.
pub(super) fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) || noun.starts_with("LSOA");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_people_write_them() {
        assert_eq!(number(1_701_655.0, 0), "1,701,655");
        assert_eq!(number(-1_234.56, 1), "-1,234.6");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(area(9_000.0), "9,000 m²");
        assert_eq!(area(250_000.0), "25.0 ha");
        assert_eq!(area(2_500_000.0), "2.5 km²");
        assert_eq!(percent(0.000_1), "under 0.1%");
        assert_eq!(percent(1.0), "100.0%");
        assert_eq!(count(1.0, "live postcodes"), "1 live postcode");
        assert_eq!(count(1.0, "people"), "1 person");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
    }
}
