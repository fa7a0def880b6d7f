//! The report on scores as one Markdown document, in the order of the HTML document.

mod areas;
mod lists;

use coterm_core::words::{capital, things};

use super::{
    LISTED, ScenarioReport, Scored, blocks, districts, method, moves, overview, side_by_side,
    verdicts,
};
use crate::comparison::relation;
use crate::document::markdown::{code, heading, list, paragraph};
use crate::document::markup::Kind;
use crate::document::text_table::TextTable;
use crate::manifest::ReportQuestion;
use crate::text;

/// Writes the scores as a Markdown document.
pub(super) fn write(report: &ScenarioReport<'_>) -> String {
    let section = |title: &str, body: String| (title.to_owned(), body);
    let mut all = vec![
        section("Summary", summary(report)),
        section("Area by area", each(report, areas::table)),
    ];
    if let Some(name) = report.against() {
        let title = format!("Compared with {name}");
        all.push(section(&title, each(report, against)));
    }
    if report.scores().any(|score| score.moves.is_some()) {
        let parts = paragraph(moves::MATCHED) + &each(report, areas::moves);
        all.push(section("Who moves", parts));
    }
    if report.scores().any(|score| score.district_layer.is_some()) {
        let title = "Districts that are not in one area";
        all.push(section(
            title,
            each_unless(report, districts::none, areas::districts),
        ));
    }
    let title = "Whether every building block is in one area";
    all.push(section(
        title,
        each_unless(report, blocks::in_one_area, lists::blocks),
    ));
    if report.has_notes() {
        let notes = |report: &ScenarioReport<'_>, one: Scored<'_>| list(report.notes(one));
        all.push(section("Notes and limits", each(report, notes)));
    }
    all.push(section("Method", method_and_command(report)));
    report.document().markdown(&all)
}

/// A part of a section for each scenario, under the scenario's title if there are several.
fn each(
    report: &ScenarioReport<'_>,
    part: impl Fn(&ScenarioReport<'_>, Scored<'_>) -> String,
) -> String {
    let several = report.scored.len() > 1;
    let parts = report.scored.iter().map(|&one| {
        let title = several.then(|| heading(3, &one.score.title));
        title.unwrap_or_default() + &part(report, one)
    });
    parts.collect()
}

/// The parts of [`each`], unless one sentence holds for all of several scenarios.
fn each_unless(
    report: &ScenarioReport<'_>,
    sentence: impl Fn(&ScenarioReport<'_>, Scored<'_>) -> Option<String>,
    part: impl Fn(&ScenarioReport<'_>, Scored<'_>) -> String,
) -> String {
    let said = report.of_all(sentence);
    said.map_or_else(|| each(report, part), paragraph)
}

/// Sentences as a list, with names in place of identifiers.
fn plain_list(report: &ScenarioReport<'_>, sentences: &[String]) -> String {
    list(sentences.iter().map(|sentence| report.plain(sentence)))
}

fn summary(report: &ScenarioReport<'_>) -> String {
    let mut markdown = match report.scored[..] {
        [one] => {
            let figures = overview::in_figures(report, one.score);
            let figures = figures
                .into_iter()
                .map(|(figure, what)| format!("{figure} {what}"));
            paragraph(overview::lede(report, one.score))
                + &list(figures)
                + &heading(3, "Main results")
                + &plain_list(report, &text::scenario::summary(one.score))
        }
        _ => several(report),
    };
    markdown += &heading(3, "What a score is for");
    markdown + &paragraph(overview::PURPOSE)
}

/// The summaries of several scenarios: the table, what they have in common, then the rest of each.
fn several(report: &ScenarioReport<'_>) -> String {
    let same = overview::said_of_all(report);
    let mut markdown = beside_each_other(report);
    if !same.is_empty() {
        markdown += &heading(3, overview::in_all(report));
        markdown += &plain_list(report, &same);
    }
    markdown + &each(report, in_sentences)
}

fn in_sentences(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    paragraph(text::standing::source(one.score))
        + &plain_list(report, &overview::said_of_one(report, one.score))
}

/// A table with a row for each question and a column for each scenario.
fn beside_each_other(report: &ScenarioReport<'_>) -> String {
    let titles = report.titles();
    let mut columns = vec![("", Kind::Text)];
    columns.extend(titles.iter().map(|title| (title.as_str(), Kind::Text)));
    let mut table = TextTable::new(overview::side_by_side_caption(report), &columns);
    for row in side_by_side(report.scores()) {
        let answers = row.answers.into_iter();
        let answers = answers.map(|answer| answer.map_or_else(String::new, |answer| answer.text));
        let mut cells = vec![capital(&row.question)];
        cells.extend(answers);
        table.row(cells);
    }
    table.markdown()
}

/// The verdicts on a scenario's areas against the other layer.
fn against(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let Some(against) = &one.score.against else {
        return paragraph(verdicts::NOT_COMPARED);
    };
    let columns = [
        ("Area", Kind::Text),
        ("Verdict", Kind::Text),
        ("Why", Kind::Text),
    ];
    let mut table = TextTable::new(verdicts::caption(against), &columns);
    for verdict in against.verdicts.iter().take(LISTED) {
        let reason = text::reason::verdict(verdict, &against.layer, &against.unit);
        let mut why = report.plain(&reason);
        if let Some(by_blocks) = verdict.by_blocks
            && by_blocks != verdict.relation
        {
            why += " By building blocks: ";
            why += &relation(by_blocks).to_lowercase();
            why.push('.');
        }
        let verdict_word = relation(verdict.relation).to_owned();
        table.row(vec![verdict.area.name.clone(), verdict_word, why]);
    }
    let layers = [against.own.clone(), against.layer.clone()];
    let findings = text::scenario::comparison_findings(&against.findings, &layers);
    table.markdown() + &plain_list(report, &findings)
}

fn method_and_command(report: &ScenarioReport<'_>) -> String {
    let mut markdown: String = method::paragraphs(report).iter().map(paragraph).collect();
    markdown += &heading(3, "How to make this report again");
    markdown += &paragraph(
        "With the same version of the software and the same data, this command makes the same \
         document again.",
    );
    markdown += &code(&report.manifest.question.command("md"));
    markdown += &heading(3, "The words used");
    let words = method::WORDS.iter();
    markdown + &list(words.map(|(word, meaning)| format!("{word}: {meaning}")))
}

/// The number of rows that a table leaves out, as a paragraph; empty for none.
fn left_out(rows: usize) -> String {
    match rows.saturating_sub(LISTED) {
        0 => String::new(),
        more => paragraph(format!(
            "{} in the other formats.",
            things(more, "more is", "more are")
        )),
    }
}
