//! [`sent_json`], the small JSON body of a request that could also be a GET with parameters.
//!
//! A proxy writes addresses to its log, but no bodies.

use axum::extract::Request;
use axum::http::header;
use serde::de::DeserializeOwned;

use crate::http::content_encoding::is_encoded;
use crate::http::upload::Upload;
use crate::{Problem, State};

/// Maximum size of such a body, in bytes.
const MOST: usize = 1 << 10;

/// Reads the body as a JSON object.
///
/// # Errors
///
/// A 415 for another media type, a 413 for a long body, or a 400 that says what is wrong, each with
/// the text `help`, which begins with "send an object"; and those of [`Upload::whole`].
pub(crate) async fn sent_json<T: DeserializeOwned>(
    state: &State,
    request: Request,
    help: &str,
) -> Result<T, Problem> {
    let media = request.headers().get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok());
    let media = media.and_then(|media| media.split(';').next());
    if !media.is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Problem::unsupported(&format!(
            "{help}, with Content-Type: application/json"
        )));
    }
    if is_encoded(request.headers()) {
        return Err(Problem::unsupported(&format!("{help}, not compressed")));
    }
    let body = Upload::new(state, request.into_body())?;
    let too_long = || format!("the body has more than {MOST} bytes; {help}");
    let body = body.whole(MOST, too_long).await?;
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Problem::bad_request(format!(
            "the body is not a JSON object; {help}"
        )));
    }
    serde_json::from_slice(&body).map_err(|error| {
        Problem::bad_request(format!("the body is not understood: {error}; {help}"))
    })
}
