//! `GET /postcodes/{postcode}` and `GET` or `POST /postcodes`: lookups of postcodes, and completion.

use axum::extract::{self, Request};
use axum::response::Response;
use coterm_core::codes::Postcode;
use coterm_core::lookup::Query;
use serde::{Deserialize, Serialize};

use super::answers::found;
use crate::http::answer_fields::AnswerFields;
use crate::http::json_writer::{unstored_json, write};
use crate::http::parameters::{Nothing, Parameters, Place, When};
use crate::http::sent_json::sent_json;
use crate::{Problem, State};

/// Maximum number of suggestions.
const SUGGESTIONS: usize = 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostcodeQuery {
    on: Option<String>,
    family: Option<String>,
    fields: Option<String>,
}

/// Answers with the areas that a postcode is in: on the date `?on=`, of the families `&family=`,
/// with the members `&fields=` of the answer.
pub(crate) async fn postcode(
    extract::State(state): extract::State<State>,
    Place(text): Place<String>,
    Parameters(query): Parameters<PostcodeQuery>,
) -> Result<Response, Problem> {
    let when = When::new(query.on.as_deref(), query.family.as_deref())?;
    let fields = AnswerFields::parse(query.fields.as_deref())?;
    let postcode: Postcode = text.parse()?;
    found(&state, &Query::Postcode { postcode }, &when, &fields)
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
    let help = "send an object such as {\"q\": \"LA1 4\"}";
    let query = sent_json(&state, request, help).await?;
    Ok(suggested(&state, &query))
}

fn suggested(state: &State, SuggestionsQuery { q }: &SuggestionsQuery) -> Response {
    let postcodes = state.dataset().postcodes().beginning_with(q, SUGGESTIONS);
    let mut text = Vec::new();
    write(&mut text, &Suggestions { postcodes });
    unstored_json(text)
}
