//! Newline-delimited `GeoJSON`: a feature in each line, or after each record separator (RFC 8142).

use std::path::Path;

use serde::de::IgnoredAny;

use super::document::Document;
use super::place::Lines;
use super::{MAX_FAULTS, too_many_faults};
use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::{Error, Result, text};

/// The byte that begins each record of a sequence of JSON texts: RS.
pub(crate) const SEPARATOR: u8 = 0x1E;

/// Whether a text consists of several JSON texts: it begins with a separator, or its first line is
/// a whole object and another line follows.
pub(crate) fn are_several(text: &str) -> bool {
    if text.as_bytes().first() == Some(&SEPARATOR) {
        return true;
    }
    let Some((first, rest)) = text.split_once('\n') else {
        return false;
    };
    rest.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(first).is_ok()
}

/// Reads every feature of newline-delimited `GeoJSON`. A line that cannot be read is a feature that
/// is not understood, and the others are read.
///
/// # Errors
///
/// [`Error::Malformed`] for anything that is no text, for lines in different coordinate systems,
/// and if more than a thousand lines cannot be understood.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    let lines = Lines::new(&text);
    let separator = if text.trim_start().as_bytes().first() == Some(&SEPARATOR) {
        char::from(SEPARATOR)
    } else {
        '\n'
    };
    let mut file = RawFile::default();
    let mut declared: Option<Option<DeclaredCrs>> = None;
    let mut faults = 0;
    for record in text.split(separator) {
        let record = record.trim();
        if record.is_empty() {
            continue;
        }
        let line = lines.of(record);
        let document = match Document::read(record) {
            Ok(document) => document,
            Err(reason) => {
                faults += 1;
                if faults > MAX_FAULTS {
                    return Err(bad(too_many_faults()));
                }
                file.features.push(RawFeature {
                    geometry: RawGeometry::NotUnderstood(reason),
                    line: Some(line),
                    ..RawFeature::default()
                });
                continue;
            }
        };
        let first = declared.get_or_insert_with(|| document.declared.clone());
        if *first != document.declared {
            let reason = "is in another coordinate system than the first feature";
            return Err(bad(format!("line {line} {reason}")));
        }
        file.cut_off = file.cut_off.or_else(|| document.cut_off.clone());
        for mut feature in document.features() {
            // The document counts lines from its own first one.
            feature.line = feature.line.map(|within| line + within - 1);
            faults += usize::from(feature.geometry.is_fault());
            if faults > MAX_FAULTS {
                return Err(bad(too_many_faults()));
            }
            file.features.push(feature);
        }
    }
    file.declared = declared.flatten();
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEATURE: &str = r#"{"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"#;

    #[test]
    fn each_line_or_record_is_a_feature_and_faults_have_their_line() {
        for text in [
            format!("{FEATURE}\n\n{{\"type\":\n{FEATURE}\r\n"),
            format!("\u{1e}{FEATURE}\n\u{1e}{{\"type\":\n\u{1e}{FEATURE}"),
        ] {
            assert!(are_several(&text));
            let file = features(Path::new("a"), text.as_bytes()).unwrap();
            let faults: Vec<bool> = file
                .features
                .iter()
                .map(|feature| feature.geometry.is_fault())
                .collect();
            assert_eq!(faults, [false, true, false], "{text}");
            assert_eq!(file.features[0].fields["code"], "A");
            assert!(file.features[1].line > file.features[0].line);
        }
    }

    #[test]
    fn one_object_is_not_several() {
        let pretty = FEATURE.replace(',', ",\n");
        for text in [FEATURE, &format!("{FEATURE}\n"), &pretty, "{}", "{\n}", ""] {
            assert!(!are_several(text), "{text}");
        }
    }

    #[test]
    fn lines_that_contradict_each_other_are_refused() {
        let other = FEATURE.replace(
            "\"type\":\"Feature\"",
            r#""crs":{"properties":{"name":"EPSG:27700"}},"type":"Feature""#,
        );
        let text = format!("{FEATURE}\n{other}");
        let error = features(Path::new("a"), text.as_bytes()).unwrap_err();
        assert!(
            error.to_string().contains("line 2 is in another"),
            "{error}"
        );
        let wrong = "{}\n".repeat(MAX_FAULTS + 1);
        let error = features(Path::new("a"), wrong.as_bytes()).unwrap_err();
        assert!(
            error.to_string().contains("cannot be understood"),
            "{error}"
        );
    }
}
