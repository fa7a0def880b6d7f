//! The first sheet of the workbook: the answer, the notes, and what the report was made from.

use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use coterm_core::words::{length, things, weight};

use crate::Result;
use crate::comparison::ComparisonReport;
use crate::comparison::names::layer_names;
use crate::manifest::ReportQuestion;
use crate::text;
use crate::workbook::paper;

/// Widths of the column of questions and of the column of texts.
const QUESTION: f64 = 38.0;
const TEXT: f64 = 100.0;

/// Writes the summary sheet: the answer, the options, the two layers and the manifest.
pub(super) fn sheet(workbook: &mut Workbook, report: &ComparisonReport<'_>) -> Result<()> {
    let comparison = report.comparison;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Summary")?;
    sheet.set_column_width(0, QUESTION)?;
    sheet.set_column_width(1, TEXT)?;
    let title = Format::new().set_bold().set_font_size(16);
    let value = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let label = value.clone().set_bold();
    let [a, b] = layer_names(comparison);
    sheet.write_string_with_format(0, 0, format!("{a} and {b}"), &title)?;
    for (row, (name, text)) in (2..).zip(facts(report)) {
        let height = paper::row_height([(name.as_str(), QUESTION), (text.as_str(), TEXT)]);
        sheet.write_string_with_format(row, 0, name, &label)?;
        sheet.write_string_with_format(row, 1, text, &value)?;
        sheet.set_row_height(row, height)?;
    }
    paper::set_up(sheet, &[QUESTION, TEXT], 0)?;
    Ok(())
}

fn facts(report: &ComparisonReport<'_>) -> Vec<(String, String)> {
    let comparison = report.comparison;
    let manifest = report.manifest;
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut several = |name: &str, texts: &[String]| {
        for (position, text) in texts.iter().enumerate() {
            let name = if position == 0 { name } else { "" };
            facts.push((name.into(), text.clone()));
        }
    };
    for answer in text::answers::answers(comparison) {
        several(answer.question, &[answer.sentence]);
    }
    several("Practices", &text::practices::of_comparison(comparison));
    several(
        "Beyond the review area",
        &text::comparison::beyond(&comparison.summary),
    );
    several(
        "Other differences",
        &text::comparison::explained(&comparison.summary),
    );
    several(
        "Notes and limits",
        &text::comparison::findings(&comparison.findings, &comparison.layer_names()),
    );
    several(
        "Tolerance",
        &[format!(
            "{} ({})",
            length(comparison.tolerance_m),
            text::weight::tolerance(&comparison.tolerance_from)
        )],
    );
    for (name, layer) in [
        ("First layer", &comparison.a),
        ("Second layer", &comparison.b),
    ] {
        let text = format!(
            "{}: {}; {} areas, drawn to {}, {}. {}",
            layer.id,
            layer.title,
            layer.areas,
            length(layer.resolution_m),
            layer.coast,
            layer.source
        );
        several(name, &[text]);
    }
    several(
        "Weight",
        &[format!(
            "{} {}. {}",
            weight(comparison.weight.total),
            comparison.unit(),
            text::weight::counted(&comparison.weight.source)
        )],
    );
    if let Some(blocks) = &comparison.blocks {
        let number = things(blocks.blocks, &blocks.name, &blocks.names());
        let text = format!("{number} of {}", blocks.layer);
        several("Building blocks", &[text]);
    }
    several("Attribution", std::slice::from_ref(&comparison.attribution));
    several("Made by", std::slice::from_ref(&manifest.engine));
    several("Made with", &[manifest.question.command("xlsx")]);
    several("Data", std::slice::from_ref(&manifest.extent));
    let files: Vec<String> = manifest
        .files
        .iter()
        .map(|file| format!("{} ({}), SHA-256 {}", file.file, file.what, file.sha256))
        .collect();
    several("Files", &files);
    facts
}
