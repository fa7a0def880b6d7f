//! `POST /scenarios/compare/{layer}` and `/scenarios/compare/{layer}/lines`: the comparison of proposed
//! areas with a layer, as `GET /compare/{a}/{b}` compares two layers.
//!
//! The body is one scenario.

use axum::extract::{self, Request};
use axum::http::HeaderValue;
use axum::response::Response;
use coterm_core::Cancel;
use coterm_report::{
    ComparisonReport, CsvTable, Paper, Question, ReportFormat, ReportManifest, UsedFile,
};
use coterm_tiles::ComparisonTiles;

use super::document::sent_file;
use super::{format_of, whole};
use crate::cache::proposal_cache::{ComparedProposal, SentProposal};
use crate::handlers::compare::{ComparisonQuery, describe};
use crate::http::json_writer::unstored;
use crate::http::parameters::{Parameters, Place};
use crate::{Problem, State};

const GEOJSON: HeaderValue = HeaderValue::from_static("application/geo+json");

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
    let sent = read(&state, layer, &query, request).await?;
    let compared = state.proposals().get(&state, &sent).await?;
    let data = state.clone();
    let work = move |_: &Cancel| report(&data, &sent, &compared, paper, format, table);
    let body = state.page_gate().work(work).await?;
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
    let sent = read(&state, layer, &query, request).await?;
    let compared = state.proposals().get(&state, &sent).await?;
    let data = state.clone();
    let work = move |_: &Cancel| {
        let layers = [&compared.layer, data.layer(&sent.question.b)?];
        let tiles = ComparisonTiles::new(layers, &compared.comparison, |_| String::new())?;
        let text = serde_json::to_vec(&tiles.lines_geojson());
        text.map_err(|error| Problem::internal(&error))
    };
    Ok(unstored(GEOJSON, state.page_gate().work(work).await?))
}

/// Checks the parameters and the headers, and takes the body.
async fn read(
    state: &State,
    layer: String,
    query: &ComparisonQuery,
    request: Request,
) -> Result<SentProposal, Problem> {
    let format = format_of(request.headers())?;
    let question = query.question(state, sent_file(format).0.to_owned(), layer)?;
    state.layer(&question.b)?;
    let body = whole(state, request).await?;
    Ok(SentProposal {
        question,
        format,
        body: body.into(),
    })
}

fn report(
    state: &State,
    sent: &SentProposal,
    compared: &ComparedProposal,
    paper: Paper,
    format: ReportFormat,
    table: CsvTable,
) -> Result<Vec<u8>, Problem> {
    let question = Question {
        within: compared.within.clone(),
        paper,
        ..sent.question.clone()
    };
    let counted = state.weight_files(&question.weight);
    let file = UsedFile::new(
        "The body of the request",
        question.a.clone(),
        coterm_io::checksum(&sent.body),
    );
    let mut manifest = match state.manifest() {
        Some(data) => {
            let data = data.files();
            let made_of = compared.made_of.iter().map(String::as_str);
            ReportManifest::new(question, &data).with_layers(made_of, &data)
        }
        None => ReportManifest::without_files(question),
    };
    for file in [file].into_iter().chain(counted) {
        manifest = manifest.with_file(file);
    }
    let layers = [&compared.layer, state.layer(&sent.question.b)?];
    let comparison = &compared.comparison;
    let report = ComparisonReport::between(layers, state.dataset(), comparison, &manifest);
    Ok(report.to_bytes(format, table)?)
}
