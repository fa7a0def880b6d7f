//! Changes to the bytes of a file, either random or of a kind to which its format is sensitive
//! ([`mutate`]).

use std::ops::Range;

use coterm_tests::Random;

use crate::syntax::Syntax;

/// Maximum size of a mutant, in bytes.
pub(crate) const LARGEST: usize = 2 << 20;

/// Makes one or more changes to the bytes, partly with pieces of `other`, another file of the
/// format. `syntax` is given for a text.
pub(crate) fn mutate(
    random: &mut Random,
    bytes: &mut Vec<u8>,
    other: &[u8],
    syntax: Option<Syntax>,
) {
    loop {
        if let Some(syntax) = syntax
            && random.below(4) > 0
        {
            let changed = random.flip().then(|| syntax.changed(random, bytes));
            match changed.flatten() {
                Some(changed) => *bytes = changed,
                None => change_text(random, bytes, other),
            }
        } else {
            change_bytes(random, bytes, other);
        }
        bytes.truncate(LARGEST);
        // One change is made mostly: of several, readers seldom get beyond the first.
        if random.below(5) > 1 {
            return;
        }
    }
}

fn change_bytes(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    if bytes.is_empty() {
        bytes.push(0);
    }
    let at = random.below(bytes.len());
    match random.below(10) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xfe, 0xff][random.below(6)],
        3 | 4 => {
            let count = absurd_count(random, bytes.len());
            put(bytes, at, &count);
        }
        5 => {
            let number = NUMBERS[random.below(NUMBERS.len())];
            let written = if random.flip() {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            };
            put(bytes, at, &written);
        }
        6 => bytes.truncate(at),
        7 => {
            let piece = bytes[some(random, bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        8 => drop(bytes.drain(some(random, bytes.len()))),
        _ => splice(random, bytes, other),
    }
}

/// Numbers that are difficult in calculations.
const NUMBERS: [f64; 9] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN_POSITIVE,
    1e18,
    -1e18,
    5e-324,
    0.0,
];

/// Makes two, four or eight bytes that could be read as an absurd count or position.
fn absurd_count(random: &mut Random, length: usize) -> Vec<u8> {
    let length = length as u64;
    let count = [
        0,
        1,
        u64::MAX,
        u64::MAX / 2,
        u32::MAX.into(),
        (u32::MAX / 2).into(),
        1 << 31,
        1 << 40,
        length,
        length + 1,
        length.saturating_sub(1),
        1 << 28,
        50_000_000,
    ][random.below(13)];
    let width = [2, 4, 4, 8][random.below(4)];
    if random.below(4) > 0 {
        count.to_le_bytes()[..width].to_vec()
    } else {
        count.to_be_bytes()[8 - width..].to_vec()
    }
}

fn put(bytes: &mut [u8], at: usize, written: &[u8]) {
    // Fields mostly begin at a multiple of four bytes.
    let at = if at.is_multiple_of(2) { at / 4 * 4 } else { at };
    let room = written.len().min(bytes.len() - at);
    bytes[at..at + room].copy_from_slice(&written[..room]);
}

/// Picks a range, mostly a short one.
fn some(random: &mut Random, length: usize) -> Range<usize> {
    let from = random.below(length);
    let max_length = [4, 16, 100, 1_000, length][random.below(5)];
    from..(from + 1 + random.below(max_length)).min(length)
}

/// Joins the beginning of one file to the end of another, or inserts a piece of the other.
fn splice(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    if other.is_empty() {
        return;
    }
    let from = random.below(other.len());
    if random.flip() {
        bytes.truncate(random.below(bytes.len() + 1));
        bytes.extend_from_slice(&other[from..]);
    } else {
        let at = random.below(bytes.len() + 1);
        bytes.splice(at..at, other[some(random, other.len())].to_vec());
    }
}

const TOKENS: [&str; 40] = [
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ",",
    ";",
    ":",
    "=",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    " ",
    "\\",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{200b}",
    "null",
    "true",
    "-",
    "1e999",
    "-1e999",
    "1e-999",
    "NaN",
    "Infinity",
    "99999999999999999999",
    "0.1e5",
    "{}",
    "[]",
    "\"\"",
    "#",
    "..",
    "é",
];

fn change_text(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len() + 1);
    match random.below(8) {
        0 | 1 => {
            let token = TOKENS[random.below(TOKENS.len())];
            bytes.splice(at..at, token.bytes());
        }
        2 | 3 => replace_token(random, bytes, at),
        4 => {
            // Makes the text deeply nested, or very long.
            let times = [3, 50, 200, 5_000, 100_000][random.below(5)];
            let piece = [
                "[", "{\"a\":", "(", "\"", ",", "x", "\n", "a.", "[[1,2],", "9",
            ];
            let piece = piece[random.below(10)].repeat(times);
            bytes.splice(at..at, piece.into_bytes());
        }
        5 => swap_lines(random, bytes),
        6 => {
            // Inserts bytes that are not UTF-8, or half of a character.
            let piece: &[u8] = [
                &b"\xff"[..],
                b"\xc3",
                b"\xed\xa0\x80",
                b"\xf8\x88\x80\x80\x80",
            ][random.below(4)];
            bytes.splice(at..at, piece.iter().copied());
        }
        _ => splice(random, bytes, other),
    }
}

/// Replaces a number, a word or a punctuation mark.
fn replace_token(random: &mut Random, bytes: &mut Vec<u8>, at: usize) {
    let Some(&byte) = bytes.get(at) else { return };
    let alike = |other: u8| other.is_ascii_alphanumeric() || b"+-._".contains(&other);
    let mut token = at..at + 1;
    if alike(byte) {
        while token.start > 0 && alike(bytes[token.start - 1]) {
            token.start -= 1;
        }
        while token.end < bytes.len() && alike(bytes[token.end]) {
            token.end += 1;
        }
    }
    let number = NUMBERS[random.below(NUMBERS.len())].to_string();
    let piece = match random.below(4) {
        0 => number.as_str(),
        1 => "",
        _ => TOKENS[random.below(TOKENS.len())],
    };
    bytes.splice(token, piece.bytes());
}

fn swap_lines(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    if one == other {
        let twice = lines[one].clone();
        lines.insert(one, twice);
    } else {
        lines.swap(one, other);
    }
    *bytes = lines.join(&b'\n');
}
