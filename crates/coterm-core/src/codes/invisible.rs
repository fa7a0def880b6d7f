//! [`without_invisible`]: the cleaning of pasted text before it is read as a postcode or a number.

use std::borrow::Cow;

/// Removes characters that nobody sees and that are copied along from web pages and spreadsheets:
/// soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks and control
/// characters. White space of any kind becomes a plain space.
///
/// ```
/// assert_eq!(coterm_core::codes::without_invisible("LA1\u{200b}\u{a0}4YW"), "LA1 4YW");
/// ```
pub fn without_invisible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..0x7F).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter_map(|character| match character {
        space if space.is_whitespace() => Some(' '),
        hidden if is_invisible(hidden) => None,
        other => Some(other),
    });
    Cow::Owned(seen.collect())
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    ) || character.is_control()
}
