//! The section on who moves: a flow diagram, and tables of both layers' areas with their
//! parts in the other layer.

use std::fmt::Write;

use coterm_core::comparison::{Comparison, Overlap, WeightUnit};
use coterm_core::words::{capital, count, ground, share, things, weight};

use crate::comparison::moves::{Moves, Side, Sum, moves};
use crate::comparison::names::{
    RealPairs, blocks, layer_names, listed, name_or_outside, postcodes_unit,
};
use crate::comparison::{Appendix, ComparisonReport, paper_tables};
use crate::document::flow::{self, Flow, Flows};
use crate::document::markup::{HtmlText, Kind, Table, paragraph};
use crate::document::practices;
use crate::text::{self, paper};

/// Largest number of parts listed for one area; the rest are added up.
const PARTS: usize = 25;
/// Largest number of areas listed; other formats have them all.
const AREAS: usize = 150;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let [a, b] = layer_names(comparison);
    let unit = &comparison.unit().to_string();
    let mut html = paragraph(&paper::matching(comparison));
    html.push_str(&paper_tables::matches(comparison).html("ruled compact snug"));
    if let Some(found) = &comparison.practices {
        let notes = text::practices::of_comparison(comparison);
        html.push_str(&practices::html(found, &notes, report.practices_listed()));
    }
    let is_full = report.manifest.question.paper.appendix == Appendix::Full;
    // A short paper has these figures in the table above.
    html.push_str(if is_full {
        "<div>\n"
    } else {
        "<div class=\"on-screen\">\n"
    });
    html.push_str(&paragraph(&format!(
        "From {a}, on the left, to {b}, on the right. A band is as wide as the {unit} that the two \
         areas have in common."
    )));
    html.push_str(&flow::figure(&Flows {
        id: "flow",
        sides: [&a, &b],
        unit,
        nowhere: "Outside",
        caption: &format!("{} in common.", capital(unit)),
        flows: flows(comparison),
    }));
    html.push_str("</div>\n");
    if !is_full {
        return html;
    }
    let _ = writeln!(html, "<h3>From {} to {}</h3>", HtmlText(&a), HtmlText(&b));
    html.push_str(&table(comparison, Side::A, [&a, &b]));
    let _ = writeln!(html, "<h3>What {} are made of</h3>", HtmlText(&b));
    html.push_str(&table(comparison, Side::B, [&b, &a]));
    html
}

/// The flows between areas, without those of pairs that are only drawn differently.
fn flows(comparison: &Comparison) -> Vec<Flow<'_>> {
    let real = RealPairs::of(comparison);
    let overlaps = comparison.matrix.iter().filter(|overlap| real.has(overlap));
    overlaps
        .map(|overlap| (overlap.a.as_ref(), overlap.b.as_ref(), overlap.weight))
        .collect()
}

fn table(comparison: &Comparison, side: Side, [own, other]: [&str; 2]) -> String {
    let block_heading = blocks(comparison).map(|blocks| capital(&blocks));
    let columns = Columns {
        blocks: block_heading.is_some(),
        weight: !comparison.counts_ground(),
    };
    let unit = comparison.unit().to_string();
    let postcodes_by = postcodes_unit(comparison);
    let [first, second] = match side {
        Side::A => ["From", "To"],
        Side::B => ["Area", "Comes from"],
    };
    let mut headings = vec![(first, Kind::Text), (second, Kind::Text)];
    if columns.weight {
        headings.push((&unit, Kind::Number));
    }
    headings.push(("Share", Kind::Number));
    headings.push(("Ground", Kind::Number));
    if comparison.weight.unit != WeightUnit::LivePostcodes {
        headings.push((&postcodes_by, Kind::Number));
    }
    if let Some(blocks) = &block_heading {
        headings.push((blocks, Kind::Number));
        headings.push(("Districts", Kind::Text));
    }
    let all = moves(comparison, side);
    let caption = match side {
        Side::A => format!("{own}, and where in {other} it is."),
        Side::B => format!("{own}, and where in {other} it comes from."),
    };
    let caption = HtmlText(caption).to_string();
    let mut table = Table::new(&caption, &headings).class("ruled groups compact");
    let postcodes = comparison.weight.unit != WeightUnit::LivePostcodes;
    for moves in all.iter().take(AREAS) {
        table.next_body();
        group(&mut table, moves, side, [own, other], columns, postcodes);
    }
    let mut total = Sum::default();
    for moves in &all {
        total.area_m2 += moves.total.area_m2;
        total.weight += moves.total.weight;
        total.postcodes += moves.total.postcodes;
        total.blocks += moves.total.blocks;
    }
    table.next_body();
    let cells = columns.cells("Total".into(), String::new(), &total, None, None, postcodes);
    table.row_with_class("sum", cells);
    let mut html = table.html();
    if all.len() > AREAS {
        html.push_str(&paragraph(&format!(
            "{} in the sum, and in the other formats.",
            things(all.len() - AREAS, "more area is", "more areas are")
        )));
    }
    html
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    blocks: bool,
    weight: bool,
}

impl Columns {
    fn cells(
        self,
        own: String,
        other: String,
        sum: &Sum,
        part: Option<f64>,
        districts: Option<String>,
        postcodes: bool,
    ) -> Vec<String> {
        let mut cells = vec![own, other];
        if self.weight {
            cells.push(weight(sum.weight));
        }
        cells.push(
            part.map(|part| HtmlText(share(part)).to_string())
                .unwrap_or_default(),
        );
        cells.push(ground(sum.area_m2));
        if postcodes {
            cells.push(count(sum.postcodes));
        }
        if self.blocks {
            cells.push(count(sum.blocks));
            cells.push(districts.unwrap_or_default());
        }
        cells
    }
}

fn group(
    table: &mut Table,
    moves: &Moves<'_>,
    side: Side,
    [own, other]: [&str; 2],
    columns: Columns,
    postcodes: bool,
) {
    let name = HtmlText(name_or_outside(moves.area, own)).to_string();
    let to = |overlap: &Overlap| HtmlText(name_or_outside(side.other(overlap), other)).to_string();
    let part_of = |weight: f64| {
        let all = moves.total.weight;
        (all > 0.0 && moves.complete).then(|| (weight / all).clamp(0.0, 1.0))
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for overlap in moves.parts.iter().take(PARTS) {
        let districts = HtmlText(listed(&overlap.districts, 6)).to_string();
        let sum = Sum::of([*overlap]);
        let part = part_of(sum.weight);
        rows.push(columns.cells(
            String::new(),
            to(overlap),
            &sum,
            part,
            Some(districts),
            postcodes,
        ));
    }
    if let Some(rest) = moves.parts.get(PARTS..).filter(|rest| !rest.is_empty()) {
        let sum = Sum::of(rest.iter().copied());
        let what = format!("{} others", count(rest.len()));
        let part = part_of(sum.weight);
        rows.push(columns.cells(String::new(), what, &sum, part, None, postcodes));
    }
    if moves.drawn.pairs > 0 {
        let part = part_of(moves.drawn.weight);
        let what = "Only drawn differently".to_owned();
        rows.push(columns.cells(String::new(), what, &moves.drawn, part, None, postcodes));
    }
    let several = rows.len() > 1;
    for (position, mut row) in rows.into_iter().enumerate() {
        if let (0, Some(first)) = (position, row.first_mut()) {
            first.clone_from(&name);
        }
        table.row(row);
    }
    if several {
        let all = part_of(moves.total.weight);
        let what = "All of it".to_owned();
        let cells = columns.cells(String::new(), what, &moves.total, all, None, postcodes);
        table.row_with_class("subtotal", cells);
    }
}
