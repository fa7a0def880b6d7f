//! Building blocks of HTML. Everything that is text, rather than HTML already, is escaped
//! here.

use std::fmt::{self, Display, Write};

/// Text that is displayed with every character escaped that could be markup, for an element of HTML
/// or a quoted attribute.
///
/// ```
/// use coterm_report::HtmlText;
///
/// assert_eq!(HtmlText("Fylde & Wyre").to_string(), "Fylde &amp; Wyre");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct HtmlText<T>(pub T);

impl<T: Display> Display for HtmlText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let mut start = 0;
        for (at, character) in text.char_indices() {
            let escaped = match character {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                // Control characters are allowed in neither HTML nor SVG, not even escaped.
                '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' => "",
                _ => continue,
            };
            f.write_str(&text[start..at])?;
            f.write_str(escaped)?;
            start = at + character.len_utf8();
        }
        f.write_str(&text[start..])
    }
}

/// Kind of content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
}

/// A table with a caption, column headings that repeat on each printed page, and a heading in
/// each row.
#[derive(Debug)]
pub(crate) struct Table {
    class: &'static str,
    caption: String,
    columns: Vec<(String, Kind)>,
    bodies: Vec<Vec<Row>>,
}

#[derive(Debug)]
struct Row {
    class: &'static str,
    cells: Vec<String>,
}

impl Table {
    /// A table without rows. The caption, like the cells of rows, must be HTML already; the
    /// column headings are text.
    pub(crate) fn new(caption: &str, columns: &[(&str, Kind)]) -> Self {
        Self {
            class: "",
            caption: caption.into(),
            columns: columns
                .iter()
                .map(|(heading, kind)| ((*heading).to_owned(), *kind))
                .collect(),
            bodies: vec![Vec::new()],
        }
    }

    pub(crate) fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.row_with_class("", cells);
    }

    /// Adds a row with a class that sets it apart: `sum`, `rest`.
    pub(crate) fn row_with_class(&mut self, class: &'static str, cells: Vec<String>) {
        if let Some(body) = self.bodies.last_mut() {
            body.push(Row { class, cells });
        }
    }

    /// Starts a new group of rows.
    pub(crate) fn next_body(&mut self) {
        if self.bodies.last().is_some_and(|body| !body.is_empty()) {
            self.bodies.push(Vec::new());
        }
    }

    /// The table as HTML, in a box that scrolls if the table is too wide.
    pub(crate) fn html(&self) -> String {
        let mut html = format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table class=\"{}\" width=\"100%\" border=\"1\">\n<caption><span>{}</span></caption>\n<thead><tr>",
            self.class, self.caption
        );
        for (heading, kind) in &self.columns {
            let _ = write!(
                html,
                "<th scope=\"col\"{}>{}</th>",
                class_of(*kind),
                HtmlText(heading)
            );
        }
        html.push_str("</tr></thead>\n");
        for body in self.bodies.iter().filter(|body| !body.is_empty()) {
            html.push_str("<tbody>\n");
            for row in body {
                self.row_html(row, &mut html);
            }
            html.push_str("</tbody>\n");
        }
        html.push_str("</table></div>\n");
        html
    }

    fn row_html(&self, row: &Row, html: &mut String) {
        if row.class.is_empty() {
            html.push_str("<tr>");
        } else {
            let _ = write!(html, "<tr class=\"{}\">", row.class);
        }
        for (position, (cell, (_, kind))) in row.cells.iter().zip(&self.columns).enumerate() {
            let class = class_of(*kind);
            if position == 0 {
                let _ = write!(html, "<th scope=\"row\"{class}>{cell}</th>");
            } else {
                let _ = write!(html, "<td{class}>{cell}</td>");
            }
        }
        html.push_str("</tr>\n");
    }
}

fn class_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "",
        Kind::Number => " class=\"n\"",
    }
}

/// A paragraph of text, as HTML.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", HtmlText(text))
}

/// A list of sentences, as HTML.
pub(crate) fn list(texts: impl IntoIterator<Item = impl Display>) -> String {
    let items: Vec<String> = texts
        .into_iter()
        .map(|text| format!("<li>{}</li>\n", HtmlText(text)))
        .collect();
    format!("<ul>\n{}</ul>\n", items.concat())
}

/// The main figures of a report as HTML: each a value and its meaning, as text.
pub(crate) fn figures(figures: &[(String, String)]) -> String {
    let items: Vec<String> = figures
        .iter()
        .map(|(value, what)| {
            format!(
                "<li><b>{}</b> <span>{}</span></li>\n",
                HtmlText(value),
                HtmlText(what)
            )
        })
        .collect();
    format!("<ul class=\"figures\">\n{}</ul>\n", items.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_text() {
        assert_eq!(
            HtmlText("<b title=\"x\" id='y'>&\u{0}\u{1b}é").to_string(),
            "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;é"
        );
    }
}
