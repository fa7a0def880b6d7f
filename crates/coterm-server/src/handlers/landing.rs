//! The landing page of the interface, at `GET /`: as JSON for programs, and as a page for people
//! who ask for it with `f=html`.

use std::fmt::Write;

use axum::Json;
use axum::response::{IntoResponse, Response};
use coterm_report::HtmlText;
use serde_json::{Value, json};

use crate::State;
use crate::http::html::page;
use crate::http::link::Link;
use crate::router::endpoints;

const DESCRIPTION: &str =
    "Which health and council areas is a postcode or point in, on a date, and how sure is that?";

/// Returns the links of OGC API: what the interface is, what it conforms to, and its data.
fn standard_links(base: &str) -> Vec<Link> {
    [
        ("self", "application/json", "this document", "/"),
        (
            "alternate",
            "text/html",
            "this document as a page",
            "/?f=html",
        ),
        (
            "service-desc",
            "application/vnd.oai.openapi+json;version=3.0",
            "the interface as an OpenAPI document",
            "/api",
        ),
        (
            "service-doc",
            "text/html",
            "the interface as a page",
            "/api.html",
        ),
        (
            "conformance",
            "application/json",
            "the conformance classes of OGC API",
            "/conformance",
        ),
        ("data", "application/json", "the layers", "/collections"),
        (
            "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
            "application/json",
            "the grids of tiles",
            "/tileMatrixSets",
        ),
    ]
    .map(|(rel, media, title, path)| Link::new(rel, media, title, format!("{base}{path}")))
    .to_vec()
}

/// Makes the document for programs: the links of OGC API, and each endpoint as a URI template.
pub(super) fn document(state: &State, base: &str) -> Response {
    let mut links: Vec<Value> = standard_links(base)
        .iter()
        .map(|link| json!(link))
        .collect();
    links.extend(endpoints().iter().map(|endpoint| {
        let query = match endpoint.query {
            "" => String::new(),
            names => format!("{{?{names}}}"),
        };
        let href = format!("{}{query}", endpoint.path);
        json!({
            "rel": "item",
            "templated": href.contains('{'),
            "href": href,
            "title": endpoint.title,
        })
    }));
    Json(json!({
        "title": "coterm",
        "description": DESCRIPTION,
        "attribution": state.dataset().attribution(),
        "links": links,
    }))
    .into_response()
}

/// Makes the page for people.
pub(super) fn html(state: &State, base: &str) -> Response {
    let mut content = format!("<p>{DESCRIPTION}</p>\n<ul>\n");
    for (href, text) in [
        ("/", "The map"),
        ("/collections?f=html", "The layers"),
        ("/api.html", "The interface"),
        ("/conformance?f=html", "Conformance classes of OGC API"),
    ] {
        let _ = writeln!(
            content,
            "<li><a href=\"{}{href}\">{text}</a></li>",
            HtmlText(base)
        );
    }
    let _ = write!(
        content,
        "</ul>\n<p>{}</p>",
        HtmlText(state.dataset().attribution())
    );
    page("coterm", base, &[], &content)
}
