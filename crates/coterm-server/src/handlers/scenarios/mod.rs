//! `POST /scenarios/score`: the scores of proposed areas. Their building blocks are in `blocks`, their
//! comparison with a layer in `compare`.
//!
//! The body is a scenario in JSON, TOML or CSV, according to its `Content-Type`, of at most two
//! megabytes. JSON may also be `{"scenarios": […], "weights": {"unit", "values"}}`: several
//! scenarios to show side by side, and values of building blocks to count. The answer is JSON,
//! an HTML document or a workbook.

mod assignment;
mod blocks;
mod compare;
mod document;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use axum::body::Bytes;
use axum::extract::{self, Request};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use coterm_core::Cancel;
use coterm_core::comparison::{Comparison, ComparisonOptions, Weights};
use coterm_core::dataset::Dataset;
use coterm_core::definition::AreaRef;
use coterm_core::scenario::{Proposal, ProposalOptions, Scenario, ScenarioScore, ScoreOptions};
use coterm_io::{BlockValues, SCENARIO_LIMIT, ScenarioFormat, parse_scenario};
use coterm_report::ScoreDocument;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::handlers::compare::{appendix, areas, checked_tolerance};
use crate::http::content_encoding::is_encoded;
use crate::http::json_writer::{unstored_json, write};
use crate::http::parameters::Parameters;
use crate::http::upload::Upload;
use crate::{Limits, Problem, State};
pub(crate) use assignment::assignment;
pub(crate) use blocks::blocks;
pub(crate) use compare::{compare_sent, compared_lines};
use document::{Written, document, question};

/// Maximum number of scenarios in one request.
const MAX_SCENARIOS: usize = 8;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreQuery {
    against: Option<String>,
    was: Option<String>,
    within: Option<String>,
    weight: Option<String>,
    kind: Option<String>,
    tolerance: Option<f64>,
    appendix: Option<String>,
    f: Option<String>,
}

/// A request with scenarios: all that its answer depends on, besides the data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SentScenario {
    query: ScoreQuery,
    format: ScenarioFormat,
    written: Written,
    body: Bytes,
}

impl SentScenario {
    /// Scores the scenarios and writes the answer.
    pub(crate) fn answer(&self, state: &State, cancel: &Cancel) -> Result<Response, Problem> {
        answer(
            state,
            &self.query,
            self.format,
            self.written,
            &self.body,
            cancel,
        )
    }
}

/// A body with several scenarios, and the weights to count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Several<'a> {
    #[serde(borrow)]
    scenarios: Vec<&'a RawValue>,
    weights: Option<Values>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    unit: String,
    source: Option<String>,
    values: BTreeMap<String, f64>,
}

#[derive(Debug, Serialize)]
struct Scores<'a> {
    scores: Vec<ScoreDocument<'a>>,
}

/// Answers with the score of the scenario in the body; several scores are in an object with the
/// member `scores`. `?against=` and `&was=` name layers, `&within=LAYER/CODE,…` the ground,
/// `&weight=` is `people`, `postcodes` or `area`, `&kind=` is `place`, `neighbourhood` or `council`, `&tolerance=`
/// metres, `&appendix=` is `none`, `short` or `full`, `&f=` is `json`, `html`, `md` or `xlsx`.
pub(crate) async fn score(
    extract::State(state): extract::State<State>,
    Parameters(query): Parameters<ScoreQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let format = format_of(request.headers())?;
    let written = Written::requested(&query, request.headers())?;
    // Wrong parameters are refused here, whether the answer depends on them or not.
    checked_tolerance(query.tolerance)?;
    areas(query.within.as_deref())?;
    appendix(query.appendix.as_deref())?;
    let body = whole(&state, request).await?;
    let sent = SentScenario {
        query,
        format,
        written,
        body: body.into(),
    };
    state.scores().get(&state, &sent).await
}

