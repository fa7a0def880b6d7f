//! The parameters of the interface, by their names: each has one meaning and one type.

use coterm_io::bulk::{Delimiter, Encoding};
use coterm_report::CsvTable;
use coterm_tiles::USUAL_ZOOMS;
use serde_json::{Value, json};

use crate::State;
use crate::handlers::collections::MAX_LIMIT;
use crate::handlers::{areas, nearest};
use crate::http::answer_fields::AnswerFields;
use crate::http::offered_crs::OfferedCrs;

/// A day, an instant or an interval of either, as RFC 3339 and OGC API Features write them.
const DATETIME: &str = "^(\\.\\.|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?)?\
                        (/(\\.\\.|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$";

/// Returns the parameters of POST, whose endpoint may have others with GET.
pub(super) fn posted(path: &str, listed: &'static str) -> &'static str {
    match path {
        "/lookup" => {
            "on,family,fields,postcode_column,lonlat_columns,grid_columns,delimiter,encoding"
        }
        "/areas" | "/postcodes" | "/postcodes/nearest" | "/scenarios/blocks" => "",
        _ => listed,
    }
}

pub(super) fn in_path(name: &str) -> Value {
    let text = json!({"type": "string"});
    let (description, schema, example) = match name {
        "collectionId" | "layer" => ("a layer: see /collections", text, json!("lad-2023")),
        "a" => ("a layer: see /collections", text, json!("place-2022")),
        "b" => ("another layer", text, json!("utla-2023")),
        "featureId" | "code" => ("the code of an area", text, json!("E07000121")),
        "postcode" => ("a postcode", text, json!("LA1 4YW")),
        "layers" => (
            "layers, separated by commas, or an archive of tiles",
            text,
            json!("lad-2023"),
        ),
        "tileMatrixSet" => (
            "the grid of tiles",
            json!({"type": "string", "enum": ["WebMercatorQuad"]}),
            json!("WebMercatorQuad"),
        ),
        "z" | "tileMatrix" => ("the zoom", whole(i64::from(*USUAL_ZOOMS.end())), json!(9)),
        "x" | "tileCol" => ("the column, from the west, of 2^zoom", tile(), json!(251)),
        "y" | "tileRow" => ("the row, from the north, of 2^zoom", tile(), json!(163)),
        _ => ("", text, Value::Null),
    };
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": description,
        "schema": schema,
        "example": example,
    })
}

fn whole(most: i64) -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": most})
}

fn tile() -> Value {
    whole((1 << USUAL_ZOOMS.end()) - 1)
}

pub(super) fn in_query(name: &str, path: &str, state: &State) -> Value {
    let (description, schema) = described(name, path, state);
    let mut parameter = json!({
        "name": name,
        "in": "query",
        "required": matches!(name, "q" | "with"),
        "description": description,
        "schema": schema,
    });
    if let Some(example) = example(name, path) {
        parameter["example"] = example;
    }
    if schema_is_list(name) {
        parameter["style"] = "form".into();
        parameter["explode"] = false.into();
    }
    parameter
}

fn schema_is_list(name: &str) -> bool {
    matches!(name, "bbox" | "properties" | "sortby" | "family" | "fields")
}

/// Returns an example of a parameter that is required, or whose form is not plain from its schema.
fn example(name: &str, path: &str) -> Option<Value> {
    Some(match name {
        "q" if path == "/areas" => json!("Morecambe"),
        "q" => json!("LA1 4"),
        "with" => json!("place-2022"),
        "lon" if path == "/lookup" => json!(-2.80),
        "lat" if path == "/lookup" => json!(54.05),
        "postcode" => json!("LA1 4YW"),
        "filter" => json!("name LIKE 'West%'"),
        "within" => json!("icb-2022/E54000048"),
        "datetime" => json!("2023-04-01/.."),
        _ => return None,
    })
}

fn described(name: &str, path: &str, state: &State) -> (&'static str, Value) {
    of_areas(name, path)
        .or_else(|| of_lookups(name))
        .or_else(|| of_comparisons(name, state))
        .unwrap_or_else(|| of_forms(name, path))
}

