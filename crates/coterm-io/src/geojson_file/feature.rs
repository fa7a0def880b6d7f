//! Reading one feature of a `GeoJSON` file: its fields and its geometry.

use std::collections::BTreeMap;

use super::geometry::{geometry, is_short_position};
use super::members::{each, members};
use super::place::{Lines, reason};
use crate::feature::{RawFeature, RawGeometry};

/// A part of the text, and the error in it.
type Fault<'a> = (&'a str, serde_json::Error);

/// Reads a feature. One that cannot be understood is still returned, with the fields that could be
/// read and the line of the fault.
pub(super) fn feature<'a>(text: &'a str, lines: &Lines<'a>) -> RawFeature {
    let mut feature = RawFeature {
        line: Some(lines.of(text)),
        ..RawFeature::default()
    };
    let read = parts(text, &mut feature).and_then(|geometry_text| match geometry_text {
        None => Ok(RawGeometry::Missing),
        Some(text) => geometry(text),
    });
    settle(feature, read, lines)
}

/// Reads a bare geometry, as a feature without fields.
pub(super) fn bare<'a>(text: &'a str, lines: &Lines<'a>) -> RawFeature {
    let feature = RawFeature {
        line: Some(lines.of(text)),
        ..RawFeature::default()
    };
    settle(feature, geometry(text), lines)
}

fn settle(
    mut feature: RawFeature,
    read: Result<RawGeometry, Fault<'_>>,
    lines: &Lines<'_>,
) -> RawFeature {
    feature.geometry = read.unwrap_or_else(|(part, error)| {
        feature.line = Some(lines.of_error(part, &error));
        let reason = reason(&error);
        if is_short_position(&error) {
            RawGeometry::NotPositions(reason)
        } else {
            RawGeometry::NotUnderstood(reason)
        }
    });
    feature
}

/// Fills in the id and the fields, and returns the text of the geometry.
fn parts<'a>(text: &'a str, feature: &mut RawFeature) -> Result<Option<&'a str>, Fault<'a>> {
    let wanted = ["type", "id", "properties", "geometry"];
    let [kind, id, properties, geometry] = members(text, wanted).map_err(|error| (text, error))?;
    feature.id = id.map_or(Ok(None), value).map_err(|error| (text, error))?;
    if let Some(properties) = properties {
        fields(properties, &mut feature.fields).map_err(|error| (properties, error))?;
    }
    if kind != Some("\"Feature\"") {
        let found = match kind {
            Some(kind) => format!("its type is {kind} and not \"Feature\""),
            None => "it has no type; a feature's is \"Feature\"".to_owned(),
        };
        return Err((text, serde::de::Error::custom(found)));
    }
    Ok(geometry)
}

/// Reads the members of an object as fields; those that are no text and no number are left out.
pub(crate) fn fields(text: &str, fields: &mut BTreeMap<String, String>) -> serde_json::Result<()> {
    each(text, |name, text| {
        let Some(value) = value(text).map_err(|error| reason(&error))? else {
            return Ok(());
        };
        match fields.insert(name, value) {
            None => Ok(()),
            // Neither of the two can be preferred, so the feature counts as not understood.
            Some(_) => Err("a property is given twice".to_owned()),
        }
    })
}

/// Returns a string without surrounding blanks, or a number as it is written; `None` for an empty
/// string and for any other value.
pub(crate) fn value(text: &str) -> serde_json::Result<Option<String>> {
    match text.as_bytes().first() {
        Some(b'"') => {
            let text: String = serde_json::from_str(text)?;
            let text = text.trim();
            Ok((!text.is_empty()).then(|| text.to_owned()))
        }
        Some(b'-' | b'0'..=b'9') => Ok(Some(text.to_owned())),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;

    fn read(text: &str) -> RawFeature {
        feature(text, &Lines::new(text))
    }

    #[test]
    fn fields_are_text_and_numbers_as_they_are_written() {
        let properties = r#"{"code":" E1 ","n":1.50,"big":123456789012345678901234,
            "x":null,"e":" ","o":{"a":1}}"#;
        let feature = read(&format!(
            r#"{{"geometry":{SQUARE},"id":7,"type":"Feature","properties":{properties}}}"#
        ));
        let fields: Vec<_> = feature.fields.iter().collect();
        let should = [
            ("big", "123456789012345678901234"),
            ("code", "E1"),
            ("n", "1.50"),
        ];
        let should = should.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            fields,
            should.iter().map(|(a, b)| (a, b)).collect::<Vec<_>>()
        );
        assert_eq!(feature.id.as_deref(), Some("7"));
        assert_eq!(feature.line, Some(1));
    }

    #[test]
    fn a_feature_that_is_not_understood_keeps_its_fields_and_has_the_line_of_the_fault() {
        for (geometry, line) in [
            (
                "{\"type\":\"Polygon\",\n\"coordinates\":[[[0,\n\"1\"]]]}",
                4,
            ),
            ("5", 2),
            ("{\"type\":\"Polygon\"}", 2),
        ] {
            let text = format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"A\"}},\n\"geometry\":{geometry}}}"
            );
            let feature = read(&text);
            assert!(feature.geometry.is_fault());
            assert_eq!(feature.fields["code"], "A");
            assert_eq!(feature.line, Some(line), "{text}");
        }
        for text in [
            "null",
            "[]",
            "{}",
            SQUARE,
            r#"{"type":"Feature","properties":7}"#,
        ] {
            assert!(read(text).geometry.is_fault(), "{text}");
        }
        let lone = r#"{"type":"Feature","properties":{"a":"\ud800"}}"#;
        assert!(read(lone).geometry.is_fault());
    }

    #[test]
    fn a_position_of_one_number_is_told_with_its_line() {
        let feature = read(
            "{\"type\":\"Feature\",\"geometry\":\n\
             {\"type\":\"Polygon\",\"coordinates\":[[[0,0],\n[1]]]}}",
        );
        assert!(matches!(feature.geometry, RawGeometry::NotPositions(_)));
        assert_eq!(feature.line, Some(3));
    }
}