/// Takes the body of a request, of at most [`SCENARIO_LIMIT`] bytes.
async fn whole(state: &State, request: Request) -> Result<Vec<u8>, Problem> {
    let body = Upload::new(state, request.into_body())?;
    let too_long = || {
        format!(
            "send at most {SCENARIO_LIMIT} bytes; to shorten the scenario, name areas of other \
             layers with \"union\" instead of listing blocks"
        )
    };
    body.whole(SCENARIO_LIMIT, too_long).await
}

/// Returns the format of the body, by the request's headers.
fn format_of(headers: &HeaderMap) -> Result<ScenarioFormat, Problem> {
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.map_or("", |media| media.to_str().unwrap_or("?"));
    let media = media.to_ascii_lowercase();
    let media = media.split(';').next().unwrap_or_default().trim();
    match media {
        _ if is_encoded(headers) => Err(Problem::unsupported_scenario()),
        "application/json" => Ok(ScenarioFormat::Json),
        "application/toml" => Ok(ScenarioFormat::Toml),
        "text/csv" => Ok(ScenarioFormat::Csv),
        _ => Err(Problem::unsupported_scenario()),
    }
}

fn answer(
    state: &State,
    query: &ScoreQuery,
    format: ScenarioFormat,
    written: Written,
    body: &[u8],
    cancel: &Cancel,
) -> Result<Response, Problem> {
    let limits = state.limits();
    let mut scoring = Scoring {
        dataset: state.dataset(),
        query,
        format,
        areas_left: limits.scenario_areas,
        limits,
        options: ProposalOptions::default()
            .with_most_blocks(limits.scenario_blocks)
            .with_cancel(cancel.clone()),
    };
    let several = match format {
        ScenarioFormat::Json => several(body)?,
        _ => None,
    };
    let sent_values = several.as_ref().is_some_and(|sent| sent.weights.is_some());
    let mut text = Vec::new();
    let scored = if let Some(Several { scenarios, weights }) = several {
        if !(1..=MAX_SCENARIOS).contains(&scenarios.len()) {
            return Err(Problem::bad_request(format!(
                "send 1 to {MAX_SCENARIOS} scenarios at once"
            )));
        }
        let weights = weights_of(state, query, weights)?;
        let scored: Vec<Scored<'_>> = scenarios
            .into_iter()
            .map(|raw| scoring.one(raw.get().as_bytes(), &weights))
            .collect::<Result<_, _>>()?;
        if written == Written::Json {
            let scores = scored
                .iter()
                .map(|(_, score)| ScoreDocument(score))
                .collect();
            write(&mut text, &Scores { scores });
        }
        scored
    } else {
        let weights = weights_of(state, query, None)?;
        let scored = scoring.one(body, &weights)?;
        if written == Written::Json {
            write(&mut text, &ScoreDocument(&scored.1));
        }
        vec![scored]
    };
    match written {
        Written::Json => Ok(unstored_json(text)),
        Written::Html | Written::Markdown | Written::Xlsx => {
            let question = question(state, query, format, sent_values)?;
            document(state, written, question, &scored, body)
        }
    }
}

/// A proposal, and its score.
type Scored<'a> = (Proposal<'a>, ScenarioScore);

/// Parses the body as several scenarios; `None` if it has no member `scenarios`.
fn several(body: &[u8]) -> Result<Option<Several<'_>>, Problem> {
    let refused = |error: serde_json::Error| {
        Problem::bad_request(format!("the body is not valid JSON: {error}"))
    };
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::bad_request(
            "a scenario as JSON must be an object with \"area\"; for several send \
             {\"scenarios\": […]}",
        ));
    }
    let members: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_slice(body).map_err(refused)?;
    if members.contains_key("scenarios") {
        serde_json::from_slice(body).map(Some).map_err(refused)
    } else {
        Ok(None)
    }
}

