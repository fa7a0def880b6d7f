//! The sheet on how things were counted, and what the workbook was made from.

use coterm_core::words::capital;

use crate::manifest::ReportQuestion;
use crate::scenario::ScenarioReport;
use crate::scenario::method::WORDS;
use crate::text;
use crate::workbook::{Kind, Table};

/// The summaries, what was counted, the terms, and what the workbook was made from.
pub(super) fn table(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let columns = [("Subject", Kind::Text), ("Text", Kind::Long)];
    let mut table = Table::new("Method", 1, &columns);
    let mut several = |subject: &str, texts: &[String]| {
        for (position, text) in texts.iter().enumerate() {
            let subject = if position == 0 { subject } else { "" };
            table.row(vec![subject.into(), text.as_str().into()]);
        }
    };
    for (one, title) in report.scored.iter().copied().zip(titles) {
        let all = text::scenario::summary(one.score);
        let all = all.into_iter().map(|sentence| report.plain(&sentence));
        let all: Vec<String> = [text::standing::source(one.score)]
            .into_iter()
            .chain(all)
            .chain(text::practices::of_score(one.score))
            .chain(report.notes(one))
            .collect();
        several(title, &all);
    }
    if let Some(score) = report.scores().next() {
        let weight = &score.weight;
        let counted = format!(
            "{}. {}",
            capital(weight.unit.as_str()),
            text::weight::counted(&weight.source)
        );
        several("Counted", &[counted]);
    }
    if let Some(against) = report.scores().find_map(|score| score.against.as_ref()) {
        several("Compared with", &[report.layer_name(&against.layer.id)]);
    }
    for (word, meaning) in WORDS {
        several(word, &[meaning.to_owned()]);
    }
    let manifest = report.manifest;
    several("Attribution", &[report.dataset.attribution().to_owned()]);
    several("Made by", std::slice::from_ref(&manifest.engine));
    several("Made with", &[manifest.question.command("xlsx")]);
    several("Data", std::slice::from_ref(&manifest.extent));
    let files = manifest.files.iter();
    let files: Vec<String> = files
        .map(|file| format!("{} ({}), SHA-256 {}", file.file, file.what, file.sha256))
        .collect();
    several("Files", &files);
    table
}
