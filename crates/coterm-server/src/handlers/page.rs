//! `GET /`: the map for browsers, the table of contents for programs.

use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use crate::{Problem, State};

/// Where npm puts the map library, from the page's folder.
pub(crate) const MAPLIBRE: &str = "node_modules/maplibre-gl/dist";

/// The page if HTML is asked for, else what there is to ask for.
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
    let html = tokio::fs::read_to_string(state.web().join("index.html")).await;
    Ok(Html(html.map_err(|_| Problem::internal())?).into_response())
}

fn contents(state: &State) -> Response {
    let links = [
        (
            "/lookup{?lon,lat,easting,northing,on,family}",
            "the areas that a point is in; POST a JSON array or CSV for many",
        ),
        (
            "/postcodes/{postcode}{?on,family}",
            "the areas that a postcode is in",
        ),
        ("/postcodes{?q}", "postcodes that begin with q"),
        ("/collections", "the layers"),
        ("/collections/{layer}", "one layer"),
        ("/collections/{layer}/items", "its areas as GeoJSON"),
        ("/collections/{layer}/items/{code}", "one of its areas"),
        (
            "/compare/{layer}/{layer}{?tolerance,weight,on,disclosure,populated,f,table}",
            "whether the areas of two layers share the same footprints; as html, json, csv, xlsx or geojson",
        ),
        (
            "/compare/{layer}/{layer}/tiles{?tolerance,weight,on,populated}",
            "vector tiles of that, as TileJSON",
        ),
        (
            "/compare/{layer}/{layer}/tiles/{z}/{x}/{y}{?tolerance,weight,on,populated}",
            "a vector tile: the lines of both layers, with who has them and how far they part, and the real differences",
        ),
        (
            "/tiles/{layers}",
            "vector tiles of some layers, separated by commas, as TileJSON",
        ),
        (
            "/tiles/{layers}/{z}/{x}/{y}",
            "a vector tile: each layer's areas, lines and labels",
        ),
        (
            "/style.json{?layers,on,compare,tolerance}",
            "a MapLibre style that draws layers, or two of them held against each other",
        ),
        (
            "/health",
            "whether the server is up, and what it has loaded",
        ),
    ];
    Json(json!({
        "title": "coterm",
        "description": "Which health and council areas is a postcode or point in, on a date, and how sure is that?",
        "attribution": state.generation().attribution(),
        "links": links.map(|(href, title)| json!({ "href": href, "title": title })),
    }))
    .into_response()
}
