//! Values as people write them in tables.
//!
//! `weight_file` parses each value with [`number`].

/// Parses a number from 0 up, which may have commas between thousands.
pub(super) fn number(text: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err("there is no value; write 0 for none".into());
    }
    let plain = without_commas(text);
    let value = plain.parse::<f64>().ok().filter(|value| value.is_finite());
    match value {
        Some(value) if value < 0.0 => Err(format!(
            "{text} is negative; values must be numbers of 0 or more"
        )),
        // Adding 0 turns -0 into 0.
        Some(value) => Ok(value + 0.0),
        None => Err(format!(
            "\"{}\" is not a number; values must be numbers of 0 or more",
            short(text)
        )),
    }
}

/// Removes the commas if all of them separate thousands.
fn without_commas(text: &str) -> String {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&first.trim_start_matches('-').len())
        && groups.all(|group| group.len() == 3 && digits(group))
        && digits(rest);
    if fits {
        text.replace(',', "")
    } else {
        text.to_owned()
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_may_be_set_apart_where_they_end() {
        for (text, value) in [
            ("0", 0.0),
            ("-0", 0.0),
            ("1701655", 1_701_655.0),
            ("1,701,655", 1_701_655.0),
            ("1,944.5", 1_944.5),
            ("1e3", 1_000.0),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for text in [
            "1,94", "12,3456", ",944", "1.9,44", "1,944,", "c", "nan", "-1,000",
        ] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