/// The parameters of pages of areas.
fn of_areas(name: &str, path: &str) -> Option<(&'static str, Value)> {
    let text = json!({"type": "string", "minLength": 1});
    let crs = json!({
        "type": "string",
        "format": "uri",
        "enum": OfferedCrs::ALL.map(OfferedCrs::uri),
        "default": OfferedCrs::Crs84.uri(),
    });
    let texts = json!({"type": "array", "minItems": 1, "items": {"type": "string"}});
    Some(match name {
        "limit" if path == "/areas" => (
            "the greatest number of areas",
            json!({
                "type": "integer", "minimum": 1, "maximum": areas::MAX_LIMIT,
                "default": areas::LIMIT,
            }),
        ),
        "q" if path == "/areas" => (
            "the beginning of a name, of a word of it, or of a code",
            json!({"type": "string", "maxLength": areas::LONGEST}),
        ),
        "limit" if path == "/postcodes/nearest" => (
            "the greatest number of postcodes",
            json!({
                "type": "integer", "minimum": 1, "maximum": nearest::MAX_LIMIT,
                "default": nearest::LIMIT,
            }),
        ),
        "limit" => (
            "the number of areas of a page; a greater number is taken as the greatest",
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
            json!({"type": "string", "minLength": 3, "pattern": DATETIME}),
        ),
        "code" => ("the area with this code", json!({"type": "string"})),
        "name" => ("areas with this name", json!({"type": "string"})),
        "filter" => ("areas for which this is true, in CQL2", text),
        "filter-lang" => (
            "the form of filter",
            json!({"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}),
        ),
        "properties" => ("the properties that areas have in the answer", texts),
        "sortby" => (
            "properties to sort by; - before a name turns the order around",
            json!({"type": "array", "minItems": 1, "maxItems": 8, "items": {"type": "string"}}),
        ),
        _ => return None,
    })
}

/// The parameters of lookups.
fn of_lookups(name: &str) -> Option<(&'static str, Value)> {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    let number = json!({"type": "number"});
    let two_names = json!({"type": "string", "pattern": "^[^,]+,[^,]+$"});
    Some(match name {
        "lon" => (
            "longitude in degrees, with lat; or else easting and northing",
            json!({"type": "number", "minimum": -180, "maximum": 180}),
        ),
        "lat" => (
            "latitude in degrees, with lon",
            json!({"type": "number", "minimum": -90, "maximum": 90}),
        ),
        "easting" | "northing" => ("metres of the British National Grid", number),
        "radius" => (
            "metres within which postcodes are found",
            json!({
                "type": "number", "minimum": 0, "maximum": nearest::MAX_RADIUS_M,
                "default": nearest::RADIUS_M,
            }),
        ),
        "postcode" => ("a postcode", text),
        "on" => (
            "the day; without it, today",
            json!({"type": "string", "format": "date"}),
        ),
        "family" => (
            "families of areas, separated by commas; empty for all",
            texts,
        ),
        "fields" => (
            "the members of the answer that are sent, such as areas.code or point; without it, all",
            json!({"type": "array", "items": {"type": "string", "enum": AnswerFields::names()}}),
        ),
        "q" => ("the beginning of a postcode", text),
        "postcode_column" => ("for CSV, the column that has postcodes", text),
        "lonlat_columns" => (
            "for CSV, the columns that have longitude and latitude",
            two_names,
        ),
        "grid_columns" => (
            "for CSV, the columns that have easting and northing",
            two_names,
        ),
        "delimiter" => (
            "for CSV, the character between columns",
            json!({"type": "string", "enum": Delimiter::ALL.map(Delimiter::name)}),
        ),
        "encoding" => (
            "for CSV, the encoding of the table",
            json!({"type": "string", "enum": Encoding::ALL.map(Encoding::name)}),
        ),
        _ => return None,
    })
}

/// The parameters of comparisons and scores.
fn of_comparisons(name: &str, state: &State) -> Option<(&'static str, Value)> {
    let text = json!({"type": "string"});
    let amount = json!({"type": "number", "minimum": 0});
    let weights: &[&str] = match state.population() {
        Ok(_) => &["people", "postcodes", "area"],
        Err(_) => &["postcodes", "area"],
    };
    Some(match name {
        "date" => (
            "the date of the paper",
            json!({"type": "string", "format": "date"}),
        ),
        "tolerance" => ("metres within which lines are the same", amount),
        "disclosure" => (
            "list parts with less than this that could be found out by subtraction",
            amount,
        ),
        "populated" => ("a sliver is populated if it holds more than this", amount),
        "weight" => (
            "what is counted",
            json!({"type": "string", "enum": weights}),
        ),
        "draft" => (
            "whether the document says that it is a draft",
            json!({"type": "boolean"}),
        ),
        "within" => (
            "the review area: areas, separated by commas",
            json!({"type": "string", "pattern": "^([^/,]+/[^/,]+(,[^/,]+/[^/,]+)*)?$"}),
        ),
        "with" => ("the other layer", text),
        "against" => ("the layer that a proposal is compared with", text),
        "was" => ("the layer that a proposal replaces", text),
        "kind" => (
            "the kind of the proposal",
            json!({"type": "string", "enum": ["place", "neighbourhood", "council"]}),
        ),
        "appendix" => (
            "what a document has besides its answers",
            json!({"type": "string", "enum": ["none", "short", "full"], "default": "short"}),
        ),
        "table" => (
            "the table that CSV has, with f=csv",
            json!({"type": "string", "enum": CsvTable::NAMES}),
        ),
        _ => return None,
    })
}

/// The parameters of maps, and the forms of answers.
fn of_forms(name: &str, path: &str) -> (&'static str, Value) {
    let text = json!({"type": "string"});
    match name {
        "theme" => (
            "the colours",
            json!({"type": "string", "enum": ["light", "dark"]}),
        ),
        "f" => (
            "the form of the answer",
            json!({"type": "string", "enum": forms(path)}),
        ),
        "layers" => ("layers, separated by commas; not with on or compare", text),
        "compare" => (
            "two layers, separated by a comma",
            json!({"type": "string", "pattern": "^[^,]+,[^,]+$"}),
        ),
        _ => ("", text),
    }
}

fn forms(path: &str) -> &'static [&'static str] {
    if path.ends_with("/items") {
        &["json", "html", "fgb", "parquet", "csv"]
    } else if path.starts_with("/compare/") || path.starts_with("/scenarios/compare/") {
        &["html", "md", "xlsx", "csv", "geojson", "json", "table"]
    } else if path.starts_with("/scenarios/") {
        &["html", "md", "json", "xlsx"]
    } else {
        &["json", "html"]
    }
}
