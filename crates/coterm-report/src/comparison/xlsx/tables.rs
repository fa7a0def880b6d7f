//! The tables of the workbook, a function for each: they turn the comparison's lists into
//! rows.

use coterm_core::comparison::{Comparison, Disclosure, LayerName, Named, Verdict};
use coterm_core::words::capital;

use crate::comparison::moves::{Side, moves as moves_of};
use crate::comparison::names::{
    blocks, class, code_and_name, layer_names, name_or_outside, postcodes_of, relation,
};
use crate::text;
use crate::workbook::{Cell, Kind, Table};

fn names(areas: &[Named]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    names.join("; ")
}

fn cells(area: Option<&Named>) -> [Cell; 2] {
    code_and_name(area).map(Cell::from)
}

/// Heading of a column of building blocks.
fn block_heading(comparison: &Comparison) -> String {
    blocks(comparison).map_or_else(|| "Building blocks".into(), |blocks| capital(&blocks))
}

fn unit(comparison: &Comparison) -> String {
    capital(&comparison.unit().to_string())
}

/// Headings of live postcodes, counted as areas are and counted as pieces are.
fn postcodes(comparison: &Comparison) -> [String; 2] {
    let by = if comparison.blocks.is_some() {
        [" by the code table", " by the drawing"]
    } else {
        [""; 2]
    };
    by.map(|by| format!("Live postcodes{by}"))
}

pub(super) fn verdicts(comparison: &Comparison) -> Table {
    let (unit, blocks) = (unit(comparison), block_heading(comparison));
    let mut table = Table::new(
        "Verdicts",
        3,
        &[
            ("Layer", Kind::Text),
            ("Code", Kind::Text),
            ("Name", Kind::Text),
            ("Verdict", Kind::Text),
            ("By building blocks", Kind::Text),
            ("Why", Kind::Long),
            ("With", Kind::List),
            ("Ground (km²)", Kind::SquareKilometres),
            (&unit, Kind::Weight),
            (&blocks, Kind::Whole),
            ("Outside the other layer (km²)", Kind::SquareKilometres),
            ("Furthest line (m)", Kind::Metres),
            ("Mean line (m)", Kind::Metres),
            ("All within the data", Kind::Text),
        ],
    );
    let mut add = |layer: &str, other: &LayerName, verdict: &Verdict| {
        let with: Vec<Named> = verdict
            .with
            .iter()
            .filter_map(|part| part.area.clone())
            .collect();
        table.row(vec![
            layer.into(),
            verdict.area.code.as_str().into(),
            verdict.area.name.as_str().into(),
            relation(verdict.relation).into(),
            verdict.by_blocks.map(relation).into(),
            text::reason::verdict(verdict, other, &comparison.weight.unit)
                .as_str()
                .into(),
            names(&with).into(),
            verdict.area_m2.map(|area| area / 1e6).into(),
            verdict.weight.into(),
            verdict.blocks.into(),
            verdict
                .outside
                .as_ref()
                .map(|part| part.area_m2 / 1e6)
                .into(),
            verdict.deviation.map(|apart| apart.hausdorff_m).into(),
            verdict.deviation.map(|apart| apart.mean_m).into(),
            if verdict.complete { "yes" } else { "no" }.into(),
        ]);
    };
    let id = |side| match side {
        Side::A => comparison.a.id.as_str(),
        Side::B => comparison.b.id.as_str(),
    };
    for side in [Side::A, Side::B] {
        let other = side.other_layer(comparison);
        for verdict in side.verdicts(comparison) {
            add(id(side), &other, verdict);
        }
    }
    table
}

