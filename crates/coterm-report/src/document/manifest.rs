//! The section of a document that says how to make it again.

use std::fmt::Write;

use super::markup::{HtmlText, Kind, Table, paragraph};
use crate::manifest::{ReportManifest, ReportQuestion};
use crate::{Error, Result};

/// The command, the files with their digests, and the versions that make the same document
/// again, as HTML and as JSON.
pub(crate) fn section<Q: ReportQuestion>(manifest: &ReportManifest<Q>) -> Result<String> {
    let command = manifest.question.command("html");
    let mut html = paragraph(
        "With the same version of the software and the files below, this command makes the same \
         document again, byte for byte. It contains no time stamp.",
    );
    let _ = writeln!(html, "<pre><code>{}</code></pre>", HtmlText(command));
    let mut table = Table::new(
        "Every file that went into this report.",
        &[
            ("File", Kind::Text),
            ("What it contains", Kind::Text),
            ("SHA-256", Kind::Text),
        ],
    )
    .class("ruled compact");
    for file in &manifest.files {
        table.row(vec![
            HtmlText(&file.file).to_string(),
            HtmlText(&file.what).to_string(),
            format!("<span class=\"hash\">{}</span>", HtmlText(&file.sha256)),
        ]);
    }
    html.push_str(&table.html());
    let json =
        serde_json::to_string_pretty(manifest).map_err(|error| Error::Write(error.to_string()))?;
    let _ = writeln!(
        html,
        "<details class=\"on-screen\">\n<summary>The same for programs</summary>\n<pre><code>{}</code></pre>\n</details>",
        HtmlText(json)
    );
    Ok(html)
}

/// The command that makes the document again, and how to list codes and files.
pub(crate) fn short<Q: ReportQuestion>(manifest: &ReportManifest<Q>) -> String {
    short_of(manifest, "codes, postcodes and checksums")
}

/// The command that makes the document again, and what a full appendix lists besides.
pub(crate) fn short_of<Q: ReportQuestion>(manifest: &ReportManifest<Q>, full: &str) -> String {
    let command = manifest.question.command("html");
    let mut html = paragraph(&format!(
        "This command makes the same document again. With --appendix full it also lists {full}."
    ));
    let _ = writeln!(html, "<pre><code>{}</code></pre>", HtmlText(command));
    html
}
