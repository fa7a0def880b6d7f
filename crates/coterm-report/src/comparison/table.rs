//! The report on a comparison as text in columns, for a terminal.

use std::fmt::Write;

use coterm_core::comparison::{Comparison, CountUnit, LinesOfOne};
use coterm_core::words::{count, ground, length, share, things, visible, weight};

use super::ComparisonReport;
use super::moves::{Side, moves};
use super::names::{RealPairs, blocks, class, layer_names, listed, name_or_outside, relation};
use crate::text;

mod columns;

pub use columns::wrapped;
use columns::{Align, Columns};

/// Width of text that is not for a terminal, in characters.
pub(super) const WIDTH: usize = 100;
/// Largest number of rows in a table; other formats have them all.
const ROWS: usize = 60;

pub(super) fn write(report: &ComparisonReport<'_>, width: usize) -> String {
    let comparison = report.comparison;
    let width = width.max(40);
    let mut text = String::new();
    let [a, b] = layer_names(comparison);
    let _ = writeln!(text, "{}", wrapped(&format!("{a} against {b}"), width, ""));
    let _ = writeln!(text);
    for answer in text::answers::answers(comparison) {
        let _ = writeln!(text, "{}", answer.question);
        let sentence = wrapped(&answer.sentence, width - 2, "").replace('\n', "\n  ");
        let _ = writeln!(text, "  {sentence}");
    }
    let mut notes = text::practices::of_comparison(comparison);
    notes.extend(text::comparison::notes(&comparison.summary));
    if !notes.is_empty() {
        let _ = writeln!(text);
    }
    for sentence in notes {
        let _ = writeln!(text, "{}", wrapped(&sentence, width, ""));
    }
    let tolerance = format!(
        "Lines up to {} apart are taken as the same ({}).",
        length(comparison.tolerance_m),
        text::weight::tolerance(&comparison.tolerance_from)
    );
    let _ = writeln!(text, "\n{}", wrapped(&tolerance, width, ""));
    let counted = text::weight::counted(&comparison.weight.source);
    let counted = format!("Counted: {}. {counted}", comparison.weight.unit);
    let _ = writeln!(text, "{}", wrapped(&counted, width, ""));
    for (name, side) in [(&a, Side::A), (&b, Side::B)] {
        heading(&mut text, name);
        text.push_str(&verdict_rows(comparison, side, width));
    }
    let splits = split_sentences(comparison);
    if !splits.is_empty() {
        heading(&mut text, "Split areas");
        for sentence in &splits {
            let _ = writeln!(text, "{}", wrapped(&format!("- {sentence}"), width, "  "));
        }
    }
    heading(&mut text, "Overlap");
    text.push_str(&overlap_rows(comparison, width));
    if !comparison.differences.is_empty() {
        heading(&mut text, "Smaller parts of split areas");
        text.push_str(&difference_rows(comparison, width));
    }
    heading(&mut text, "Lines");
    text.push_str(&line_rows(comparison));
    heading(&mut text, "Pieces");
    text.push_str(&piece_rows(comparison));
    if let Some(disclosure) = &comparison.disclosure {
        heading(&mut text, "What could be found out by subtraction");
        for sentence in text::disclosure::disclosure(disclosure, comparison) {
            let _ = writeln!(text, "{}", wrapped(&format!("- {sentence}"), width, "  "));
        }
    }
    if !comparison.findings.is_empty() {
        heading(&mut text, "Notes and limits");
        for finding in text::comparison::findings(&comparison.findings, &comparison.layer_names()) {
            let _ = writeln!(text, "{}", wrapped(&format!("- {finding}"), width, "  "));
        }
    }
    let _ = writeln!(text, "\n{}", wrapped(&comparison.attribution, width, ""));
    visible(&text).into_owned()
}

/// A sentence for each split area, up to a limit.
fn split_sentences(comparison: &Comparison) -> Vec<String> {
    let splits = comparison.splits.iter().take(ROWS);
    splits
        .map(|split| {
            let other = comparison.opposite(&split.layer);
            text::reason::split(split, &other, &comparison.weight.unit)
        })
        .collect()
}

fn heading(text: &mut String, title: &str) {
    let _ = writeln!(text, "\n{title}\n{}", "─".repeat(title.chars().count()));
}

fn more(table: &mut String, all: usize) {
    if all > ROWS {
        let _ = writeln!(
            table,
            "… and {} more, in the other formats",
            count(all - ROWS)
        );
    }
}

/// Heading of a column of counts, with the way of counting on a second line.
fn unit_heading(unit: CountUnit<'_>) -> String {
    match unit.by {
        Some(by) => format!("{}\n{}", unit.unit, by.as_str()),
        None => unit.to_string(),
    }
}

fn verdict_rows(comparison: &Comparison, side: Side, width: usize) -> String {
    let (verdicts, other) = (side.verdicts(comparison), side.other_layer(comparison));
    let unit = unit_heading(comparison.unit());
    let mut table = Columns::new(&[
        ("area", Align::Left),
        ("verdict", Align::Left),
        (&unit, Align::Right),
        ("why", Align::Left),
    ]);
    for verdict in verdicts.iter().take(ROWS) {
        table.row([
            verdict.area.name.clone(),
            relation(verdict.relation).to_owned(),
            verdict.weight.map(weight).unwrap_or_default(),
            text::reason::verdict(verdict, &other, &comparison.weight.unit),
        ]);
    }
    let mut text = table.text(width);
    more(&mut text, verdicts.len());
    text
}

