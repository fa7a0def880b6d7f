//! [`Token`]s of CQL2 text.

/// A token with the byte at which it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword or the name of a property, as it is written.
    Word(String),
    /// The name of a property in double quotes.
    Quoted(String),
    Text(String),
    Number(f64),
    /// `(`, `)`, `,` or a comparison.
    Sign(&'static str),
}

/// Signs; those that begin others come after them.
const SIGNS: [&str; 13] = [
    "<>", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "*", "/", "^",
];

/// Splits a filter into tokens. O(n).
///
/// # Errors
///
/// A sentence that says where there is something that CQL2 does not have.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '\'' | '"' => quoted(rest, first)?,
            '0'..='9' | '-' | '.' => number(rest)?,
            letter if letter.is_alphabetic() || letter == '_' || letter == ':' => {
                let inside = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':' | '.');
                let end = rest.find(|char| !inside(char)).unwrap_or(rest.len());
                (Token::Word(rest[..end].to_owned()), end)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| {
                    format!("\"{first}\" is not part of CQL2; texts are in single quotes")
                })?;
                (Token::Sign(sign), sign.len())
            }
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Reads a text or a name in quotes, in which a doubled quote, or one after a backslash, stands for
/// itself.
fn quoted(rest: &str, quote: char) -> Result<(Token, usize), String> {
    let mut content = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        let escaped = chars.peek().is_some_and(|(_, next)| *next == quote);
        match char {
            '\\' if escaped => {
                content.push(quote);
                chars.next();
            }
            char if char == quote && escaped => {
                content.push(quote);
                chars.next();
            }
            char if char == quote => {
                let token = if quote == '"' {
                    Token::Quoted(content)
                } else {
                    Token::Text(content)
                };
                return Ok((token, at + 1));
            }
            other => content.push(other),
        }
    }
    Err(format!("the text that begins at {quote} has no end"))
}

fn number(rest: &str) -> Result<(Token, usize), String> {
    let mut before = ' ';
    let mut inside = |char: char| {
        let exponent = matches!(before, 'e' | 'E') && matches!(char, '+' | '-');
        let inside = char.is_ascii_digit() || matches!(char, '.' | 'e' | 'E') || exponent;
        before = char;
        inside
    };
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let length = digits.find(|char| !inside(char)).unwrap_or(digits.len());
    let end = rest.len() - digits.len() + length;
    let number = rest[..end].parse::<f64>().ok().filter(|n| n.is_finite());
    let number = number.ok_or_else(|| format!("\"{}\" is not a number", &rest[..end]))?;
    Ok((Token::Number(number), end))
}
