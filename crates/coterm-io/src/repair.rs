//! Repairs polygons that are not valid.
//!
//! [`repaired`] does what is harmless, and reports it; `build` uses it for building blocks and for
//! other generalisations, but not for the backdrop. What it cannot repair is kept as published.
//! [`made_valid`] repairs everything, for imports.

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use coterm_core::space::millimetres;
use polygon_coverage::Arrangement;
use polygon_coverage::arrangement::Face;
use polygon_coverage::containment::contains;
use polygon_coverage::validity::validity;

use crate::{Crs, DataReport, Error, Result};

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

/// Makes a footprint valid: its ground is where a line to the outside crosses its rings an odd number
/// of times. A ring that is there twice counts once. Crossings are rounded to the millimetre, so the
/// result is repaired again until it is valid. A footprint without ground becomes empty.
/// Coordinates are metres of EPSG:27700. O(n log n).
///
/// The result is that of `ST_MakeValid` of `PostGIS` and `make_valid` of `GEOS` by their method
/// `linework`, but for the rounding, as long as no rings run along each other.
///
/// # Errors
///
/// [`Error::Core`] for vertices that are too far from Britain; [`Error::InvalidInput`] if rounding
/// makes it invalid every time.
pub(crate) fn made_valid(footprint: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>> {
    let mut footprint = Crs::BritishNationalGrid.footprint_to_grid(footprint.clone())?;
    footprint = without_repeated_rings(footprint);
    for _ in 0..ATTEMPTS {
        let arrangement =
            Arrangement::new(&[&footprint], millimetres()).map_err(coterm_core::Error::from)?;
        let inside = arrangement.faces().filter(|face| !face.areas().is_empty());
        let parts = inside.flat_map(Face::footprint);
        let made = Crs::BritishNationalGrid.footprint_to_grid(parts.collect())?;
        footprint = without_repeats("", &made, &mut DataReport::default());
        if validity(&footprint).is_empty() {
            return Ok(footprint);
        }
    }
    Err(Error::InvalidInput(
        "a polygon could not be repaired: its parts are too close to one another".into(),
    ))
}

/// Removes rings that are there before, whatever their direction and first vertex. A part whose outer
/// ring is removed has its other rings as parts.
fn without_repeated_rings(footprint: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut known = BTreeSet::new();
    let rings = footprint.0.into_iter().flat_map(|part| {
        let (outer, holes) = part.into_inner();
        std::iter::once(outer).chain(holes)
    });
    // Whether a ring is an outer one or a hole does not matter to the rule of odd numbers.
    let rings = rings.filter(|ring| known.insert(in_order(ring)));
    rings.map(|ring| Polygon::new(ring, Vec::new())).collect()
}

/// Returns the vertices of a ring, in thousandths of a metre, in the order that is the smallest:
/// equal for rings that have the same vertices in either direction from any of them.
fn in_order(ring: &LineString<f64>) -> Vec<[i64; 2]> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "coordinates are in Britain, in metres"
    )]
    let whole = |at: &Coord<f64>| [at.x, at.y].map(|metres| (metres * 1_000.0).round() as i64);
    let mut vertices: Vec<[i64; 2]> = ring.0.iter().map(whole).collect();
    vertices.dedup();
    if vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    let Some(first) = (0..vertices.len()).min_by_key(|&at| vertices[at]) else {
        return vertices;
    };
    vertices.rotate_left(first);
    let mut other = vertices.clone();
    other[1..].reverse();
    vertices.min(other)
}

/// Number of times that a footprint is made valid before it is given up. Rounding rarely makes a
/// second time necessary.
const ATTEMPTS: usize = 8;

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
