//! A check for people, and on a map.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment};
use coterm_core::words::{self, count, things};
use serde_json::{Value, json};

use super::defects::{Checked, Defect};
use crate::table::table as with_headings;

/// So many of a kind are shown.
const SHOWN: usize = 30;
/// So many areas of a defect are named.
const NAMED: usize = 4;

pub(super) fn table(checked: &Checked, all: bool) -> String {
    let mut text = String::new();
    for (kind, defects) in checked.kinds() {
        if defects.is_empty() {
            continue;
        }
        let shown = if all {
            defects.len()
        } else {
            defects.len().min(SHOWN)
        };
        let mut rows = with_headings(headings(kind));
        for defect in &defects[..shown] {
            rows.add_row(cells(kind, defect));
        }
        let note = if kind == "gap" {
            ", which a coverage may have"
        } else {
            ""
        };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{}{note}\n{rows}", counted(defects.len(), kind));
        if shown < defects.len() {
            let more = count(defects.len() - shown);
            let _ = writeln!(text, "and {more} more, which --all shows");
        }
        text.push('\n');
    }
    let findings = &checked.findings;
    let shown = if all {
        findings.len()
    } else {
        findings.len().min(SHOWN)
    };
    for finding in &findings[..shown] {
        let _ = writeln!(
            text,
            "Note: {}: {}; {}",
            finding.subject, finding.found, finding.done
        );
    }
    if shown < findings.len() {
        let _ = writeln!(
            text,
            "and {}, which --all shows",
            things(findings.len() - shown, "more note", "more notes")
        );
    }
    if checked.crs != "EPSG:27700" {
        let _ = writeln!(
            text,
            "Note: coordinates were converted from {}, and so rounded to the millimetre",
            checked.crs
        );
    }
    let _ = write!(
        text,
        "{}: {}, {}: {}",
        checked.subject,
        things(checked.areas, "area", "areas"),
        things(checked.vertices, "vertex", "vertices"),
        verdict(checked)
    );
    text
}

fn verdict(checked: &Checked) -> String {
    let kinds = checked.kinds();
    let found: Vec<String> = kinds
        .iter()
        .filter(|(kind, defects)| *kind != "gap" && !defects.is_empty())
        .map(|(kind, defects)| counted(defects.len(), kind))
        .collect();
    if found.is_empty() {
        "the areas fit together".to_owned()
    } else {
        format!("the areas do NOT fit together: {}", found.join(", "))
    }
}

fn counted(number: usize, kind: &str) -> String {
    match kind {
        "unmatched edges" => things(number, "run of unmatched edges", "runs of unmatched edges"),
        _ => things(number, kind, &format!("{kind}s")),
    }
}

fn headings(kind: &str) -> &'static [&'static str] {
    match kind {
        "unmatched edges" => &[
            "areas", "apart m", "length m", "edges", "easting", "northing",
        ],
        "invalid footprint" => &["area", "why", "easting", "northing"],
        "overlap" => &["areas", "m²", "width m", "easting", "northing"],
        _ => &["between", "m²", "width m", "easting", "northing"],
    }
}

fn cells(kind: &str, defect: &Defect) -> Vec<Cell> {
    let number = |number: f64, decimals: usize| {
        Cell::new(words::number(number, decimals)).set_alignment(CellAlignment::Right)
    };
    let mut cells = vec![Cell::new(names(defect))];
    match kind {
        "unmatched edges" => cells.extend([
            number(defect.apart_m.unwrap_or_default(), 3),
            number(defect.length_m.unwrap_or_default(), 1),
            Cell::new(count(defect.edges.unwrap_or_default())).set_alignment(CellAlignment::Right),
        ]),
        "invalid footprint" => cells.push(Cell::new(defect.reasons.join("; "))),
        _ => cells.extend([
            number(defect.area_m2.unwrap_or_default(), 2),
            number(defect.width_m.unwrap_or_default(), 3),
        ]),
    }
    cells.extend(
        [defect.at.easting, defect.at.northing]
            .map(|metres| Cell::new(format!("{metres:.1}")).set_alignment(CellAlignment::Right)),
    );
    cells
}

fn names(defect: &Defect) -> String {
    let named = |code: &str, name: &str| {
        if name.is_empty() {
            code.to_owned()
        } else {
            format!("{name} ({code})")
        }
    };
    let areas = defect.areas.iter().take(NAMED);
    let mut names: Vec<String> = areas.map(|area| named(&area.code, &area.name)).collect();
    if defect.areas.len() > NAMED {
        names.push(format!("{} more", count(defect.areas.len() - NAMED)));
    }
    names.join(", ")
}

/// A point for each, with longitude and latitude as RFC 7946 has it; without geometry
/// where those are not known.
pub(super) fn geojson(checked: &Checked) -> Value {
    let features = checked.kinds().into_iter().flat_map(|(kind, defects)| {
        defects.iter().map(move |defect| {
            let mut properties = json!(defect);
            properties["kind"] = kind.into();
            properties["areas"] = names(defect).into();
            properties["codes"] = defect.areas.iter().map(|area| area.code.as_str()).collect();
            let geometry = match (defect.at.lon, defect.at.lat) {
                (Some(lon), Some(lat)) => json!({"type": "Point", "coordinates": [lon, lat]}),
                _ => Value::Null,
            };
            json!({"type": "Feature", "geometry": geometry, "properties": properties})
        })
    });
    let features: Vec<Value> = features.collect();
    json!({"type": "FeatureCollection", "name": checked.subject, "holds": checked.holds, "features": features})
}
