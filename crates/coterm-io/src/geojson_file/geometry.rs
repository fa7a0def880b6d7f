//! Reading geometries: polygons with all their vertices, of others only the type.

use std::borrow::Cow;
use std::fmt;

use geo::{Coord, LineString};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::members::members;
use crate::feature::RawGeometry;

/// Types of geometry that are no polygons.
const WITHOUT_AREA: [&str; 4] = ["Point", "MultiPoint", "LineString", "MultiLineString"];

/// Message for a position that is too short.
const SHORT: &str = "a position has fewer than two numbers; \
    write each as [longitude, latitude] or [easting, northing]";

/// Whether `kind` is the name of a type of geometry.
pub(crate) fn is_geometry(kind: &str) -> bool {
    WITHOUT_AREA.contains(&kind)
        || ["Polygon", "MultiPolygon", "GeometryCollection"].contains(&kind)
}

/// Whether an error is about a position of fewer than two numbers.
pub(super) fn is_short_position(error: &serde_json::Error) -> bool {
    error.is_data() && error.to_string().starts_with(SHORT)
}

/// Reads a geometry. An error comes with the part of the text that it is about.
pub(super) fn geometry(text: &str) -> Result<RawGeometry, (&str, serde_json::Error)> {
    let wanted = ["type", "coordinates", "geometries"];
    let [kind, coordinates, geometries] = members(text, wanted).map_err(|error| (text, error))?;
    let fault = |reason: String| Err((text, serde_json::Error::custom(reason)));
    let Some(kind) = kind else {
        return fault("its geometry has no type".into());
    };
    let kind: Cow<'_, str> = serde_json::from_str(kind).map_err(|error| (kind, error))?;
    match (&*kind, coordinates) {
        ("Polygon", Some(text)) => parsed(text).map(|rings| polygons(vec![rings])),
        ("MultiPolygon", Some(text)) => parsed(text).map(polygons),
        ("Polygon" | "MultiPolygon", None) => fault("its geometry has no coordinates".into()),
        ("GeometryCollection", _) => {
            let parts: Vec<IgnoredAny> = geometries.map_or(Ok(Vec::new()), parsed)?;
            Ok(if parts.is_empty() {
                RawGeometry::Polygons(Vec::new())
            } else {
                RawGeometry::Other(kind.into_owned())
            })
        }
        (other, _) if WITHOUT_AREA.contains(&other) => Ok(RawGeometry::Other(other.into())),
        (other, _) => fault(format!("\"{other}\" is not a type of geometry in GeoJSON")),
    }
}

fn polygons(polygons: Vec<Vec<Ring>>) -> RawGeometry {
    let rings = |polygon: Vec<Ring>| polygon.into_iter().map(|ring| ring.0).collect();
    RawGeometry::Polygons(polygons.into_iter().map(rings).collect())
}

fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, (&'a str, serde_json::Error)> {
    serde_json::from_str(text).map_err(|error| (text, error))
}

/// A ring as it is in the file, closed or not.
pub(crate) struct Ring(pub(crate) LineString<f64>);

impl<'de> Deserialize<'de> for Ring {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Vertices).map(Self)
    }
}

struct Vertices;

impl<'de> Visitor<'de> for Vertices {
    type Value = LineString<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ring of positions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut vertices = Vec::new();
        while let Some(Position(vertex)) = seq.next_element()? {
            vertices.push(vertex);
        }
        Ok(LineString(vertices))
    }
}

/// The first two numbers of a position. Height and further values are skipped.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Numbers).map(Self)
    }
}

struct Numbers;

impl<'de> Visitor<'de> for Numbers {
    type Value = Coord<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position, such as [-2.8, 54.05]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut next = || {
            let number: Option<Number> = seq.next_element()?;
            number.ok_or_else(|| A::Error::custom(SHORT))
        };
        let (Number(x), Number(y)) = (next()?, next()?);
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Coord { x, y })
    }
}

struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(NumberVisitor).map(Self)
    }
}

struct NumberVisitor;

#[expect(
    clippy::cast_precision_loss,
    reason = "as JSON's numbers are read everywhere"
)]
impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_u64<E>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_i64<E>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::NoArea;

    fn geometry_text(kind: &str, coordinates: &str) -> String {
        format!(r#"{{"coordinates": {coordinates}, "type": "{kind}"}}"#)
    }

    #[test]
    fn a_polygon_is_read_as_it_is() {
        let text = geometry_text("Polygon", "[[[0, 0, 9, \"m\"], [1e0, 0], [1, 1.5]]]");
        let RawGeometry::Polygons(polygons) = geometry(&text).unwrap() else {
            panic!("not polygons");
        };
        let ring = LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.5)]);
        assert_eq!(polygons, [[ring]]);
    }

    #[test]
    fn an_empty_geometry_has_no_polygons_and_others_are_named() {
        let collection = r#"{"type": "GeometryCollection", "geometries": []}"#;
        for text in [
            geometry_text("Polygon", "[]"),
            geometry_text("MultiPolygon", "[]"),
            collection.to_owned(),
        ] {
            let read = geometry(&text).map_err(|(_, error)| error).unwrap();
            let empty = NoArea::LeftOut("it is empty".into());
            assert_eq!(read.footprint(), Err(empty), "{text}");
        }
        for (text, kind) in [
            (geometry_text("LineString", "[[1], [2]]"), "LineString"),
            (
                collection.replace("[]", &format!("[{}]", geometry_text("Polygon", "[]"))),
                "GeometryCollection",
            ),
        ] {
            let read = geometry(&text).map_err(|(_, error)| error);
            assert!(matches!(read, Ok(RawGeometry::Other(name)) if name == kind));
        }
    }

    #[test]
    fn what_is_no_geometry_is_told() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for (text, words) in [
            (
                geometry_text("Polygon", "[[[0, \"1\"]]]"),
                "expected a number",
            ),
            (
                geometry_text("Polygon", "[[[0, null]]]"),
                "expected a number",
            ),
            (
                geometry_text("Polygon", "[[[0, 1e999]]]"),
                "number out of range",
            ),
            (geometry_text("Polygon", "[0, 1]"), "a ring of positions"),
            (geometry_text("Polygon", "[[0, 1]]"), "a position"),
            (geometry_text("Polygon", "[[[0]]]"), SHORT),
            (geometry_text("Polygon", &deep), "expected a number"),
            (geometry_text("MultiPolygon", "[[[0, 1]]]"), "a position"),
            (geometry_text("Polygon", "null"), "no coordinates"),
            (geometry_text("polygon", "[]"), "not a type of geometry"),
            ("[]".to_owned(), "expected an object"),
            ("{}".to_owned(), "no type"),
        ] {
            let (_, error) = geometry(&text).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
            assert_eq!(is_short_position(&error), words == SHORT, "{error}");
        }
    }
}
