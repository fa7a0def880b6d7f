//! The tables of a paper, as text: the parts of split areas, the matched areas, and the areas that
//! would exist if the first layer followed the second.

use coterm_core::comparison::{Amount, Comparison, LayerName, Named, Overlap, Share, Split};
use coterm_core::words::{count, ground, quantity, weight};

use crate::document::markup::Kind;
use crate::document::split::{self, Part};
use crate::document::text_table::TextTable;
use crate::text;

/// Largest number of areas in a table; other formats have them all.
const LISTED: usize = 200;

/// The areas that are split, without those that are made up of whole areas of the other layer.
pub(super) fn cut(comparison: &Comparison) -> Vec<&Split> {
    let splits = comparison.splits.iter();
    splits.filter(|split| !split.nested).collect()
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

/// The parts of a split area.
pub(super) fn parts(split: &Split, comparison: &Comparison) -> split::Split {
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
                || format!("no {}", text::area_of(&comparison.opposite(&split.layer))),
                |area| area.name.clone(),
            ),
            share: part.weight_share,
            holds: holds.join("; "),
        }
    };
    split::Split {
        area: split.area.name.clone(),
        parts: split.shares.iter().map(part).collect(),
    }
}

/// Largest number of moves from one area to another in a table; the rest are added up.
const MOVES: usize = 12;

/// The pairs of areas whose common weight moves, the largest first.
pub(super) fn moving(comparison: &Comparison) -> Vec<&Overlap> {
    let cells = comparison.matrix.iter();
    let mut moving: Vec<&Overlap> = cells
        .filter(|cell| !cell.stays && cell.weight > 0.0)
        .collect();
    moving.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    moving
}

/// The weight that stays in the matched areas; then what moves from one area to another, and in
/// all.
pub(super) fn matches(comparison: &Comparison) -> TextTable {
    let moves = &comparison.moves;
    let unit = comparison.unit().to_string();
    let columns = [
        ("Now", Kind::Text),
        ("Then", Kind::Text),
        ("", Kind::Text),
        (unit.as_str(), Kind::Number),
    ];
    let mut table = TextTable::new("What stays in the matched areas, and what moves.", &columns);
    for pair in moves.matches.iter().take(LISTED) {
        table.row(vec![
            pair.a.name.clone(),
            pair.b.name.clone(),
            "stays".into(),
            weight(pair.weight),
        ]);
    }
    let moving = moving(comparison);
    let listed = if moving.len() > MOVES + 1 {
        MOVES
    } else {
        moving.len()
    };
    let named = |area: Option<&Named>, layer: &LayerName| {
        area.map_or_else(
            || format!("no {}", text::area_of(layer)),
            |area| area.name.clone(),
        )
    };
    for cell in &moving[..listed] {
        table.row(vec![
            named(cell.a.as_ref(), &comparison.a.name()),
            named(cell.b.as_ref(), &comparison.b.name()),
            "moves".into(),
            weight(cell.weight),
        ]);
    }
    let rest = &moving[listed..];
    if !rest.is_empty() {
        let pairs = format!("{} other moves", count(rest.len()));
        let sum: f64 = rest.iter().map(|cell| cell.weight).sum();
        table.row(vec![pairs, String::new(), "moves".into(), weight(sum)]);
    }
    let moved = weight(moves.moved);
    table.row(vec!["In all".into(), String::new(), "moves".into(), moved]);
    table
}

/// The areas that would exist, and what each would have inside the review area and beyond it.
pub(super) fn alignment(comparison: &Comparison) -> TextTable {
    let unit = comparison.unit().to_string();
    let has_weight = !comparison.counts_ground();
    let columns = [
        ("Area", Kind::Text),
        ("Matched with", Kind::Text),
        (if has_weight { &unit } else { "Ground" }, Kind::Number),
        ("Would it match?", Kind::Text),
        ("Beyond the review area", Kind::Number),
    ];
    // Nothing is beyond the review area if all match.
    let all_match = comparison
        .alignment
        .areas
        .iter()
        .all(|area| area.coterminous);
    let columns = &columns[..columns.len() - usize::from(all_match)];
    let caption = if all_match {
        "The areas that would exist, and what each would have.".to_owned()
    } else {
        format!(
            "The areas that would exist, what each would have in the review area, and what its {} \
             has beyond it.",
            text::area_of(&comparison.b.name())
        )
    };
    let mut table = TextTable::new(caption, columns);
    let size = |amount: &Amount| {
        if has_weight {
            weight(amount.weight)
        } else {
            ground(amount.area_m2)
        }
    };
    for area in comparison.alignment.areas.iter().take(LISTED) {
        let beyond = match &area.beyond {
            Some(beyond) => size(beyond),
            None if area.coterminous => String::new(),
            None => "not all in the data".into(),
        };
        let matches = if area.coterminous {
            "Yes"
        } else {
            "No: it continues beyond"
        };
        let mut row = vec![
            area.area.name.clone(),
            (area.from.as_ref()).map_or_else(|| "new".into(), |from| from.name.clone()),
            size(&area.inside),
            matches.into(),
            beyond,
        ];
        row.truncate(columns.len());
        table.row(row);
    }
    table
}
