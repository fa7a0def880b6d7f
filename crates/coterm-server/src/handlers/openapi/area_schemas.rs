//! The schemas of the answers that name areas and the building blocks that they are made of.

use serde_json::{Value, json};

use crate::handlers::areas;

/// Returns the schemas by their names. Objects may have more members, but for those that are sent.
pub(super) fn all() -> Value {
    let text = json!({"type": "string"});
    let number = json!({"type": "number"});
    let maybe_day = json!({"type": "string", "format": "date", "nullable": true});
    let mut all = json!({
        "areasQuestion": {
            "type": "object",
            "required": ["q"],
            "properties": {
                "q": {"type": "string", "maxLength": areas::LONGEST},
                "on": maybe_day,
                "limit": {
                    "type": "integer", "minimum": 1, "maximum": areas::MAX_LIMIT, "nullable": true,
                },
            },
            "additionalProperties": false,
            "example": {"q": "Morecambe", "on": "2022-06-30"},
        },
        "foundAreas": {
            "type": "object",
            "required": ["areas"],
            "properties": {"areas": {"type": "array", "items": {
                "type": "object",
                "required": [
                    "layer", "layer_title", "family", "family_title", "code", "name", "valid_from",
                    "valid_to", "bbox",
                ],
                "properties": {
                    "layer": text, "layer_title": text, "family": text, "family_title": text,
                    "code": text, "name": text, "valid_from": maybe_day, "valid_to": maybe_day,
                    "bbox": {
                        "type": "array", "minItems": 4, "maxItems": 4, "items": number,
                        "nullable": true,
                        "description": "west, south, east and north in degrees",
                    },
                },
            }}},
        }
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut all, of_proposals()) {
        all.extend(more);
    }
    all
}

/// Returns the schemas of what proposals are made of.
fn of_proposals() -> Value {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    let number = json!({"type": "number"});
    let numbers = json!({"type": "array", "items": number});
    let area_name = json!({"$ref": "#/components/schemas/areaName"});
    json!({
        "assignment": {
            "type": "object",
            "description": "the areas of a scenario, each with its building blocks",
            "required": ["title", "family", "within", "areas"],
            "properties": {
                "title": text,
                "family": text,
                "within": texts,
                "areas": {"type": "array", "items": {
                    "type": "object",
                    "required": ["code", "name", "blocks"],
                    "properties": {"code": text, "name": text, "blocks": texts},
                }},
            },
        },
        "blocks": {
            "type": "object",
            "description": "building blocks: lists with a value for each block, in the same order",
            "required": [
                "layer", "within", "weight", "codes", "names", "weights", "postcodes", "area_m2",
                "outline_m", "at", "borders", "outside", "district_layer", "layers", "attribution",
            ],
            "properties": {
                "layer": text,
                "within": texts,
                "weight": {
                    "type": "object",
                    "required": ["unit", "source"],
                    "properties": {"unit": text, "source": text},
                },
                "codes": texts,
                "names": texts,
                "weights": numbers,
                "postcodes": {"type": "array", "items": {"type": "integer", "minimum": 0}},
                "area_m2": numbers,
                "outline_m": numbers,
                "at": {
                    "type": "array",
                    "description": "longitude and latitude of a place within each block",
                    "items": {
                        "type": "array", "minItems": 2, "maxItems": 2, "items": number,
                        "nullable": true,
                    },
                },
                "borders": {
                    "type": "array",
                    "description": "the positions of two blocks, from 0, and the metres of the border \
                                    that they share",
                    "items": {"type": "array", "minItems": 3, "maxItems": 3, "items": number},
                },
                "outside": {
                    "type": "array",
                    "description": "the position of a block, and the metres of its borders with blocks \
                                    that are not listed",
                    "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": number},
                },
                "district_layer": {"type": "string", "nullable": true},
                "layers": {"type": "object", "additionalProperties": {
                    "type": "object",
                    "required": ["areas", "of"],
                    "properties": {
                        "areas": {"type": "array", "items": area_name},
                        "of": {
                            "type": "array",
                            "description": "the position of each block's area; -1 for a block that is \
                                            in none",
                            "items": {"type": "integer", "minimum": -1},
                        },
                    },
                }},
                "attribution": text,
            },
        },
    })
}
