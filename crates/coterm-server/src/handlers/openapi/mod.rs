//! `GET /api` and `/api.html`: the interface as an `OpenAPI` 3.0 document and as a page, made from the
//! list of endpoints.

mod answers;
mod area_schemas;
mod parameters;
mod report_schemas;
mod schemas;

use std::fmt::Write;

use axum::extract;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use coterm_report::HtmlText;
use serde_json::{Map, Value, json};

use self::answers::{answers, body};
use self::parameters::{in_path, in_query, posted};
use crate::http::html::page;
use crate::http::links::base_url;
use crate::http::parameters::{Nothing, Parameters};
use crate::router::{Endpoint, endpoints};
use crate::{Problem, State};

/// The path of a layer's areas.
const ITEMS: &str = "/collections/{layer}/items";
const MEDIA: HeaderValue = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.0");

/// Answers with the `OpenAPI` document.
pub(crate) async fn document(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = base_url(&headers, &state);
    let text = serde_json::to_vec_pretty(&described(&base, &state));
    let text = text.map_err(|error| Problem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, MEDIA)], text).into_response())
}

/// Answers with the page.
pub(crate) async fn page_of(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Response {
    let base = base_url(&headers, &state);
    let mut content = String::new();
    for endpoint in listed() {
        for method in &endpoint.methods {
            let path = named(endpoint.path);
            let title = endpoint.title;
            let _ = writeln!(
                content,
                "<h2><code>{method} {}</code></h2>\n<p>{}</p>",
                HtmlText(path),
                HtmlText(title)
            );
            let parameters = parameters(&endpoint, method, &state);
            if parameters.is_empty() {
                continue;
            }
            content.push_str("<table>\n<tbody>\n");
            for parameter in parameters {
                let text = |name: &str| parameter[name].as_str().unwrap_or_default().to_owned();
                let _ = writeln!(
                    content,
                    "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>",
                    HtmlText(text("name")),
                    HtmlText(text("description"))
                );
            }
            content.push_str("</tbody>\n</table>\n");
        }
    }
    let _ = write!(
        content,
        "<p>For programs: <a href=\"{}/api\">OpenAPI</a></p>",
        HtmlText(&base)
    );
    page(
        "The interface",
        &base,
        &[(format!("{base}/?f=html"), "coterm")],
        &content,
    )
}

/// Returns all endpoints, with the landing page.
fn listed() -> Vec<Endpoint> {
    let mut all = vec![Endpoint::landing()];
    all.extend(endpoints());
    all
}

/// Returns the path with the names that OGC API gives its parts, by which GDAL and the tests of OGC
/// find the paths.
fn named(path: &str) -> String {
    if path.starts_with("/collections/") {
        let path = path.replace("{layer}", "{collectionId}");
        return path.replace("{code}", "{featureId}");
    }
    path.to_owned()
}

/// Returns the parameters of an endpoint, each written out.
fn parameters(endpoint: &Endpoint, method: &Method, state: &State) -> Vec<Value> {
    let path = named(endpoint.path);
    let parts = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = parts.map(in_path).collect();
    let names = match *method {
        Method::POST => posted(endpoint.path, endpoint.query),
        _ => endpoint.query,
    };
    let names = names.split(',').filter(|name| !name.is_empty());
    all.extend(names.map(|name| in_query(name, endpoint.path, state)));
    all
}

/// Returns the parameters as the document has them: `limit` is in a list of its own, where QGIS
/// looks for the greatest size of a page.
fn listed_parameters(endpoint: &Endpoint, method: &Method, state: &State) -> Vec<Value> {
    let all = parameters(endpoint, method, state).into_iter();
    let is_limit = |one: &Value| one["name"] == "limit" && endpoint.path == ITEMS;
    all.map(|one| {
        if is_limit(&one) {
            json!({"$ref": "#/components/parameters/limit"})
        } else {
            one
        }
    })
    .collect()
}

/// Makes the document; `base` is the address of the server, or empty for one that is relative to it.
fn described(base: &str, state: &State) -> Value {
    let mut schemas = schemas::all();
    for (name, schema) in report_schemas::all() {
        schemas[name] = schema;
    }
    if let (Value::Object(schemas), Value::Object(more)) = (&mut schemas, area_schemas::all()) {
        schemas.extend(more);
    }
    let mut paths = Map::new();
    for endpoint in listed() {
        let mut operations = Map::new();
        for method in &endpoint.methods {
            let verb = method.as_str().to_lowercase();
            let mut operation = json!({
                "operationId": operation_id(&verb, endpoint.path),
                "summary": endpoint.title,
                "tags": [tag(endpoint.path)],
                "parameters": listed_parameters(&endpoint, method, state),
                "responses": answers(endpoint.path, method),
            });
            if let Some(body) = body(endpoint.path).filter(|_| *method == Method::POST) {
                operation["requestBody"] = body;
            }
            operations.insert(verb, operation);
        }
        paths.insert(named(endpoint.path), operations.into());
    }
    let server = if base.is_empty() { "/" } else { base };
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "coterm",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Health and council areas of England: lookups, layers, comparisons and tiles.",
            "license": {"name": "MIT", "url": "https://opensource.org/license/mit"},
        },
        "servers": [{"url": server}],
        // Nobody has a password: a proxy asks for it.
        "security": [],
        "paths": paths,
        "components": {
            "parameters": {"limit": in_query("limit", ITEMS, state)},
            "schemas": schemas,
        },
    })
}

fn tag(path: &str) -> &str {
    match path.split('/').nth(1) {
        None | Some("" | "api" | "api.html" | "conformance") => "interface",
        Some("lookup" | "postcodes") => "lookups",
        Some("tileMatrixSets" | "tiles" | "style.json") => "tiles",
        Some(first) => first,
    }
}

fn operation_id(verb: &str, path: &str) -> String {
    let words = path.split(|char: char| !char.is_ascii_alphanumeric());
    let mut id = verb.to_owned();
    for word in words.filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        id.push_str(&first.to_uppercase());
        id.push_str(rest);
    }
    id
}
