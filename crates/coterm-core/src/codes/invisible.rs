use std::borrow::Cow;

/// The text without the characters that nobody sees and that come along from web pages and
/// sheets: soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks
/// and control characters. Wide and no-break spaces become plain ones.
///
/// ```
/// assert_eq!(coterm_core::without_invisible("LA1\u{200b}\u{a0}4YW"), "LA1 4YW");
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
