//! The schemas of answers: those of OGC API, lookups and problems.

use serde_json::{Value, json};

/// Returns the schemas by their names. Objects may have more members.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub(super) fn all() -> Value {
    let link = json!({"$ref": "#/components/schemas/link"});
    let links = json!({"type": "array", "items": link});
    let text = json!({"type": "string"});
    let maybe_text = json!({"type": "string", "nullable": true});
    let numbers = json!({"type": "array", "items": {"type": "number"}});
    let texts = json!({"type": "array", "items": text});
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
        "lookup": {
            "type": "object",
            "properties": {
                "id": {}, "postcode": text, "lon": {"type": "number"}, "lat": {"type": "number"},
                "easting": {"type": "number"}, "northing": {"type": "number"},
            },
        },
        "suggestions": {
            "type": "object",
            "required": ["postcodes"],
            "properties": {"postcodes": texts},
        },
        "answer": {
            "type": "object",
            "required": ["query", "on", "point", "areas", "without", "notes", "note_details", "attribution"],
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
            "required": ["family", "layer", "code", "name", "method", "certain", "reason", "basis"],
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
