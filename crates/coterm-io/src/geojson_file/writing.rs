//! Writing layers and areas as `GeoJSON`.

use coterm_core::layers::{Area, Layer};
use geo::{Coord, MultiPolygon};
use geojson::{Feature, GeometryValue, JsonObject};
use jiff::civil::Date;
use polygon_coverage::measure::oriented_rings;
use serde_json::{Value, json};

use crate::{Crs, Error, Result};

/// Writes a layer as a `GeoJSON` feature collection: outer rings are counter-clockwise, each
/// feature's `id` is its code, and the acknowledgement is a foreign member.
///
/// RFC 7946 allows longitude and latitude only, so any other `crs` is declared in the older `crs`
/// member, as GDAL does. Degrees are rounded to 7 decimals (1 cm), metres to 3. O(n) in the
/// vertices.
///
/// # Errors
///
/// [`Error::Crs`] or [`Error::Core`] if the coordinates cannot be expressed in `crs`.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::{Crs, layer_to_geojson};
///
/// let geojson = layer_to_geojson(dataset.catalogue().layer("lad-2023")?, Crs::LonLat)?;
/// let geojson: serde_json::Value = serde_json::from_slice(&geojson)?;
/// assert_eq!(geojson["features"][0]["properties"]["name"], "Lancaster");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn layer_to_geojson(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    let features = layer
        .areas()
        .iter()
        .map(|area| feature(layer, area, &FeatureForm::of(crs)))
        .collect::<Result<Vec<_>>>()?;
    let mut members = JsonObject::new();
    members.insert("name".into(), layer.id().into());
    members.insert("title".into(), layer.info().title.clone().into());
    members.insert(
        "attribution".into(),
        layer.info().attribution.clone().into(),
    );
    members.insert("licence".into(), layer.info().licence.clone().into());
    if crs != Crs::LonLat {
        let name = format!("urn:ogc:def:crs:EPSG::{}", crs.epsg());
        members.insert(
            "crs".into(),
            json!({"type": "name", "properties": {"name": name}}),
        );
    }
    let collection = geojson::FeatureCollection {
        bbox: None,
        features,
        foreign_members: Some(members),
    };
    serde_json::to_vec(&collection).map_err(|error| Error::encode(layer.id(), "GeoJSON", error))
}

/// Writes one area of a layer as a `GeoJSON` feature; see [`layer_to_geojson`].
///
/// # Errors
///
/// [`Error::Crs`] or [`Error::Core`] if the coordinates cannot be expressed in `crs`.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::{Crs, area_to_geojson};
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let lancaster = districts.area("E07000121").expect("it is in the layer");
/// let geojson = area_to_geojson(districts, lancaster, Crs::LonLat)?;
/// let geojson: serde_json::Value = serde_json::from_slice(&geojson)?;
/// assert_eq!(geojson["id"], "E07000121");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn area_to_geojson(layer: &Layer, area: &Area, crs: Crs) -> Result<Vec<u8>> {
    feature_to_geojson(layer, area, &FeatureForm::of(crs))
}

/// The form of features of `GeoJSON`: coordinate system, order of the axes and properties.
///
/// ```
/// use coterm_io::{Crs, FeatureForm};
///
/// let form = FeatureForm { latitude_first: true, ..FeatureForm::of(Crs::LonLat) };
/// assert!(form.properties.is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FeatureForm<'a> {
    /// Coordinate system of the coordinates.
    pub crs: Crs,
    /// Whether the second axis comes first, as EPSG:4326 is defined: latitude, then longitude.
    /// `GeoJSON` itself has x, then y.
    pub latitude_first: bool,
    /// Names of the properties to write; `None` for all.
    pub properties: Option<&'a [String]>,
}

impl FeatureForm<'_> {
    /// Makes the form of RFC 7946 in this coordinate system: x, then y, and all properties.
    ///
    /// ```
    /// use coterm_io::{Crs, FeatureForm};
    ///
    /// assert!(!FeatureForm::of(Crs::BritishNationalGrid).latitude_first);
    /// ```
    pub fn of(crs: Crs) -> Self {
        Self {
            crs,
            latitude_first: false,
            properties: None,
        }
    }
}

/// Writes one area of a layer as a `GeoJSON` feature in a form. Degrees are rounded to 7 decimals
/// (1 cm), metres to 3. O(n) in the vertices.
///
/// # Errors
///
/// [`Error::Crs`] or [`Error::Core`] if the coordinates cannot be expressed in the form's system.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_io::{Crs, FeatureForm, feature_to_geojson};
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let lancaster = districts.area("E07000121").expect("it is in the layer");
/// let only = ["name".to_owned()];
/// let form = FeatureForm { properties: Some(&only), ..FeatureForm::of(Crs::LonLat) };
/// let geojson = feature_to_geojson(districts, lancaster, &form)?;
/// let geojson: serde_json::Value = serde_json::from_slice(&geojson)?;
/// assert_eq!(geojson["properties"], serde_json::json!({"name": "Lancaster"}));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn feature_to_geojson(layer: &Layer, area: &Area, form: &FeatureForm<'_>) -> Result<Vec<u8>> {
    serde_json::to_vec(&feature(layer, area, form)?)
        .map_err(|error| Error::encode(area.code(), "GeoJSON", error))
}

fn feature(layer: &Layer, area: &Area, form: &FeatureForm<'_>) -> Result<Feature> {
    let mut properties = JsonObject::new();
    properties.insert("code".into(), area.code().into());
    properties.insert("name".into(), area.name().into());
    for (system, code) in area.codes() {
        properties.insert(system.clone(), code.clone().into());
    }
    properties.insert("layer".into(), layer.id().into());
    properties.insert("complete".into(), area.complete().into());
    let day = |day: Option<Date>| day.map_or(Value::Null, |day| day.to_string().into());
    properties.insert("valid_from".into(), day(area.period().known_from()));
    properties.insert("valid_to".into(), day(area.period().to()));
    if let Some(wanted) = form.properties {
        properties.retain(|name, _| wanted.contains(name));
    }
    Ok(Feature {
        id: Some(geojson::feature::Id::String(area.code().to_owned())),
        geometry: Some(geojson::Geometry::new(coordinates(area.footprint(), form)?)),
        properties: Some(properties),
        bbox: None,
        foreign_members: None,
    })
}

fn coordinates(footprint: &MultiPolygon<f64>, form: &FeatureForm<'_>) -> Result<GeometryValue> {
    let crs = form.crs;
    let scale = if crs.is_lonlat() { 1e7 } else { 1e3 };
    let rounded = |value: f64| (value * scale).round() / scale;
    let position = |coord: &Coord<f64>| {
        let (x, y) = (rounded(coord.x), rounded(coord.y));
        geojson::Position::from(if form.latitude_first { [y, x] } else { [x, y] })
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
