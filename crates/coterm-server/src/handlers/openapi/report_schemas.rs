//! The schemas of comparisons, of scenarios and their scores, and of what describes tiles and the
//! server.

use serde_json::{Map, Value, json};

/// Makes the schema of an object that has these members, each with its schema. The first `required`
/// of them are always there.
fn object(required: usize, members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members
        .iter()
        .take(required)
        .map(|(name, _)| *name)
        .collect();
    let properties: Map<String, Value> = (members.iter())
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !names.is_empty() {
        schema["required"] = names.into();
    }
    schema
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

fn named(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

/// Returns the schemas by their names. Objects may have more members, but for those that are sent.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let text = json!({"type": "string"});
    let number = json!({"type": "number"});
    let whole = json!({"type": "integer"});
    let day = json!({"type": "string", "format": "date"});
    let any = json!({"type": "object"});
    let maybe = |schema: &Value| {
        let mut schema = schema.clone();
        schema["nullable"] = true.into();
        schema
    };
    let (texts, objects, verdicts) = (list(&text), list(&any), list(&named("verdict")));
    let area_refs = json!({
        "type": "array",
        "items": {"type": "string", "pattern": "^[^/]+/.+$", "example": "lad-2021/E07000121"},
    });
    let weight = object(
        4,
        &[
            ("unit", text.clone()),
            ("source", text.clone()),
            ("source_facts", any.clone()),
            ("total", number.clone()),
        ],
    );
    let manifest = object(
        4,
        &[
            ("engine", text.clone()),
            ("question", any.clone()),
            ("extent", maybe(&text)),
            ("files", objects.clone()),
        ],
    );
    let comparison = object(
        24,
        &[
            ("a", any.clone()),
            ("b", any.clone()),
            ("tolerance_m", number.clone()),
            ("tolerance_from", text.clone()),
            ("tolerance_source", any.clone()),
            ("weight", named("weight")),
            ("summary", texts.clone()),
            ("summary_facts", objects.clone()),
            ("answers", objects.clone()),
            ("review_area", any.clone()),
            ("matrix", objects.clone()),
            ("beyond", objects.clone()),
            ("verdicts_a", verdicts.clone()),
            ("verdicts_b", verdicts.clone()),
            ("splits", objects.clone()),
            ("moves", any.clone()),
            ("alignment", any.clone()),
            ("groups", objects.clone()),
            ("pieces", objects.clone()),
            ("differences", objects.clone()),
            ("lines", any.clone()),
            ("findings", texts.clone()),
            ("finding_facts", objects.clone()),
            ("attribution", text.clone()),
            ("areas_counted_in", text.clone()),
            ("pieces_counted_in", text.clone()),
            ("blocks", maybe(&any)),
            ("disclosure", maybe(&any)),
            ("manifest", named("manifest")),
        ],
    );
    let pieces = object(
        4,
        &[
            (
                "type",
                json!({"type": "string", "enum": ["FeatureCollection"]}),
            ),
            ("features", objects.clone()),
            ("name", text.clone()),
            ("attribution", text.clone()),
            ("tolerance_m", number.clone()),
            ("weight_unit", text.clone()),
            ("pieces_counted_in", text.clone()),
            ("manifest", named("manifest")),
        ],
    );
    let compared_lines = object(
        2,
        &[
            (
                "type",
                json!({"type": "string", "enum": ["FeatureCollection"]}),
            ),
            ("features", objects.clone()),
        ],
    );
    let mut proposed = object(
        1,
        &[
            ("name", text.clone()),
            ("code", text.clone()),
            ("union", area_refs.clone()),
            ("intersect", area_refs.clone()),
            ("minus", area_refs.clone()),
            ("blocks", texts.clone()),
        ],
    );
    proposed["additionalProperties"] = false.into();
    proposed["anyOf"] = json!([{"required": ["union"]}, {"required": ["blocks"]}]);
    let mut scenario = object(
        1,
        &[
            (
                "area",
                json!({"type": "array", "minItems": 1, "items": named("proposedArea")}),
            ),
            ("name", text.clone()),
            ("title", text.clone()),
            ("source", text.clone()),
            (
                "kind",
                json!({"type": "string", "enum": ["place", "neighbourhood", "council"]}),
            ),
            ("family", text.clone()),
            ("family_title", text.clone()),
            ("layer", text.clone()),
            ("rule", any.clone()),
            ("within", area_refs),
            ("status", text.clone()),
            ("decided", day.clone()),
            ("valid_from", day.clone()),
            ("valid_to", day.clone()),
        ],
    );
    scenario["additionalProperties"] = false.into();
    scenario["properties"]["status"]["enum"] =
        json!(["proposed", "legislated", "in-force", "abolished"]);
    scenario["example"] = json!({
        "title": "Lancaster with Wyre",
        "kind": "place",
        "area": [{"name": "North", "union": ["lad-2021/E07000121", "lad-2021/E07000128"]}],
    });
    let mut scenarios = object(
        1,
        &[
            (
                "scenarios",
                json!({
                    "type": "array", "minItems": 1, "maxItems": 8, "items": named("scenario"),
                }),
            ),
            (
                "weights",
                object(
                    2,
                    &[
                        ("unit", text.clone()),
                        (
                            "values",
                            json!({"type": "object", "additionalProperties": number}),
                        ),
                        ("source", text.clone()),
                    ],
                ),
            ),
        ],
    );
    scenarios["additionalProperties"] = false.into();
    let score = object(
        11,
        &[
            ("id", text.clone()),
            ("title", text.clone()),
            ("family_title", text.clone()),
            ("source", text.clone()),
            ("weight", named("weight")),
            ("summary", texts.clone()),
            ("assignment", any.clone()),
            ("areas", objects.clone()),
            ("findings", texts),
            ("finding_facts", objects.clone()),
            ("attribution", text.clone()),
            ("standing", maybe(&any)),
            ("rule", maybe(&any)),
            ("district_layer", maybe(&text)),
            ("districts_split", objects.clone()),
            ("blocks_split", whole.clone()),
            ("against", maybe(&any)),
            ("moves", maybe(&any)),
        ],
    );
    let tile_json = object(
        10,
        &[
            ("tilejson", text.clone()),
            ("tiles", list(&text)),
            ("vector_layers", objects.clone()),
            ("name", text.clone()),
            ("scheme", json!({"type": "string", "enum": ["xyz"]})),
            ("minzoom", whole.clone()),
            ("maxzoom", whole.clone()),
            ("attribution", text.clone()),
            ("licence", text.clone()),
            ("displacement", objects.clone()),
            (
                "bounds",
                json!({
                    "type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"},
                }),
            ),
            ("tolerance_m", number),
        ],
    );
    let links = list(&named("link"));
    let tileset = object(
        5,
        &[
            ("title", text.clone()),
            ("dataType", json!({"type": "string", "enum": ["vector"]})),
            ("crs", text.clone()),
            ("tileMatrixSetURI", text.clone()),
            ("links", links.clone()),
            ("attribution", text.clone()),
        ],
    );
    let grid = object(
        6,
        &[
            ("id", text.clone()),
            ("title", text.clone()),
            ("uri", text.clone()),
            ("crs", text.clone()),
            ("orderedAxes", list(&text)),
            ("tileMatrices", objects.clone()),
            ("wellKnownScaleSet", text.clone()),
        ],
    );
    let style = object(
        3,
        &[
            ("version", json!({"type": "integer", "enum": [8]})),
            ("sources", any.clone()),
            ("layers", objects.clone()),
        ],
    );
    let health = object(
        4,
        &[
            ("status", json!({"type": "string", "enum": ["ok"]})),
            ("version", text.clone()),
            ("layers", whole.clone()),
            ("postcodes", whole),
        ],
    );
    let ready = object(
        4,
        &[
            ("status", json!({"type": "string", "enum": ["ready"]})),
            ("data_title", maybe(&text)),
            ("data_checksum", maybe(&text)),
            (
                "loaded_at",
                json!({"type": "string", "format": "date-time"}),
            ),
            ("reload_error", any),
        ],
    );
    vec![
        ("weight", weight),
        ("manifest", manifest),
        ("comparison", comparison),
        ("pieces", pieces),
        ("comparedLines", compared_lines),
        ("proposedArea", proposed),
        ("scenario", scenario),
        ("scenarios", scenarios),
        ("score", score),
        ("scores", object(1, &[("scores", list(&named("score")))])),
        ("tileJson", tile_json),
        ("tileset", tileset),
        (
            "tilesets",
            object(
                2,
                &[("links", links), ("tilesets", list(&named("tileset")))],
            ),
        ),
        ("tileMatrixSet", grid),
        ("tileMatrixSets", object(1, &[("tileMatrixSets", objects)])),
        ("style", style),
        ("health", health),
        ("ready", ready),
    ]
}
