//! The parameters of the interface, by their names: each has one meaning and one type.

use serde_json::{Value, json};

use crate::handlers::collections::MAX_LIMIT;
use crate::handlers::nearest;
use crate::http::offered_crs::OfferedCrs;

/// Returns the parameters of POST, whose endpoint may have others with GET.
pub(super) fn posted(path: &str, listed: &'static str) -> &'static str {
    match path {
        "/lookup" => {
            "on,family,fields,postcode_column,lonlat_columns,grid_columns,delimiter,encoding"
        }
        "/postcodes" | "/postcodes/nearest" => "",
        _ => listed,
    }
}

pub(super) fn in_path(name: &str) -> Value {
    let text = json!({"type": "string"});
    let (description, schema) = match name {
        "collectionId" | "layer" | "a" | "b" => ("a layer, such as lad-2023", text),
        "featureId" | "code" => ("the code of an area, such as E07000121", text),
        "postcode" => ("a postcode, such as LA1 4YW", text),
        "layers" => ("layers, separated by commas, or an archive of tiles", text),
        "tileMatrixSet" => (
            "the grid of tiles",
            json!({"type": "string", "enum": ["WebMercatorQuad"]}),
        ),
        "z" | "tileMatrix" => ("the zoom", whole(0)),
        "x" | "tileCol" => ("the column, from the west", whole(0)),
        "y" | "tileRow" => ("the row, from the north", whole(0)),
        _ => ("", text),
    };
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": description,
        "schema": schema,
    })
}

fn whole(least: u32) -> Value {
    json!({"type": "integer", "minimum": least})
}

pub(super) fn in_query(name: &str, path: &str) -> Value {
    let (description, schema) = described(name, path);
    let mut parameter = json!({
        "name": name,
        "in": "query",
        "required": matches!(name, "q" | "with"),
        "description": description,
        "schema": schema,
    });
    if schema_is_list(name) {
        parameter["style"] = "form".into();
        parameter["explode"] = false.into();
    }
    parameter
}

fn schema_is_list(name: &str) -> bool {
    matches!(name, "bbox" | "properties" | "sortby" | "family" | "fields")
}

fn described(name: &str, path: &str) -> (&'static str, Value) {
    let text = json!({"type": "string"});
    let number = json!({"type": "number"});
    let day = json!({"type": "string", "format": "date"});
    let crs = json!({
        "type": "string",
        "format": "uri",
        "enum": OfferedCrs::ALL.map(OfferedCrs::uri),
        "default": OfferedCrs::Crs84.uri(),
    });
    let texts = json!({"type": "array", "items": {"type": "string"}});
    match name {
        "limit" if path == "/postcodes/nearest" => (
            "the greatest number of postcodes",
            json!({"type": "integer", "minimum": 1, "maximum": nearest::MAX_LIMIT, "default": nearest::LIMIT}),
        ),
        "radius" => (
            "metres within which postcodes are found",
            json!({
                "type": "number", "minimum": 0, "maximum": nearest::MAX_RADIUS_M,
                "default": nearest::RADIUS_M,
            }),
        ),
        "fields" => (
            "the members of the answer that are sent, such as areas.code or point; without it, all",
            texts,
        ),
        "postcode" => ("a postcode, such as LA1 4YW", text),
        "with" => ("the other layer, such as lad-2023", text),
        "limit" => (
            "the number of areas of a page",
            json!({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": MAX_LIMIT}),
        ),
        "offset" => (
            "the number of areas before the page",
            json!({"type": "integer", "minimum": 0, "default": 0}),
        ),
        "bbox" => (
            "areas that meet a box: its least values, then its greatest, in the order of the axes",
            json!({
                "type": "array",
                "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                "items": {"type": "number"},
            }),
        ),
        "bbox-crs" => ("the coordinate system of bbox", crs),
        "filter-crs" => ("the coordinate system of shapes in filter", crs),
        "crs" => ("the coordinate system of the answer", crs),
        "datetime" => (
            "areas that exist on a day, at an instant or in an interval: 2022-06-30, or 2022-06-30/..",
            text,
        ),
        "code" => ("the area with this code", text),
        "name" => ("areas with this name", text),
        "filter" => ("areas for which this is true, in CQL2", text),
        "filter-lang" => (
            "the form of filter",
            json!({"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}),
        ),
        "properties" => ("the properties that areas have in the answer", texts),
        "sortby" => (
            "properties to sort by; - before a name turns the order around",
            texts,
        ),
        "lon" => ("longitude in degrees", number),
        "lat" => ("latitude in degrees", number),
        "easting" | "northing" => ("metres of the British National Grid", number),
        "on" => ("the day; without it, today", day),
        "date" => ("the date of the paper", day),
        "family" => ("families of areas, separated by commas", texts),
        "q" => ("the beginning of a postcode", text),
        "tolerance" => ("metres within which lines are the same", number),
        "disclosure" => (
            "list parts with less than this that could be found out by subtraction",
            number,
        ),
        "populated" => ("a sliver is populated if it holds more than this", number),
        "weight" => (
            "what is counted",
            json!({"type": "string", "enum": ["people", "postcodes", "area"]}),
        ),
        "draft" => (
            "whether the document says that it is a draft",
            json!({"type": "boolean"}),
        ),
        "theme" => (
            "the colours",
            json!({"type": "string", "enum": ["light", "dark"]}),
        ),
        "f" => (
            "the form of the answer",
            json!({"type": "string", "enum": forms(path)}),
        ),
        "within" => ("the review area, such as icb-2022/E54000048", text),
        "against" => ("the layer that a proposal is compared with", text),
        "was" => ("the layer that a proposal replaces", text),
        "kind" => ("the kind of the proposal", text),
        "appendix" => (
            "what a document has besides its answers: none, short or full",
            text,
        ),
        "table" => ("the table that CSV has", text),
        "layers" => ("layers, separated by commas", text),
        "compare" => ("two layers, separated by a comma", text),
        "postcode_column" => ("the column that has postcodes", text),
        "lonlat_columns" => ("the columns that have longitude and latitude", text),
        "grid_columns" => ("the columns that have easting and northing", text),
        "delimiter" => ("the character between columns", text),
        "encoding" => ("the encoding of the table", text),
        _ => ("", text),
    }
}

fn forms(path: &str) -> &'static [&'static str] {
    if path.ends_with("/items") {
        &["json", "html", "fgb", "parquet", "csv"]
    } else if path.starts_with("/compare/") {
        &["html", "md", "xlsx", "csv", "geojson", "json", "table"]
    } else if path.starts_with("/scenarios/") {
        &["html", "md", "json", "xlsx"]
    } else {
        &["json", "html"]
    }
}
