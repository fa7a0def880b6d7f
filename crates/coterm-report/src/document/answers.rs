//! The questions that a report answers on its first page.

use std::fmt::Write;

use super::markup::HtmlText;

/// A question with its answer; all fields are text, not HTML.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The question, as a reader would ask it.
    pub(crate) question: String,
    /// The answer as a figure, such as "3 of 4".
    pub(crate) figure: String,
    /// The thing that the figure counts.
    pub(crate) label: String,
    /// The answer as a sentence.
    pub(crate) sentence: String,
}

/// The questions as HTML, numbered in order: two beside each other where there is room. They
/// are a list of headings and paragraphs, which a word processor keeps.
pub(crate) fn answers(answers: &[Answer]) -> String {
    let mut html = String::from("<ol class=\"answers\">\n");
    for answer in answers {
        let _ = writeln!(
            html,
            "<li>\n<h3>{}</h3>\n<p class=\"figure\"><b>{}</b> {}</p>\n<p>{}</p>\n</li>",
            HtmlText(&answer.question),
            HtmlText(&answer.figure),
            HtmlText(&answer.label),
            HtmlText(&answer.sentence)
        );
    }
    html.push_str("</ol>\n");
    html
}
