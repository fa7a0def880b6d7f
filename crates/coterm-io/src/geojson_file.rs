//! Layers as `GeoJSON` (RFC 7946), and polygons from it.

use std::io::Read;
use std::path::Path;

use coterm_core::{Area, Layer, oriented_rings};
use geo::{Coord, Geometry, MultiPolygon};
use geojson::{Feature, FeatureReader, GeometryValue, JsonObject};
use serde_json::{Value, json};

use crate::area_file::{RawFeature, RawFile};
use crate::{Crs, Error, Result};

/// A layer as a `GeoJSON` feature collection: outer rings counter-clockwise, each
/// feature's `id` its code, and the acknowledgement as a foreign member.
///
/// RFC 7946 knows only longitude and latitude; any other `crs` is declared in the
/// older `crs` member, as GDAL does. Degrees are rounded to 7 decimals (1 cm),
/// metres to 3.
///
/// # Errors
///
/// [`Error::Crs`] if the coordinates cannot be expressed in `crs`.
pub fn layer_to_geojson(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    let features = layer
        .areas()
        .iter()
        .map(|area| feature(layer, area, crs))
        .collect::<Result<Vec<_>>>()?;
    let mut foreign = JsonObject::new();
    foreign.insert("name".into(), layer.id().into());
    foreign.insert("title".into(), layer.info().title.clone().into());
    foreign.insert(
        "attribution".into(),
        layer.info().attribution.clone().into(),
    );
    foreign.insert("licence".into(), layer.info().licence.clone().into());
    if crs != Crs::LonLat {
        let name = format!("urn:ogc:def:crs:EPSG::{}", crs.epsg());
        foreign.insert(
            "crs".into(),
            json!({"type": "name", "properties": {"name": name}}),
        );
    }
    let collection = geojson::FeatureCollection {
        bbox: None,
        features,
        foreign_members: Some(foreign),
    };
    serde_json::to_vec(&collection)
        .map_err(|error| Error::Unsuitable(format!("cannot write {}: {error}", layer.id())))
}

/// One area of a layer as a `GeoJSON` feature; see [`layer_to_geojson`].
///
/// # Errors
///
/// [`Error::Crs`] if the coordinates cannot be expressed in `crs`.
pub fn area_to_geojson(layer: &Layer, area: &Area, crs: Crs) -> Result<Vec<u8>> {
    serde_json::to_vec(&feature(layer, area, crs)?)
        .map_err(|error| Error::Unsuitable(format!("cannot write {}: {error}", area.code())))
}

fn feature(layer: &Layer, area: &Area, crs: Crs) -> Result<Feature> {
    let mut properties = JsonObject::new();
    properties.insert("code".into(), area.code().into());
    properties.insert("name".into(), area.name().into());
    for (system, code) in area.codes() {
        properties.insert(system.clone(), code.clone().into());
    }
    properties.insert("layer".into(), layer.id().into());
    properties.insert("complete".into(), area.complete().into());
    properties.insert("valid_from".into(), area.period().from().to_string().into());
    properties.insert(
        "valid_to".into(),
        area.period()
            .to()
            .map_or(Value::Null, |to| to.to_string().into()),
    );
    Ok(Feature {
        id: Some(geojson::feature::Id::String(area.code().to_owned())),
        geometry: Some(geojson::Geometry::new(coordinates(area.footprint(), crs)?)),
        properties: Some(properties),
        bbox: None,
        foreign_members: None,
    })
}

