//! `GET /postcodes/{postcode}` and `GET /postcodes?q=`: lookups of postcodes, and completion.

use axum::extract;
use axum::response::Response;
use coterm_core::codes::Postcode;
use serde::{Deserialize, Serialize};

use crate::http::json_writer::{found, unstored_json, write};
use crate::http::parameters::{Parameters, Place, When};
use crate::{Problem, State};

/// Maximum number of suggestions.
const SUGGESTIONS: usize = 10;

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
    Parameters(SuggestionsQuery { q }): Parameters<SuggestionsQuery>,
) -> Response {
    let postcodes = state.dataset().postcodes().beginning_with(&q, SUGGESTIONS);
    let mut text = Vec::new();
    write(&mut text, &Suggestions { postcodes });
    unstored_json(text)
}
