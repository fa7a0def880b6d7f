//! The lists of building blocks that are not in exactly one area of the ground.

use coterm_core::comparison::Named;
use coterm_core::words::count;

use super::{ScenarioReport, Scored};
use crate::document::markup::{HtmlText, paragraph};
use crate::text;

/// Largest number of blocks listed under each heading.
pub(super) const LISTED: usize = 4_000;

pub(super) fn lists(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let assignment = &one.score.assignment;
    if let Some(sentence) = in_one_area(report, one) {
        return paragraph(&sentence);
    }
    let doubled = assignment.doubled.iter().map(|doubled| {
        let areas = doubled.areas.iter().map(|area| area.name.as_str());
        let areas = areas.collect::<Vec<_>>().join(" and ");
        format!(
            "{} <span class=\"of\">{}</span>",
            block(&doubled.block),
            HtmlText(areas)
        )
    });
    let forgotten = assignment.forgotten.iter().map(|group| {
        let what = format!(
            "Probably forgotten in {}",
            text::scenario::group_name(group)
        );
        let blocks: Vec<String> = group.blocks.iter().map(block).collect();
        listed(&HtmlText(what).to_string(), &blocks)
    });
    let forgotten: String = forgotten.collect();
    let lists = [
        (
            "In no area",
            assignment.unassigned.iter().map(block).collect(),
        ),
        ("In several areas", doubled.collect()),
        (
            "Outside the ground",
            assignment.beyond.iter().map(block).collect(),
        ),
    ]
    .map(|(what, blocks): (&str, Vec<String>)| listed(what, &blocks));
    forgotten + &lists.concat()
}

/// Sentence for a scenario in which each block is in one area; `None` for others.
pub(super) fn in_one_area(report: &ScenarioReport<'_>, one: Scored<'_>) -> Option<String> {
    let assignment = &one.score.assignment;
    let all = assignment.partition && assignment.forgotten.is_empty();
    all.then(|| {
        report.plain(&format!(
            "Each of the {} {} of {} is in one area, and no others are in any.",
            count(assignment.blocks),
            report.block()[1],
            text::scenario::ground(&assignment.ground)
        ))
    })
}

fn block(block: &Named) -> String {
    format!("{} {}", HtmlText(&block.code), HtmlText(&block.name))
}

fn listed(what: &str, blocks: &[String]) -> String {
    if blocks.is_empty() {
        return String::new();
    }
    let shown = blocks.iter().take(LISTED);
    let mut items: Vec<String> = shown.map(|block| format!("<span>{block}</span>")).collect();
    if blocks.len() > LISTED {
        items.push(format!("and {} more", count(blocks.len() - LISTED)));
    }
    format!(
        "<h4>{what}: {}</h4>\n<p class=\"fine\">{}</p>\n",
        count(blocks.len()),
        items.join(", ")
    )
}
