//! The flow diagram and the table of who moves from the old areas to the proposed ones.

use coterm_core::comparison::{Named, WeightUnit};
use coterm_core::scenario::{Flow as Move, Moves, ScenarioScore};
use coterm_core::words::{capital, count, ground, quantity, share, things, weight};

use super::{LISTED, ScenarioReport, Scored};
use crate::document::flow::{Flows, figure};
use crate::document::markup::{HtmlText, Kind, Table, paragraph};
use crate::document::{practices, sign};
use crate::text;

/// Sentence for a score without earlier areas.
pub(super) const NO_EARLIER: &str = "No earlier areas were given to compare with.";
/// Text for ground in no area.
const NOWHERE: &str = "In no area";
/// Largest number of districts that are named for a flow.
const DISTRICTS: usize = 8;

pub(super) fn part(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let Some(moves) = &one.score.moves else {
        return paragraph(NO_EARLIER);
    };
    let unit = &one.score.weight.unit;
    let from = report.layer_name(&moves.from);
    let mut html = paragraph(&format!(
        "From {from} to the proposed areas, {}",
        moved(one.score, moves)
    ));
    html.push_str(&figure(&Flows {
        id: &format!("flow{}", one.position),
        sides: [&from, &one.score.title],
        unit: unit.as_str(),
        nowhere: NOWHERE,
        caption: &format!("{unit} in common. The table below says the same in figures."),
        flows: moves
            .flows
            .iter()
            .map(|flow| (flow.from.as_ref(), flow.to.as_ref(), flow.weight))
            .collect(),
    }));
    html.push_str(&table(report, one, moves, &from));
    if let Some(found) = &moves.practices {
        let notes = text::practices::of_score(one.score);
        html.push_str(&practices::html(found, &notes, LISTED));
    }
    html
}

/// Sentence on what moving means.
pub(super) const MATCHED: &str = "Each old area is matched with one proposed area at most, so that as \
    much as possible stays; those outside the matched area move.";

/// Sentence on how much moves.
pub(super) fn moved(score: &ScenarioScore, moves: &Moves) -> String {
    format!(
        "{} of {} ({}){} would move.",
        weight(moves.moved),
        quantity(moves.total.weight, score.weight.unit.as_str()),
        share(moves.share_moved()),
        text::practices::and_moved(moves.practices.as_ref())
    )
}

/// Caption of the table of flows.
pub(super) fn caption(from: &str) -> String {
    format!("{from}, and the proposed areas that would replace them.")
}

fn table(report: &ScenarioReport<'_>, one: Scored<'_>, moves: &Moves, from: &str) -> String {
    let counted = &one.score.weight.unit;
    let unit = capital(counted.as_str());
    let columns = Columns {
        weight: !counted.is_ground(),
        postcodes: *counted != WeightUnit::LivePostcodes,
    };
    let blocks = capital(report.block()[1]);
    let mut headings = vec![("From", Kind::Text), ("To", Kind::Text), ("", Kind::Text)];
    if columns.weight {
        headings.push((unit.as_str(), Kind::Number));
    }
    headings.extend([("Share", Kind::Number), ("Ground", Kind::Number)]);
    if columns.postcodes {
        headings.push(("Postcodes", Kind::Number));
    }
    headings.extend([(blocks.as_str(), Kind::Number), ("Districts", Kind::Text)]);
    let caption = HtmlText(caption(from)).to_string();
    let mut table = Table::new(&caption, &headings).class("ruled groups compact flows");
    let mut last: Option<Option<&Named>> = None;
    for flow in moves.flows.iter().take(LISTED) {
        let from = flow.from.as_ref();
        let first = last != Some(from);
        if first {
            table.next_body();
        }
        last = Some(from);
        let all = moves.before.iter().find(|sum| sum.area == flow.from);
        let all = all.map_or(0.0, |sum| sum.weight);
        let part = (all > 0.0).then(|| flow.weight / all);
        let name = if first { name(from) } else { String::new() };
        let row = [name, self::name(flow.to.as_ref()), stays(flow)];
        table.row(columns.cells(&row, flow, part, &districts(flow)));
    }
    table.next_body();
    let total = &moves.total;
    let sum = Move {
        from: None,
        to: None,
        stays: false,
        blocks: total.blocks,
        weight: total.weight,
        postcodes: total.postcodes,
        area_m2: total.area_m2,
        districts: Vec::new(),
    };
    let row = ["Total".to_owned(), String::new(), String::new()];
    table.row_with_class("sum", columns.cells(&row, &sum, None, ""));
    let mut html = table.html();
    if moves.flows.len() > LISTED {
        let more = things(moves.flows.len() - LISTED, "more is", "more are");
        html.push_str(&paragraph(&format!("{more} in the sum.")));
    }
    html
}

/// The optional columns of the table.
#[derive(Clone, Copy)]
struct Columns {
    weight: bool,
    postcodes: bool,
}

impl Columns {
    fn cells(self, names: &[String; 3], flow: &Move, part: Option<f64>, last: &str) -> Vec<String> {
        let mut cells = names.to_vec();
        if self.weight {
            cells.push(weight(flow.weight));
        }
        cells.push(part.map_or_else(String::new, |part| HtmlText(share(part)).to_string()));
        cells.push(ground(flow.area_m2));
        if self.postcodes {
            cells.push(count(flow.postcodes));
        }
        cells.push(count(flow.blocks));
        cells.push(last.to_owned());
        cells
    }
}

fn name(area: Option<&Named>) -> String {
    area.map_or_else(
        || format!("<span class=\"of\">{NOWHERE}</span>"),
        |area| HtmlText(&area.name).to_string(),
    )
}

fn stays(flow: &Move) -> String {
    if flow.stays {
        sign(true, "stays")
    } else {
        "<span class=\"verdict v-part\"><span aria-hidden=\"true\">→</span> moves</span>".into()
    }
}

fn districts(flow: &Move) -> String {
    let names = flow.districts.iter().take(DISTRICTS);
    let mut names: Vec<String> = names.map(|area| HtmlText(&area.name).to_string()).collect();
    if flow.districts.len() > DISTRICTS {
        names.push(format!("{} more", flow.districts.len() - DISTRICTS));
    }
    names.join(", ")
}
