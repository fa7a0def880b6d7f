//! `GET /compare/{a}/{b}/tiles`, `/compare/{a}/{b}/tiles/{z}/{x}/{y}`: vector tiles of a
//! comparison.

use std::fmt::Write;

use axum::Json;
use axum::extract::{self, OriginalUri};
use axum::http::HeaderMap;
use axum::response::Response;
use coterm_report::Question;
use coterm_tiles::{TileJson, USUAL_ZOOMS};
use serde::Deserialize;

use super::tile_request::{coord, made, redirect_without_suffix};
use crate::handlers::compare;
use crate::http::links::base_url;
use crate::http::parameters::{Parameters, Place};
use crate::{Problem, State};

/// The parameters of a comparison on which its tiles depend, and the version in tiles' URLs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparisonTilesQuery {
    tolerance: Option<f64>,
    weight: Option<String>,
    populated: Option<f64>,
    on: Option<String>,
    v: Option<String>,
}

impl ComparisonTilesQuery {
    /// Checks the parameters and the layers, and makes the question about them.
    fn question(self, state: &State, a: String, b: String) -> Result<Question, Problem> {
        let query = compare::ComparisonQuery {
            tolerance: self.tolerance,
            weight: self.weight,
            populated: self.populated,
            on: self.on,
            ..compare::ComparisonQuery::default()
        };
        let question = query.question(state, a, b)?;
        // Unknown layers are refused before anything is cached or waited for.
        state.layer(&question.a)?;
        state.layer(&question.b)?;
        Ok(question)
    }
}

/// Answers with the `TileJSON` of a comparison of two layers.
pub(crate) async fn description(
    extract::State(state): extract::State<State>,
    Place((a, b)): Place<(String, String)>,
    Parameters(parameters): Parameters<ComparisonTilesQuery>,
    headers: HeaderMap,
) -> Result<Json<TileJson>, Problem> {
    let question = parameters.question(&state, a, b)?;
    let drawn = state.comparisons().drawn(&state, &question).await?;
    let address = format!(
        "{}{}/{{z}}/{{x}}/{{y}}?{}v={}",
        base_url(&headers, &state),
        path(&question),
        query(&state, &question),
        drawn.version
    );
    Ok(Json(drawn.tiles.tile_json(vec![address], USUAL_ZOOMS)?))
}

const FORM: &str = "tiles of a comparison are /compare/{layer}/{layer}/tiles/{z}/{x}/{y}, such as /compare/lad-2023/icb-2022/tiles/9/251/163";

/// Answers with a tile of a comparison of two layers; 204 if it has no features.
pub(crate) async fn tile(
    extract::State(state): extract::State<State>,
    Place((a, b, zoom, x, y)): Place<(String, String, String, String, String)>,
    Parameters(mut parameters): Parameters<ComparisonTilesQuery>,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(redirect) = redirect_without_suffix(&uri) {
        return Ok(redirect);
    }
    let coord = coord([&zoom, &x, &y], &USUAL_ZOOMS, FORM)?;
    let version = parameters.v.take();
    let question = parameters.question(&state, a, b)?;
    let drawn = state.comparisons().drawn(&state, &question).await?;
    let lasting = version.is_some_and(|version| version == drawn.version);
    // No layer or archive has a name that begins like this.
    let name = format!("/compare {}/{coord}", drawn.version);
    let address = (name, drawn.version.as_str().into(), lasting);
    let make = move || Ok(drawn.tiles.tile(coord));
    made(&state, &headers, address, make).await
}

/// Returns the path below which the tiles of a comparison are.
pub(crate) fn path(question: &Question) -> String {
    format!("/compare/{}/{}/tiles", question.a, question.b)
}

/// Returns the query string of a question's parameters that affect tiles, each followed by `&`. Its
/// values are numbers, dates and words, so they need no percent-encoding.
pub(crate) fn query(state: &State, question: &Question) -> String {
    let mut query = String::new();
    if let Some(metres) = question.tolerance_m {
        let _ = write!(query, "tolerance={metres}&");
    }
    if question.weight != state.default_weight(question.on) {
        let _ = write!(query, "weight={}&", question.weight);
    }
    if let Some(threshold) = question.populated {
        let _ = write!(query, "populated={threshold}&");
    }
    if let Some(on) = question.on {
        let _ = write!(query, "on={on}&");
    }
    query
}
