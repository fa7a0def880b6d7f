//! The report on a comparison as one HTML document: the order and titles of its sections.

mod alignment;
mod appendix;
mod differences;
mod disclosure;
mod heat;
mod lines;
mod maps;
mod method;
mod moves;
mod overview;
mod verdicts;

use super::{Appendix, ComparisonReport};
use crate::Result;
use crate::document::{Section, manifest, markup};
use crate::text;

/// Writes the comparison as an HTML document.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<String> {
    Ok(report.document().html(&sections(report)?))
}

fn sections(report: &ComparisonReport<'_>) -> Result<Vec<Section>> {
    let comparison = report.comparison;
    let appendix = report.manifest.question.paper.appendix;
    let mut all = vec![
        Section::new("summary", "The four questions", overview::summary(report)),
        Section::new("map", "The map", maps::overview(report)),
        Section::new(
            "differences",
            "Where the boundaries differ, and why",
            differences::section(report),
        ),
        Section::new("moves", "Who would move", moves::section(report)),
        Section::new(
            "alignment",
            "What would make them match",
            alignment::section(report),
        ),
        Section::new("verdicts", "Area by area", verdicts::section(report)),
    ];
    if appendix == Appendix::Full {
        let (matrix, wide) = heat::section(comparison);
        let matrix = Section::new("matrix", "What the areas have in common", matrix);
        all.push(if wide { matrix.across() } else { matrix });
        all.push(Section::new(
            "lines",
            "How far apart the lines are",
            lines::section(comparison),
        ));
    }
    let asked = report.manifest.question.disclosure.is_some();
    let disclosure = comparison.disclosure.as_ref();
    if let Some(found) = disclosure.filter(|_| asked || appendix == Appendix::Full) {
        all.push(Section::new(
            "disclosure",
            "What could be found out by subtraction",
            disclosure::section(found, comparison),
        ));
    }
    let notes = text::paper::limits(comparison);
    if !notes.is_empty() {
        let notes = markup::list(notes);
        all.push(Section::new("findings", "Notes and limits", notes));
    }
    all.push(Section::new("method", "Method", method::section(report)));
    let mut letters = ["A", "B", "C"].into_iter();
    let mut add = |id: &'static str, title: &str, html: String| {
        if !html.is_empty() {
            let letter = letters.next().unwrap_or_default();
            let title = format!("Appendix {letter}: {title}");
            all.push(Section::new(id, title, html).on_its_own_page());
        }
    };
    if appendix == Appendix::Full {
        add(
            "codes",
            "what is in the smaller parts",
            appendix::codes(comparison),
        );
        add(
            "slivers",
            "slivers along the lines",
            appendix::slivers(comparison),
        );
        add(
            "manifest",
            "how to make this report again",
            manifest::section(report.manifest)?,
        );
    }
    Ok(all)
}
