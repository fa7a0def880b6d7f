//! The schemas of answers: those of OGC API, of lookups and of problems. `report_schemas` and
//! `area_schemas` have the others.

use serde_json::{Value, json};

use crate::handlers::nearest;

/// Makes the schema of the body of a request for what is nearest to a place with these members.
fn nearest_to(place: &[(&str, &Value)]) -> Value {
    let mut properties = json!({
        "on": {"type": "string", "format": "date", "nullable": true},
        "limit": {
            "type": "integer", "minimum": 1, "maximum": nearest::MAX_LIMIT, "nullable": true,
        },
        "radius": {
            "type": "number", "minimum": 0, "maximum": nearest::MAX_RADIUS_M, "nullable": true,
        },
    });
    for (name, schema) in place {
        properties[name] = (*schema).clone();
    }
    let required: Vec<&str> = place.iter().map(|(name, _)| *name).collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

/// Returns the schemas by their names. Objects may have more members.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub(super) fn all() -> Value {
    let link = json!({"$ref": "#/components/schemas/link"});
    let links = json!({"type": "array", "items": link});
    let text = json!({"type": "string"});
    let maybe_text = json!({"type": "string", "nullable": true});
    let numbers = json!({"type": "array", "items": {"type": "number"}});
    let texts = json!({"type": "array", "items": text});
    let number = json!({"type": "number"});
    let maybe_number = json!({"type": "number", "nullable": true});
    let day = json!({"type": "string", "format": "date"});
    let area_name = json!({"$ref": "#/components/schemas/areaName"});
    // A schema or null: in OpenAPI 3.0, `nullable` has no effect beside a reference.
    let maybe = |schema: &Value| {
        let nothing = json!({"type": "object", "nullable": true, "enum": [null]});
        json!({"oneOf": [schema, nothing]})
    };
    let relation = json!({
        "type": "string",
        "enum": ["coterminous", "union", "part-of", "crossing", "disjoint", "cannot-be-told"],
    });
    let maybe_relation = json!({
        "type": "string",
        "nullable": true,
        "enum": ["coterminous", "union", "part-of", "crossing", "disjoint", "cannot-be-told", null],
    });
    json!({
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {
                "href": text, "rel": text, "type": text, "title": text,
                "templated": {"type": "boolean"},
            },
        },
        "problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
                "instance": text, "code": text,
            },
        },
        "landingPage": {
            "type": "object",
            "required": ["title", "description", "attribution", "links"],
            "properties": {"title": text, "description": text, "attribution": text, "links": links},
        },
        "confClasses": {
            "type": "object",
            "required": ["conformsTo"],
            "properties": {"conformsTo": texts},
        },
        "collections": {
            "type": "object",
            "required": ["collections", "links"],
            "properties": {
                "collections": {"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
                "extent_title": maybe_text,
                "example_postcode": maybe_text,
                "attribution": text,
                "crs": texts,
                "links": links,
            },
        },
        "collection": {
            "type": "object",
            "required": ["id", "title", "areas", "itemType", "crs", "storageCrs", "extent", "links"],
            "properties": {
                "id": text, "title": text, "description": text, "family": text,
                "family_title": text, "vintage": text, "itemType": text, "licence": text,
                "attribution": text, "source": text,
                "areas": {"type": "integer"},
                "crs": texts,
                "storageCrs": text,
                "extent": {
                    "type": "object",
                    "properties": {
                        "spatial": {
                            "type": "object",
                            "properties": {"bbox": {"type": "array", "items": numbers}, "crs": text},
                        },
                        "temporal": {
                            "type": "object",
                            "properties": {
                                "interval": {"type": "array", "items": {"type": "array", "items": maybe_text}},
                                "trs": text,
                            },
                        },
                    },
                },
                "links": links,
            },
        },
        "geometryGeoJSON": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Polygon", "MultiPolygon"]},
                "coordinates": {"type": "array", "items": {}},
            },
        },
        "featureGeoJSON": {
            "type": "object",
            "required": ["type", "id", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": text,
                "geometry": {"$ref": "#/components/schemas/geometryGeoJSON"},
                "properties": {"type": "object"},
                "links": links,
            },
        },
        "featureCollectionGeoJSON": {
            "type": "object",
            "required": ["type", "features", "numberMatched", "numberReturned", "timeStamp", "links"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": {"$ref": "#/components/schemas/featureGeoJSON"}},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
                "timeStamp": {"type": "string", "format": "date-time"},
                "links": links,
            },
        },
        "lookup": {"anyOf": [
            {"type": "string", "description": "a postcode"},
            {
                "type": "object",
                "properties": {
                    "id": {}, "postcode": text, "lon": number, "lat": number,
                    "easting": number, "northing": number,
                },
                "additionalProperties": false,
            },
        ]},
        "nearestQuestion": {
            "oneOf": [
                nearest_to(&[("postcode", &text)]),
                nearest_to(&[("lon", &number), ("lat", &number)]),
                nearest_to(&[("easting", &number), ("northing", &number)]),
            ],
            "example": {"postcode": "LA1 4YW", "limit": 3},
        },
        "nearestPostcodes": {
            "type": "object",
            "required": ["query", "on", "point", "radius_m", "postcodes", "notes", "attribution"],
            "properties": {
                "query": {"type": "object"}, "on": day, "point": {"type": "object"},
                "radius_m": number,
                "postcodes": {"type": "array", "items": {
                    "type": "object",
                    "required": ["postcode", "distance_m", "easting", "northing", "position_code"],
                    "properties": {
                        "postcode": text, "distance_m": number, "easting": number,
                        "northing": number, "lon": maybe_number, "lat": maybe_number,
                        "position_code": text,
                    },
                }},
                "notes": texts,
                "attribution": text,
            },
        },
        "areaName": {
            "type": "object",
            "required": ["code", "name"],
            "properties": {"code": text, "name": text},
        },
        "neighbours": {
            "type": "object",
            "required": ["layer", "area", "neighbours", "unshared_m", "attribution"],
            "properties": {
                "layer": text, "area": area_name,
                "unshared_m": {
                    "type": "number",
                    "description": "metres of the area's outline that it shares with no other: coast, \
                                    or the end of the data",
                },
                "neighbours": {"type": "array", "items": {
                    "type": "object",
                    "required": ["code", "name", "shared_m"],
                    "properties": {
                        "code": text, "name": text,
                        "shared_m": {
                            "type": "number",
                            "description": "metres of the line that both areas share",
                        },
                    },
                }},
                "attribution": text,
            },
        },
        "counterpart": {
            "type": "object",
            "required": ["area", "area_m2", "weight", "postcodes", "whole"],
            "properties": {
                "area": maybe(&area_name),
                "area_m2": number, "area_share": maybe_number, "weight": number,
                "weight_share": maybe_number, "postcodes": {"type": "integer"},
                "share_of_other": maybe_number, "whole": {"type": "boolean"},
            },
        },
        "verdict": {
            "type": "object",
            "required": ["area", "complete", "relation", "reason_code", "with", "reason"],
            "properties": {
                "area": area_name,
                "complete": {"type": "boolean"},
                "relation": relation,
                "by_blocks": maybe_relation,
                "reason_code": {},
                "with": {"type": "array", "items": {"$ref": "#/components/schemas/counterpart"}},
                "outside": maybe(&json!({"$ref": "#/components/schemas/counterpart"})),
                "area_m2": maybe_number, "weight": maybe_number,
                "blocks": {"type": "integer", "nullable": true},
                "deviation": {"type": "object", "nullable": true},
                "least_change": {"type": "object", "nullable": true},
                "reason": text,
            },
        },
        "overlapping": {
            "type": "object",
            "required": ["layer", "with", "tolerance_m", "weight_unit", "verdict", "attribution"],
            "properties": {
                "layer": {"type": "object"}, "with": {"type": "object"}, "tolerance_m": number,
                "tolerance_source": {"type": "object"}, "weight_unit": text,
                "verdict": {"$ref": "#/components/schemas/verdict"}, "attribution": text,
            },
        },
        "suggestions": {
            "type": "object",
            "required": ["postcodes"],
            "properties": {"postcodes": texts},
        },
        "answer": {
            "type": "object",
            "description": "an answer; members that \"fields\" does not name are left out",
            "properties": {
                "query": {"type": "object"},
                "on": {"type": "string", "format": "date"},
                "point": {"type": "object"},
                "postcode": {"type": "object", "nullable": true},
                "areas": {"type": "array", "items": {"$ref": "#/components/schemas/answeredArea"}},
                "without": {"type": "array", "items": {"type": "object"}},
                "notes": texts,
                "note_details": {"type": "array", "items": {"type": "object"}},
                "attribution": text,
            },
        },
        "answeredArea": {
            "type": "object",
            "properties": {
                "family": text, "layer": text, "code": text, "name": text,
                "complete": {"type": "boolean"},
                "method": {"type": "string", "enum": ["table", "polygon"]},
                "agrees": {"type": "boolean", "nullable": true},
                "boundary_distance_m": {"type": "number", "nullable": true},
                "certain": {"type": "boolean"},
                "doubt": maybe_text,
                "known_to": {"type": "string", "format": "date", "nullable": true},
                "reason": text,
                "basis": {"type": "object"},
                "objections": {"type": "array", "items": {"type": "object"}},
                "alternatives": {"type": "array", "items": {"type": "object"}},
                "perhaps_none": {"type": "boolean"},
            },
        },
    })
}
