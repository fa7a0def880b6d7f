//! The report on a comparison as one Markdown document, in the order of the HTML document.

use coterm_core::words::{ground, share, things, weight};

use super::moves::Side;
use super::names::{if_whole, layer_names, relation};
use super::{Appendix, ComparisonReport, paper_tables};
use crate::document::markdown::{answers, code, heading, list, paragraph};
use crate::document::markup::Kind;
use crate::document::practices;
use crate::document::split::NOT_KNOWN;
use crate::document::text_table::TextTable;
use crate::manifest::ReportQuestion;
use crate::text::{self, paper};

/// Largest number of areas in a table; other formats have them all.
const LISTED: usize = 2_000;

/// Writes the comparison as a Markdown document.
pub(super) fn write(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let section = |title: &str, body: String| (title.to_owned(), body);
    let mut all = vec![
        section(
            "The four questions",
            answers(&report.answers()) + &list(paper::notes(comparison)),
        ),
        section("Where the boundaries differ, and why", splits(report)),
        section("Who would move", moves(report)),
        section("What would make them match", alignment(report)),
        section("Area by area", verdicts(report)),
    ];
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    let asked = report.manifest.question.disclosure.is_some();
    if let Some(found) = comparison.disclosure.as_ref().filter(|_| asked || is_full) {
        let title = "What could be found out by subtraction";
        let found = text::disclosure::disclosure(found, comparison);
        all.push(section(title, list(found)));
    }
    let limits = paper::limits(comparison);
    if !limits.is_empty() {
        all.push(section("Notes and limits", list(limits)));
    }
    all.push(section("Method", method(report)));
    report.document().markdown(&all)
}

fn splits(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let cut = paper_tables::cut(comparison);
    let mut markdown = if cut.is_empty() {
        paragraph(paper::NO_SPLIT)
    } else {
        let columns = [
            ("Area", Kind::Text),
            ("Part in", Kind::Text),
            ("Share", Kind::Number),
            ("What it holds", Kind::Text),
        ];
        let mut table = TextTable::new(paper::split_areas(comparison, &cut), &columns);
        for split in cut.iter().take(LISTED) {
            let split = paper_tables::parts(split, comparison);
            for part in split.parts {
                let area = split.area.clone();
                table.row(vec![
                    area,
                    part.name,
                    part.share.map_or_else(|| NOT_KNOWN.to_owned(), share),
                    part.holds,
                ]);
            }
        }
        table.markdown()
    };
    let nested = paper::nested(comparison);
    if !nested.is_empty() && nested.len() <= paper::NESTED {
        markdown += &heading(3, "Areas that are made up of whole ones");
        markdown += &list(nested);
    }
    markdown
}

fn moves(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let mut markdown = paragraph(paper::matching(comparison));
    markdown += &paper_tables::matches(comparison).markdown();
    if let Some(found) = &comparison.practices {
        let notes = text::practices::of_comparison(comparison);
        markdown += &practices::markdown(found, &notes, report.practices_listed());
    }
    markdown
}

fn alignment(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let mut markdown = paragraph(paper::alignment(comparison));
    markdown += &paper_tables::alignment(comparison).markdown();
    if let Some(in_none) = paper::in_none(comparison) {
        markdown += &paragraph(in_none);
    }
    markdown
}

/// The verdicts on the first layer's areas; with the full appendix on the second layer's too.
fn verdicts(report: &ComparisonReport<'_>) -> String {
    let names = layer_names(report.comparison);
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    let sides: &[Side] = if is_full {
        &[Side::A, Side::B]
    } else {
        &[Side::A]
    };
    let sides = sides.iter().zip(&names);
    let tables = sides.map(|(&side, name)| heading(3, name) + &verdicts_of(report, side));
    tables.collect()
}

fn verdicts_of(report: &ComparisonReport<'_>, side: Side) -> String {
    let comparison = report.comparison;
    let (verdicts, other) = (side.verdicts(comparison), side.other_layer(comparison));
    let counted = &comparison.weight.unit;
    let (unit, has_weight) = (comparison.unit().to_string(), !comparison.counts_ground());
    let mut columns = vec![
        ("Area", Kind::Text),
        ("Verdict", Kind::Text),
        ("Why", Kind::Text),
        ("Ground", Kind::Number),
    ];
    if has_weight {
        columns.push((&unit, Kind::Number));
    }
    let mut table = TextTable::new("Each area, in order of the codes.", &columns);
    for verdict in verdicts.iter().take(LISTED) {
        let mut why = vec![
            text::reason::verdict(verdict, &other, counted),
            text::reason::least_change(verdict, counted),
        ];
        if let Some(by_blocks) = verdict.by_blocks
            && by_blocks != verdict.relation
        {
            let by_blocks = relation(by_blocks).to_lowercase();
            why.push(format!("By building blocks: {by_blocks}."));
        }
        why.retain(|sentence| !sentence.is_empty());
        let mut row = vec![
            verdict.area.name.clone(),
            relation(verdict.relation).to_owned(),
            why.join(" "),
            if_whole(verdict.area_m2, ground),
        ];
        if has_weight {
            row.push(verdict.weight.map(weight).unwrap_or_default());
        }
        table.row(row);
    }
    let mut markdown = table.markdown();
    if verdicts.len() > LISTED {
        let more = things(verdicts.len() - LISTED, "more is", "more are");
        markdown += &paragraph(format!("{more} in the other formats."));
    }
    markdown
}

fn method(report: &ComparisonReport<'_>) -> String {
    let manifest = report.manifest;
    let mut markdown: String = paper::method(report.comparison).map(paragraph).concat();
    let appendix = manifest.question.paper.appendix;
    if appendix == Appendix::None {
        return markdown;
    }
    markdown += &heading(3, "How to make this report again");
    markdown += &paragraph(
        "With the same version of the software and the same data, this command makes the same \
         document again.",
    );
    markdown += &code(&manifest.question.command("md"));
    if appendix == Appendix::Full {
        markdown += &manifest.files_table().markdown();
    }
    markdown
}
