//! Invalid footprints: those that are invalid in the file's coordinates, or once converted to
//! metres.

use std::collections::BTreeMap;

use coterm_io::{Crs, FileArea};
use geo::Coord;
use polygon_coverage::validity::InvalidReason;
use polygon_coverage::{AreaId, CoverageReport};

/// An invalid footprint, with the reasons in words.
pub(super) struct Invalid {
    /// The area that has the footprint.
    pub(super) area: AreaId,
    /// The place of the first reason, in metres of EPSG:27700.
    pub(super) at: Coord<f64>,
    pub(super) reasons: Vec<String>,
}

/// Returns the footprints that are invalid in the file's coordinates or in metres, each once. A
/// reason that holds in only one of the two says so.
pub(super) fn invalid(areas: &[FileArea], report: &CoverageReport, crs: Crs) -> Vec<Invalid> {
    let of_report = report.invalid.iter();
    let of_report: BTreeMap<AreaId, &[InvalidReason]> = of_report
        .map(|invalid| (invalid.area, &invalid.reasons[..]))
        .collect();
    let judged = areas.iter().enumerate().filter_map(|(position, read)| {
        let area = AreaId::new(position)?;
        let converted = of_report.get(&area).copied().unwrap_or_default();
        Some((area, &read.faults[..], converted))
    });
    judged
        .filter(|(_, in_file, converted)| !(in_file.is_empty() && converted.is_empty()))
        .map(|(area, in_file, converted)| {
            let at = match (converted, in_file) {
                ([first, ..], _) => first.at,
                ([], in_file) => in_metres(in_file[0].at, crs),
            };
            let hidden = in_file.iter().filter(|reason| !is_among(converted, reason));
            let hidden = hidden.map(|reason| {
                let Coord { x, y } = reason.at;
                format!("as the file has it, at {x}, {y}: {reason}")
            });
            let shown = converted.iter().map(|reason| {
                if crs == Crs::BritishNationalGrid || is_among(in_file, reason) {
                    reason.to_string()
                } else {
                    format!("once converted to whole millimetres: {reason}")
                }
            });
            let reasons = shown.chain(hidden).collect();
            Invalid { area, at, reasons }
        })
        .collect()
}

/// Whether one of `reasons` has the same fault in the same rings.
fn is_among(reasons: &[InvalidReason], reason: &InvalidReason) -> bool {
    reasons.iter().any(|other| {
        (other.fault, other.ring, other.other) == (reason.fault, reason.ring, reason.other)
    })
}

/// Converts a place from the file's coordinates to the National Grid. The file could be read, so
/// this fails only for places where edges cross outside Britain; these become NaN.
fn in_metres(at: Coord<f64>, crs: Crs) -> Coord<f64> {
    let mut place = [at];
    match crs.to_grid(&mut place) {
        Ok(()) => place[0],
        Err(_) => Coord {
            x: f64::NAN,
            y: f64::NAN,
        },
    }
}
