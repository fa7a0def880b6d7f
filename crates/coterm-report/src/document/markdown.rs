//! Building blocks of Markdown: `CommonMark` with the tables of GitHub. Everything that is text is
//! escaped here, so that a name can neither begin nor end an element.

use std::fmt::{self, Display, Write};

use coterm_core::words::capital;

use super::Document;
use super::answers::Answer;
use super::markup::Kind;

/// Text escaped for a line of Markdown, wherever it stands in the line. Line breaks and other
/// control characters become spaces.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string().replace(char::is_control, " ");
        let text = text.trim();
        let marker = block_marker(text);
        for (at, character) in text.char_indices() {
            let (before, rest) = (&text[..at], &text[at + character.len_utf8()..]);
            let is_markup = match character {
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '@' => true,
                // A web address would become a link.
                ':' => rest.starts_with("//"),
                '.' => ends_with_www(before),
                _ => false,
            };
            match character {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' if rest.starts_with(|next: char| next == '#' || next.is_alphabetic()) => {
                    f.write_str("&amp;")?;
                }
                _ => {
                    if is_markup || marker == Some(at) {
                        f.write_char('\\')?;
                    }
                    f.write_char(character)?;
                }
            }
        }
        Ok(())
    }
}

fn ends_with_www(text: &str) -> bool {
    let end = text
        .len()
        .checked_sub(3)
        .and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Returns the position of the character by which a line that begins so would begin a heading, a
/// list, a rule or an underline.
fn block_marker(text: &str) -> Option<usize> {
    if text.starts_with(['#', '+', '-', '=']) {
        return Some(0);
    }
    let after = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let digits = text.len() - after.len();
    let rest = after.strip_prefix(['.', ')'])?;
    (digits > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(digits)
}

/// Writes a heading with a number of signs: 1 for the title.
pub(crate) fn heading(level: usize, text: impl Display) -> String {
    format!("{} {}\n\n", "#".repeat(level), Text(text))
}

/// Writes a paragraph of text.
pub(crate) fn paragraph(text: impl Display) -> String {
    format!("{}\n\n", Text(text))
}

/// Writes a list of sentences; empty for none.
pub(crate) fn list(texts: impl IntoIterator<Item = impl Display>) -> String {
    let mut list = String::new();
    for text in texts {
        let _ = writeln!(list, "- {}", Text(text));
    }
    if !list.is_empty() {
        list.push('\n');
    }
    list
}

/// Writes code as a block, between fences that are longer than any in it.
pub(crate) fn code(code: &str) -> String {
    let runs = code.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    format!("{fence}sh\n{code}\n{fence}\n\n")
}

/// Writes the questions, each under a heading, with its figure and its sentence.
pub(crate) fn answers(answers: &[Answer]) -> String {
    let mut markdown = String::new();
    for (number, answer) in (1..).zip(answers) {
        markdown += &heading(3, format!("Question {number}: {}", answer.question));
        let _ = writeln!(
            markdown,
            "**{}** {}\n",
            Text(&answer.figure),
            Text(&answer.label)
        );
        markdown += &paragraph(&answer.sentence);
    }
    markdown
}

/// Writes a table, after its caption as a paragraph. Headings, which begin with capitals, cells and
/// caption are text.
pub(crate) fn table<'a>(
    caption: &str,
    columns: &[(String, Kind)],
    rows: impl IntoIterator<Item = &'a Vec<String>>,
) -> String {
    let mut markdown = if caption.is_empty() {
        String::new()
    } else {
        paragraph(caption)
    };
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        markdown.push('|');
        for cell in cells {
            let _ = write!(markdown, " {cell} |");
        }
        markdown.push('\n');
    };
    row(&mut columns
        .iter()
        .map(|(heading, _)| Text(capital(heading)).to_string()));
    row(&mut columns.iter().map(|(_, kind)| {
        match kind {
            Kind::Text => "---",
            Kind::Number => "---:",
        }
        .to_owned()
    }));
    for cells in rows {
        row(&mut cells.iter().map(|cell| Text(cell).to_string()));
    }
    markdown.push('\n');
    markdown
}

impl Document<'_> {
    /// The whole document as Markdown; each section has a title as text and a body that is Markdown
    /// already.
    pub(crate) fn markdown(&self, sections: &[(String, String)]) -> String {
        let mut markdown = heading(1, &self.title);
        markdown += &paragraph(format!("{}. {}", self.kind, self.about));
        if let Some(status) = self.status() {
            let _ = writeln!(markdown, "**{}**\n", Text(status));
        }
        for (title, body) in sections {
            markdown += &heading(2, title);
            markdown += body;
        }
        markdown.push_str("---\n\n");
        markdown += &paragraph(self.attribution);
        let _ = writeln!(
            markdown,
            "{}",
            Text(format!(
                "Made by {}. The same data and the same question make the same document again.",
                self.engine
            ))
        );
        markdown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_text() {
        for (text, escaped) in [
            (
                "a|b *c* _d_ `e` [f](g)",
                "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g)",
            ),
            ("<b>&amp; & c", "&lt;b&gt;&amp;amp; & c"),
            ("# title", "\\# title"),
            ("- item\n- item", "\\- item - item"),
            ("12. item", "12\\. item"),
            ("12.5 km", "12.5 km"),
            ("see www.example.org", "see www\\.example.org"),
            ("https://example.org", "https\\://example.org"),
            ("   code\u{1b}", "code"),
            ("---", "\\---"),
            ("café", "café"),
        ] {
            assert_eq!(Text(text).to_string(), escaped);
        }
    }

    #[test]
    fn code_ends_with_its_own_fence_only() {
        assert_eq!(code("a ``` b"), "````sh\na ``` b\n````\n\n");
        assert_eq!(code("a"), "```sh\na\n```\n\n");
    }
}
