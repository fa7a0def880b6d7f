//! Writing layers as `GeoParquet` 1.1.

use coterm_core::layers::{Area, Layer};
use geo::{BoundingRect, Geometry, GeometryCollection};
use geozero::{CoordDimensions, ToWkb};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::EPOCH;
use crate::flatgeobuf_file::converted;
use crate::parquet::writing::{NewColumn, write as write_table};
use crate::parquet::{Meaning, Type, Value};
use crate::{Crs, Error, Result};

/// Name of the column with the geometries.
const GEOMETRY: &str = "geometry";

/// Writes a layer with a row for each area: its codes, name and days, and its footprint as a
/// multipolygon in well-known binary. The bytes depend on the layer and the coordinate system only.
///
/// # Errors
///
/// [`Error::InvalidInput`] for a system that is not built in, since the format needs more than its
/// code.
pub(crate) fn write(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    let described = projjson(crs)?;
    let mut blobs = Vec::with_capacity(layer.areas().len());
    let mut parts = Vec::with_capacity(layer.areas().len());
    for area in layer.areas() {
        let footprint = Geometry::MultiPolygon(converted(area.footprint(), crs)?);
        let blob = footprint.to_wkb(CoordDimensions::xy());
        blobs.push(blob.map_err(|error| Error::encode(area.code(), "GeoParquet", error))?);
        parts.extend(footprint.bounding_rect().map(Geometry::from));
    }
    let mut about = json!({"encoding": "WKB", "geometry_types": ["MultiPolygon"]});
    if let Some(described) = described {
        about["crs"] = described;
    }
    if let Some(bounds) = GeometryCollection(parts).bounding_rect() {
        let (low, high) = (bounds.min(), bounds.max());
        about["bbox"] = json!([low.x, low.y, high.x, high.y]);
    }
    let geo = json!({
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": { GEOMETRY: about },
    });
    let info = layer.info();
    let metadata = [
        ("geo", &*geo.to_string()),
        ("title", &info.title),
        ("attribution", &info.attribution),
        ("licence", &info.licence),
    ];
    let mut columns = fields(layer);
    columns.push(NewColumn {
        name: GEOMETRY,
        kind: Type::ByteArray,
        meaning: Meaning::Plain,
        optional: false,
        values: blobs.iter().map(|blob| Some(Value::Bytes(blob))).collect(),
    });
    write_table(&columns, &metadata).map_err(|error| Error::encode(layer.id(), "GeoParquet", error))
}

/// Returns the columns of a layer's areas, those that other formats have too.
fn fields(layer: &Layer) -> Vec<NewColumn<'_>> {
    let areas = layer.areas();
    let texts = |name, optional, text: fn(&Area) -> Option<&str>| NewColumn {
        name,
        kind: Type::ByteArray,
        meaning: Meaning::Text,
        optional,
        values: areas
            .iter()
            .map(|area| text(area).map(|text| Value::Bytes(text.as_bytes())))
            .collect(),
    };
    let days = |name, optional, day: fn(&Area) -> Option<Date>| NewColumn {
        name,
        kind: Type::Int32,
        meaning: Meaning::Day,
        optional,
        values: areas.iter().map(|area| day(area).map(days_since)).collect(),
    };
    let complete = areas.iter();
    let complete = complete.map(|area| Some(Value::Boolean(area.complete())));
    let mut columns = vec![
        texts("code", false, |area| Some(area.code())),
        texts("name", false, |area| Some(area.name())),
        texts("ods", true, |area| {
            area.codes().get("ods").map(String::as_str)
        }),
        NewColumn {
            name: "complete",
            kind: Type::Boolean,
            meaning: Meaning::Plain,
            optional: false,
            values: complete.collect(),
        },
        days("valid_from", !layer.has_periods(), |area| {
            area.period().known_from()
        }),
        days("valid_to", true, |area| area.period().to()),
    ];
    if areas.iter().any(|area| area.locality().is_some()) {
        columns.push(texts("locality", true, Area::locality));
    }
    columns
}

fn days_since(day: Date) -> Value<'static> {
    Value::Integer(day.duration_since(EPOCH).as_hours() / 24)
}

/// Returns the description of a system in PROJJSON, as PROJ gives it for its code. There is none for
/// longitude and latitude of WGS 84, which is what a file without a description is in.
fn projjson(crs: Crs) -> Result<Option<Json>> {
    let text = match crs {
        Crs::LonLat => return Ok(None),
        Crs::BritishNationalGrid => include_str!("epsg_27700.json"),
        Crs::Etrs89 => include_str!("epsg_4258.json"),
        Crs::WebMercator => include_str!("epsg_3857.json"),
        Crs::Epsg(_) => {
            return Err(Error::InvalidInput(format!(
                "GeoParquet needs a description of {crs}, which coterm lacks; use --crs with EPSG:27700, \
                 EPSG:4326, EPSG:4258 or EPSG:3857, or write another format"
            )));
        }
    };
    let json = serde_json::from_str(text);
    json.map(Some)
        .map_err(|error| Error::encode(&crs, "PROJJSON", error))
}
