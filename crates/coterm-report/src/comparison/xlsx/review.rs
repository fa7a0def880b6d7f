//! The sheets of a boundary review: split areas, matched areas, and what would make the layers
//! match.

use coterm_core::comparison::Comparison;
use coterm_core::words::capital;

use crate::comparison::paper_tables;
use crate::text;
use crate::workbook::{Cell, Kind, Table};

fn unit(comparison: &Comparison) -> String {
    capital(&comparison.unit().to_string())
}

/// The split areas, a row for each part.
pub(super) fn splits(comparison: &Comparison) -> Table {
    let unit = unit(comparison);
    let share = format!(
        "Share of the area's {}",
        text::belongings(&comparison.weight.unit)
    );
    let mut table = Table::new(
        "Split areas",
        2,
        &[
            ("Kind of area", Kind::Text),
            ("Area", Kind::Text),
            ("Part in", Kind::Text),
            ("Main or smaller part", Kind::Text),
            ("All of that area", Kind::Text),
            (&unit, Kind::Weight),
            (&share, Kind::Share),
            ("Ground (km²)", Kind::SquareKilometres),
            ("Districts", Kind::Long),
        ],
    );
    for split in comparison.splits.iter().filter(|split| !split.nested) {
        let other = comparison.opposite(&split.layer);
        for part in &split.shares {
            let name = part.area.as_ref().map_or_else(
                || format!("no {}", text::area_of(&other)),
                |area| area.name.clone(),
            );
            let size = match (split.complete, part.main) {
                (false, _) => "not known",
                (true, true) => "main part",
                (true, false) => "smaller part",
            };
            table.row(vec![
                capital(&text::area_of(&split.layer)).into(),
                split.area.name.as_str().into(),
                name.into(),
                size.into(),
                if part.whole { "yes" } else { "no" }.into(),
                part.weight.into(),
                part.weight_share.into(),
                (part.area_m2 / 1e6).into(),
                text::district_parts(&part.districts).into(),
            ]);
        }
    }
    table
}

/// The matched areas, then what moves.
pub(super) fn matches(comparison: &Comparison) -> Table {
    let unit = unit(comparison);
    let mut table = Table::new(
        "Who moves",
        2,
        &[
            ("Now", Kind::Text),
            ("Then", Kind::Text),
            ("Stays or moves", Kind::Text),
            (&unit, Kind::Weight),
        ],
    );
    for pair in &comparison.moves.matches {
        table.row(vec![
            pair.a.name.as_str().into(),
            pair.b.name.as_str().into(),
            "stays".into(),
            pair.weight.into(),
        ]);
    }
    for cell in paper_tables::moving(comparison) {
        let [a, b] = [&cell.a, &cell.b].map(|area| area.as_ref().map_or("", |area| &area.name));
        table.row(vec![a.into(), b.into(), "moves".into(), cell.weight.into()]);
    }
    table.row(vec![
        "In all".into(),
        "".into(),
        "moves".into(),
        comparison.moves.moved.into(),
    ]);
    table
}

/// The areas that would exist if the first layer followed the second.
pub(super) fn alignment(comparison: &Comparison) -> Table {
    let unit = unit(comparison);
    let beyond = format!("{unit} beyond the review area");
    let mut table = Table::new(
        "Alignment",
        1,
        &[
            ("Area", Kind::Text),
            ("Matched with", Kind::Text),
            (&unit, Kind::Weight),
            ("Would match", Kind::Text),
            (&beyond, Kind::Weight),
        ],
    );
    for area in &comparison.alignment.areas {
        table.row(vec![
            area.area.name.as_str().into(),
            area.from.as_ref().map_or("new", |from| &from.name).into(),
            area.inside.weight.into(),
            if area.coterminous { "yes" } else { "no" }.into(),
            match &area.beyond {
                Some(beyond) => beyond.weight.into(),
                None if area.coterminous => Cell::Empty,
                None => "not all in the data".into(),
            },
        ]);
    }
    table
}
