//! Claims about the other forms of layers: pages for people, files, and the `OpenAPI` document.

use axum::http::{Method, header};
use coterm_io::{AreaFile, Fields};
use coterm_tests::workspace;

use crate::requests::{ok, send};

#[tokio::test]
async fn a_person_can_walk_from_the_start_to_every_layer_without_script() {
    for path in [
        "/?f=html",
        "/api.html",
        "/conformance?f=html",
        "/collections?f=html",
        "/collections/lad-2023?f=html",
        "/collections/lad-2023/items?f=html&limit=5&offset=5",
        "/collections/lad-2023/items/E07000121?f=html",
    ] {
        let page = ok(path).await;
        assert_eq!(
            page.header(header::CONTENT_TYPE),
            "text/html; charset=utf-8"
        );
        let html = String::from_utf8(page.body.to_vec()).unwrap();
        assert!(
            html.starts_with("<!doctype html>") && !html.contains("<script"),
            "{path}"
        );
        for part in html.split("href=\"").skip(1) {
            let href = part.split('"').next().unwrap().replace("&amp;", "&");
            // The page with the map is not built into the tests.
            if href != "/" {
                ok(&href).await;
            }
        }
    }
}

#[tokio::test]
async fn a_browser_gets_pages_and_a_program_gets_json() {
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for path in [
        "/collections",
        "/collections/lad-2023",
        "/collections/lad-2023/items",
        "/collections/lad-2023/items/E07000121",
    ] {
        for (accept, media) in [
            (browser, "text/html"),
            ("application/geo+json, application/json", "json"),
            ("*/*", "json"),
        ] {
            let sent = send(Method::GET, path, &[(header::ACCEPT, accept)]).await;
            let what = sent.header(header::CONTENT_TYPE);
            assert!(what.contains(media), "{path} {accept}: {what}");
            assert!(sent.header(header::VARY).contains("accept"), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_of_areas_are_files_of_other_formats_with_the_next_page_in_the_link_header() {
    let flat = ok("/collections/lad-2023/items?f=fgb&limit=7").await;
    assert_eq!(flat.header(header::CONTENT_TYPE), "application/flatgeobuf");
    assert!(flat.body.starts_with(b"fgb"));
    let link = flat.header(header::LINK);
    assert!(
        link.contains("rel=\"next\"; type=\"application/flatgeobuf\""),
        "{link}"
    );
    let table = ok("/collections/lad-2023/items?f=csv&name=Lancaster").await;
    assert_eq!(table.header(header::CONTENT_TYPE), "text/csv");
    let text = String::from_utf8(table.body.to_vec()).unwrap();
    assert!(text.contains("lad-2023,E07000121,Lancaster") && text.lines().count() == 2);
}

#[tokio::test]
async fn the_committed_openapi_document_is_the_one_that_is_served() {
    let served = ok("/api").await;
    let path = workspace().join("docs/openapi.json");
    if std::env::var_os("COTERM_WRITE_OPENAPI").is_some() {
        std::fs::write(&path, [&served.body[..], b"\n"].concat()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    let served = String::from_utf8(served.body.to_vec()).unwrap();
    assert_eq!(
        committed.trim_end(),
        served,
        "write docs/openapi.json again with COTERM_WRITE_OPENAPI=1"
    );
}

#[tokio::test]
async fn the_openapi_document_has_each_path_that_the_start_lists() {
    let contents = ok("/").await.json();
    let api = ok("/api").await.json();
    let paths = api["paths"].as_object().unwrap();
    for link in contents["links"].as_array().unwrap() {
        let href = link["href"].as_str().unwrap();
        let path = href
            .split(['?'])
            .next()
            .unwrap()
            .split("{?")
            .next()
            .unwrap();
        let path = path.trim_end_matches('{');
        let path = if path.starts_with("/collections/") {
            path.replace("{layer}", "{collectionId}")
                .replace("{code}", "{featureId}")
        } else {
            path.to_owned()
        };
        assert!(paths.contains_key(&path), "{path}");
    }
}

#[tokio::test]
async fn geoparquet_pages_are_files_that_are_read_back_alike() {
    let sent = ok("/collections/lad-2023/items?f=parquet&limit=7").await;
    let media = "application/vnd.apache.parquet";
    assert_eq!(sent.header(header::CONTENT_TYPE), media);
    assert!(
        sent.header(header::LINK)
            .contains(&format!("rel=\"next\"; type=\"{media}\""))
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("districts.parquet");
    std::fs::write(&path, &sent.body).unwrap();
    let read = AreaFile::read(&path, &Fields::default()).unwrap();
    let codes: Vec<&str> = read.areas.iter().map(|area| &*area.code).collect();
    let districts = coterm_tests::dataset()
        .catalogue()
        .layer("lad-2023")
        .unwrap();
    let wanted: Vec<&str> = districts
        .areas()
        .iter()
        .map(coterm_core::layers::Area::code)
        .take(7)
        .collect();
    assert_eq!(codes, wanted);
}

/// Checks that a value has the members that a schema requires, and that each member that the schema
/// describes has the type that it says.
fn has_form(
    value: &serde_json::Value,
    schema: &serde_json::Value,
    all: &serde_json::Value,
    at: &str,
) {
    use serde_json::Value;
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        assert!(
            all[name].is_object(),
            "{at}: the document has no schema {name}"
        );
        return has_form(value, &all[name], all, at);
    }
    // Either null, or what a reference says.
    if let Some(ways) = schema["oneOf"].as_array() {
        if !value.is_null() {
            has_form(value, &ways[0], all, at);
        }
        return;
    }
    if value.is_null() {
        let may_be_null = schema["nullable"] == Value::Bool(true);
        assert!(may_be_null || schema["type"].is_null(), "{at} is null");
        return;
    }
    let is = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    assert!(is, "{at} is {value}");
    if let Some(names) = schema["enum"].as_array() {
        assert!(names.contains(value), "{at} is {value}");
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        assert!(value.get(name).is_some(), "{at} has no {name}");
    }
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            has_form(value, part, all, &format!("{at}.{name}"));
        }
    }
    for (number, element) in value.as_array().into_iter().flatten().enumerate() {
        has_form(element, &schema["items"], all, &format!("{at}[{number}]"));
    }
}

#[tokio::test]
async fn answers_have_the_form_that_the_openapi_document_says() {
    let api = ok("/api").await.json();
    let schemas = &api["components"]["schemas"];
    let district = "/collections/lad-2023/items/E07000121";
    for (path, schema) in [
        ("/collections", "collections"),
        ("/collections/lad-2023", "collection"),
        ("/collections/lad-2023/items", "featureCollectionGeoJSON"),
        (district, "featureGeoJSON"),
        (&format!("{district}/neighbours"), "neighbours"),
        (
            &format!("{district}/overlapping?with=ccg-2021"),
            "overlapping",
        ),
        ("/postcodes/PR3%203JU", "answer"),
        ("/lookup?lon=-2.80&lat=54.05", "answer"),
        ("/postcodes?q=LA1", "suggestions"),
        ("/postcodes/nearest?postcode=LA14YW", "nearestPostcodes"),
        ("/compare/place-2022/utla-2023?f=json", "comparison"),
        ("/compare/place-2022/utla-2023?f=geojson", "pieces"),
        ("/compare/place-2022/utla-2023/tiles", "tileJson"),
        ("/tiles/lad-2023", "tileJson"),
        ("/collections/lad-2023/tiles", "tilesets"),
        ("/tileMatrixSets", "tileMatrixSets"),
        ("/tileMatrixSets/WebMercatorQuad", "tileMatrixSet"),
        ("/style.json", "style"),
        ("/health", "health"),
        ("/ready", "ready"),
        ("/conformance", "confClasses"),
    ] {
        assert!(schemas[schema].is_object(), "{schema}");
        has_form(&ok(path).await.json(), &schemas[schema], schemas, path);
    }
    let scenario = std::fs::read(workspace().join("data/scenarios/three-places.toml")).unwrap();
    let path = "/scenarios/score?against=utla-2023&was=place-2022";
    let score = crate::requests::post(path, "application/toml", scenario)
        .await
        .json();
    has_form(&score, &schemas["score"], schemas, path);
}
