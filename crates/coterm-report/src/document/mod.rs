//! The HTML document that all reports share: for the screen and for A4 paper, in one file
//! that loads nothing; and its kin in Markdown.
//!
//! The reports fill in the sections; this module has the frame, the style and the elements.
//! Tables, lists and pictures are plain HTML, so that a document can be pasted into a word
//! processor; the style only lays them out better.

pub(crate) mod answers;
mod badge;
pub(crate) mod flow;
pub(crate) mod manifest;
pub(crate) mod markdown;
pub(crate) mod markup;
pub(crate) mod picture;
pub(crate) mod practices;
pub(crate) mod split;
#[cfg(test)]
mod tests;
pub(crate) mod text_table;

use std::fmt::Write;

pub(crate) use badge::{badge, sign};
use markup::HtmlText;

/// The style sheet of every document.
const STYLE: &str = include_str!("style.css");

/// Content security policy of the HTML documents: a browser shows them and loads nothing. A
/// server should send it as `Content-Security-Policy`; the document has it in a `meta`
/// element too.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A part of a document, with a heading.
pub(crate) struct Section {
    id: &'static str,
    title: String,
    class: &'static str,
    html: String,
}

impl Section {
    pub(crate) fn new(id: &'static str, title: impl Into<String>, html: String) -> Self {
        Self {
            id,
            title: title.into(),
            class: "",
            html,
        }
    }

    /// Starts a new page for the section in print.
    pub(crate) fn on_its_own_page(mut self) -> Self {
        self.class = "page";
        self
    }

    /// Puts the section on a landscape page of its own in print.
    pub(crate) fn across(mut self) -> Self {
        self.class = "across";
        self
    }
}

/// The head and foot of a document; all fields are text, not HTML.
pub(crate) struct Document<'a> {
    /// Kind of report, which is also at the foot of each printed page.
    pub(crate) kind: &'static str,
    /// Title of the document.
    pub(crate) title: String,
    /// Text below the title.
    pub(crate) about: String,
    /// Date of the paper, as it is to be read; it stands at the top, and at the head of each
    /// printed page.
    pub(crate) date: Option<String>,
    /// Whether the document says in the same places that it is a draft.
    pub(crate) draft: bool,
    /// Name and version of the program that made the document.
    pub(crate) engine: &'a str,
    /// Attribution of the data.
    pub(crate) attribution: &'a str,
}

impl Document<'_> {
    /// The whole document as HTML; the first section must be the summary.
    pub(crate) fn html(&self, sections: &[Section]) -> String {
        let mut html = String::with_capacity(1 << 18);
        let Self { kind, engine, .. } = self;
        let _ = writeln!(
            html,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">\n\
             <meta name=\"generator\" content=\"{}\">\n\
             <title>{title}</title>\n<style>\n{STYLE}{}{}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#summary\" aria-label=\"Skip to the summary\"></a>\n\
             <header>\n<p class=\"kind\">{kind}</p>\n{}<h1>{title}</h1>\n<p class=\"about\">{}</p>\n</header>",
            HtmlText(engine),
            margin("bottom-left", kind),
            self.status()
                .map_or_else(String::new, |status| margin("top-left", &status)),
            self.draft_line(),
            HtmlText(&self.about),
            title = HtmlText(&self.title),
        );
        html.push_str(&contents(sections));
        html.push_str("<main>\n");
        for section in sections {
            let _ = writeln!(
                html,
                "<section id=\"{0}\" class=\"{1}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{2}</h2>\n{3}</section>",
                section.id,
                section.class,
                HtmlText(&section.title),
                section.html
            );
        }
        let _ = writeln!(
            html,
            "</main>\n<footer>\n<p>{}</p>\n<p>Made by {}. The same data and the same question make the same document again.</p>\n</footer>\n</body>\n</html>",
            HtmlText(self.attribution),
            HtmlText(engine)
        );
        html
    }

    /// The word "Draft", if the document is one, and its date.
    fn status(&self) -> Option<String> {
        let draft = self.draft.then_some("Draft");
        let both: Vec<&str> = draft.into_iter().chain(self.date.as_deref()).collect();
        (!both.is_empty()).then(|| both.join(", "))
    }

    fn draft_line(&self) -> String {
        let draft = self.draft.then_some("<strong>Draft</strong>".to_owned());
        let date = self.date.as_ref().map(|date| HtmlText(date).to_string());
        let both: Vec<String> = draft.into_iter().chain(date).collect();
        if both.is_empty() {
            String::new()
        } else {
            format!("<p class=\"draft\">{}</p>\n", both.join(" "))
        }
    }
}

/// Style rule that puts a text in a margin of each printed page.
fn margin(place: &str, text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    // A less-than sign could end the style element, and a line break the string.
    let text = text.replace('<', "\\3c ").replace(['\n', '\r'], " ");
    format!(
        "@page {{ @{place} {{ content: \"{text}\"; font: 8pt system-ui, Arial, sans-serif; color: #4a5863; }} }}\n"
    )
}

fn contents(sections: &[Section]) -> String {
    let items: Vec<String> = sections
        .iter()
        .map(|section| {
            format!(
                "<li><a href=\"#{}\">{}</a></li>\n",
                section.id,
                HtmlText(&section.title)
            )
        })
        .collect();
    format!(
        "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n{}</ol>\n</nav>\n",
        items.concat()
    )
}
