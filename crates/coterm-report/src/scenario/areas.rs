//! The table of a scenario's areas: size, districts, separate parts and compactness.

use std::fmt::Write;

use coterm_core::comparison::Named;
use coterm_core::scenario::{AreaScore, DistrictShare};
use coterm_core::words::{capital, count, ground, things, weight};

use super::{LISTED, ScenarioReport, Scored};
use crate::document::markup::{HtmlText, Kind, Table};
use crate::document::sign;
use crate::text;
use crate::text::scenario::size_rule;

pub(super) fn table(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    let score = one.score;
    let unit = capital(score.weight.unit.as_str());
    let (blocks, has_weight) = (capital(report.block()[1]), !score.weight.unit.is_ground());
    let judged = is_judged(one);
    let mut columns = vec![("Area", Kind::Text), (blocks.as_str(), Kind::Number)];
    if has_weight {
        columns.push((unit.as_str(), Kind::Number));
    }
    columns.push(("Ground", Kind::Number));
    if judged {
        columns.push(("Size", Kind::Text));
    }
    columns.extend([
        ("Districts", Kind::Text),
        ("In one piece", Kind::Text),
        ("Polsby–Popper", Kind::Text),
        ("Reock", Kind::Text),
    ]);
    let mut table = Table::new(&HtmlText(caption(report, one)).to_string(), &columns)
        .class("ruled compact areas");
    let cells = |first: String, areas: &[AreaScore]| {
        let mut cells = vec![
            first,
            sum(areas, |area| area.blocks, |blocks: usize| count(blocks)),
        ];
        if has_weight {
            cells.push(sum(areas, |area| area.weight, weight));
        }
        cells.push(sum(areas, |area| area.area_m2, ground));
        cells
    };
    for area in score.areas.iter().take(LISTED) {
        let mut row = cells(name(&area.area), std::slice::from_ref(area));
        if judged {
            row.push(size(area));
        }
        row.extend([
            districts(&area.districts),
            parts(area),
            area.polsby_popper.map(compactness).unwrap_or_default(),
            area.reock.map(compactness).unwrap_or_default(),
        ]);
        table.row(row);
    }
    if let Some(rest) = score.areas.get(LISTED..).filter(|rest| !rest.is_empty()) {
        let what = format!("{} more, in the other formats", count(rest.len()));
        let mut row = cells(what, rest);
        row.resize(columns.len(), String::new());
        table.row_with_class("rest", row);
    }
    let mut row = cells("All of them".into(), &score.areas);
    row.resize(columns.len(), String::new());
    table.row_with_class("sum", row);
    table.html()
}

/// The sum over areas as text; empty if the data holds only a part of any of them.
fn sum<T: std::iter::Sum>(
    areas: &[AreaScore],
    each: fn(&AreaScore) -> Option<T>,
    text: fn(T) -> String,
) -> String {
    let sum: Option<T> = areas.iter().map(each).sum();
    sum.map(text).unwrap_or_default()
}

/// An area's name with its code as HTML, or the name alone if the code repeats it.
fn name(area: &Named) -> String {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    if letters(&area.name) == letters(&area.code) {
        return HtmlText(&area.name).to_string();
    }
    format!(
        "{}<br><span class=\"of\">{}</span>",
        HtmlText(&area.name),
        HtmlText(&area.code)
    )
}

/// Whether the size of any area is checked.
pub(super) fn is_judged(one: Scored<'_>) -> bool {
    let mut areas = one.score.areas.iter();
    areas.any(|area| area.size.kept.is_some())
}

/// Caption of the table: the size limit, and that no block is split.
pub(super) fn caption(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    format!(
        "{} {} that are split between areas: {}.",
        size_limit(one),
        capital(report.block()[1]),
        count(one.score.blocks_split)
    )
}

/// Sentence on the limit that the sizes are checked against.
fn size_limit(one: Scored<'_>) -> String {
    let mut whole = one.score.areas.iter().filter(|area| area.complete);
    match (&one.score.rule, whole.next()) {
        (Some(rule), _) if is_judged(one) => format!("The size limit is {}.", size_rule(rule)),
        (_, Some(area)) => text::scenario::size_not_checked(&area.size, one.score),
        (_, None) => String::new(),
    }
}

fn size(area: &AreaScore) -> String {
    let beyond = weight(area.size.beyond.abs());
    match area.size.kept {
        None if !area.complete => "<span class=\"of\">cannot be judged</span>".into(),
        None => "<span class=\"of\">not checked</span>".into(),
        Some(true) => sign(true, "within the limit"),
        Some(false) if area.size.beyond > 0.0 => sign(false, &format!("{beyond} over")),
        Some(false) => sign(false, &format!("{beyond} under")),
    }
}

/// An area's districts as HTML: the number of those that are whole, then each of the others
/// with the number of its blocks in the area.
fn districts(shares: &[DistrictShare]) -> String {
    let (whole, part): (Vec<_>, Vec<_>) = shares.iter().partition(|share| share.whole);
    let mut shown = Vec::new();
    if !whole.is_empty() {
        shown.push(format!("{} whole", count(whole.len())));
    }
    shown.extend(part.iter().map(|share| {
        format!(
            "{} <span class=\"of\">{} of {}</span>",
            HtmlText(&share.district.name),
            count(share.blocks),
            count(share.of)
        )
    }));
    shown.join("<br>")
}

fn parts(area: &AreaScore) -> String {
    let (Some(contiguous), Some(parts)) = (area.contiguous, area.parts) else {
        return "<span class=\"of\">cannot be judged</span>".into();
    };
    let islands = area.detached.iter().filter(|part| part.island).count();
    let across = text::scenario::parts_across_water(area);
    let mut shown = if contiguous {
        sign(true, "yes")
    } else {
        let pieces = parts - islands - across;
        sign(false, &things(pieces, "piece", "pieces"))
    };
    if across > 0 {
        let across = things(across, "part", "parts");
        let _ = write!(
            shown,
            "<br><span class=\"of\">with {across} across water</span>"
        );
    }
    shown
}

/// A figure from 0 to 1, with a bar of that length.
fn compactness(value: f64) -> String {
    format!(
        "<span class=\"measure\"><span class=\"meter\" style=\"--part:{:.0}%\"></span> {value:.2}</span>",
        value.clamp(0.0, 1.0) * 100.0
    )
}
