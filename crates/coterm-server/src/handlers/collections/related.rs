//! `GET /collections/{layer}/items/{code}/neighbours` and `…/overlapping`: how an area stands to
//! others of its layer, and to those of another layer.

use axum::extract;
use axum::response::Response;
use coterm_core::comparison::{LayerName, ToleranceSource, WeightUnit};
use coterm_core::layers::{Area, Layer};
use coterm_report::verdict_document;
use serde::{Deserialize, Serialize};

use crate::handlers::compare::ComparisonQuery;
use crate::http::json_writer::unstored_json;
use crate::http::parameters::{Nothing, Parameters, Place};
use crate::{Problem, State};

/// The JSON of an area, by its names.
#[derive(Debug, Serialize)]
struct AreaName<'a> {
    code: &'a str,
    name: &'a str,
}

impl<'a> From<&'a Area> for AreaName<'a> {
    fn from(area: &'a Area) -> Self {
        Self {
            code: area.code(),
            name: area.name(),
        }
    }
}

/// The JSON of an area's neighbours.
#[derive(Debug, Serialize)]
struct NeighboursDocument<'a> {
    layer: &'a str,
    area: AreaName<'a>,
    neighbours: Vec<NeighbourDocument<'a>>,
    /// Length of the outline that the area shares with no other: coast, or the end of the data.
    unshared_m: f64,
    attribution: &'a str,
}

#[derive(Debug, Serialize)]
struct NeighbourDocument<'a> {
    #[serde(flatten)]
    area: AreaName<'a>,
    /// Length of the line that both share, in whole metres.
    shared_m: f64,
}

/// Answers with the areas of the layer that share a line with an area, longest line first.
pub(crate) async fn neighbours(
    extract::State(state): extract::State<State>,
    Place((layer, code)): Place<(String, String)>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Response, Problem> {
    area_of(state.layer(&layer)?, &code)?;
    // All edges of some areas are looked at, which must not block other requests.
    let gate = state.page_gate().clone();
    let work = gate.work(move |_| {
        let layer = state.layer(&layer)?;
        let area = layer.position(&code).ok_or_else(|| no_area(layer))?;
        let neighbours = layer.neighbours(area);
        let shared_m: f64 = neighbours.iter().map(|neighbour| neighbour.shared_m).sum();
        let neighbours = neighbours.iter().map(|neighbour| NeighbourDocument {
            area: neighbour.area.into(),
            shared_m: neighbour.shared_m.round(),
        });
        let document = NeighboursDocument {
            layer: layer.id(),
            area: (&layer[area]).into(),
            neighbours: neighbours.collect(),
            unshared_m: (layer.outline_m(area) - shared_m).max(0.0).round(),
            attribution: &layer.info().attribution,
        };
        serde_json::to_vec(&document).map_err(|error| Problem::internal(&error))
    });
    Ok(unstored_json(work.await?))
}

/// The parameters of a request for the areas that overlap an area.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverlappingQuery {
    with: Option<String>,
    tolerance: Option<f64>,
    weight: Option<String>,
    populated: Option<f64>,
    on: Option<String>,
}

/// The JSON of how an area stands to the areas of another layer.
#[derive(Debug, Serialize)]
struct OverlappingDocument<'a, V> {
    layer: &'a LayerName,
    with: &'a LayerName,
    tolerance_m: f64,
    tolerance_source: &'a ToleranceSource,
    weight_unit: &'a WeightUnit,
    verdict: V,
    attribution: &'a str,
}

/// Answers with the areas of the layer `?with=` that overlap an area, or are within it, as the
/// comparison of the two layers has them, whose parameters it takes.
pub(crate) async fn overlapping(
    extract::State(state): extract::State<State>,
    Place((layer, code)): Place<(String, String)>,
    Parameters(query): Parameters<OverlappingQuery>,
) -> Result<Response, Problem> {
    area_of(state.layer(&layer)?, &code)?;
    let with = query.with.ok_or_else(|| {
        Problem::bad_request("send the other layer, such as ?with=lad-2023; see /collections")
    })?;
    state.layer(&with)?;
    let asked = ComparisonQuery {
        tolerance: query.tolerance,
        weight: query.weight,
        populated: query.populated,
        on: query.on,
        ..ComparisonQuery::default()
    };
    let question = asked.question(&state, layer, with)?;
    let comparison = state.comparisons().get(&state, &question).await?;
    let verdict = comparison
        .verdicts_a
        .iter()
        .find(|verdict| verdict.area.code == code);
    let verdict = verdict.ok_or_else(|| Problem::not_found("the area has no ground"))?;
    let [layer, with] = comparison.layer_names();
    let unit = &comparison.weight.unit;
    let document = OverlappingDocument {
        verdict: verdict_document(verdict, &with, unit),
        layer: &layer,
        with: &with,
        tolerance_m: comparison.tolerance_m,
        tolerance_source: &comparison.tolerance_from,
        weight_unit: unit,
        attribution: &comparison.attribution,
    };
    let text = serde_json::to_vec(&document).map_err(|error| Problem::internal(&error))?;
    Ok(unstored_json(text))
}

fn area_of<'a>(layer: &'a Layer, code: &str) -> Result<&'a Area, Problem> {
    layer.area(code).ok_or_else(|| no_area(layer))
}

fn no_area(layer: &Layer) -> Problem {
    Problem::not_found(format!("{} has no area with that code", layer.id()))
}
