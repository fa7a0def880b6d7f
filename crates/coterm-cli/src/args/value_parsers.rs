//! Parsers of arguments' values: widths, weights, zooms, pairs, delimiters and encodings.

use std::ops::RangeInclusive;

use coterm_io::bulk::{Delimiter, Encoding};

pub(super) fn metres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(metres) if metres.is_finite() && metres >= 0.0 => Ok(metres),
        _ => Err(format!(
            "\"{text}\" is not a number of metres; write 0 or more, such as 50"
        )),
    }
}

pub(super) fn threshold(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight >= 0.0 => Ok(weight),
        _ => Err(format!(
            "\"{text}\" is not a number of 0 or more, such as 1000"
        )),
    }
}

pub(super) fn zooms(text: &str) -> Result<RangeInclusive<u8>, String> {
    let number = |text: &str| text.trim().parse::<u8>();
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (number(first), number(last)) {
        (Ok(first), Ok(last)) => Ok(first..=last),
        _ => Err(format!("\"{text}\" must be two zooms, such as 0-12")),
    }
}

pub(super) fn pair(text: &str) -> Result<(f64, f64), String> {
    let (x, y) = names(text)?;
    let number = |part: &str| {
        part.parse::<f64>()
            .map_err(|_| format!("\"{part}\" is not a number"))
    };
    Ok((number(&x)?, number(&y)?))
}

pub(super) fn names(text: &str) -> Result<(String, String), String> {
    match text.split_once(',') {
        Some((first, second))
            if !first.trim().is_empty() && !second.trim().is_empty() && !second.contains(',') =>
        {
            Ok((first.trim().to_owned(), second.trim().to_owned()))
        }
        _ => Err(format!(
            "\"{text}\" must be two values, separated by a comma"
        )),
    }
}

pub(super) fn delimiter(text: &str) -> Result<Delimiter, String> {
    let text = if text == "\\t" { "\t" } else { text };
    Delimiter::named(text).ok_or_else(|| {
        let names = Delimiter::ALL.map(Delimiter::name).join(", ");
        format!("use one of {names}")
    })
}

pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::named(text).ok_or_else(|| {
        let names = Encoding::ALL.map(Encoding::name).join(", ");
        format!("use one of {names}")
    })
}
