//! `GET /tiles/{layers}`, `/tiles/{layers}/{z}/{x}/{y}`

mod encoding;
mod kept;

use axum::Json;
use axum::extract::{self, OriginalUri};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_tiles::{TileCoord, TileJson, USUAL_ZOOMS};
use serde::Deserialize;

use self::encoding::Encoding;
pub(crate) use self::kept::Tiles;
use crate::collections::is_current;
use crate::parameters::{Nothing, Parameters, Place};
use crate::{Problem, State};

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// What has its version in its address never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    v: Option<String>,
}

/// The tiles of some layers, separated by commas, as `TileJSON`.
pub(crate) async fn description(
    extract::State(state): extract::State<State>,
    Place(layers): Place<String>,
    Parameters(Nothing {}): Parameters<Nothing>,
    headers: HeaderMap,
) -> Result<Json<TileJson>, Problem> {
    let layers = named(&state, &layers)?;
    let tiles = state.tiles().await?;
    let address = format!(
        "{}/tiles/{}/{{z}}/{{x}}/{{y}}?v={}",
        origin(&headers),
        layers.join(","),
        tiles.version()
    );
    let layers: Vec<&str> = layers.iter().map(String::as_str).collect();
    Ok(Json(tiles.set().tile_json(
        &layers,
        vec![address],
        USUAL_ZOOMS,
    )?))
}

/// A tile of some layers. 204 if it has nothing in it.
pub(crate) async fn tile(
    extract::State(state): extract::State<State>,
    Place((layers, z, x, y)): Place<(String, String, String, String)>,
    Parameters(Version { v }): Parameters<Version>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    for suffix in [".mvt", ".pbf"] {
        if let Some(row) = y.strip_suffix(suffix) {
            let query = uri
                .query()
                .map_or_else(String::new, |query| format!("?{query}"));
            return elsewhere(&format!("/tiles/{layers}/{z}/{x}/{row}{query}"));
        }
    }
    let coord = coord(&z, &x, &y)?;
    let layers = named(&state, &layers)?;
    let tiles = state.tiles().await?;
    let lasting = v.is_some_and(|version| version == tiles.version());
    let encoding = Encoding::accepted(&headers);
    let made = tiles.tile(layers, coord, encoding).await?;
    let caching = [
        (
            header::CACHE_CONTROL,
            if lasting { FOR_EVER } else { ASK_AGAIN },
        ),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    let Some(tile) = made else {
        return Ok((StatusCode::NO_CONTENT, caching).into_response());
    };
    let etag = [(header::ETAG, tile.etag.clone())];
    let current = tile.etag.to_str();
    if current.is_ok_and(|current| is_current(&headers, current)) {
        return Ok((StatusCode::NOT_MODIFIED, caching, etag).into_response());
    }
    let media = [(header::CONTENT_TYPE, MVT)];
    let mut response = (caching, etag, media, tile.body).into_response();
    if let Some(name) = encoding.name() {
        let name = HeaderValue::from_static(name);
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, name);
    }
    Ok(response)
}

/// The address without its suffix.
fn elsewhere(path: &str) -> Result<Response, Problem> {
    let to = HeaderValue::from_str(path).map_err(|_| Problem::bad_request(FORM))?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response())
}

const FORM: &str =
    "tiles are /tiles/{layers}/{z}/{x}/{y}, such as /tiles/lad-2023,place-2022/9/251/163";

fn coord(z: &str, x: &str, y: &str) -> Result<TileCoord, Problem> {
    let number = |part: &str, name: &str| {
        part.parse::<u32>().map_err(|_| {
            Problem::bad_request(format!("{name} is not a whole number from 0 up; {FORM}"))
        })
    };
    let (zoom, x, y) = (number(z, "{z}")?, number(x, "{x}")?, number(y, "{y}")?);
    let deepest = USUAL_ZOOMS.end();
    let zoom = u8::try_from(zoom).ok().filter(|zoom| zoom <= deepest);
    let zoom = zoom.ok_or_else(|| {
        Problem::bad_request(format!(
            "tiles go from zoom 0 to {deepest}; beyond that, magnify those of zoom {deepest}"
        ))
    })?;
    Ok(TileCoord::new(zoom, x, y)?)
}

/// The layers that are named, separated by commas; each is there, and named once.
pub(crate) fn named(state: &State, layers: &str) -> Result<Vec<String>, Problem> {
    let mut named: Vec<String> = Vec::new();
    for layer in layers.split(',') {
        state.layer(layer)?;
        if named.iter().any(|before| before == layer) {
            return Err(Problem::bad_request(format!(
                "{layer} is named twice; name each layer once"
            )));
        }
        named.push(layer.to_owned());
    }
    Ok(named)
}

/// Where the server is, as the one who asks calls it: addresses of tiles must be whole.
pub(crate) fn origin(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").filter(|host| host.parse::<axum::http::uri::Authority>().is_ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
}