pub(super) fn matrix(comparison: &Comparison) -> Table {
    let (unit, blocks) = (unit(comparison), block_heading(comparison));
    let drawn = capital(&comparison.drawn_unit().to_string());
    let [postcodes, _] = postcodes(comparison);
    let mut table = Table::new(
        "Matrix",
        4,
        &[
            ("First code", Kind::Text),
            ("First area", Kind::Text),
            ("Second code", Kind::Text),
            ("Second area", Kind::Text),
            ("Ground (km²)", Kind::SquareKilometres),
            (&unit, Kind::Weight),
            (&drawn, Kind::Weight),
            (&postcodes, Kind::Whole),
            (&blocks, Kind::Whole),
            ("Share of the first area's ground", Kind::Share),
            ("Share of the second area's ground", Kind::Share),
            ("Share of the first area's weight", Kind::Share),
            ("Share of the second area's weight", Kind::Share),
            ("Jaccard index", Kind::Share),
            ("Districts", Kind::List),
        ],
    )
    .long();
    for overlap in &comparison.matrix {
        let [a_code, a_name] = cells(overlap.a.as_ref());
        let [b_code, b_name] = cells(overlap.b.as_ref());
        table.row(vec![
            a_code,
            a_name,
            b_code,
            b_name,
            (overlap.area_m2 / 1e6).into(),
            overlap.weight.into(),
            overlap.weight_by_geometry.into(),
            overlap.postcodes.into(),
            overlap.blocks.into(),
            overlap.area_share_of_a.into(),
            overlap.area_share_of_b.into(),
            overlap.weight_share_of_a.into(),
            overlap.weight_share_of_b.into(),
            overlap.jaccard.into(),
            names(&overlap.districts).into(),
        ]);
    }
    table
}

/// The parts that can be found out by subtracting figures published for both layers.
pub(super) fn disclosure(found: &Disclosure, comparison: &Comparison) -> Table {
    let mut table = Table::new(
        "Disclosure",
        1,
        &[
            ("Subtracting", Kind::Long),
            (found.unit.as_str(), Kind::Weight),
            ("Blocks", Kind::Whole),
            ("What is left", Kind::Long),
        ],
    );
    for part in &found.parts {
        table.row(vec![
            part.expression.as_str().into(),
            part.weight.into(),
            part.blocks.unwrap_or_default().into(),
            text::disclosure::part(part, comparison).as_str().into(),
        ]);
    }
    table
}

pub(super) fn differences(comparison: &Comparison) -> Table {
    let (unit, blocks) = (unit(comparison), block_heading(comparison));
    let [postcodes, _] = postcodes(comparison);
    let mut table = Table::new(
        "Differences",
        1,
        &[
            ("Number", Kind::Number),
            ("What", Kind::Long),
            ("First code", Kind::Text),
            ("First area", Kind::Text),
            ("Second code", Kind::Text),
            ("Second area", Kind::Text),
            ("Ground (km²)", Kind::SquareKilometres),
            (&unit, Kind::Weight),
            (&blocks, Kind::Whole),
            (&postcodes, Kind::Whole),
            ("Districts", Kind::List),
            ("Pieces", Kind::Whole),
            ("Easting", Kind::Whole),
            ("Northing", Kind::Whole),
        ],
    );
    for difference in &comparison.differences {
        let [a_code, a_name] = cells(difference.a.as_ref());
        let [b_code, b_name] = cells(difference.b.as_ref());
        table.row(vec![
            difference.number.into(),
            text::reason::difference(difference, comparison)
                .as_str()
                .into(),
            a_code,
            a_name,
            b_code,
            b_name,
            (difference.area_m2 / 1e6).into(),
            difference.weight.into(),
            difference.blocks.len().into(),
            postcodes_of(comparison, difference).into(),
            names(&difference.districts).into(),
            difference.pieces.len().into(),
            difference.at[0].into(),
            difference.at[1].into(),
        ]);
    }
    table
}

/// The codes in real differences: a row for each district, building block and postcode.
pub(super) fn codes(comparison: &Comparison) -> Table {
    let mut table = Table::new(
        "Codes in differences",
        1,
        &[
            ("Difference", Kind::Number),
            ("Kind", Kind::Text),
            ("Code", Kind::Text),
            ("Name", Kind::Text),
        ],
    )
    .long();
    let block = comparison
        .blocks
        .as_ref()
        .map_or_else(|| "Building block".into(), |blocks| capital(&blocks.name));
    for difference in &comparison.differences {
        for (kind, areas) in [
            ("District", &difference.districts),
            (block.as_str(), &difference.blocks),
        ] {
            for area in areas {
                let [code, name] = cells(Some(area));
                table.row(vec![difference.number.into(), kind.into(), code, name]);
            }
        }
        for postcode in &difference.postcodes {
            let (number, code) = (difference.number.into(), postcode.to_string().into());
            table.row(vec![number, "Postcode".into(), code, Cell::Empty]);
        }
    }
    table
}

