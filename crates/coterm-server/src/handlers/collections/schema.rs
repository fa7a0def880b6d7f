//! The JSON Schemas of a layer's areas: `/queryables` (Part 3) and `/schema` (Part 5).

use coterm_core::layers::Layer;
use serde_json::{Map, Value, json};

use crate::filter::{Column, Kind};

/// Returns the schema of what areas are filtered and sorted by.
pub(super) fn queryables(layer: &Layer, address: &str) -> Value {
    let mut schema = described(layer, address);
    schema["additionalProperties"] = false.into();
    schema
}

/// Returns the schema of the areas as they are sent, with the roles of their properties.
pub(super) fn schema(layer: &Layer, address: &str) -> Value {
    let mut schema = described(layer, address);
    for (property, role) in [
        ("code", "id"),
        ("geometry", "primary-geometry"),
        ("valid_from", "primary-interval-start"),
        ("valid_to", "primary-interval-end"),
    ] {
        schema["properties"][property]["x-ogc-role"] = role.into();
    }
    schema["required"] = json!(["code", "name", "layer", "complete", "geometry"]);
    schema
}

fn described(layer: &Layer, address: &str) -> Value {
    let columns = Column::of(layer);
    let mut properties: Map<String, Value> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let mut property = match column.kind() {
                Kind::Text => json!({"type": "string"}),
                Kind::Truth => json!({"type": "boolean"}),
                Kind::Number => json!({"type": "number"}),
                Kind::Day => json!({"type": "string", "format": "date"}),
            };
            property["title"] = column.title().into();
            property["x-ogc-propertySeq"] = (index + 1).into();
            (column.name().to_owned(), property)
        })
        .collect();
    let geometry = json!({
        "title": "The ground that the area occupies",
        "format": "geometry-multipolygon",
        "x-ogc-propertySeq": columns.len() + 1,
    });
    properties.insert("geometry".to_owned(), geometry);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": layer.info().title,
        "properties": properties,
    })
}
