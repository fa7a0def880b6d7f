//! The format of scores, and scores as a document or a workbook with its manifest.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use coterm_core::definition::AreaRef;
use coterm_io::ScenarioFormat;
use coterm_report::{
    HTML_POLICY, ReportFormat, ReportManifest, ScenarioQuestion, ScenarioReport, UsedFile,
};

use super::{ScoreQuery, Scored};
use crate::handlers::compare::{appendix, areas};
use crate::http::json_writer::unstored;
use crate::{Problem, State};

/// The format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Json,
    Html,
    Markdown,
    Xlsx,
}

impl Written {
    /// Returns the format that `f` names, else HTML for browsers and JSON for programs.
    pub(super) fn requested(query: &ScoreQuery, headers: &HeaderMap) -> Result<Self, Problem> {
        match query.f.as_deref() {
            Some("json") => Ok(Self::Json),
            Some("html") => Ok(Self::Html),
            Some("md") => Ok(Self::Markdown),
            Some("xlsx") => Ok(Self::Xlsx),
            Some(_) => Err(Problem::bad_request("\"f\" must be json, html, md or xlsx")),
            None => {
                let accept = headers.get(header::ACCEPT);
                let accept = accept.and_then(|value| value.to_str().ok());
                let html = accept.is_some_and(|accept| accept.contains("text/html"));
                Ok(if html { Self::Html } else { Self::Json })
            }
        }
    }
}

/// Returns the name that a body of a format has in a manifest, and its media type.
pub(super) fn sent_file(format: ScenarioFormat) -> (&'static str, &'static str) {
    match format {
        ScenarioFormat::Toml => ("scenario.toml", "application/toml"),
        ScenarioFormat::Csv => ("scenario.csv", "text/csv"),
        ScenarioFormat::Json => ("scenario.json", "application/json"),
    }
}

/// Returns the question for the document's manifest, with the body as a file that can be sent
/// again.
pub(super) fn question(
    state: &State,
    query: &ScoreQuery,
    format: ScenarioFormat,
    sent_values: bool,
) -> Result<ScenarioQuestion, Problem> {
    let (file, media) = sent_file(format);
    let within = areas(query.within.as_deref())?;
    let weight = match &query.weight {
        _ if sent_values => ScenarioQuestion::AS_SENT,
        Some(weight) => weight,
        None => state.default_weight(None),
    };
    Ok(ScenarioQuestion {
        scenarios: vec![file.to_owned()],
        against: query.against.clone(),
        was: query.was.clone(),
        within: within.iter().map(AreaRef::to_string).collect(),
        kind: query.kind.clone(),
        weight: weight.to_owned(),
        tolerance_m: query.tolerance,
        practices: None,
        file_options: Vec::new(),
        appendix: appendix(query.appendix.as_deref())?,
        sent_as: Some(media),
    })
}

/// Makes the response with the scores as a document or a workbook, which no cache may
/// store.
pub(super) fn document(
    state: &State,
    written: Written,
    question: ScenarioQuestion,
    scored: &[Scored<'_>],
    body: &[u8],
) -> Result<Response, Problem> {
    let counted = state.weight_files(&question.weight);
    let sent = question.scenarios.first().cloned().unwrap_or_default();
    let manifest = match state.manifest() {
        Some(data) => {
            let made_of = scored
                .iter()
                .flat_map(|(scored, _)| scored.scenario().layers());
            let data = data.files();
            ReportManifest::new(question, &data).with_layers(made_of, &data)
        }
        None => ReportManifest::without_files(question),
    };
    let mut manifest = manifest.with_file(UsedFile::new(
        "The body of the request",
        sent,
        coterm_io::checksum(body),
    ));
    for file in counted {
        manifest = manifest.with_file(file);
    }
    let layers = scored
        .iter()
        .map(|(proposal, score)| (proposal.layer(), score));
    let report = ScenarioReport::new(state.dataset(), layers, &manifest);
    if written == Written::Xlsx {
        let media = HeaderValue::from_static(ReportFormat::Xlsx.media_type());
        let mut response = unstored(media, report.to_xlsx()?);
        let name = HeaderValue::from_static("attachment; filename=\"scores.xlsx\"");
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
        return Ok(response);
    }
    if written == Written::Markdown {
        let media = HeaderValue::from_static(ReportFormat::Markdown.media_type());
        return Ok(unstored(media, report.to_markdown()));
    }
    let html = report.to_html()?;
    let mut response = unstored(HeaderValue::from_static("text/html; charset=utf-8"), html);
    let policy = format!("{HTML_POLICY}; frame-ancestors 'none'");
    let policy = HeaderValue::from_str(&policy).map_err(|error| Problem::internal(&error))?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
