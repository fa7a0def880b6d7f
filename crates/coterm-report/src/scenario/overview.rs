//! The summary of a scenario report. Several scenarios are shown side by side.

use std::collections::BTreeSet;
use std::fmt::Write;

use coterm_core::scenario::ScenarioScore;
use coterm_core::words::{a, capital, count, share, things, weight};

use super::{ScenarioReport, side_by_side};
use crate::document::markup::{HtmlText, Kind, Table, figures, paragraph};
use crate::document::sign;
use crate::text;

/// The purpose of a score.
pub(super) const PURPOSE: &str = "A score says what would follow if these areas were drawn: for whom, \
    how much, and where. It is for you to weigh sizes, splits and verdicts against each other. Only \
    one thing makes a proposal incomplete: ground that is in no area, or in two. An area that extends \
    beyond the data is not scored.";

pub(super) fn summary(report: &ScenarioReport<'_>) -> String {
    let mut html = match report.scored[..] {
        [one] => format!(
            "<p class=\"lede\">{}</p>\n{}{}",
            HtmlText(lede(report, one.score)),
            figures(&in_figures(report, one.score)),
            report.plain_list(&text::scenario::summary(one.score))
        ),
        _ => comparison_table(report) + &in_columns(report),
    };
    html.push_str("<div class=\"note\">\n<h3>What a score is for</h3>\n");
    html.push_str(&paragraph(PURPOSE));
    html.push_str("</div>\n");
    html
}

/// The main result in one sentence.
pub(super) fn lede(report: &ScenarioReport<'_>, score: &ScenarioScore) -> String {
    let areas = score.areas.len();
    let beyond = score.areas.iter().filter(|area| !area.complete).count();
    let mut first = match &score.against {
        Some(against) if against.with_verdict > 0 => format!(
            "{} of {} coterminous with {}",
            count(against.coterminous),
            things(against.with_verdict, "area is", "areas are"),
            a(&text::area_of(&against.layer))
        ),
        _ => format!("{} proposed", things(areas, "area is", "areas are")),
    };
    if beyond > 0 {
        let _ = write!(
            first,
            " ({} {})",
            things(beyond, "area", "areas"),
            text::beyond_data(beyond)
        );
    }
    let assignment = &score.assignment;
    let forgotten: usize = assignment
        .forgotten
        .iter()
        .map(|group| group.blocks.len())
        .sum();
    if forgotten > 0 && assignment.partition {
        let [one, several] = report.block();
        return format!(
            "{first}, but {} probably forgotten.",
            things(forgotten, &format!("{one} was"), &format!("{several} were"))
        );
    }
    if assignment.partition {
        let every = if score.holds_all() {
            "every building block"
        } else {
            "every building block that the data has"
        };
        return format!("{first}, and {every} is in one area.");
    }
    // A block that is wrong in two ways is counted once.
    let doubled = assignment.doubled.iter().map(|doubled| &doubled.block);
    let alone = assignment.unassigned.iter().chain(&assignment.beyond);
    let wrong: BTreeSet<&str> = doubled
        .chain(alone)
        .map(|block| block.code.as_str())
        .collect();
    format!(
        "{first}, but {} not in one area of the ground.",
        things(wrong.len(), "building block is", "building blocks are")
    )
}