fn coordinates(footprint: &MultiPolygon<f64>, crs: Crs) -> Result<GeometryValue> {
    let scale = if crs == Crs::LonLat { 1e7 } else { 1e3 };
    let position = |coord: &Coord<f64>| {
        geojson::Position::from([
            (coord.x * scale).round() / scale,
            (coord.y * scale).round() / scale,
        ])
    };
    let mut polygons = footprint
        .iter()
        .map(|polygon| {
            oriented_rings(&polygon.clone().into())
                .map(|mut ring| {
                    crs.from_grid(&mut ring)?;
                    Ok(ring.iter().map(position).collect())
                })
                .collect::<Result<Vec<Vec<_>>>>()
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(match polygons.pop() {
        Some(only) if polygons.is_empty() => GeometryValue::Polygon { coordinates: only },
        last => {
            polygons.extend(last);
            GeometryValue::MultiPolygon {
                coordinates: polygons,
            }
        }
    })
}

/// A polygon of a `GeoJSON` file with its properties, coordinates as in the file.
#[derive(Debug)]
pub(crate) struct PolygonFeature {
    pub(crate) properties: JsonObject,
    pub(crate) footprint: MultiPolygon<f64>,
}

impl PolygonFeature {
    /// A property that is text, or a number as text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.properties.get(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// Reads the polygons of a `GeoJSON` feature collection, one after another.
pub(crate) fn polygons(
    path: &Path,
    reader: impl Read,
    mut each: impl FnMut(PolygonFeature) -> Result<()>,
) -> Result<()> {
    for (position, feature) in FeatureReader::from_reader(reader).features().enumerate() {
        let bad = |reason: &dyn std::fmt::Display| {
            Error::malformed(path, format!("feature {}: {reason}", position + 1))
        };
        let feature = feature.map_err(|error| bad(&error))?;
        let geometry = feature.geometry.ok_or_else(|| bad(&"it has no geometry"))?;
        let footprint = match Geometry::<f64>::try_from(geometry).map_err(|error| bad(&error))? {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(footprint) => footprint,
            _ => return Err(bad(&"it is not a polygon")),
        };
        each(PolygonFeature {
            properties: feature.properties.unwrap_or_default(),
            footprint,
        })?;
    }
    Ok(())
}

/// Every feature of a `GeoJSON` file as it is there, and the older `crs` member.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    #[derive(serde::Deserialize)]
    struct Collection {
        #[serde(default)]
        features: Option<Vec<serde::de::IgnoredAny>>,
    }
    let crs = declared_crs(path, bytes)?;
    let collection: Collection =
        serde_json::from_slice(bytes).map_err(|error| Error::malformed(path, error))?;
    match collection.features {
        None => return Err(Error::malformed(path, "it is not a feature collection")),
        // The reader wants one at least.
        Some(features) if features.is_empty() => return Ok((Vec::new(), crs)),
        Some(_) => {}
    }
    let read = |(position, feature): (usize, geojson::Result<Feature>)| {
        let bad = |reason: &dyn std::fmt::Display| {
            Error::malformed(path, format!("feature {}: {reason}", position + 1))
        };
        let feature = feature.map_err(|error| bad(&error))?;
        let geometry = feature.geometry.map(Geometry::<f64>::try_from);
        let text = |value: Value| match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Ok(RawFeature {
            fields: feature
                .properties
                .unwrap_or_default()
                .into_iter()
                .filter_map(|(name, value)| Some((name, text(value)?)))
                .collect(),
            geometry: geometry.transpose().map_err(|error| bad(&error))?,
        })
    };
    let features = FeatureReader::from_reader(bytes).features().enumerate();
    Ok((features.map(read).collect::<Result<_>>()?, crs))
}

/// The system in the older `crs` member, if there is one.
pub(crate) fn declared_crs(path: &Path, bytes: &[u8]) -> Result<Option<Crs>> {
    #[derive(serde::Deserialize)]
    struct Head {
        crs: Option<Named>,
    }
    #[derive(serde::Deserialize)]
    struct Named {
        properties: Name,
    }
    #[derive(serde::Deserialize)]
    struct Name {
        name: String,
    }
    let head: Head =
        serde_json::from_slice(bytes).map_err(|error| Error::malformed(path, error))?;
    head.crs.map(|crs| crs.properties.name.parse()).transpose()
}
