//! Line numbers of parts of a file, and short reasons for errors of the JSON parser.

use coterm_core::words::shortened;

/// Maximum number of characters of a reason that are shown: it may quote the file.
const REASON: usize = 160;

/// Number of bytes between places whose lines are counted beforehand.
const BLOCK: usize = 4096;

/// Line numbers of a text, found from parts of it, on any thread.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// Number of line ends before each block of the text.
    before: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut ends = 0;
        let before = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = ends;
            ends += line_ends(block);
            before
        });
        Self {
            before: before.collect(),
            text,
        }
    }

    /// Returns the line in which a part of the text begins, counted from 1.
    pub(crate) fn of(&self, part: &str) -> usize {
        let start = (part.as_ptr().addr()).saturating_sub(self.text.as_ptr().addr());
        let block = (start / BLOCK).min(self.before.len().saturating_sub(1));
        let between = self.text.as_bytes().get(block * BLOCK..start);
        let before = self.before.get(block).copied().unwrap_or_default();
        1 + before + between.map_or(0, line_ends)
    }

    /// Returns the line of an error that occurred while a part of the text was parsed.
    pub(crate) fn of_error(&self, part: &str, error: &serde_json::Error) -> usize {
        self.of(part) + error.line().saturating_sub(1)
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Returns an error's reason in plain words, without its line, which is relative to the parsed part
/// of the text.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it ends in the middle: the file is not complete".to_owned();
    }
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = text.strip_suffix(&place).unwrap_or(&text);
    let types = reason.strip_prefix("invalid type: ");
    let Some((found, expected)) = types.and_then(|types| types.rsplit_once(", expected ")) else {
        return shortened(reason, REASON).into_owned();
    };
    let found = match found.split_once(' ') {
        None if found == "sequence" => "a list".to_owned(),
        None if found == "map" => "an object".to_owned(),
        Some(("string", text)) => format!("the text {}", shortened(text, REASON)),
        _ => shortened(found, REASON).into_owned(),
    };
    format!("it has {found} where {expected} should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_any_place_in_any_order() {
        let text = "a\nb\n\nc";
        let lines = Lines::new(text);
        for (part, line) in [
            (&text[2..3], 2),
            (&text[5..], 4),
            (&text[..1], 1),
            (text, 1),
        ] {
            assert_eq!(lines.of(part), line);
        }
        let long = "é\n".repeat(BLOCK);
        let lines = Lines::new(&long);
        for before in [BLOCK - 1, 0, 1, BLOCK / 3, BLOCK / 3 + 1, BLOCK] {
            assert_eq!(lines.of(&long[3 * before..]), before + 1);
        }
    }

    #[test]
    fn reasons_are_plain_and_short() {
        let reason_of = |text: &str| reason(&serde_json::from_str::<f64>(text).unwrap_err());
        assert_eq!(reason_of("[1]"), "it has a list where f64 should be");
        assert_eq!(
            reason_of("\"7\""),
            "it has the text \"7\" where f64 should be"
        );
        assert_eq!(
            reason_of(""),
            "it ends in the middle: the file is not complete"
        );
        assert_eq!(reason_of("1 2"), "trailing characters");
        assert!(reason_of(&format!("\"{}\"", "x".repeat(100_000))).len() < 300);
    }
}
