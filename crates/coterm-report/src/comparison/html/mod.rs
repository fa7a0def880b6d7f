//! A comparison as one HTML document: for the screen, for A4, and with nothing to load.

mod appendix;
mod differences;
mod flow;
mod heat;
mod lines;
mod maps;
mod markup;
mod method;
mod moves;
mod overview;
mod verdicts;

use std::fmt::Write;

use markup::Text;

use super::Report;
use super::words::layer_names;
use crate::Result;

/// All that the document looks like.
const STYLE: &str = include_str!("style.css");

/// What a browser may do with a document: nothing but show it. Whoever serves one sends
/// it as `Content-Security-Policy`; the document itself says the same.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A part of the document with a heading of its own.
struct Section {
    id: &'static str,
    title: String,
    /// `page` begins a page of its own in print, `across` has one in landscape.
    class: &'static str,
    html: String,
}

impl Section {
    fn new(id: &'static str, title: impl Into<String>, html: String) -> Self {
        Self {
            id,
            title: title.into(),
            class: "",
            html,
        }
    }

    fn on_its_own_page(mut self) -> Self {
        self.class = "page";
        self
    }
}

/// The document.
pub(super) fn write(report: &Report<'_>) -> Result<String> {
    let [a, b] = layer_names(report.comparison);
    let sections = sections(report)?;
    let mut html = String::with_capacity(1 << 18);
    let _ = writeln!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">\n\
         <meta name=\"generator\" content=\"{}\">\n\
         <title>{} against {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#summary\">Skip to the summary</a>",
        Text(&report.manifest.engine),
        Text(&a),
        Text(&b)
    );
    html.push_str(&overview::masthead(report));
    html.push_str(&contents(&sections));
    html.push_str("<main>\n");
    for section in &sections {
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
        Text(&report.comparison.attribution),
        Text(&report.manifest.engine)
    );
    Ok(html)
}

fn sections(report: &Report<'_>) -> Result<Vec<Section>> {
    let comparison = report.comparison;
    let mut all = vec![Section::new(
        "summary",
        "Summary",
        overview::summary(report),
    )];
    all.push(Section::new(
        "map",
        "The two layers",
        maps::overview(report),
    ));
    all.push(Section::new(
        "differences",
        "Real differences",
        differences::section(report),
    ));
    all.push(Section::new(
        "verdicts",
        "Area by area",
        verdicts::section(report),
    ));
    let (matrix, wide) = heat::section(comparison);
    let mut matrix = Section::new("matrix", "What the areas have in common", matrix);
    if wide {
        matrix.class = "across";
    }
    all.push(matrix);
    let title = moves::title(comparison);
    all.push(Section::new("moves", title, moves::section(comparison)));
    all.push(Section::new(
        "lines",
        "How far apart the lines are",
        lines::section(comparison),
    ));
    if !comparison.findings.is_empty() {
        all.push(Section::new(
            "findings",
            "What to know besides",
            markup::list(&comparison.findings),
        ));
    }
    all.push(Section::new("method", "Method", method::section(report)));
    let mut letters = ["A", "B", "C"].into_iter();
    let mut appendix = |id: &'static str, title: &str, html: String| {
        if !html.is_empty() {
            let letter = letters.next().unwrap_or_default();
            let title = format!("Appendix {letter}: {title}");
            all.push(Section::new(id, title, html).on_its_own_page());
        }
    };
    appendix(
        "codes",
        "what is in the real differences",
        appendix::codes(comparison),
    );
    appendix(
        "slivers",
        "slivers along the lines",
        appendix::slivers(comparison),
    );
    appendix(
        "manifest",
        "how to make this report again",
        method::manifest(report)?,
    );
    Ok(all)
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
