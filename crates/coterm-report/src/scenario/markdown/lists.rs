//! The lists of building blocks that are not in exactly one area of the ground.

use coterm_core::comparison::Named;
use coterm_core::words::count;

use crate::document::markdown::{heading, paragraph};
use crate::scenario::blocks::{LISTED, in_one_area};
use crate::scenario::{ScenarioReport, Scored};
use crate::text::scenario::group_name;

/// The blocks of each kind, or the sentence that there are none.
pub(super) fn blocks(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let assignment = &one.score.assignment;
    if let Some(sentence) = in_one_area(report, one) {
        return paragraph(sentence);
    }
    let mut markdown = String::new();
    for group in &assignment.forgotten {
        let what = format!("Probably forgotten in {}", group_name(group));
        markdown += &listed(&what, group.blocks.iter().map(block).collect());
    }
    let doubled = assignment.doubled.iter().map(|doubled| {
        let areas = doubled.areas.iter().map(|area| area.name.as_str());
        let areas = areas.collect::<Vec<_>>().join(" and ");
        format!("{} ({areas})", block(&doubled.block))
    });
    let unassigned = assignment.unassigned.iter().map(block).collect();
    markdown += &listed("In no area", unassigned);
    markdown += &listed("In several areas", doubled.collect());
    let beyond = assignment.beyond.iter().map(block).collect();
    markdown + &listed("Outside the ground", beyond)
}

fn block(block: &Named) -> String {
    format!("{} {}", block.code, block.name)
}

fn listed(what: &str, mut blocks: Vec<String>) -> String {
    if blocks.is_empty() {
        return String::new();
    }
    let title = heading(4, format!("{what}: {}", count(blocks.len())));
    let more = blocks.len().saturating_sub(LISTED);
    blocks.truncate(LISTED);
    if more > 0 {
        blocks.push(format!("and {} more", count(more)));
    }
    title + &paragraph(blocks.join(", "))
}
