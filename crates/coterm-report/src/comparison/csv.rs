//! The tables of a comparison as CSV, for spreadsheets and programs. No field can become a
//! formula.

use coterm_core::comparison::{Comparison, Counterpart, LayerName, Named, Overlap, Verdict};
use coterm_core::space::{GridPoint, LonLat};

use super::moves::{Side, Sum, moves};
use super::names::{class_name, code_and_name, postcodes_of, relation_name};
use super::{ComparisonReport, CsvTable};
use crate::{Error, Result, text};

type Rows = Vec<Vec<String>>;

/// Writes one table of the comparison. Numbers are plain, lists are separated by semicolons.
pub(super) fn write(report: &ComparisonReport<'_>, table: CsvTable) -> Result<Vec<u8>> {
    let comparison = report.comparison;
    let (headings, rows) = match table {
        CsvTable::Matrix => (MATRIX, matrix(comparison)),
        CsvTable::Verdicts => (VERDICTS, verdicts(comparison)),
        CsvTable::Pieces => (PIECES, pieces(comparison)),
        CsvTable::Differences => (DIFFERENCES, differences(comparison)),
        CsvTable::Moves => (MOVES, moved(comparison)),
        CsvTable::Disclosure => (DISCLOSURE, disclosed(comparison)),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bad = |error: csv::Error| Error::Write(error.to_string());
    writer
        .write_record(headings.split(',').map(str::trim))
        .map_err(bad)?;
    for row in rows {
        writer.write_record(row.iter().map(harmless)).map_err(bad)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Write(error.to_string()))
}

/// Puts an apostrophe before a text that spreadsheets would take for a formula.
fn harmless(field: &String) -> String {
    let number = field.parse::<f64>().is_ok();
    if !number && field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{field}");
    }
    field.clone()
}

const DISCLOSURE: &str = "expression, weight, blocks, plus_codes, minus_codes, block_codes, reason";

fn disclosed(comparison: &Comparison) -> Rows {
    let parts = comparison.disclosure.iter().flat_map(|found| &found.parts);
    let codes = |areas: &[Named]| {
        let codes: Vec<&str> = areas.iter().map(|area| area.code.as_str()).collect();
        codes.join(";")
    };
    parts
        .map(|part| {
            vec![
                part.expression.clone(),
                number(part.weight),
                optional(part.blocks),
                codes(&part.plus),
                codes(&part.minus),
                codes(&part.block_names),
                text::disclosure::part(part, comparison),
            ]
        })
        .collect()
}

const MATRIX: &str = "a_code, a_name, b_code, b_name, area_m2, weight, weight_by_geometry, \
     postcodes, blocks, districts, area_share_of_a, area_share_of_b, weight_share_of_a, \
     weight_share_of_b, jaccard, unit";

fn matrix(comparison: &Comparison) -> Rows {
    let by = comparison.unit().to_string();
    let row = |overlap: &Overlap| {
        let [a_code, a_name] = code_and_name(overlap.a.as_ref());
        let [b_code, b_name] = code_and_name(overlap.b.as_ref());
        vec![
            a_code.into(),
            a_name.into(),
            b_code.into(),
            b_name.into(),
            metres(overlap.area_m2),
            number(overlap.weight),
            number(overlap.weight_by_geometry),
            overlap.postcodes.to_string(),
            optional(overlap.blocks),
            joined(&overlap.districts),
            optional(overlap.area_share_of_a.map(share)),
            optional(overlap.area_share_of_b.map(share)),
            optional(overlap.weight_share_of_a.map(share)),
            optional(overlap.weight_share_of_b.map(share)),
            optional(overlap.jaccard.map(share)),
            by.clone(),
        ]
    };
    comparison.matrix.iter().map(row).collect()
}

const VERDICTS: &str = "layer, code, name, complete, relation, by_blocks, reason, with, \
     with_shares, outside_area_m2, outside_weight, area_m2, weight, blocks, hausdorff_m, mean_m, \
     unit";

fn verdicts(comparison: &Comparison) -> Rows {
    let by = comparison.unit().to_string();
    let row = |layer: &str, other: &LayerName, verdict: &Verdict| {
        let each = |field: fn(&Counterpart) -> String| {
            let fields: Vec<String> = verdict.with.iter().map(field).collect();
            fields.join(";")
        };
        let outside = verdict.outside.as_ref();
        vec![
            layer.into(),
            verdict.area.code.clone(),
            verdict.area.name.clone(),
            verdict.complete.to_string(),
            relation_name(verdict.relation).into(),
            verdict.by_blocks.map_or("", relation_name).into(),
            text::reason::verdict(verdict, other, &comparison.weight.unit),
            each(|part| {
                let area = part.area.as_ref();
                area.map(|area| area.code.clone()).unwrap_or_default()
            }),
            each(|part| optional(part.area_share.map(share))),
            metres(outside.map_or(0.0, |part| part.area_m2)),
            number(outside.map_or(0.0, |part| part.weight)),
            optional(verdict.area_m2.map(metres)),
            optional(verdict.weight.map(number)),
            optional(verdict.blocks),
            optional(verdict.deviation.map(|apart| metres(apart.hausdorff_m))),
            optional(verdict.deviation.map(|apart| metres(apart.mean_m))),
            by.clone(),
        ]
    };
    let (a, b) = (comparison.a.name(), comparison.b.name());
    let rows_of = |layer: &LayerName, other: &LayerName, verdicts: &[Verdict]| -> Rows {
        let rows = verdicts
            .iter()
            .map(|verdict| row(&layer.id, other, verdict));
        rows.collect()
    };
    let mut rows = rows_of(&a, &b, &comparison.verdicts_a);
    rows.extend(rows_of(&b, &a, &comparison.verdicts_b));
    rows
}

