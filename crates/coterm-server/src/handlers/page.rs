//! `GET /`: the map for browsers, the table of contents for programs.

use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use crate::router::endpoints;
use crate::{Problem, State};

/// The folder into which npm installs the map library, relative to the page's folder.
pub(crate) const MAPLIBRE: &str = "node_modules/maplibre-gl/dist";

/// Answers with the page if the client accepts HTML, else with the list of endpoints as JSON.
pub(crate) async fn root(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut response = if accept.contains("text/html") {
        page(&state).await?
    } else {
        contents(&state)
    };
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn page(state: &State) -> Result<Response, Problem> {
    if !state.has_page() {
        return Err(Problem::not_found(
            "the map's page is not installed here; run `make web`, or start the server with --web FOLDER",
        ));
    }
    let path = state.web().join("index.html");
    let html = tokio::fs::read_to_string(&path).await;
    let html = html.map_err(|source| coterm_io::Error::Io { path, source })?;
    Ok(Html(html).into_response())
}

fn contents(state: &State) -> Response {
    let links: Vec<_> = endpoints()
        .iter()
        .map(|endpoint| {
            let query = match endpoint.query {
                "" => String::new(),
                names => format!("{{?{names}}}"),
            };
            json!({ "href": format!("{}{query}", endpoint.path), "title": endpoint.title })
        })
        .collect();
    Json(json!({
        "title": "coterm",
        "description": "Which health and council areas is a postcode or point in, on a date, and how sure is that?",
        "attribution": state.dataset().attribution(),
        "links": links,
    }))
    .into_response()
}
