//! Claims about the other forms of layers: pages for people, files, and the `OpenAPI` document.

use axum::http::{Method, header};
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
