//! The section of a scenario report on how things were counted and measured, with a list of
//! terms.

use std::fmt::Write;

use coterm_core::words::weight;

use super::ScenarioReport;
use crate::document::markup::{HtmlText, paragraph};
use crate::text;

pub(super) fn section(report: &ScenarioReport<'_>) -> String {
    let mut html: String = paragraphs(report)
        .iter()
        .map(|text| paragraph(text))
        .collect();
    html.push_str("<dl class=\"words\">\n");
    for (word, meaning) in WORDS {
        let _ = writeln!(
            html,
            "<dt>{}</dt><dd>{}</dd>",
            HtmlText(word),
            HtmlText(meaning)
        );
    }
    html.push_str("</dl>\n");
    html
}

/// Paragraphs on how things were counted.
pub(super) fn paragraphs(report: &ScenarioReport<'_>) -> Vec<String> {
    let mut paragraphs = vec![format!(
        "The proposed areas are made of whole building blocks ({}). Blocks that they name, and \
         blocks of the areas that they name, are looked up in the code table, which says for each \
         block which area of every layer it is in. Counts are therefore exact, and totals add up. \
         An area's outline is that of its blocks together.",
        report.block()[1]
    )];
    paragraphs.extend(report.scores().take(1).map(|score| {
        format!(
            "What is counted is {}: {} in the proposed areas{}. {}",
            score.weight.unit,
            weight(score.weight.total),
            if report.scored.len() > 1 {
                " of the first scenario"
            } else {
                ""
            },
            text::weight::counted(&score.weight.source)
        )
    }));
    paragraphs
}

/// The terms of a report, each with its meaning.
pub(super) const WORDS: [(&str, &str); 9] = [
    (
        "Probably forgotten",
        "Only looked for if nobody said which ground the areas should cover. Connected blocks in \
         no area were probably forgotten if at least two thirds of their border on land is with the \
         proposal, and they are fewer than its blocks. So were the remaining blocks of a district \
         that has more than half of its blocks in the proposal.",
    ),
    (
        "Size",
        "What is counted in an area, checked against the size limit for its kind, bounds included. It is \
         checked only if people are counted, or what the limit is about.",
    ),
    (
        "Districts",
        "A district is whole if one area has all of it. It is split if several areas have a part \
         of it.",
    ),
    (
        "In one piece",
        "The blocks of the area are connected along edges, each with its islands. Blocks that \
         touch only at a point are not connected. A part across water counts as connected: the \
         shortest line from it to the largest part crosses no ground of others. The data has no \
         bridges or ferries, so check that people can cross.",
    ),
    (
        "Polsby–Popper",
        "How compact an area is: its ground over that of a circle with an outline as long. 1 for a \
         circle, less for all else. A ragged coast lowers it, so compare areas in one drawing only.",
    ),
    (
        "Reock",
        "How compact an area is: its ground over that of the smallest circle around it.",
    ),
    (
        "Coterminous",
        "The area has the footprint of one area of the other layer, but for lines that are only \
         drawn differently.",
    ),
    (
        "Union, part of one, crossing, apart",
        "The area has the footprint of several areas of the other layer; lies within one that is \
         larger; crosses boundaries there, or reaches beyond them; has no more than slivers in common with any.",
    ),
    (
        "Who moves",
        "Each old area is matched with one new area at most, so that as much as possible stays. A \
         postcode moves if it is not in the area that is matched with its old one, or is in an area \
         only before, or only after. The same goes for whatever else is counted.",
    ),
];
