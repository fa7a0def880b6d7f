//! Parsing of a request for a tile, and the response with the tile and its headers.

use std::ops::RangeInclusive;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use coterm_tiles::TileCoord;

use crate::cache::tile_cache::Made;
use crate::http::content_encoding::ContentEncoding;
use crate::http::etag::is_current;
use crate::{Problem, State};

/// `Cache-Control` of tiles whose URL has the version, so that they never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Redirects a path with the suffix `.mvt` or `.pbf`, which other servers use, to the path without
/// it; `None` for other paths.
pub(super) fn redirect_without_suffix(uri: &Uri) -> Option<Response> {
    let path = [".mvt", ".pbf"]
        .iter()
        .find_map(|suffix| uri.path().strip_suffix(suffix))?;
    let query = uri.query().map(|query| format!("?{query}"));
    let to = HeaderValue::from_str(&format!("{path}{}", query.unwrap_or_default())).ok()?;
    Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response())
}

/// Parses the tile's coordinates, which must be at one of these zooms, or makes a 400 that shows
/// the form of the path.
pub(super) fn coord(
    [z, x, y]: [&str; 3],
    zooms: &RangeInclusive<u8>,
    form: &str,
) -> Result<TileCoord, Problem> {
    let number = |part: &str, name: &str| {
        // A number may not begin with a sign.
        let digits = Some(part).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse::<u32>().ok());
        number.ok_or_else(|| {
            let most = u32::MAX;
            Problem::bad_request(format!(
                "{name} is not a whole number from 0 to {most}; {form}"
            ))
        })
    };
    let (zoom, x, y) = (number(z, "{z}")?, number(x, "{x}")?, number(y, "{y}")?);
    let (first, deepest) = (zooms.start(), zooms.end());
    let zoom = u8::try_from(zoom).ok().filter(|zoom| zooms.contains(zoom));
    let zoom = zoom.ok_or_else(|| {
        Problem::bad_request(format!(
            "tiles go from zoom {first} to {deepest}; beyond that, enlarge those of zoom {deepest}"
        ))
    })?;
    Ok(TileCoord::new(zoom, x, y)?)
}

/// Returns the response from the cache if the tile is there under this name, in the encoding that
/// the client prefers, and the query has at most a version. That takes half as long as parsing the
/// request.
pub(super) fn cached(
    state: &State,
    name: &str,
    uri: &Uri,
    headers: &HeaderMap,
) -> Option<Response> {
    let encoding = ContentEncoding::accepted(headers);
    let version = match uri.query() {
        None => None,
        Some(query) => Some(
            query
                .strip_prefix("v=")
                .filter(|v| !v.contains(['&', '%']))?,
        ),
    };
    let made = state.tile_cache().already(name, encoding)?;
    state.metrics().tiles.hit();
    let lasting = version.is_some_and(|version| *version == *made.version);
    Some(sent(headers, made, lasting))
}

/// Makes the response from the cache, or with `make` if the tile is not there. `lasting` says
/// whether the URL has the tile's version.
pub(super) async fn made(
    state: &State,
    headers: &HeaderMap,
    (name, version, lasting): (String, Arc<str>, bool),
    make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let encoding = ContentEncoding::accepted(headers);
    let metrics = Arc::clone(state.metrics());
    let make = move || {
        metrics.tiles.miss();
        make()
    };
    let made = state
        .tile_cache()
        .tile(name, version, encoding, state.tile_gate(), make);
    Ok(sent(headers, made.await?, lasting))
}

/// Makes the response: the tile, 304 if the client has it, or 204 if it has no features.
fn sent(request_headers: &HeaderMap, made: Made, lasting: bool) -> Response {
    let caching = if lasting { FOR_EVER } else { ASK_AGAIN };
    // Initial capacity, with room for the headers that every answer gets.
    let mut headers = HeaderMap::with_capacity(16);
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let (status, body) = match made.tile {
        None => (StatusCode::NO_CONTENT, Body::empty()),
        Some(tile) => {
            let current = tile.etag.to_str();
            let current = current.is_ok_and(|etag| is_current(request_headers, etag));
            headers.insert(header::ETAG, tile.etag);
            if current {
                (StatusCode::NOT_MODIFIED, Body::empty())
            } else {
                let media = HeaderValue::from_static(tile.content.media_type());
                headers.insert(header::CONTENT_TYPE, media);
                if let Some(name) = tile.encoding.name() {
                    let name = HeaderValue::from_static(name);
                    headers.insert(header::CONTENT_ENCODING, name);
                }
                (StatusCode::OK, tile.body.into())
            }
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
