//! The outermost object of a `GeoJSON` file: its type, its declarations, and the text of each
//! feature ([`Document`]).

use std::borrow::Cow;

use coterm_core::words::{count, shortened};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::feature::{bare, feature};
use super::geometry::is_geometry;
use super::members::members;
use super::place::{Lines, reason};
use crate::declared_crs::DeclaredCrs;
use crate::feature::RawFeature;

/// Number of features that are read at once. Between blocks, a reader may stop.
const BLOCK: usize = 256;

/// Maximum number of characters of the file that a message quotes.
const QUOTED: usize = 60;

/// A feature collection, a single feature or a bare geometry.
#[derive(Debug)]
pub(super) struct Document<'a> {
    features: Vec<&'a str>,
    is_geometry: bool,
    lines: Lines<'a>,
    /// The coordinate system that the older `crs` member declares.
    pub(super) declared: Option<DeclaredCrs>,
    /// Statement of the file that it lacks features, if there is one.
    pub(super) cut_off: Option<String>,
}

impl<'a> Document<'a> {
    /// Reads the outermost object. The whole text is checked against JSON's grammar here, but the
    /// content of features is not interpreted.
    ///
    /// # Errors
    ///
    /// A text that says what is not JSON, with line and column, or not `GeoJSON`.
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        let wanted = [
            "type",
            "features",
            "crs",
            "properties",
            EXCEEDED,
            MATCHED,
            "links",
        ];
        let [kind, features, crs, properties, exceeded, matched, links] =
            members(text, wanted).map_err(misread)?;
        let kind: Option<Cow<'_, str>> = kind.and_then(|kind| serde_json::from_str(kind).ok());
        let (features, is_geometry) = match kind.as_deref() {
            Some("FeatureCollection") => (list(features)?, false),
            Some("Feature") => (vec![text], false),
            Some(kind) if is_geometry(kind) => (vec![text], true),
            kind => return Err(no_geojson(kind, text)),
        };
        let cut_off = if kind.as_deref() == Some("FeatureCollection") {
            let inner = properties.and_then(|properties| members(properties, [EXCEEDED]).ok());
            let exceeded = [exceeded, inner.and_then(|[exceeded]| exceeded)];
            cut_off(features.len(), exceeded, matched, links)
        } else {
            None
        };
        Ok(Self {
            cut_off,
            features,
            is_geometry,
            lines: Lines::new(text),
            declared: crs.map(DeclaredCrs::of_geojson),
        })
    }

    /// Number of features.
    pub(super) fn len(&self) -> usize {
        self.features.len()
    }

    /// Reads the features, in order, a block of them on all cores at once; one that cannot be
    /// understood is still returned.
    pub(super) fn features(&self) -> impl Iterator<Item = RawFeature> {
        let read = if self.is_geometry { bare } else { feature };
        self.features.chunks(BLOCK).flat_map(move |block| {
            let block = block.par_iter().map(|text| read(text, &self.lines));
            block.collect::<Vec<_>>()
        })
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn misread(error: serde_json::Error) -> String {
    let reason = reason(&error);
    format!("line {}, column {}: {reason}", error.line(), error.column())
}

fn list(features: Option<&str>) -> Result<Vec<&str>, String> {
    let Some(features) = features else {
        return Err("it is a FeatureCollection without \"features\"".to_owned());
    };
    let list: Vec<&RawValue> = serde_json::from_str(features)
        .map_err(|_| "its \"features\" are not a list, which begins with [".to_owned())?;
    Ok(list.into_iter().map(RawValue::get).collect())
}

fn no_geojson(kind: Option<&str>, text: &str) -> String {
    let has = |name| matches!(members(text, [name]), Ok([Some(_)]));
    match kind {
        Some(kind) => {
            let kind = shortened(kind, QUOTED);
            format!("its type is \"{kind}\"; a file of features has \"FeatureCollection\"")
        }
        None if has("geometryType") || has("spatialReference") => {
            "it is Esri JSON and not GeoJSON; ask the service for f=geojson".to_owned()
        }
        None => "it has no type; a file of features begins with \
             {\"type\": \"FeatureCollection\", \"features\": ["
            .to_owned(),
    }
}

/// Member by which Esri's services say that a file lacks features. It is in the outermost object or
/// among the collection's properties.
const EXCEEDED: &str = "exceededTransferLimit";
/// Member by which OGC's services say how many features there are.
const MATCHED: &str = "numberMatched";

fn cut_off(
    features: usize,
    exceeded: [Option<&str>; 2],
    matched: Option<&str>,
    links: Option<&str>,
) -> Option<String> {
    #[derive(Deserialize)]
    struct Link {
        rel: Option<String>,
    }
    if exceeded.contains(&Some("true")) {
        return Some(format!("the publisher cut it off ({EXCEEDED})"));
    }
    let matched = matched.and_then(|matched| matched.parse().ok());
    if let Some(matched) = matched.filter(|matched: &usize| *matched > features) {
        let (features, matched) = (count(features), count(matched));
        return Some(format!(
            "it has {features} of {matched} features ({MATCHED})"
        ));
    }
    let links: Vec<Link> = links.and_then(|links| serde_json::from_str(links).ok())?;
    let next = links.iter().any(|link| link.rel.as_deref() == Some("next"));
    next.then(|| "it is one page of several (a link to the next)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(more: &str) -> String {
        format!(r#"{{"features": [null, 5], {more} "type": "FeatureCollection"}}"#)
    }

    #[test]
    fn features_are_those_of_the_outermost_object_wherever_they_are() {
        for more in [
            "",
            r#""previous": {"features": [1]}, "links": [{"rel": "self"}],"#,
            r#""bbox": [1, 2], "name": "wards [draft]","#,
        ] {
            let text = collection(more);
            let document = Document::read(&text).unwrap();
            assert_eq!(document.features, ["null", "5"]);
            assert_eq!((document.cut_off, document.declared), (None, None));
        }
        let point = r#"{"type": "Point", "coordinates": []}"#;
        assert_eq!(Document::read(point).unwrap().features, [point]);
    }

    #[test]
    fn a_system_is_declared_unless_it_is_null() {
        let named = collection(r#""crs": {"properties": {"name": "EPSG:27700"}},"#);
        let declared = Document::read(&named).unwrap().declared;
        let crs = declared.unwrap().crs().unwrap();
        assert_eq!(crs, crate::Crs::BritishNationalGrid);
        let none = collection("\"crs\": null,");
        assert_eq!(Document::read(&none).unwrap().declared, None);
    }

    #[test]
    fn a_page_of_several_is_told() {
        for (more, words) in [
            (
                r#""exceededTransferLimit": true,"#,
                Some("exceededTransferLimit"),
            ),
            (
                r#""properties": {"exceededTransferLimit": true},"#,
                Some("the publisher"),
            ),
            (r#""properties": {"exceededTransferLimit": false},"#, None),
            (r#""numberMatched": 3,"#, Some("2 of 3 features")),
            (r#""numberMatched": 2, "numberReturned": 2,"#, None),
            (r#""numberMatched": "unknown", "links": 5,"#, None),
            (
                r#""links": [{"rel": "self"}, {"rel": "next"}],"#,
                Some("next"),
            ),
        ] {
            let text = collection(more);
            let cut_off = Document::read(&text).unwrap().cut_off;
            match words {
                None => assert_eq!(cut_off, None),
                Some(words) => assert!(cut_off.unwrap().contains(words)),
            }
        }
    }

    #[test]
    fn what_is_not_geojson_is_named() {
        for (text, words) in [
            ("", "line 1"),
            ("{\"type\":\n\"FeatureCollection\"", "not complete"),
            ("{\"type\":\n:}", "line 2, column 1"),
            ("[]", "an object"),
            ("{}", "no type"),
            (r#"{"features": []}"#, "no type"),
            (r#"{"type": "FeatureCollection"}"#, "without \"features\""),
            (
                r#"{"type": "FeatureCollection", "features": null}"#,
                "without",
            ),
            (
                r#"{"type": "FeatureCollection", "features": {}}"#,
                "not a list",
            ),
            (r#"{"geometryType": "esriGeometryPolygon"}"#, "f=geojson"),
            (r#"{"type": "Table"}"#, "\"Table\""),
            (r#"{"type": "Point", "type": "Point"}"#, "given twice"),
            ("{\"type\": \"Point\"}\n{}", "line 2"),
        ] {
            let message = Document::read(text).unwrap_err();
            assert!(message.contains(words), "{message}");
        }
    }
}
