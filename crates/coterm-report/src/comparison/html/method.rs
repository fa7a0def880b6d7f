//! The section on the method: the layers, the comparison, the counting and the terms.

use std::fmt::Write;

use coterm_core::comparison::{ComparedLayer, Comparison};
use coterm_core::words::{count, ground, length, weight};

use crate::comparison::{Appendix, ComparisonReport};
use crate::document::manifest;
use crate::document::markup::{HtmlText, Kind, Table, paragraph};
use crate::text::paper;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    let mut html = layers(comparison, is_full);
    html.push_str("<h3>How the layers were compared</h3>\n");
    for text in paper::method(comparison) {
        html.push_str(&paragraph(&text));
    }
    match report.manifest.question.paper.appendix {
        Appendix::None => return html,
        Appendix::Short => {
            html.push_str("<h3>How to make this report again</h3>\n");
            html.push_str(&manifest::short(report.manifest));
            return html;
        }
        Appendix::Full => {}
    }
    html.push_str("<h3>The words used</h3>\n<dl class=\"words\">\n");
    for (word, meaning) in WORDS {
        let _ = writeln!(html, "<dt>{word}</dt><dd>{meaning}</dd>");
    }
    html.push_str("</dl>\n");
    html
}

const WORDS: [(&str, &str); 14] = [
    (
        "Coterminous",
        "The area has the footprint of one area of the other layer.",
    ),
    (
        "Union",
        "The area has the footprint of several areas of the other layer together.",
    ),
    (
        "Part of one",
        "The area lies within one area of the other layer, which is larger.",
    ),
    (
        "Crossing",
        "The area crosses boundaries of the other layer, or reaches beyond it.",
    ),
    (
        "Apart",
        "It has no more than slivers in common with any area of the other layer.",
    ),
    (
        "Cannot be judged",
        "The area extends beyond the data, so this report cannot judge it as a whole. It has no size \
         and no share, and is in no count of verdicts.",
    ),
    (
        "Split",
        "Said of an area that several areas of the other layer share, or that lies partly outside that \
         layer.",
    ),
    (
        "Smaller part",
        "A part of a split area that has less of what is counted than the area's main part.",
    ),
    (
        "Beyond the other layer",
        "An area that lies mostly outside the other layer has no counterpart there. Its ground \
         outside is counted, but not as a difference.",
    ),
    (
        "Populated sliver",
        "A sliver that still contains something: anything at all, unless you set a threshold. The \
         code tables, which say which area each building block is in, decide where it belongs. \
         Where there is no code table, check it by hand.",
    ),
    (
        "Coastal",
        "Ground along the coast that only one layer has. For example, one is drawn to high water \
         and the other to low water.",
    ),
    (
        "Generalisation",
        "A sliver between two drawings of the same line, one with fewer points than the other.",
    ),
    (
        "Hausdorff distance",
        "How far the furthest point of one line is from the nearest point of the other.",
    ),
    (
        "LSOA",
        "Lower-layer super output area: a building block of the census, of about 1,500 people.",
    ),
];

/// A fact about a layer, as text for the table of the layers.
type Fact<'a> = &'a dyn Fn(&ComparedLayer) -> String;

/// The table of the two layers; a short one leaves out what the titles say.
fn layers(comparison: &Comparison, is_full: bool) -> String {
    let mut table = Table::new(
        "The two layers.",
        &[
            ("", Kind::Text),
            (&comparison.a.id, Kind::Text),
            (&comparison.b.id, Kind::Text),
        ],
    )
    .class("ruled facts");
    let unit = comparison.unit();
    let rows: [(&str, Fact<'_>); 9] = [
        ("Title", &|layer| layer.title.clone()),
        ("Kind of area", &|layer| layer.family_title.clone()),
        ("Publisher's date", &|layer| layer.vintage.clone()),
        ("Areas", &|layer| count(layer.areas)),
        ("Ground", &|layer| ground(layer.area_m2)),
        ("Counted in the review area", &|layer| {
            format!("{} {unit}", weight(layer.weight))
        }),
        ("Resolution", &|layer| length(layer.resolution_m)),
        ("Coast", &|layer| layer.coast.clone()),
        ("Source", &|layer| layer.source.clone()),
    ];
    let said = ["Kind of area", "Publisher's date", "Ground"];
    for (what, value) in rows
        .iter()
        .filter(|(what, _)| is_full || !said.contains(what))
    {
        table.row(vec![
            (*what).into(),
            HtmlText(value(&comparison.a)).to_string(),
            HtmlText(value(&comparison.b)).to_string(),
        ]);
    }
    table.html()
}
