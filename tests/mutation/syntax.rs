//! Changes of a text's content that leave its syntax intact ([`Syntax`]): a parser refuses most
//! random changes of bytes before any other code sees what was parsed.

use coterm_tests::Random;
use serde_json::{Value, json};

use crate::mutation::LARGEST;

/// The syntax of a text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json,
    Csv,
    Toml,
}

impl Syntax {
    /// Returns the text with one change; `None` if it is not of this syntax.
    pub(crate) fn changed(self, random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Json => {
                let mut value = serde_json::from_slice(bytes).ok()?;
                let mut number = random.below(count(&value));
                change_value(random, nth(&mut value, &mut number)?);
                serde_json::to_vec(&value).ok()
            }
            Self::Csv => with_line(random, bytes, |_| true, change_row),
            Self::Toml => with_line(random, bytes, |line| line.contains(&b'='), change_setting),
        }
    }
}

fn count(value: &Value) -> usize {
    let below: usize = match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    };
    below + 1
}

fn nth<'a>(value: &'a mut Value, number: &mut usize) -> Option<&'a mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, number)),
        Value::Object(map) => map.values_mut().find_map(|item| nth(item, number)),
        _ => None,
    }
}

fn change_value(random: &mut Random, value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() && random.below(4) > 0 => {
            let at = random.below(items.len());
            match random.below(6) {
                0 | 1 => drop(items.remove(at)),
                2 => items.truncate(at),
                3 => items.insert(at, items[at].clone()),
                4 => items.insert(at, scalar(random)),
                _ => {
                    let last = items.len() - 1;
                    items.swap(at, last);
                }
            }
        }
        Value::Object(map) if !map.is_empty() && random.below(4) > 0 => {
            let keys: Vec<String> = map.keys().cloned().collect();
            let key = &keys[random.below(keys.len())];
            let Some(taken) = map.remove(key) else { return };
            match random.below(4) {
                0 => {}
                1 => drop(map.insert(key.to_uppercase(), taken)),
                2 => drop(map.insert(keys[random.below(keys.len())].clone(), taken)),
                _ => drop(map.insert(key.clone(), scalar(random))),
            }
        }
        other => *other = scalar(random),
    }
}

fn scalar(random: &mut Random) -> Value {
    match random.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(i64::MIN),
        6 => json!(f64::MAX),
        7 => json!(5e-324),
        8 => json!(1e18),
        9 => json!(""),
        10 => json!("x\u{0}\u{1b}[2J\u{202e}"),
        11 => json!("9999-12-31"),
        12 => json!([]),
        13 => json!({}),
        14 => (0..100).fold(json!(1), |inner, _| json!([inner])),
        _ => json!("long ".repeat(20_000)),
    }
}

/// Changes a random line of those that `is_fit` accepts.
fn with_line(
    random: &mut Random,
    bytes: &[u8],
    is_fit: impl Fn(&[u8]) -> bool,
    change: impl FnOnce(&mut Random, &mut Vec<u8>),
) -> Option<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let fit: Vec<usize> = (0..lines.len())
        .filter(|&line| !lines[line].is_empty() && is_fit(&lines[line]))
        .collect();
    if fit.is_empty() {
        return None;
    }
    let line = fit[random.below(fit.len())];
    change(random, &mut lines[line]);
    Some(lines.join(&b'\n'))
}

const FIELDS: [&str; 16] = [
    "",
    "\"\"",
    "\"",
    "0",
    "-1",
    "1e308",
    "nan",
    "inf",
    "E07000001",
    "E01999999",
    "LA1 1AA",
    "\"a,b\"",
    "\"a\nb\"",
    "é",
    "=1+1",
    "\u{feff}x",
];

fn change_row(random: &mut Random, line: &mut Vec<u8>) {
    let mut fields: Vec<Vec<u8>> = line
        .split(|byte| *byte == b',')
        .map(<[u8]>::to_vec)
        .collect();
    let at = random.below(fields.len());
    match random.below(6) {
        0 => drop(fields.remove(at)),
        1 => fields.insert(at, fields[at].clone()),
        2 => {
            // The row stays within the size of a mutant, which would otherwise be cut off.
            let room = LARGEST / (fields[at].len() + 1);
            let many = [10, 1_000, 30_000][random.below(3)].min(room);
            fields.extend(std::iter::repeat_n(fields[at].clone(), many));
        }
        _ => fields[at] = FIELDS[random.below(FIELDS.len())].into(),
    }
    *line = fields.join(&b',');
}

const SETTINGS: [&str; 22] = [
    "''",
    "'x'",
    "0",
    "-1",
    "-0.0",
    "1e308",
    "inf",
    "nan",
    "9223372036854775807",
    "true",
    "[]",
    "{}",
    "['lad-2023/E07000001']",
    "['/']",
    "['a/b', 'a/b']",
    "2022-06-30",
    "9999-12-31",
    "-9999-01-01",
    "2022-02-30",
    "'../../x'",
    "[[[[[]]]]]",
    "{ least = 5, most = 4 }",
];

fn change_setting(random: &mut Random, line: &mut Vec<u8>) {
    let Some(equals) = line.iter().position(|byte| *byte == b'=') else {
        return;
    };
    if random.below(5) == 0 {
        // Shortens or removes the name.
        line.drain(..random.below(equals + 1));
        return;
    }
    line.truncate(equals + 1);
    line.extend(SETTINGS[random.below(SETTINGS.len())].bytes());
}
