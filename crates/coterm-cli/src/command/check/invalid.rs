//! Footprints that are not valid, as the file has them or once they are in metres.

use std::collections::BTreeMap;

use coterm_io::{Crs, FileArea};
use geo::Coord;
use polygon_coverage::validity::InvalidReason;
use polygon_coverage::{AreaId, CoverageReport};

/// A footprint that is not valid, and why, in words.
pub(super) struct Invalid {
    /// The area whose footprint it is.
    pub(super) area: AreaId,
    /// Where the first of the reasons is, EPSG:27700 metres.
    pub(super) at: Coord<f64>,
    pub(super) reasons: Vec<String>,
}

/// The footprints that are not valid as the file has them, or once they are in metres, each
/// once. A reason that holds only before or only after says so.
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
            let kept = converted.iter().map(|reason| {
                if crs == Crs::BritishNationalGrid || is_among(in_file, reason) {
                    reason.to_string()
                } else {
                    format!("once converted to whole millimetres: {reason}")
                }
            });
            let reasons = kept.chain(hidden).collect();
            Invalid { area, at, reasons }
        })
        .collect()
}

/// Whether the same rings break the same rule.
fn is_among(reasons: &[InvalidReason], reason: &InvalidReason) -> bool {
    reasons.iter().any(|other| {
        (other.fault, other.ring, other.other) == (reason.fault, reason.ring, reason.other)
    })
}

/// A place of the file on the grid; the file could be read, so all of its places have one
/// but where edges cross outside of Britain.
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
