//! `POST /scenarios/compare/{layer}` and `/scenarios/compare/{layer}/lines`: the comparison of proposed
//! areas with a layer, as `GET /compare/{a}/{b}` compares two layers.
//!
//! The body is one scenario. Nothing of it is kept.

use axum::extract::{self, Request};
use axum::http::HeaderValue;
use axum::response::Response;
use coterm_core::Cancel;
use coterm_core::comparison::{Comparison, ComparisonOptions, compare};
use coterm_core::definition::AreaRef;
use coterm_core::scenario::{Proposal, ProposalOptions};
use coterm_io::ScenarioFormat;
use coterm_report::{ComparisonReport, CsvTable, Question, ReportFormat, ReportManifest, UsedFile};
use coterm_tiles::ComparisonTiles;

use super::document::sent_file;
use super::{format_of, refused_scenario, scenario_of, whole};
use crate::handlers::compare::{ComparisonQuery, describe};
use crate::http::json_writer::unstored;
use crate::http::parameters::{Parameters, Place};
use crate::{Problem, State};

const GEOJSON: HeaderValue = HeaderValue::from_static("application/geo+json");

/// A scenario that was sent to be compared with a layer.
struct Sent {
    question: Question,
    format: ScenarioFormat,
    body: Vec<u8>,
}

/// Answers with the comparison of the proposed areas in the body with a layer, in one of the formats of
/// [`ReportFormat`].
pub(crate) async fn compare_sent(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(query): Parameters<ComparisonQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (format, table) = query.format(request.headers())?;
    let paper = query.paper()?;
    let name = format!("proposal-{layer}");
    let mut sent = Sent::read(&state, layer, &query, request).await?;
    sent.question.paper = paper;
    let data = state.clone();
    let work = move |cancel: &Cancel| sent.report(&data, format, table, cancel);
    let body = state.score_gate().work(work).await?;
    let mut response = unstored(HeaderValue::from_static(format.media_type()), body);
    describe(&mut response, &name, format, table)?;
    Ok(response)
}

/// Answers with the lines of the proposed areas and of a layer as `GeoJSON`: which of the two has each,
/// and how far the other's are.
pub(crate) async fn compared_lines(
    extract::State(state): extract::State<State>,
    Place(layer): Place<String>,
    Parameters(query): Parameters<ComparisonQuery>,
    request: Request,
) -> Result<Response, Problem> {
    if query.has_form() {
        return Err(Problem::bad_request(
            "the lines are always GeoJSON: leave \"f\", \"table\", \"appendix\", \"date\" and \"draft\" out",
        ));
    }
    let sent = Sent::read(&state, layer, &query, request).await?;
    let data = state.clone();
    let work = move |cancel: &Cancel| sent.lines(&data, cancel);
    Ok(unstored(GEOJSON, state.score_gate().work(work).await?))
}

impl Sent {
    /// Checks the parameters and the headers, and takes the body.
    async fn read(
        state: &State,
        layer: String,
        query: &ComparisonQuery,
        request: Request,
    ) -> Result<Self, Problem> {
        let format = format_of(request.headers())?;
        let question = query.question(state, sent_file(format).0.to_owned(), layer)?;
        state.layer(&question.b)?;
        let body = whole(state, request).await?;
        Ok(Self {
            question,
            format,
            body,
        })
    }

    /// Draws the proposed areas, and compares them.
    fn compared<'a>(
        &mut self,
        state: &'a State,
        cancel: &Cancel,
    ) -> Result<(Proposal<'a>, Comparison), Problem> {
        let (dataset, limits) = (state.dataset(), state.limits());
        let mut left = limits.scenario_areas;
        let scenario = scenario_of(&self.body, self.format, &mut left, limits)?
            .apart_from_layers(dataset.catalogue(), &self.question.a);
        if self.question.within.is_empty() {
            let within = scenario.within.iter().map(AreaRef::to_string);
            self.question.within = within.collect();
        }
        let options = ProposalOptions::default()
            .with_most_blocks(limits.scenario_blocks)
            .with_cancel(cancel.clone());
        let proposal = scenario
            .propose_with(dataset, &options)
            .map_err(refused_scenario)?;
        let other = dataset.comparison_input(&self.question.b)?;
        let weights = state
            .weights(&self.question.weight, self.question.on)?
            .ok_or_else(|| Problem::unexpected("the question's weight is not known"))?;
        let within = self.question.within.iter().map(|area| area.parse());
        let within = within.collect::<Result<Vec<AreaRef>, _>>();
        let within = within.map_err(|error| Problem::bad_request(error.to_string()))?;
        let options = ComparisonOptions::default()
            .with_within(within)
            .with_tolerance(self.question.tolerance_m)
            .with_disclosure(self.question.disclosure)
            .with_populated(self.question.populated)
            .with_cancel(cancel.clone());
        let own = proposal.comparison_input();
        let comparison = compare(dataset, &own, &other, &options, &weights);
        let comparison = comparison.map_err(refused_scenario)?;
        Ok((proposal, comparison))
    }

    fn report(
        mut self,
        state: &State,
        format: ReportFormat,
        table: CsvTable,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, Problem> {
        let (proposal, comparison) = self.compared(state, cancel)?;
        let counted = state.weight_files(&self.question.weight);
        let sent = UsedFile::new(
            "The body of the request",
            self.question.a.clone(),
            coterm_io::checksum(&self.body),
        );
        let other = self.question.b.clone();
        let mut manifest = match state.manifest() {
            Some(data) => {
                let data = data.files();
                ReportManifest::new(self.question, &data)
                    .with_layers(proposal.scenario().layers(), &data)
            }
            None => ReportManifest::without_files(self.question),
        };
        for file in [sent].into_iter().chain(counted) {
            manifest = manifest.with_file(file);
        }
        let layers = [proposal.layer(), state.layer(&other)?];
        let report = ComparisonReport::between(layers, state.dataset(), &comparison, &manifest);
        Ok(report.to_bytes(format, table)?)
    }

    fn lines(mut self, state: &State, cancel: &Cancel) -> Result<Vec<u8>, Problem> {
        let (proposal, comparison) = self.compared(state, cancel)?;
        let layers = [proposal.layer(), state.layer(&self.question.b)?];
        let tiles = ComparisonTiles::new(layers, &comparison, |_| String::new())?;
        let text = serde_json::to_vec(&tiles.lines_geojson());
        text.map_err(|error| Problem::internal(&error))
    }
}