const PIECES: &str = "id, class, a_code, a_name, b_code, b_name, difference, settled, area_m2, \
     perimeter_m, width_m, circle_m, postcodes, weight, easting, northing, lon, lat, reason, \
     complete, unit";

fn pieces(comparison: &Comparison) -> Rows {
    let by = comparison.drawn_unit().to_string();
    let row = |piece: &coterm_core::comparison::Piece| {
        let [a_code, a_name] = code_and_name(piece.a.as_ref());
        let [b_code, b_name] = code_and_name(piece.b.as_ref());
        let [easting, northing] = piece.at;
        let at = GridPoint::new(easting, northing).and_then(GridPoint::to_lonlat);
        let degrees = |coordinate: fn(LonLat) -> f64| {
            at.as_ref()
                .map(|at| format!("{:.6}", coordinate(*at)))
                .unwrap_or_default()
        };
        vec![
            piece.id.to_string(),
            class_name(piece.class).into(),
            a_code.into(),
            a_name.into(),
            b_code.into(),
            b_name.into(),
            optional(piece.difference),
            optional(piece.settled),
            metres(piece.area_m2),
            metres(piece.perimeter_m),
            metres(piece.width_m),
            optional(piece.circle_m.map(metres)),
            piece.postcodes.to_string(),
            number(piece.weight),
            metres(easting),
            metres(northing),
            degrees(LonLat::lon),
            degrees(LonLat::lat),
            text::reason::piece(piece, comparison),
            piece.complete.to_string(),
            by.clone(),
        ]
    };
    comparison.pieces.iter().map(row).collect()
}

const DIFFERENCES: &str = "number, a_code, a_name, b_code, b_name, reason, pieces, area_m2, weight, \
     postcodes, blocks, districts, easting, northing, block_codes, postcode_list, unit";

fn differences(comparison: &Comparison) -> Rows {
    let by = comparison.unit().to_string();
    let row = |difference: &coterm_core::comparison::Difference| {
        let [a_code, a_name] = code_and_name(difference.a.as_ref());
        let [b_code, b_name] = code_and_name(difference.b.as_ref());
        let codes: Vec<&str> = difference.blocks.iter().map(|b| b.code.as_str()).collect();
        let postcodes: Vec<String> = difference
            .postcodes
            .iter()
            .map(ToString::to_string)
            .collect();
        vec![
            difference.number.to_string(),
            a_code.into(),
            a_name.into(),
            b_code.into(),
            b_name.into(),
            text::reason::difference(difference, comparison),
            difference.pieces.len().to_string(),
            metres(difference.area_m2),
            number(difference.weight),
            postcodes_of(comparison, difference).to_string(),
            difference.blocks.len().to_string(),
            joined(&difference.districts),
            metres(difference.at[0]),
            metres(difference.at[1]),
            codes.join(";"),
            postcodes.join(";"),
            by.clone(),
        ]
    };
    comparison.differences.iter().map(row).collect()
}

const MOVES: &str = "from_code, from_name, to_code, to_name, area_m2, weight, postcodes, blocks, \
     districts, weight_share_of_from, weight_share_of_to, drawn_differently_area_m2, \
     drawn_differently_weight, unit";

fn moved(comparison: &Comparison) -> Rows {
    let by = comparison.unit().to_string();
    let mut rows = Rows::new();
    for from in moves(comparison, Side::A) {
        let [from_code, from_name] = code_and_name(from.area);
        let mut row = |part: Option<&Overlap>, drawn: Sum| {
            let [to_code, to_name] = code_and_name(part.and_then(|part| part.b.as_ref()));
            let value = |measure: fn(&Overlap) -> f64| part.map_or(0.0, measure);
            rows.push(vec![
                from_code.into(),
                from_name.into(),
                to_code.into(),
                to_name.into(),
                metres(value(|part| part.area_m2)),
                number(value(|part| part.weight)),
                part.map_or(0, |part| part.postcodes).to_string(),
                optional(part.and_then(|part| part.blocks)),
                part.map(|part| joined(&part.districts)).unwrap_or_default(),
                optional(
                    part.map_or(Some(0.0), |part| part.weight_share_of_a)
                        .map(share),
                ),
                optional(
                    part.map_or(Some(0.0), |part| part.weight_share_of_b)
                        .map(share),
                ),
                metres(drawn.area_m2),
                number(drawn.weight),
                by.clone(),
            ]);
        };
        // The sum of what is only drawn differently is on the first row of each area, or on a
        // row of its own if the area has no other, so that the columns add up.
        let mut drawn = from.drawn;
        for part in &from.parts {
            row(Some(part), std::mem::take(&mut drawn));
        }
        if drawn.pairs > 0 {
            row(None, drawn);
        }
    }
    rows
}

fn joined(areas: &[Named]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    names.join(";")
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Metres or square metres, to three decimals.
fn metres(value: f64) -> String {
    shortest(value, 1e3)
}

/// A weight, to six decimals.
fn number(value: f64) -> String {
    shortest(value, 1e6)
}

fn share(value: f64) -> String {
    shortest(value, 1e9)
}

fn shortest(value: f64, scale: f64) -> String {
    // Adding zero turns -0 into 0.
    ((value * scale).round() / scale + 0.0).to_string()
}