fn weights_of(
    state: &State,
    query: &ScoreQuery,
    values: Option<Values>,
) -> Result<Weights, Problem> {
    let dataset = state.dataset();
    match (query.weight.as_deref(), values) {
        (
            None,
            Some(Values {
                unit,
                source,
                values,
            }),
        ) => {
            let source = source.unwrap_or_else(|| "Values that were sent.".into());
            let mut values = BlockValues::new(unit, source, values);
            if let Some(lookup) = &state.added().lsoa_lookup {
                let converted = values.converted(dataset, lookup);
                values = converted.map_err(|error| refused(&error))?;
            }
            values.weights(dataset).map_err(|error| refused(&error))
        }
        (Some(_), Some(_)) => Err(Problem::bad_request(
            "send weights in the body or the parameter \"weight\", not both",
        )),
        // Unlike the command line, the server does not read files that a client names.
        (weight, None) => state
            .weights(weight.unwrap_or_else(|| state.default_weight(None)), None)?
            .ok_or_else(|| {
                Problem::bad_request(
                    "\"weight\" must be people, postcodes or area; send other values in the body: \
                     {\"scenarios\": […], \"weights\": {\"unit\": \"people\", \"values\": {\"E01…\": 1500, …}}}",
                )
            }),
    }
}

/// Parses a scenario, and takes its areas from those that a request may still have.
pub(crate) fn scenario_of(
    body: &[u8],
    format: ScenarioFormat,
    areas_left: &mut usize,
    limits: &Limits,
) -> Result<Scenario, Problem> {
    let scenario = parse_scenario(body, format, "scenario").map_err(Problem::bad_request)?;
    *areas_left = areas_left
        .checked_sub(scenario.areas.len())
        .ok_or_else(|| {
            Problem::too_large(format!(
                "send at most {} proposed areas at once; send the others in another request",
                limits.scenario_areas
            ))
        })?;
    Ok(scenario)
}

/// Makes a problem of an error on a scenario: mostly the sender's.
pub(crate) fn refused_scenario(error: coterm_core::Error) -> Problem {
    match error {
        coterm_core::Error::Cancelled | coterm_core::Error::ManyBlocks { .. } => error.into(),
        error => refused(&error),
    }
}

fn refused(error: &impl ToString) -> Problem {
    Problem::bad_request(error.to_string())
}

/// Data and parameters that the scenarios of a request are scored with, and the rest of the limits.
struct Scoring<'a, 'q> {
    dataset: &'a Dataset,
    query: &'q ScoreQuery,
    format: ScenarioFormat,
    areas_left: usize,
    limits: &'a Limits,
    /// The number of blocks that is left, and the token of the request.
    options: ProposalOptions,
}

impl<'a> Scoring<'a, '_> {
    fn one(&mut self, body: &[u8], weights: &Weights) -> Result<Scored<'a>, Problem> {
        let (dataset, query) = (self.dataset, self.query);
        let limits = self.limits;
        let mut scenario = scenario_of(body, self.format, &mut self.areas_left, limits)?;
        if let Some(kind) = &query.kind {
            scenario = scenario.with_kind(kind).map_err(Problem::bad_request)?;
        }
        let within: Vec<AreaRef> = areas(query.within.as_deref())?;
        let review_area = if within.is_empty() {
            scenario.within.clone()
        } else {
            within.clone()
        };
        let proposal = scenario
            .propose_with(dataset, &self.options)
            .map_err(refused_scenario)?;
        let used: usize = proposal.blocks().iter().map(BTreeSet::len).sum();
        let left = self
            .options
            .most_blocks
            .map(|most| most.saturating_sub(used));
        self.options.most_blocks = left;
        let options = ComparisonOptions::default()
            .with_within(review_area)
            .with_tolerance(query.tolerance)
            .with_cancel(self.options.cancel.clone());
        let comparison: Option<Comparison> = match &query.against {
            None => None,
            Some(layer) => {
                let other = dataset.comparison_input(layer).map_err(refused_scenario)?;
                let own = proposal.comparison_input();
                Some(
                    coterm_core::comparison::compare(dataset, &own, &other, &options, weights)
                        .map_err(refused_scenario)?,
                )
            }
        };
        let options = ScoreOptions::default()
            .with_against(comparison.as_ref())
            .with_was(query.was.as_deref())
            .with_within(&within);
        let score = proposal
            .score(&options, weights)
            .map_err(refused_scenario)?;
        Ok((proposal, score))
    }
}