fn overlap_rows(comparison: &Comparison, width: usize) -> String {
    let [_, b] = layer_names(comparison);
    let [a, _] = layer_names(comparison);
    let (blocks, unit) = (blocks(comparison), unit_heading(comparison.unit()));
    let has_weight = !comparison.counts_ground();
    let mut headings = vec![("in", Align::Left), ("and in", Align::Left)];
    if has_weight {
        headings.push((&unit, Align::Right));
    }
    headings.extend([
        ("of the first", Align::Right),
        ("of the second", Align::Right),
        ("ground", Align::Right),
    ]);
    if let Some(blocks) = &blocks {
        headings.push((blocks, Align::Right));
    }
    let mut table = Columns::new(&headings);
    let all = moves(comparison, Side::A);
    let rows: Vec<_> = all.iter().flat_map(|moves| &moves.parts).collect();
    for overlap in rows.iter().take(ROWS) {
        let mut row = vec![
            name_or_outside(overlap.a.as_ref(), &a),
            name_or_outside(overlap.b.as_ref(), &b),
        ];
        if has_weight {
            row.push(weight(overlap.weight));
        }
        row.extend([
            part(overlap.a.is_some(), overlap.weight_share_of_a),
            part(overlap.b.is_some(), overlap.weight_share_of_b),
            ground(overlap.area_m2),
        ]);
        if blocks.is_some() {
            row.push(overlap.blocks.map(count).unwrap_or_default());
        }
        table.row(row);
    }
    let mut text = table.text(width);
    more(&mut text, rows.len());
    let real = RealPairs::of(comparison);
    let slivers = comparison.matrix.iter().filter(|o| !real.has(o)).count();
    if slivers > 0 {
        let pairs = things(slivers, "more pair shares", "more pairs share");
        let _ = writeln!(text, "{pairs} only what is drawn differently.");
    }
    text
}

/// A share of an area's weight as text. It is empty for ground in no area, and for an area
/// that the data holds only in part.
fn part(is_area: bool, value: Option<f64>) -> String {
    let value = value.filter(|_| is_area);
    value.map(share).unwrap_or_default()
}

fn difference_rows(comparison: &Comparison, width: usize) -> String {
    let blocks = blocks(comparison).unwrap_or_else(|| "blocks".into());
    let unit = unit_heading(comparison.unit());
    let mut headings = vec![("", Align::Right), ("ground", Align::Right)];
    if !comparison.counts_ground() {
        headings.push((&unit, Align::Right));
    }
    headings.extend([
        (blocks.as_str(), Align::Right),
        ("districts", Align::Left),
        ("what", Align::Left),
    ]);
    let mut table = Columns::new(&headings);
    for difference in comparison.differences.iter().take(ROWS) {
        let mut row = vec![difference.number.to_string(), ground(difference.area_m2)];
        if !comparison.counts_ground() {
            row.push(weight(difference.weight));
        }
        row.extend([
            count(difference.blocks.len()),
            listed(&difference.districts, 3),
            text::reason::difference(difference, comparison),
        ]);
        table.row(row);
    }
    let mut text = table.text(width);
    more(&mut text, comparison.differences.len());
    text
}

fn line_rows(comparison: &Comparison) -> String {
    let mut table = Columns::new(&[
        ("lines of", Align::Left),
        ("all", Align::Right),
        ("shared", Align::Right),
        ("within tolerance", Align::Right),
        ("apart", Align::Right),
        ("furthest", Align::Right),
        ("at", Align::Left),
    ]);
    let lines = &comparison.lines;
    let mut row = |layer: &str, one: &LinesOfOne| {
        let furthest = one.furthest;
        table.row([
            layer.to_owned(),
            length(one.length_m),
            length(lines.shared_m),
            length(one.within_m),
            length(one.apart_m),
            furthest
                .map(|at| length(at.hausdorff_m))
                .unwrap_or_default(),
            furthest
                .map(|at| format!("{:.0},{:.0}", at.at[0], at.at[1]))
                .unwrap_or_default(),
        ]);
    };
    row(&comparison.a.id, &lines.a);
    row(&comparison.b.id, &lines.b);
    table.text(usize::MAX)
}

fn piece_rows(comparison: &Comparison) -> String {
    let drawn = unit_heading(comparison.drawn_unit());
    let mut headings = vec![
        ("pieces", Align::Left),
        ("number", Align::Right),
        ("ground", Align::Right),
    ];
    if !comparison.counts_ground() {
        headings.push((&drawn, Align::Right));
    }
    let mut table = Columns::new(&headings);
    for (kind, number, area, sum) in super::names::by_class(comparison) {
        let mut row = vec![class(kind).to_owned(), count(number), ground(area)];
        if !comparison.counts_ground() {
            row.push(weight(sum));
        }
        table.row(row);
    }
    table.text(usize::MAX)
}
