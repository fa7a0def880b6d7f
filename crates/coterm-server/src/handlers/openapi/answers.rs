//! The answers and the bodies of each path.

use axum::http::Method;
use serde_json::{Value, json};

/// Returns the answers of a path: that of success, and problems.
pub(super) fn answers(path: &str, method: &Method) -> Value {
    let mut success = json!({
        "description": "the answer",
        "content": content(path, method),
    });
    if path.ends_with("/items") || path.ends_with("/items/{code}") {
        success["headers"] = json!({"Content-Crs": {
            "description": "the coordinate system of the answer",
            "schema": {"type": "string"},
        }});
    }
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": {"application/problem+json": {"schema": schema("problem")}},
        })
    };
    let mut answers = json!({
        "200": success,
        "4XX": problem("a problem with the request, with what to send instead"),
        "default": problem("the server cannot answer, or not now"),
    });
    if path.ends_with("{y}") || path.ends_with("{tileCol}") {
        answers["204"] = json!({"description": "the tile has no features"});
    }
    answers
}

fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn content(path: &str, method: &Method) -> Value {
    let html = json!({"schema": {"type": "string"}});
    let json = |name: &str| json!({"schema": schema(name)});
    let binary = json!({"schema": {"type": "string", "format": "binary"}});
    match path {
        "/" => json!({"application/json": json("landingPage"), "text/html": html}),
        "/api" => json!({
            "application/vnd.oai.openapi+json;version=3.0": {"schema": {"type": "object"}},
        }),
        "/api.html" => json!({"text/html": html}),
        "/conformance" => json!({"application/json": json("confClasses"), "text/html": html}),
        "/collections" => json!({"application/json": json("collections"), "text/html": html}),
        "/collections/{layer}" => {
            json!({"application/json": json("collection"), "text/html": html})
        }
        "/collections/{layer}/queryables" | "/collections/{layer}/schema" => {
            json!({"application/schema+json": {"schema": {"type": "object"}}})
        }
        "/collections/{layer}/items" => json!({
            "application/geo+json": json("featureCollectionGeoJSON"),
            "text/html": html,
            "application/flatgeobuf": binary,
            "application/vnd.apache.parquet": binary,
            "text/csv": html,
        }),
        "/collections/{layer}/items/{code}" => {
            json!({"application/geo+json": json("featureGeoJSON"), "text/html": html})
        }
        "/lookup" if *method == Method::POST => json!({
            "application/json": {"schema": {"type": "array", "items": {"anyOf": [
                schema("problem"), schema("answer"),
            ]}}},
            "text/csv": html,
        }),
        "/lookup" | "/postcodes/{postcode}" => json!({"application/json": json("answer")}),
        "/areas" => json!({"application/json": json("foundAreas")}),
        "/scenarios/blocks" if *method == Method::POST => {
            json!({"application/json": json("assignment")})
        }
        "/scenarios/blocks" => json!({"application/json": json("blocks")}),
        "/scenarios/compare/{layer}/lines" => {
            json!({"application/geo+json": json("comparedLines")})
        }
        "/postcodes" => json!({"application/json": json("suggestions")}),
        "/postcodes/nearest" => json!({"application/json": json("nearestPostcodes")}),
        "/collections/{layer}/items/{code}/neighbours" => {
            json!({"application/json": json("neighbours")})
        }
        "/collections/{layer}/items/{code}/overlapping" => {
            json!({"application/json": json("overlapping")})
        }
        "/metrics" => json!({"text/plain": html}),
        "/compare/{a}/{b}" | "/scenarios/compare/{layer}" => json!({
            "application/json": json("comparison"),
            "application/geo+json": json("pieces"),
            "text/html": html,
            "text/markdown": html,
            "text/csv": html,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary,
        }),
        "/scenarios/score" => json!({
            "application/json": {"schema": {"oneOf": [schema("score"), schema("scores")]}},
            "text/html": html,
            "text/markdown": html,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary,
        }),
        tile if tile.ends_with("{y}") || tile.ends_with("{tileCol}") => {
            json!({"application/vnd.mapbox-vector-tile": binary})
        }
        "/tiles/{layers}" | "/compare/{a}/{b}/tiles" => {
            json!({"application/json": json("tileJson")})
        }
        "/collections/{layer}/tiles" => json!({"application/json": json("tilesets")}),
        "/collections/{layer}/tiles/{tileMatrixSet}" => {
            json!({"application/json": json("tileset")})
        }
        "/tileMatrixSets" => json!({"application/json": json("tileMatrixSets")}),
        "/tileMatrixSets/{tileMatrixSet}" => json!({"application/json": json("tileMatrixSet")}),
        "/style.json" => json!({"application/json": json("style")}),
        "/health" => json!({"application/json": json("health")}),
        "/ready" => json!({"application/json": json("ready")}),
        _ => json!({"application/json": {"schema": {"type": "object"}}}),
    }
}

/// Returns the body of a POST; `None` for paths without.
pub(super) fn body(path: &str) -> Option<Value> {
    let text = json!({"schema": {"type": "string"}});
    let content = match path {
        "/lookup" => json!({
            "application/json": {"schema": {"oneOf": [
                {"type": "array", "items": schema("lookup")},
                {
                    "type": "object",
                    "required": ["postcodes"],
                    "properties": {"postcodes": {"type": "array", "items": schema("lookup")}},
                    "additionalProperties": false,
                },
            ]}},
            "text/csv": text,
        }),
        "/postcodes" => json!({
            "application/json": {"schema": {
                "type": "object",
                "required": ["q"],
                "properties": {"q": {"type": "string"}},
                "additionalProperties": false,
            }},
        }),
        "/areas" => json!({"application/json": {"schema": schema("areasQuestion")}}),
        "/postcodes/nearest" => {
            json!({"application/json": {"schema": schema("nearestQuestion")}})
        }
        "/scenarios/blocks" | "/scenarios/compare/{layer}" | "/scenarios/compare/{layer}/lines" => {
            json!({
                "application/json": {"schema": schema("scenario")},
                "application/toml": text,
                "text/csv": text,
            })
        }
        "/scenarios/score" => json!({
            "application/json": {"schema": {"oneOf": [
                schema("scenario"), schema("scenarios"),
            ]}},
            "application/toml": text,
            "text/csv": text,
        }),
        _ => return None,
    };
    Some(json!({"required": true, "content": content}))
}