/// The main figures, each with its meaning.
pub(super) fn in_figures(
    report: &ScenarioReport<'_>,
    score: &ScenarioScore,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let areas = score.areas.len();
    let count_of = |some: usize, all: usize| format!("{} of {}", count(some), count(all));
    if let Some(against) = &score.against {
        let other = a(&text::area_of(&against.layer));
        let what = format!("areas are coterminous with {other}");
        all.push((count_of(against.coterminous, against.with_verdict), what));
    }
    let beyond = score.areas.iter().filter(|area| !area.complete).count();
    if beyond > 0 {
        // The subject is all areas, count_of which there may be one.
        let what = format!("areas {}", text::beyond_data(2));
        all.push((count_of(beyond, areas), what));
    }
    let sizes = || score.areas.iter().filter_map(|area| area.size.kept);
    if let Some(rule) = score.rule.as_ref().filter(|_| sizes().count() > 0) {
        let within = sizes().filter(|within| *within).count();
        let what = format!(
            "areas are within the size limit, {}",
            text::scenario::size_rule(rule)
        );
        all.push((count_of(within, sizes().count()), what));
    }
    if score.district_layer.is_some() {
        let split = score.districts_split.iter();
        let split = split.filter(|split| split.between_areas() > 1).count();
        let [one, several] = report.block();
        let blocks = things(score.blocks_split, one, several);
        let what = format!("districts, and {blocks}, are split between areas");
        all.push((count(split), what));
    }
    let apart = score.areas.iter();
    let apart = apart.filter(|area| area.contiguous == Some(false)).count();
    let what = "areas are in separate pieces, not counting islands".to_owned();
    all.push((count(apart), what));
    if let Some(moves) = &score.moves {
        let unit = &score.weight.unit;
        let what = format!("of {unit} would move: {}", weight(moves.moved));
        all.push((share(moves.share_moved()), what));
    }
    all
}

/// A table with a row for each question and a column for each scenario.
fn comparison_table(report: &ScenarioReport<'_>) -> String {
    let mut headings = vec![("", Kind::Text)];
    headings.extend(
        report
            .scores()
            .map(|score| (score.title.as_str(), Kind::Text)),
    );
    let caption = side_by_side_caption(report);
    let mut table =
        Table::new(&HtmlText(caption).to_string(), &headings).class("ruled compact beside");
    for row in side_by_side(report.scores()) {
        let mut cells = vec![HtmlText(capital(&row.question)).to_string()];
        cells.extend(row.answers.iter().map(|answer| match answer {
            None => String::new(),
            Some(answer) => match answer.good {
                None => HtmlText(&answer.text).to_string(),
                Some(good) => sign(good, &answer.text),
            },
        }));
        table.row(cells);
    }
    table.html()
}

/// Caption of that table: what is counted, and which layer the areas are compared with.
pub(super) fn side_by_side_caption(report: &ScenarioReport<'_>) -> String {
    let unit = report
        .scores()
        .next()
        .map(|score| score.weight.unit.as_str());
    let mut caption = format!("Counted: {}.", unit.unwrap_or_default());
    if let Some(ground) = report.ground() {
        let _ = write!(caption, " Ground: {ground}.");
    }
    if let Some(name) = report.against() {
        let _ = write!(caption, " Compared with: {name}.");
    }
    caption
}

/// The sentences that the summaries of all scenarios have.
pub(super) fn said_of_all(report: &ScenarioReport<'_>) -> Vec<String> {
    let mut summaries = report.scores().map(text::scenario::summary);
    let mut same = summaries.next().unwrap_or_default();
    for summary in summaries {
        same.retain(|sentence| summary.contains(sentence));
    }
    same
}

/// The sentences of a scenario's summary that are not those of all.
pub(super) fn said_of_one(report: &ScenarioReport<'_>, score: &ScenarioScore) -> Vec<String> {
    let same = said_of_all(report);
    let mut own = text::scenario::summary(score);
    own.retain(|sentence| !same.contains(sentence));
    own
}

/// Heading of the sentences that hold for all of several scenarios.
pub(super) fn in_all(report: &ScenarioReport<'_>) -> String {
    format!("In all {} proposals", count(report.scored.len()))
}

/// The summaries of the scenarios: what they have in common, then the rest in columns.
fn in_columns(report: &ScenarioReport<'_>) -> String {
    let same = said_of_all(report);
    let mut html = if same.is_empty() {
        String::new()
    } else {
        format!("<h3>{}</h3>\n{}", in_all(report), report.plain_list(&same))
    };
    html.push_str(&report.columns(|report, one| {
        let own = said_of_one(report, one.score);
        format!(
            "<p class=\"about\">{}</p>\n{}",
            HtmlText(text::standing::source(one.score)),
            if own.is_empty() {
                String::new()
            } else {
                report.plain_list(&own)
            }
        )
    }));
    html
}
