//! The section on split areas: each with its parts, then the numbered ground of the map.

use coterm_core::comparison::{
    Comparison, Difference, LayerName, Named, PairRelation, Share, Split,
};
use coterm_core::words::{ground, quantity, things, weight};

use crate::comparison::names::layer_names;
use crate::comparison::{Appendix, ComparisonReport};
use crate::document::markup::{Kind, Table, Text, paragraph};
use crate::document::split::{self, Part};
use crate::text;

/// Largest number of split areas and of differences listed; other formats have them all.
const MAX_ROWS: usize = 200;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let cut: Vec<&Split> = comparison
        .splits
        .iter()
        .filter(|split| !split.nested)
        .collect();
    let mut html = String::new();
    if cut.is_empty() {
        html.push_str(&paragraph(
            "No area is split: no boundary of one layer crosses an area of the other.",
        ));
    } else {
        html.push_str(&split::split(
            &caption(comparison, cut.len()),
            &cut.iter()
                .take(MAX_ROWS)
                .map(|split| parts(split, comparison))
                .collect::<Vec<_>>(),
        ));
    }
    let nested = comparison.splits.iter().filter(|split| split.nested);
    let nested: Vec<String> = nested
        .take(MAX_ROWS)
        .map(|split| {
            text::reason::split(
                split,
                &other_layer(split, comparison),
                &comparison.weight.unit,
            )
        })
        .collect();
    if !nested.is_empty() && nested.len() <= 12 {
        html.push_str("<h3>Areas that are made up of whole ones</h3>\n");
        html.push_str(&crate::document::markup::list(nested));
    }
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    if is_full && !comparison.differences.is_empty() {
        html.push_str("<h3>The ground on the map</h3>\n");
        html.push_str(&numbered(comparison));
    }
    html
}

fn other_layer(split: &Split, comparison: &Comparison) -> LayerName {
    if split.layer.id == comparison.a.id {
        comparison.b.name()
    } else {
        comparison.a.name()
    }
}

fn caption(comparison: &Comparison, number: usize) -> String {
    format!(
        "{}, and the parts that areas of the other layer have. Shares are of each area's {}; numbers are those of the map.",
        things(number, "split area", "split areas"),
        text::belongings(&comparison.weight.unit)
    )
}

/// The number on the map of a part that is a smaller one.
fn number_of(split: &Split, part: &Share, comparison: &Comparison) -> Option<usize> {
    let pair = if split.layer.id == comparison.a.id {
        (Some(&split.area), part.area.as_ref())
    } else {
        (part.area.as_ref(), Some(&split.area))
    };
    let mut differences = comparison.differences.iter();
    let found = differences.find(|own| (own.a.as_ref(), own.b.as_ref()) == pair);
    found.map(|difference| difference.number)
}

fn parts(split: &Split, comparison: &Comparison) -> split::Split {
    let all: f64 = split.shares.iter().map(|part| part.weight).sum();
    let part = |part: &Share| {
        let mut holds = vec![if comparison.counts_ground() {
            ground(part.area_m2)
        } else {
            quantity(part.weight, comparison.weight.unit.as_str())
        }];
        if part.whole {
            holds.push("all of it".into());
        }
        if !part.districts.is_empty() {
            holds.push(text::district_parts(&part.districts));
        }
        Part {
            number: number_of(split, part, comparison),
            name: part.area.as_ref().map_or_else(
                || format!("no {}", text::area_of(&other_layer(split, comparison))),
                |area| area.name.clone(),
            ),
            share: if all > 0.0 { part.weight / all } else { 0.0 },
            holds: holds.join("; "),
        }
    };
    split::Split {
        area: split.area.name.clone(),
        parts: split.shares.iter().map(part).collect(),
    }
}

/// The table of the smaller parts, with the numbers of the map.
fn numbered(comparison: &Comparison) -> String {
    let all = &comparison.differences;
    let unit = comparison.unit().to_string();
    let has_weight = !comparison.counts_ground();
    let [a, b] = layer_names(comparison);
    let mut columns = vec![
        ("No.", Kind::Number),
        (a.as_str(), Kind::Text),
        (b.as_str(), Kind::Text),
        ("What it is", Kind::Text),
    ];
    if has_weight {
        columns.push((&unit, Kind::Number));
    }
    columns.extend([("Ground", Kind::Number), ("Districts", Kind::Text)]);
    let caption = format!(
        "{} of split areas, with the numbers of the map. The main part of each area has no number.",
        things(all.len(), "smaller part", "smaller parts")
    );
    let mut table = Table::new(&caption, &columns).class("ruled compact");
    for difference in all.iter().take(MAX_ROWS) {
        let mut row = vec![
            format!("<span class=\"number\">{}</span>", difference.number),
            name(difference.a.as_ref()),
            name(difference.b.as_ref()),
            kind_of(difference).to_owned(),
        ];
        if has_weight {
            row.push(weight(difference.weight));
        }
        row.push(ground(difference.area_m2));
        row.push(Text(text::district_parts(&difference.district_parts)).to_string());
        table.row(row);
    }
    let mut html = table.html();
    if all.len() > MAX_ROWS {
        html.push_str(&paragraph(&format!(
            "{} in the other formats.",
            things(all.len() - MAX_ROWS, "more is", "more are")
        )));
    }
    html
}

/// The kind of a difference in a word or two.
fn kind_of(difference: &Difference) -> &'static str {
    match difference.pair_relation {
        Some(PairRelation::Overlaps) => "Partial overlap",
        Some(PairRelation::Within | PairRelation::Contains) => "One contains the other",
        Some(PairRelation::Equals) => "The same",
        None => "In one layer only",
    }
}

/// An area's name, or a text that the ground is in no area.
fn name(area: Option<&Named>) -> String {
    area.map_or_else(
        || "<span class=\"of\">in none of its areas</span>".to_owned(),
        |area| Text(&area.name).to_string(),
    )
}
