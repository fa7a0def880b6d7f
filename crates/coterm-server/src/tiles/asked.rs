//! Which tile is asked for, and how it is sent.

use std::ops::RangeInclusive;

use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_tiles::TileCoord;

use super::encoding::Encoding;
use super::kept::Of;
use crate::collections::is_current;
use crate::{Problem, State};

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// What has its version in its address never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The address without its suffix, if it has one that tiles may have elsewhere.
pub(super) fn elsewhere(OriginalUri(uri): &OriginalUri) -> Option<Response> {
    let path = [".mvt", ".pbf"]
        .iter()
        .find_map(|suffix| uri.path().strip_suffix(suffix))?;
    let query = uri.query().map(|query| format!("?{query}"));
    let to = HeaderValue::from_str(&format!("{path}{}", query.unwrap_or_default())).ok()?;
    Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response())
}

/// The tile, of one of these zooms, or a 400 that shows the form of its address.
pub(super) fn coord(
    [z, x, y]: [&str; 3],
    zooms: &RangeInclusive<u8>,
    form: &str,
) -> Result<TileCoord, Problem> {
    let number = |part: &str, name: &str| {
        part.parse::<u32>().map_err(|_| {
            Problem::bad_request(format!("{name} is not a whole number from 0 up; {form}"))
        })
    };
    let (zoom, x, y) = (number(z, "{z}")?, number(x, "{x}")?, number(y, "{y}")?);
    let (first, deepest) = (zooms.start(), zooms.end());
    let zoom = u8::try_from(zoom).ok().filter(|zoom| zooms.contains(zoom));
    let zoom = zoom.ok_or_else(|| {
        Problem::bad_request(format!(
            "tiles go from zoom {first} to {deepest}; beyond that, magnify those of zoom {deepest}"
        ))
    })?;
    Ok(TileCoord::new(zoom, x, y)?)
}

/// A tile as it is liked, kept or made now; 204 if it has nothing in it. `lasting` says that
/// its address has its version.
pub(super) async fn sent(
    state: &State,
    headers: &HeaderMap,
    (of, coord, lasting): (Of, TileCoord, bool),
    make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let encoding = Encoding::accepted(headers);
    let made = state.kept_tiles().tile(of, coord, encoding, make).await?;
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
    if current.is_ok_and(|current| is_current(headers, current)) {
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
