//! One HTML document: for the screen, for A4, and with nothing to load.
//!
//! What is in it is for the reports to say; here is what all of them look like.

mod badge;
pub(crate) mod flow;
pub(crate) mod manifest;
pub(crate) mod markup;

use std::fmt::Write;

pub(crate) use badge::{badge, sign};
use markup::Text;

/// All that a document looks like.
const STYLE: &str = include_str!("style.css");

/// What a browser may do with a document: nothing but show it. Whoever serves one sends
/// it as `Content-Security-Policy`; the document itself says the same.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A part of a document with a heading of its own.
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

    /// Begins a page of its own in print.
    pub(crate) fn on_its_own_page(mut self) -> Self {
        self.class = "page";
        self
    }

    /// Has a page in landscape of its own in print.
    pub(crate) fn across(mut self) -> Self {
        self.class = "across";
        self
    }
}

/// A document's head and foot; all of it is text.
pub(crate) struct Document<'a> {
    /// What kind of report it is, which also stands at the foot of each page in print.
    pub(crate) kind: &'static str,
    /// The title.
    pub(crate) title: String,
    /// What stands below the title.
    pub(crate) about: String,
    /// What made it, with its version.
    pub(crate) engine: &'a str,
    /// Whose data it is.
    pub(crate) attribution: &'a str,
}

impl Document<'_> {
    /// The document with these sections, the first of which is the summary.
    pub(crate) fn html(&self, sections: &[Section]) -> String {
        let mut html = String::with_capacity(1 << 18);
        let Self { kind, engine, .. } = self;
        let _ = writeln!(
            html,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">\n\
             <meta name=\"generator\" content=\"{}\">\n\
             <title>{title}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n\
             <header>\n<p class=\"kind\">{kind}</p>\n<h1>{title}</h1>\n<p class=\"about\">{}</p>\n</header>",
            Text(engine),
            foot(kind),
            Text(&self.about),
            title = Text(&self.title),
        );
        html.push_str(&contents(sections));
        html.push_str("<main>\n");
        for section in sections {
            let _ = writeln!(
                html,
                "<section id=\"{0}\" class=\"{1}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{2}</h2>\n{3}</section>",
                section.id,
                section.class,
                Text(&section.title),
                section.html
            );
        }
        let _ = writeln!(
            html,
            "</main>\n<footer>\n<p>{}</p>\n<p>Made by {}. The same data and the same question make the same document again.</p>\n</footer>\n</body>\n</html>",
            Text(self.attribution),
            Text(engine)
        );
        html
    }
}

/// What stands at the foot of each page in print.
fn foot(kind: &str) -> String {
    format!(
        "@page {{ @bottom-left {{ content: \"{kind}\"; font: 8pt system-ui, Arial, sans-serif; color: #4a5863; }} }}\n"
    )
}

fn contents(sections: &[Section]) -> String {
    let items: Vec<String> = sections
        .iter()
        .map(|section| {
            format!(
                "<li><a href=\"#{}\">{}</a></li>\n",
                section.id,
                Text(&section.title)
            )
        })
        .collect();
    format!(
        "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n{}</ol>\n</nav>\n",
        items.concat()
    )
}
