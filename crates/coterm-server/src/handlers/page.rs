//! `GET /`: the map for browsers, the table of contents for programs; and the files of the page
//! that are built into the program.

use axum::extract::{self, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::landing;
use crate::http::content_encoding::ContentEncoding;
use crate::http::etag::is_current;
use crate::http::links::base_url;
use crate::http::parameters::Parameters;
use crate::page_location::INDEX;
use crate::router::not_found;
use crate::{PageLocation, Problem, State};

/// Answers with the page if the client accepts HTML, else with the list of endpoints as JSON; with
/// `f`, in that form.
pub(crate) async fn root(
    extract::State(state): extract::State<State>,
    Parameters(pairs): Parameters<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let base = base_url(&headers, &state);
    let f = pairs.iter().find(|(name, _)| name == "f");
    let f = f.map(|(_, value)| value.as_str());
    let is_page = f.is_none() && accept.contains("text/html");
    // A link to the map may have parameters that others added to it.
    if let Some((name, _)) = pairs.iter().find(|(name, _)| name != "f" && !is_page) {
        return Err(Problem::bad_request(format!(
            "coterm does not understand the parameters: unknown field `{name}`, expected `f`"
        )));
    }
    let mut response = match f {
        None if is_page => page(&state, &headers).await?,
        Some("html") => landing::html(&state, &base),
        None | Some("json") => landing::document(&state, &base),
        Some(_) => return Err(Problem::bad_request("\"f\" must be json or html")),
    };
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn page(state: &State, headers: &HeaderMap) -> Result<Response, Problem> {
    if !state.has_page() {
        return Err(Problem::not_found(
            "the map's page is not installed here; run `make web`, or start the server with --web FOLDER",
        ));
    }
    match state.page() {
        PageLocation::Folder(web) => {
            let path = web.join(INDEX);
            let html = tokio::fs::read(&path).await;
            let html = html.map_err(|source| coterm_io::Error::Io { path, source })?;
            Ok(Html(html).into_response())
        }
        PageLocation::BuiltIn(files) => {
            let packed =
                files(INDEX).ok_or_else(|| Problem::unexpected("the page is not built in"))?;
            let media = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            Ok((media, encoded(packed, headers)?).into_response())
        }
    }
}

/// Maximum length of the path of a file of the page, in bytes. Systems fail for much longer ones.
const LONGEST: usize = 255;

/// Refuses what the service of a folder would answer without a problem document: other methods than
/// `GET`, and paths that are too long for a file.
pub(crate) async fn only_files(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET,HEAD")];
        return (allowed, Problem::method_not_allowed(&[Method::GET])).into_response();
    }
    if request.uri().path().len() > LONGEST {
        return not_found().await.into_response();
    }
    next.run(request).await
}

/// Answers with a file of the page that is built into the program. A browser that has it is told
/// so.
pub(crate) async fn file(
    extract::State(state): extract::State<State>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let name = uri.path().trim_start_matches('/');
    let found = match state.page() {
        PageLocation::BuiltIn(files) => files(name),
        PageLocation::Folder(_) => None,
    };
    let Some(packed) = found else {
        return not_found().await.into_response();
    };
    let etag = format!("W/\"{}\"", coterm_io::fingerprint(packed));
    let about = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_TYPE, media_type(name)),
        (header::ETAG, &etag),
    ];
    if is_current(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, encoded(packed, &headers)).into_response()
}

/// Makes a response of a file that is built in: as it is for a client that takes Brotli, else
/// unpacked.
fn encoded(packed: &'static [u8], headers: &HeaderMap) -> Result<Response, Problem> {
    if ContentEncoding::accepted(headers) == ContentEncoding::Brotli {
        let about = [
            (header::CONTENT_ENCODING, "br"),
            (header::VARY, "accept-encoding"),
        ];
        return Ok((about, packed).into_response());
    }
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut &*packed, &mut bytes)
        .map_err(|error| Problem::internal(&error))?;
    Ok(bytes.into_response())
}

/// Returns the media type of a file of the page, by its extension.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
