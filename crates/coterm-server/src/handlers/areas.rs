//! `GET` or `POST /areas`: the areas whose name or code begins with a text.

use axum::extract::{self, Request};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::collections::bbox;
use crate::http::json_writer::unstored_json;
use crate::http::parameters::{Nothing, Parameters};
use crate::http::sent_json::sent_json;
use crate::{Problem, State, day};

/// Number of areas without `limit`.
pub(crate) const LIMIT: usize = 10;
/// Maximum of `limit`.
pub(crate) const MAX_LIMIT: usize = 100;
/// Maximum number of letters of `q`, so that a search is short.
pub(crate) const LONGEST: usize = 100;

/// A search for areas, as parameters or as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreasQuery {
    q: String,
    on: Option<String>,
    limit: Option<usize>,
}

/// The JSON of the areas that are found, the best first.
#[derive(Debug, Serialize)]
struct AreasDocument<'a> {
    areas: Vec<AreaDocument<'a>>,
}

#[derive(Debug, Serialize)]
struct AreaDocument<'a> {
    layer: &'a str,
    layer_title: &'a str,
    family: &'a str,
    family_title: &'a str,
    code: &'a str,
    name: &'a str,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    /// West, south, east and north in degrees.
    bbox: Option<[f64; 4]>,
}

/// Answers with the areas whose name, a word of it, or code begins with `?q=`: up to `&limit=`, the
/// best first; with `&on=`, those that exist on that day.
pub(crate) async fn areas(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<AreasQuery>,
) -> Result<Response, Problem> {
    found(state, query).await
}

/// Answers like [`areas`], with the parameters in a JSON object in the body, so that what somebody
/// types is not in the log of a proxy.
pub(crate) async fn sent_areas(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    request: Request,
) -> Result<Response, Problem> {
    let help = "send an object such as {\"q\": \"Morecambe\", \"on\": \"2022-06-30\"}";
    let query = sent_json(&state, request, help).await?;
    found(state, query).await
}

async fn found(state: State, query: AreasQuery) -> Result<Response, Problem> {
    let on = query.on.as_deref().map(day::requested).transpose()?;
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::bad_request(format!(
            "\"limit\" must be 1 to {MAX_LIMIT} areas"
        )));
    }
    if query.q.chars().count() > LONGEST {
        return Err(Problem::bad_request(format!(
            "\"q\" must be at most {LONGEST} letters of a name or a code"
        )));
    }
    // Every name is looked at, which must not block other requests.
    let gate = state.page_gate().clone();
    let work = gate.work(move |_| {
        let catalogue = state.dataset().catalogue();
        let found = catalogue.areas_beginning_with(&query.q, on, limit);
        let areas = found.into_iter().map(|(layer, area)| {
            let (layer, area) = (&catalogue[layer], &catalogue[layer][area]);
            let info = layer.info();
            // An area exists at most as long as its layer.
            let to = [info.period.to(), area.period().to()];
            AreaDocument {
                layer: layer.id(),
                layer_title: &info.title,
                family: &info.family,
                family_title: &info.family_title,
                code: area.code(),
                name: area.name(),
                valid_from: info.period.known_from().max(area.period().known_from()),
                valid_to: to.into_iter().flatten().min(),
                bbox: bbox(std::slice::from_ref(area)),
            }
        });
        let document = AreasDocument {
            areas: areas.collect(),
        };
        serde_json::to_vec(&document).map_err(|error| Problem::internal(&error))
    });
    Ok(unstored_json(work.await?))
}
