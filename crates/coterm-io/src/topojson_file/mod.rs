//! Reading `TopoJSON`: shared lines, called arcs, and objects whose rings are lists of them.
//!
//! Each object is a layer. Its geometries are features, of which one that cannot be understood does
//! not affect the others.

mod arcs;

use std::borrow::Cow;
use std::path::Path;

use geo::LineString;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::geojson_file::feature::{fields, value};
use crate::geojson_file::geometry::is_geometry;
use crate::geojson_file::members::{each, members};
use crate::geojson_file::place::{Lines, reason};
use crate::layer_choice::{LayerName, chosen_layer};
use crate::{Error, Result, text};
use arcs::Arcs;

/// An object of the file, with the texts of its geometries.
struct Object<'a> {
    name: String,
    geometries: Vec<&'a str>,
    has_polygons: bool,
}

/// Reads every feature of an object of a `TopoJSON` file: the one called `layer`, or the only one
/// with polygons.
///
/// # Errors
///
/// [`Error::Malformed`] for anything that is no text, no JSON or no `TopoJSON`, and for arcs that
/// are used so often that the boundaries would take far more memory than the file;
/// [`Error::InvalidInput`] if there is no such object or several to choose from.
pub(crate) fn features(path: &Path, bytes: &[u8], layer: Option<&str>) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let json = |error: serde_json::Error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        bad(format!("{place}: {}", reason(&error)))
    };
    let text = text::decode(bytes).map_err(bad)?;
    let wanted = ["objects", "arcs", "transform", "crs"];
    let [objects, arcs, transform, crs] = members(&text, wanted).map_err(json)?;
    let missing = |name: &str| bad(format!("it is TopoJSON without \"{name}\""));
    let (objects, arcs) = (
        objects.ok_or_else(|| missing("objects"))?,
        arcs.ok_or_else(|| missing("arcs"))?,
    );
    // Each position takes bytes in the file, and a line is shared by few areas.
    let arcs = Arcs::read(arcs, transform, bytes.len()).map_err(bad)?;
    let mut objects = all_objects(objects).map_err(bad)?;
    let names: Vec<LayerName<'_>> = objects.iter().map(Object::layer).collect();
    let chosen = chosen_layer(path, &names, layer)?;
    let several = objects.len() > 1;
    let object = objects.swap_remove(chosen);
    let lines = Lines::new(&text);
    let mut read = Vec::with_capacity(object.geometries.len());
    for geometry in object.geometries {
        read.push(feature(geometry, &arcs, &lines));
        if arcs.is_overused() {
            let reason = "its arcs are used so often that it cannot be a map of areas";
            return Err(bad(reason.to_owned()));
        }
    }
    Ok(RawFile {
        features: read,
        declared: crs.map(DeclaredCrs::of_geojson),
        layer: several.then_some(object.name),
        ..RawFile::default()
    })
}

impl Object<'_> {
    fn layer(&self) -> LayerName<'_> {
        LayerName {
            name: &self.name,
            has_polygons: self.has_polygons,
        }
    }
}

fn all_objects(text: &str) -> std::result::Result<Vec<Object<'_>>, String> {
    let mut objects = Vec::new();
    let read = each(text, |name, object| {
        let wanted = ["type", "geometries"];
        let [kind, geometries] = members(object, wanted).map_err(|error| reason(&error))?;
        let geometries = match (kind, geometries) {
            (Some("\"GeometryCollection\""), Some(list)) => {
                let list: Vec<&RawValue> =
                    serde_json::from_str(list).map_err(|error| reason(&error))?;
                list.into_iter().map(RawValue::get).collect()
            }
            _ => vec![object],
        };
        let is_polygons = |geometry: &&str| {
            let kind = members(geometry, ["type"]).ok().and_then(|[kind]| kind);
            matches!(kind, Some("\"Polygon\"" | "\"MultiPolygon\""))
        };
        let has_polygons = geometries.iter().any(is_polygons);
        objects.push(Object {
            name,
            geometries,
            has_polygons,
        });
        Ok(())
    });
    match read {
        Ok(()) => Ok(objects),
        Err(error) => Err(format!("its \"objects\": {}", reason(&error))),
    }
}

/// Reads a geometry as a feature.
fn feature<'a>(text: &'a str, arcs: &Arcs, lines: &Lines<'a>) -> RawFeature {
    let mut feature = RawFeature {
        line: Some(lines.of(text)),
        ..RawFeature::default()
    };
    feature.geometry = match geometry(text, arcs, &mut feature) {
        Ok(geometry) => geometry,
        Err(reason) => RawGeometry::NotUnderstood(reason),
    };
    feature
}

/// Fills in the id and the fields, and reads the geometry.
fn geometry(
    text: &str,
    arcs: &Arcs,
    feature: &mut RawFeature,
) -> std::result::Result<RawGeometry, String> {
    let plain = |error: serde_json::Error| reason(&error);
    let wanted = ["type", "id", "properties", "arcs"];
    let [kind, id, properties, indices] = members(text, wanted).map_err(plain)?;
    feature.id = id.map_or(Ok(None), value).map_err(plain)?;
    if let Some(properties) = properties {
        fields(properties, &mut feature.fields).map_err(plain)?;
    }
    let Some(kind) = kind else {
        return Ok(RawGeometry::Missing);
    };
    let kind: Cow<'_, str> = serde_json::from_str(kind).map_err(plain)?;
    let Some(indices) = indices.filter(|_| matches!(&*kind, "Polygon" | "MultiPolygon")) else {
        return match &*kind {
            "Polygon" | "MultiPolygon" => Err("it has no arcs".to_owned()),
            other if is_geometry(other) => Ok(RawGeometry::Other(other.to_owned())),
            other => Err(format!("\"{other}\" is not a type of geometry in TopoJSON")),
        };
    };
    let polygons = if kind == "Polygon" {
        vec![parsed(indices)?]
    } else {
        parsed::<Vec<Vec<Vec<i64>>>>(indices)?
    };
    let ring = |ring: Vec<i64>| arcs.ring(&ring);
    let rings = |rings: Vec<Vec<i64>>| rings.into_iter().map(ring).collect();
    let polygons: std::result::Result<Vec<Vec<LineString<f64>>>, String> =
        polygons.into_iter().map(rings).collect();
    polygons.map(RawGeometry::Polygons)
}

fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> std::result::Result<T, String> {
    serde_json::from_str(text).map_err(|error| reason(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares that share a line, in arcs on a grid.
    const TWO: &str = r#"{"type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": 7, "properties": {"code": "W"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"code": "E"}, "arcs": [[[2, -1]]]},
                {"type": null, "properties": {"code": "N"}}
            ]},
            "line": {"type": "LineString", "arcs": [0]}
        },
        "arcs": [
            [[2, 0], [0, 2]],
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]]
        ]}"#;

    fn read(text: &str, layer: Option<&str>) -> std::result::Result<RawFile, String> {
        features(Path::new("a.json"), text.as_bytes(), layer).map_err(|error| error.to_string())
    }

    #[test]
    fn rings_are_made_of_arcs_in_either_direction() {
        let file = read(TWO, None).unwrap();
        assert_eq!(file.layer.as_deref(), Some("areas"));
        let [west, east, none] = &file.features[..] else {
            panic!("{file:?}");
        };
        let rings = |feature: &RawFeature| match &feature.geometry {
            RawGeometry::Polygons(polygons) => {
                polygons[0][0].0.iter().map(|at| (at.x, at.y)).collect()
            }
            other => panic!("{other:?}"),
        };
        let west_ring: Vec<(f64, f64)> = rings(west);
        assert_eq!(
            west_ring,
            [(11., 20.), (11., 21.), (10., 21.), (10., 20.), (11., 20.)]
        );
        let east_ring: Vec<(f64, f64)> = rings(east);
        assert_eq!(
            east_ring,
            [(11., 20.), (12., 20.), (12., 21.), (11., 21.), (11., 20.)]
        );
        assert_eq!((west.id.as_deref(), west.line), (Some("7"), Some(5)));
        assert_eq!(east.fields["code"], "E");
        assert!(matches!(none.geometry, RawGeometry::Missing));
        let error = read(TWO, Some("lines")).unwrap_err();
        assert!(error.contains("there are areas, line"), "{error}");
    }

    #[test]
    fn arcs_that_do_not_exist_or_do_not_meet_cost_their_own_feature() {
        for (good, bad, words) in [
            ("[[0, 1]]", "[[0, 3]]", "3 is not the number of an arc"),
            ("[[0, 1]]", "[[0, -4]]", "-4 is not"),
            ("[[0, 1]]", "[[0, 1.5]]", "1.5"),
            (
                "[[0, 1]]",
                "[[0, 9223372036854775807]]",
                "not the number of an arc",
            ),
            (
                "[[0, 1]]",
                "[[0, -9223372036854775808]]",
                "not the number of an arc",
            ),
            ("[[0, 1]]", "[[1, 2]]", ""),
            ("[[0, 1]]", "[[2, 1]]", ""),
            ("[[0, 1]]", "[[0, 2]]", "do not meet"),
            ("[[0, 1]]", "{}", "it has an object"),
            (
                "\"Polygon\", \"id\"",
                "\"Polygone\", \"id\"",
                "not a type of geometry",
            ),
        ] {
            let file = read(&TWO.replace(good, bad), None).unwrap();
            match &file.features[0].geometry {
                RawGeometry::NotUnderstood(reason) if !words.is_empty() => {
                    assert!(reason.contains(words), "{reason}");
                }
                RawGeometry::Polygons(_) if words.is_empty() => {}
                other => panic!("{bad}: {other:?}"),
            }
            assert!(matches!(
                file.features[1].geometry,
                RawGeometry::Polygons(_)
            ));
        }
    }

    #[test]
    fn what_is_no_topology_is_told() {
        for (good, bad, words) in [
            ("\"objects\"", "\"object\"", "without \"objects\""),
            ("\"arcs\": [\n", "\"lines\": [\n", "without \"arcs\""),
            ("[0, 2]]", "[0]]", "fewer than two numbers"),
            ("[0.5, 0.5]", "[0.5]", "transform"),
            ("\"LineString\"", "\"Polygon\"", "choose one with --layer"),
            ("]}", "", "line"),
        ] {
            let error = read(&TWO.replace(good, bad), None).unwrap_err();
            assert!(error.contains(words), "{bad}: {error}");
        }
    }

    #[test]
    fn a_file_that_uses_its_arcs_without_end_is_refused() {
        let there_and_back = vec!["0,-1"; 10_000].join(",");
        let polygon = format!(r#"{{"type": "Polygon", "arcs": [[{there_and_back}]]}}"#);
        let line = "[0, 0],".repeat(1_000);
        let text = format!(
            r#"{{"type": "Topology", "objects": {{"a": {polygon}}}, "arcs": [[{line} [1, 1]]]}}"#
        );
        let error = read(&text, None).unwrap_err();
        assert!(error.contains("used so often"), "{error}");
    }
}
