//! `POST /scenarios/blocks`: the building blocks of each area of a scenario, for software that draws
//! scenarios without reading their formats and definitions itself.

use std::collections::BTreeSet;

use axum::extract::{self, Request};
use axum::response::Response;
use coterm_core::Cancel;
use coterm_core::codes::BlockId;
use coterm_core::definition::AreaRef;
use coterm_core::scenario::ProposalOptions;
use coterm_io::ScenarioFormat;
use serde::Serialize;

use super::{format_of, refused_scenario, scenario_of, whole};
use crate::http::json_writer::{unstored_json, write};
use crate::http::parameters::{Nothing, Parameters};
use crate::{Problem, State};

#[derive(Debug, Serialize)]
struct AssignmentDocument<'a> {
    title: &'a str,
    /// The family of the areas, such as `place`.
    family: &'a str,
    within: Vec<String>,
    areas: Vec<AssignedArea<'a>>,
}

#[derive(Debug, Serialize)]
struct AssignedArea<'a> {
    code: &'a str,
    name: &'a str,
    blocks: Vec<&'a str>,
}

/// Answers with the areas of the scenario in the body, each with its blocks.
pub(crate) async fn assignment(
    extract::State(state): extract::State<State>,
    Parameters(Nothing {}): Parameters<Nothing>,
    request: Request,
) -> Result<Response, Problem> {
    let format = format_of(request.headers())?;
    let body = whole(&state, request).await?;
    let data = state.clone();
    let work = move |cancel: &Cancel| document(&data, &body, format, cancel);
    Ok(unstored_json(state.score_gate().work(work).await?))
}

fn document(
    state: &State,
    body: &[u8],
    format: ScenarioFormat,
    cancel: &Cancel,
) -> Result<Vec<u8>, Problem> {
    let (dataset, limits) = (state.dataset(), state.limits());
    let mut left = limits.scenario_areas;
    let options = ProposalOptions::default()
        .with_most_blocks(limits.scenario_blocks)
        .with_cancel(cancel.clone());
    let proposal = scenario_of(body, format, &mut left, limits)?
        .propose_with(dataset, &options)
        .map_err(refused_scenario)?;
    let scenario = proposal.scenario();
    let codes = |blocks: &BTreeSet<BlockId>| {
        let blocks = blocks.iter();
        blocks
            .map(|block| dataset.codes().block_code(*block))
            .collect()
    };
    let areas = proposal.layer().areas().iter().zip(proposal.blocks());
    let mut text = Vec::new();
    write(
        &mut text,
        &AssignmentDocument {
            title: &scenario.title,
            family: &scenario.family,
            within: scenario.within.iter().map(AreaRef::to_string).collect(),
            areas: areas
                .map(|(area, blocks)| AssignedArea {
                    code: area.code(),
                    name: area.name(),
                    blocks: codes(blocks),
                })
                .collect(),
        },
    );
    Ok(text)
}
