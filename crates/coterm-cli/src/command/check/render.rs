//! The result of a check as a table for people, and as `GeoJSON` for a map.

use std::fmt::Write;

use coterm_core::words::{self, count, shortened, things, visible};
use serde_json::{Value, json};

use super::defects::{Checked, Defect};
use super::verdict::{areas, counted, verdict};
use crate::table::{Cell, table as with_headings};

/// Maximum number of defects of a kind that are shown without `--all`.
const SHOWN: usize = 30;
/// Maximum number of areas of a defect that are named.
const NAMED: usize = 4;
/// Maximum length, in characters, of a code and of a name: laying out a longer cell takes seconds
/// for each megabyte.
const CODE: usize = 40;
const NAME: usize = 100;

pub(super) fn table(checked: &Checked, all: bool) -> String {
    let mut text = String::new();
    for (kind, defects) in checked.kinds_and_gaps() {
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
        // Writing to a `String` cannot fail.
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
        let note = format!(
            "Note: {}: {}; {}",
            finding.whose(NAME),
            finding.found,
            finding.done
        );
        let _ = writeln!(text, "{}", visible(&note));
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
            "Note: coordinates were converted from {} ({}) and rounded to the millimetre",
            checked.crs, checked.conversion
        );
    } else if checked.is_file {
        let _ = writeln!(
            text,
            "Note: no coordinates were converted: the file is in EPSG:27700"
        );
    }
    let features = match checked.features {
        number if number == checked.areas => String::new(),
        number => format!(" of {}", things(number, "feature", "features")),
    };
    let table = checked.table.as_deref();
    let table = table.map(|table| format!(", table {}", visible(&shortened(table, NAME))));
    let _ = write!(
        text,
        "{}{}: {}{features}, {}: {}",
        visible(&checked.subject),
        table.unwrap_or_default(),
        areas(checked),
        things(checked.vertices, "vertex", "vertices"),
        verdict(checked)
    );
    text
}

fn headings(kind: &str) -> &'static [&'static str] {
    match kind {
        "unmatched_edges" => &[
            "areas", "apart m", "length m", "edges", "easting", "northing",
        ],
        "invalid_footprint" => &["area", "why", "easting", "northing"],
        "overlap" => &["areas", "m²", "width m", "easting", "northing"],
        _ => &["between", "m²", "width m", "easting", "northing"],
    }
}

fn cells(kind: &str, defect: &Defect) -> Vec<Cell> {
    let number = |number: f64, decimals: usize| Cell::from(words::number(number, decimals)).right();
    let mut cells = vec![Cell::from(names(defect))];
    match kind {
        "unmatched_edges" => cells.extend([
            number(defect.apart_m.unwrap_or_default(), 3),
            number(defect.length_m.unwrap_or_default(), 1),
            Cell::from(count(defect.edges.unwrap_or_default())).right(),
        ]),
        "invalid_footprint" => cells.push(defect.reasons.join("; ").into()),
        _ => cells.extend([
            number(defect.area_m2.unwrap_or_default(), 2),
            number(defect.width_m.unwrap_or_default(), 3),
        ]),
    }
    cells.extend(
        [defect.at.easting, defect.at.northing]
            .map(|metres| Cell::from(format!("{metres:.1}")).right()),
    );
    cells
}

fn names(defect: &Defect) -> String {
    let named = |code: &str, name: &str| {
        let code = shortened(code, CODE);
        if name.is_empty() {
            code.into_owned()
        } else {
            format!("{} ({code})", shortened(name, NAME))
        }
    };
    let areas = defect.areas.iter().take(NAMED);
    let mut names: Vec<String> = areas.map(|area| named(&area.code, &area.name)).collect();
    if defect.areas.len() > NAMED {
        names.push(format!("{} more", count(defect.areas.len() - NAMED)));
    }
    names.join(", ")
}

/// Makes a `GeoJSON` point for each defect and gap, in longitude and latitude (RFC 7946); without
/// geometry where these are not known.
pub(super) fn geojson(checked: &Checked) -> Value {
    json!({
        "type": "FeatureCollection",
        "name": checked.subject,
        "holds": checked.holds,
        "reasons": checked.reasons,
        "findings": checked.findings,
        "features": features(checked),
    })
}

/// Makes one `GeoJSON` of the defects and gaps of several files.
pub(super) fn geojson_of_all(checks: &[Checked]) -> Value {
    if let [only] = checks {
        return geojson(only);
    }
    let features = checks.iter().flat_map(|checked| {
        features(checked).into_iter().map(|mut feature| {
            feature["properties"]["file"] = checked.subject.as_str().into();
            feature
        })
    });
    let features: Vec<Value> = features.collect();
    json!({"type": "FeatureCollection", "files": checks, "features": features})
}

fn features(checked: &Checked) -> Vec<Value> {
    let features = checked.kinds_and_gaps().flat_map(|(kind, defects)| {
        defects.iter().map(move |defect| {
            let mut properties = json!(defect);
            properties["kind"] = kind.replace('_', " ").into();
            properties["areas"] = names(defect).into();
            properties["codes"] = defect.areas.iter().map(|area| area.code.as_str()).collect();
            let geometry = match (defect.at.lon, defect.at.lat) {
                (Some(lon), Some(lat)) => json!({"type": "Point", "coordinates": [lon, lat]}),
                _ => Value::Null,
            };
            json!({"type": "Feature", "geometry": geometry, "properties": properties})
        })
    });
    features.collect()
}
