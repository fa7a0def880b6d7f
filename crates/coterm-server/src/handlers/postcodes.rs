//! `GET /postcodes/{postcode}` and `GET` or `POST /postcodes`: lookups of postcodes, and completion.

use axum::extract::{self, Request};
use axum::http::header;
use axum::response::Response;
use coterm_core::codes::Postcode;
use serde::{Deserialize, Serialize};

use crate::http::json_writer::{found, unstored_json, write};
use crate::http::parameters::{Nothing, Parameters, Place, When};
use crate::http::upload::Upload;
use crate::{Problem, State};

/// Maximum number of suggestions.
const SUGGESTIONS: usize = 10;
/// Maximum size of the body that asks for suggestions, in bytes.
const MOST: usize = 1 << 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostcodeQuery {
    on: Option<String>,
    family: Option<String>,
}

/// Answers with the areas that a postcode is in: on the date `?on=`, of the families `&family=`.
pub(crate) async fn postcode(
    extract::State(state): extract::State<State>,
    Place(text): Place<String>,
    Parameters(query): Parameters<PostcodeQuery>,
) -> Result<Response, Problem> {
    let when = When::new(query.on.as_deref(), query.family.as_deref())?;
    let postcode: Postcode = text.parse()?;
    let families = when.families.as_deref();
    let answer = state
        .dataset()
        .lookup_postcode(postcode, when.on, families)?;
    Ok(found(&state, &answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuggestionsQuery {
    q: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Suggestions {
    postcodes: Vec<Postcode>,
}

/// Answers with up to ten live postcodes that begin with `q`, for completion while typing.
pub(crate) async fn suggestions(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<SuggestionsQuery>,
) -> Response {
    suggested(&state, &query)
}

/// Answers like [`suggestions`], with `q` in a JSON object in the body, so that it is not in the
/// log of a proxy.
pub(crate) async fn sent_suggestions(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    request: Request,
) -> Result<Response, Problem> {
    let help = "send an object with Content-Type: application/json, such as {\"q\": \"LA1 4\"}";
    let media = request.headers().get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok());
    let media = media.and_then(|media| media.split(';').next());
    if !media.is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Problem::unsupported(help));
    }
    let body = Upload::new(&state, request.into_body())?;
    let body = body.whole(MOST, || help.into()).await?;
    let query = serde_json::from_slice(&body).map_err(|_| Problem::bad_request(help))?;
    Ok(suggested(&state, &query))
}

fn suggested(state: &State, SuggestionsQuery { q }: &SuggestionsQuery) -> Response {
    let postcodes = state.dataset().postcodes().beginning_with(q, SUGGESTIONS);
    let mut text = Vec::new();
    write(&mut text, &Suggestions { postcodes });
    unstored_json(text)
}
