//! The pieces of a comparison as `GeoJSON`.

use coterm_core::comparison::{Comparison, Piece};
use coterm_core::space::GridPoint;
use polygon_coverage::measure::oriented_rings;
use serde_json::{Value, json};

use super::ComparisonReport;
use super::names::{class_name, code_and_name};
use crate::{Error, Result};

/// Writes the pieces as a `GeoJSON` feature collection (RFC 7946): longitude, then latitude,
/// in degrees to 7 decimals, with outer rings counter-clockwise.
pub(super) fn write(report: &ComparisonReport<'_>) -> Result<Vec<u8>> {
    let comparison = report.comparison;
    let features = comparison
        .pieces
        .iter()
        .map(|piece| feature(piece, comparison))
        .collect::<Result<Vec<_>>>()?;
    let collection = json!({
        "type": "FeatureCollection",
        "name": format!("{} against {}", comparison.a.id, comparison.b.id),
        "attribution": comparison.attribution,
        "tolerance_m": comparison.tolerance_m,
        "weight_unit": comparison.weight.unit,
        "pieces_counted_in": comparison.drawn_unit().to_string(),
        "manifest": report.manifest,
        "features": features,
    });
    let mut text =
        serde_json::to_vec(&collection).map_err(|error| Error::Write(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn feature(piece: &Piece, comparison: &Comparison) -> Result<Value> {
    let text = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    let [a_code, a_name] = code_and_name(piece.a.as_ref()).map(text);
    let [b_code, b_name] = code_and_name(piece.b.as_ref()).map(text);
    Ok(json!({
        "type": "Feature",
        "id": piece.id,
        "geometry": geometry(piece)?,
        "properties": {
            "class": class_name(piece.class),
            "complete": piece.complete,
            "a_code": a_code,
            "a_name": a_name,
            "b_code": b_code,
            "b_name": b_name,
            "difference": piece.difference,
            "settled": piece.settled,
            "area_m2": rounded(piece.area_m2, 1e3),
            "perimeter_m": rounded(piece.perimeter_m, 1e3),
            "width_m": rounded(piece.width_m, 1e3),
            "circle_m": piece.circle_m.map(|metres| rounded(metres, 1e3)),
            "postcodes": piece.postcodes,
            "weight": piece.weight,
            "reason": crate::text::reason::piece(piece, comparison),
            "reason_code": piece.reason,
        },
    }))
}

fn geometry(piece: &Piece) -> Result<Value> {
    let mut polygons = Vec::new();
    for polygon in &piece.footprint {
        let mut rings = Vec::new();
        for ring in oriented_rings(&polygon.clone().into()) {
            let positions = ring.iter().map(|at| {
                let at = GridPoint::new(at.x, at.y)?.to_lonlat()?;
                Ok([rounded(at.lon(), 1e7), rounded(at.lat(), 1e7)])
            });
            rings.push(positions.collect::<Result<Vec<[f64; 2]>>>()?);
        }
        polygons.push(rings);
    }
    Ok(match polygons.as_slice() {
        [] => Value::Null,
        [only] => json!({ "type": "Polygon", "coordinates": only }),
        many => json!({ "type": "MultiPolygon", "coordinates": many }),
    })
}

fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}
