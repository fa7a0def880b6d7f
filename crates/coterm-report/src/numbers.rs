//! Numbers as a statistical release prints them: thousands separated, units that fit.

/// A whole number: `12,345`.
pub(crate) fn count(value: impl TryInto<u64>) -> String {
    grouped(&value.try_into().unwrap_or(u64::MAX).to_string())
}

/// A number with this many decimals: `1,234.5`.
pub(crate) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{}{rest}", grouped(whole))
}

/// A weight: whole, but for a few of what need not be whole.
pub(crate) fn weight(value: f64) -> String {
    let whole = (value - value.round()).abs() < 1e-6;
    decimal(value, usize::from(!whole && value.abs() < 10.0))
}

/// Ground, in the unit that fits: `3,076 km²`, `12.4 ha`, `80 m²`.
pub(crate) fn ground(m2: f64) -> String {
    match m2.abs() {
        size if size >= 99_950_000.0 => format!("{} km²", decimal(m2 / 1e6, 0)),
        size if size >= 999_500.0 => format!("{} km²", decimal(m2 / 1e6, 1)),
        size if size >= 9_995.0 => format!("{} ha", decimal(m2 / 1e4, 1)),
        size if size > 0.0 && size < 0.5 => "under 1 m²".into(),
        _ => format!("{} m²", decimal(m2, 0)),
    }
}

/// A length, in the unit that fits: `12.4 km`, `80 m`, `0.3 m`.
pub(crate) fn length(metres: f64) -> String {
    match metres.abs() {
        size if size >= 99_950.0 => format!("{} km", decimal(metres / 1e3, 0)),
        size if size >= 999.5 => format!("{} km", decimal(metres / 1e3, 1)),
        size if size >= 9.95 || size == 0.0 => format!("{} m", decimal(metres, 0)),
        size if size < 0.05 => "under 0.1 m".into(),
        _ => format!("{} m", decimal(metres, 1)),
    }
}

/// A share as a percentage that is 100% or 0% only if it is all or nothing.
pub(crate) fn share(value: f64) -> String {
    match value {
        value if value <= 0.0 => "0%".into(),
        value if value < 0.005 => "<1%".into(),
        value if value >= 1.0 - 1e-9 => "100%".into(),
        value if value >= 0.995 => ">99%".into(),
        _ => format!("{:.0}%", value * 100.0),
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

/// A number of things: `1 piece`, `2,000 pieces`.
pub(crate) fn things(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_and_units_that_fit() {
        assert_eq!(count(1_701_655_u64), "1,701,655");
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!(decimal(-1234.56, 1), "−1,234.6");
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
    }

    #[test]
    fn only_all_is_a_hundred_per_cent_and_only_nothing_none() {
        assert_eq!(share(1.0), "100%");
        assert_eq!(share(0.9999), ">99%");
        assert_eq!(share(0.504), "50%");
        assert_eq!(share(0.0001), "<1%");
        assert_eq!(share(0.0), "0%");
    }
}
