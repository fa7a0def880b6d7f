//! Repairs published polygons that are not valid, and reports each repair.
//!
//! `build` uses it for building blocks and for other generalisations, but not for the backdrop.
//! What cannot be repaired is kept as published.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use polygon_coverage::containment::contains;
use polygon_coverage::validity::validity;

use crate::DataReport;

/// Removes repeated vertices and repairs a footprint whose vertices are already in their final
/// place (whole millimetres). Repairs go into the report, and so do faults that remain.
pub(crate) fn repaired(
    subject: &str,
    footprint: &MultiPolygon<f64>,
    report: &mut DataReport,
) -> MultiPolygon<f64> {
    let mut footprint = without_repeats(subject, footprint, report);
    if validity(&footprint).is_empty() {
        return footprint;
    }
    footprint = parts_as_holes(subject, footprint, report);
    let reasons = validity(&footprint);
    if !reasons.is_empty() {
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        report.add(
            subject,
            format!("invalid: {}", reasons.join("; ")),
            "kept as published; containment is by even-odd rule",
        );
    }
    footprint
}

/// Removes vertices equal to the one before, and rings that have fewer than three vertices left.
fn without_repeats(
    subject: &str,
    footprint: &MultiPolygon<f64>,
    report: &mut DataReport,
) -> MultiPolygon<f64> {
    let mut lost = 0;
    let mut clean = |ring: &LineString<f64>| {
        let mut coords: Vec<Coord<f64>> = ring.0.clone();
        coords.dedup();
        lost += ring.0.len() - coords.len();
        LineString::new(coords)
    };
    let mut dropped = 0;
    let polygons = footprint
        .iter()
        .filter_map(|polygon| {
            let outer = clean(polygon.exterior());
            if outer.0.len() < 4 {
                dropped += 1;
                return None;
            }
            let holes = polygon
                .interiors()
                .iter()
                .map(&mut clean)
                .filter(|hole| hole.0.len() >= 4)
                .collect();
            Some(Polygon::new(outer, holes))
        })
        .collect();
    if lost + dropped > 0 {
        report.add(
            subject,
            format!("{lost} vertices closer than a millimetre to the one before, {dropped} parts of no extent"),
            "left out",
        );
    }
    polygons
}

/// Turns a part that lies inside another part of the same area into a hole. It was published as a
/// part, but by the even-odd rule its ground is outside the area.
fn parts_as_holes(
    subject: &str,
    footprint: MultiPolygon<f64>,
    report: &mut DataReport,
) -> MultiPolygon<f64> {
    let parts = footprint.0;
    let containing = |inner: usize| {
        parts.iter().enumerate().position(|(outer, part)| {
            let whole = MultiPolygon::from(part.clone());
            outer != inner
                && parts[inner]
                    .exterior()
                    .0
                    .iter()
                    .all(|&vertex| contains(&whole, vertex))
        })
    };
    let parents: Vec<Option<usize>> = (0..parts.len()).map(containing).collect();
    let mut mended: Vec<Option<Polygon<f64>>> = parts.iter().cloned().map(Some).collect();
    for (inner, parent) in parents.iter().enumerate() {
        let Some(outer) = *parent else { continue };
        // Only one level of nesting is repaired; deeper nesting remains and is reported as invalid.
        if parents[outer].is_some() || !parts[inner].interiors().is_empty() {
            continue;
        }
        if let Some(polygon) = &mut mended[outer] {
            polygon.interiors_push(parts[inner].exterior().clone());
            mended[inner] = None;
            let at = parts[inner].exterior().0[0];
            report.add(
                subject,
                format!(
                    "a part lies inside another part, at easting {:.0}, northing {:.0}",
                    at.x, at.y
                ),
                "taken as a hole (even-odd rule), where another area lies",
            );
        }
    }
    mended.into_iter().flatten().collect()
}