pub(super) fn pieces(comparison: &Comparison) -> Table {
    let unit = capital(&comparison.drawn_unit().to_string());
    let [_, postcodes] = postcodes(comparison);
    let mut table = Table::new(
        "Pieces",
        2,
        &[
            ("Piece", Kind::Number),
            ("Class", Kind::Text),
            ("First code", Kind::Text),
            ("First area", Kind::Text),
            ("Second code", Kind::Text),
            ("Second area", Kind::Text),
            ("Difference", Kind::Number),
            ("Ground (m²)", Kind::SquareMetres),
            ("Outline (m)", Kind::Metres),
            ("Width (m)", Kind::Metres),
            ("Widest circle (m)", Kind::Metres),
            (&unit, Kind::Weight),
            (&postcodes, Kind::Whole),
            ("Settled by code table", Kind::Text),
            ("Easting", Kind::Whole),
            ("Northing", Kind::Whole),
            ("Longitude", Kind::Degrees),
            ("Latitude", Kind::Degrees),
            ("Why", Kind::Long),
            ("All within the data", Kind::Text),
        ],
    )
    .long();
    for piece in &comparison.pieces {
        let [a_code, a_name] = cells(piece.a.as_ref());
        let [b_code, b_name] = cells(piece.b.as_ref());
        let [easting, northing] = piece.at;
        let at = coterm_core::space::GridPoint::new(easting, northing)
            .and_then(coterm_core::space::GridPoint::to_lonlat);
        let settled = piece
            .settled
            .map(|settled| if settled { "yes" } else { "no" });
        table.row(vec![
            piece.id.into(),
            class(piece.class).into(),
            a_code,
            a_name,
            b_code,
            b_name,
            piece.difference.into(),
            piece.area_m2.into(),
            piece.perimeter_m.into(),
            piece.width_m.into(),
            piece.circle_m.into(),
            piece.weight.into(),
            piece.postcodes.into(),
            settled.into(),
            easting.into(),
            northing.into(),
            at.as_ref().ok().map(|at| at.lon()).into(),
            at.as_ref().ok().map(|at| at.lat()).into(),
            text::reason::piece(piece, comparison).as_str().into(),
            if piece.complete { "yes" } else { "no" }.into(),
        ]);
    }
    table
}

pub(super) fn moves(comparison: &Comparison) -> Table {
    let (unit, blocks) = (unit(comparison), block_heading(comparison));
    let [postcodes, _] = postcodes(comparison);
    let [first, second] = layer_names(comparison);
    let mut table = Table::new(
        "Moves",
        2,
        &[
            ("From", Kind::Text),
            ("To", Kind::Text),
            ("Ground (km²)", Kind::SquareKilometres),
            (&unit, Kind::Weight),
            ("Share of the first area's total", Kind::Share),
            ("Share of the second area's total", Kind::Share),
            (&postcodes, Kind::Whole),
            (&blocks, Kind::Whole),
            ("Districts", Kind::List),
        ],
    );
    for from in moves_of(comparison, Side::A) {
        let own = name_or_outside(from.area, &first);
        for part in &from.parts {
            table.row(vec![
                own.as_str().into(),
                name_or_outside(part.b.as_ref(), &second).into(),
                (part.area_m2 / 1e6).into(),
                part.weight.into(),
                part.weight_share_of_a.into(),
                part.weight_share_of_b.into(),
                part.postcodes.into(),
                part.blocks.into(),
                names(&part.districts).into(),
            ]);
        }
        if from.drawn.pairs > 0 {
            table.row(vec![
                own.as_str().into(),
                "Only drawn differently".into(),
                (from.drawn.area_m2 / 1e6).into(),
                from.drawn.weight.into(),
                Cell::Empty,
                Cell::Empty,
                from.drawn.postcodes.into(),
                Cell::Empty,
                Cell::Empty,
            ]);
        }
    }
    table
}
