//! `GET /compare/{a}/{b}`: the comparison of two layers, as a report in one of the formats.

use axum::body::Bytes;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coterm_core::Cancel;
use coterm_core::comparison::Comparison;
use coterm_core::definition::AreaRef;
use coterm_report::{
    Appendix, ComparisonReport, CsvTable, HTML_POLICY, Paper, Question, ReportFormat,
    ReportManifest,
};
use serde::Deserialize;

use crate::http::etag::is_current;
use crate::http::parameters::{Parameters, Place};
use crate::{Problem, State, day};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparisonQuery {
    pub(crate) within: Option<String>,
    pub(crate) tolerance: Option<f64>,
    pub(crate) weight: Option<String>,
    pub(crate) disclosure: Option<f64>,
    pub(crate) populated: Option<f64>,
    pub(crate) on: Option<String>,
    pub(crate) f: Option<String>,
    pub(crate) table: Option<String>,
    pub(crate) appendix: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) draft: Option<bool>,
}

impl ComparisonQuery {
    /// Checks the parameters and makes the question about two layers. Whether the layers exist is
    /// not checked.
    pub(crate) fn question(
        &self,
        state: &State,
        a: String,
        b: String,
    ) -> Result<Question, Problem> {
        checked_tolerance(self.tolerance)?;
        let bad = |threshold: f64| !threshold.is_finite() || threshold < 0.0;
        if self.disclosure.is_some_and(bad) {
            return Err(Problem::bad_request(
                "\"disclosure\" must be a number of 0 or more, such as 1000",
            ));
        }
        if self.populated.is_some_and(bad) {
            return Err(Problem::bad_request(
                "\"populated\" must be a number of 0 or more, such as 10",
            ));
        }
        let on = self.on.as_deref().map(day::requested).transpose()?;
        let weight = self.weight.as_deref();
        let weight = weight.unwrap_or_else(|| state.default_weight(on));
        match weight {
            "postcodes" | "area" => {}
            "people" => {
                state.population()?;
            }
            _ => {
                return Err(Problem::bad_request(
                    "\"weight\" must be people, postcodes or area; for other weights use `coterm compare` with a file",
                ));
            }
        }
        let within = areas(self.within.as_deref())?;
        Ok(Question {
            a,
            b,
            within: within.iter().map(AreaRef::to_string).collect(),
            // Adding 0 turns -0 into 0, so that both are the same question for the cache.
            tolerance_m: self.tolerance.map(|metres| metres + 0.0),
            weight: weight.to_owned(),
            on,
            disclosure: self.disclosure.map(|threshold| threshold + 0.0),
            populated: self.populated.map(|threshold| threshold + 0.0),
            practices: None,
            file_options: Vec::new(),
            paper: Paper::default(),
        })
    }

    /// Whether the form of the answer is asked for, and not only the comparison.
    pub(crate) fn has_form(&self) -> bool {
        let texts = [&self.f, &self.table, &self.appendix, &self.date];
        texts.into_iter().any(Option::is_some) || self.draft.is_some()
    }

    /// Returns the choices about the document as a paper.
    pub(crate) fn paper(&self) -> Result<Paper, Problem> {
        Ok(Paper {
            appendix: appendix(self.appendix.as_deref())?,
            date: self.date.as_deref().map(day::requested).transpose()?,
            draft: self.draft.unwrap_or_default(),
        })
    }

    /// Returns the format that `f` names, else CSV if `table` is given, else HTML for browsers and
    /// JSON for programs; and the table that CSV has.
    pub(crate) fn format(&self, headers: &HeaderMap) -> Result<(ReportFormat, CsvTable), Problem> {
        let format = match &self.f {
            Some(name) => name
                .parse()
                .map_err(|reason: String| Problem::bad_request(format!("\"f\": {reason}")))?,
            None if self.table.is_some() => ReportFormat::Csv,
            None => {
                let accept = headers.get(header::ACCEPT);
                let accept = accept.and_then(|value| value.to_str().ok());
                if accept.is_some_and(|accept| accept.contains("text/html")) {
                    ReportFormat::Html
                } else {
                    ReportFormat::Json
                }
            }
        };
        let table = match &self.table {
            None => CsvTable::default(),
            Some(_) if format != ReportFormat::Csv => {
                return Err(Problem::bad_request(
                    "\"table\" applies to CSV only: send f=csv too",
                ));
            }
            Some(name) => name
                .parse()
                .map_err(|reason: String| Problem::bad_request(format!("\"table\": {reason}")))?,
        };
        Ok((format, table))
    }
}

/// Checks the parameter `tolerance`.
///
/// # Errors
///
/// A 400 unless it is missing, or a number of metres of 0 or more.
pub(crate) fn checked_tolerance(tolerance: Option<f64>) -> Result<(), Problem> {
    if tolerance.is_some_and(|metres| !metres.is_finite() || metres < 0.0) {
        return Err(Problem::bad_request(
            "\"tolerance\" must be 0 metres or more, such as 50",
        ));
    }
    Ok(())
}

/// Parses the parameter `within`: areas, separated by commas; none if it is missing or empty.
///
/// # Errors
///
/// A 400 for what does not name an area.
pub(crate) fn areas(within: Option<&str>) -> Result<Vec<AreaRef>, Problem> {
    let areas = within.unwrap_or_default().split(',').map(str::trim);
    let areas = areas.filter(|area| !area.is_empty());
    let parsed = areas.map(|area| {
        area.parse::<AreaRef>()
            .map_err(|error| Problem::bad_request(format!("\"within\": {error}")))
    });
    parsed.collect()
}

/// Parses the parameter `appendix`.
///
/// # Errors
///
/// A 400 with the names, for another name.
pub(crate) fn appendix(appendix: Option<&str>) -> Result<Appendix, Problem> {
    let parsed = appendix.map(str::parse).transpose();
    let bad = |reason: String| Problem::bad_request(format!("\"appendix\": {reason}"));
    Ok(parsed.map_err(bad)?.unwrap_or_default())
}

/// Answers with the comparison of two layers, in one of the formats.
pub(crate) async fn compare(
    extract::State(state): extract::State<State>,
    Place((a, b)): Place<(String, String)>,
    Parameters(query): Parameters<ComparisonQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (format, table) = query.format(&headers)?;
    let (question, paper) = (query.question(&state, a, b)?, query.paper()?);
    // Unknown layers are refused before anything is cached or waited for.
    state.layer(&question.a)?;
    state.layer(&question.b)?;
    let name = format!("{}-{}", question.a, question.b);
    let comparison = state.comparisons().get(&state, &question).await?;
    let data = state.clone();
    let report = move |_: &Cancel| report(&data, &comparison, question, paper, format, table);
    // A gate of its own: a comparison that was made is not lost to others that wait.
    let body = state.page_gate().work(report).await?;
    let etag = format!("W/\"{}\"", coterm_io::fingerprint(&body));
    let value = |text: &str| HeaderValue::from_str(text).map_err(|error| Problem::internal(&error));
    let validators = [
        (header::ETAG, value(&etag)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    if is_current(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    let mut response = (validators, body).into_response();
    describe(&mut response, &name, format, table)?;
    Ok(response)
}

/// Adds the headers of a report in a format: its media type, what a browser may do with it, and the
/// file as which it is saved.
pub(crate) fn describe(
    response: &mut Response,
    name: &str,
    format: ReportFormat,
    table: CsvTable,
) -> Result<(), Problem> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|error| Problem::internal(&error));
    let headers = response.headers_mut();
    let media = HeaderValue::from_static(format.media_type());
    headers.insert(header::CONTENT_TYPE, media);
    let file = match format {
        ReportFormat::Html => {
            let policy = format!("{HTML_POLICY}; frame-ancestors 'none'");
            headers.insert(header::CONTENT_SECURITY_POLICY, value(&policy)?);
            return Ok(());
        }
        ReportFormat::Csv => format!("{name}-{}", table.name()),
        ReportFormat::Xlsx => name.to_owned(),
        _ => return Ok(()),
    };
    let file = format!("attachment; filename=\"{file}.{}\"", format.extension());
    headers.insert(header::CONTENT_DISPOSITION, value(&file)?);
    Ok(())
}

fn report(
    state: &State,
    comparison: &Comparison,
    question: Question,
    paper: Paper,
    format: ReportFormat,
    table: CsvTable,
) -> Result<Bytes, Problem> {
    let counted = state.weight_files(&question.weight);
    let question = Question { paper, ..question };
    let mut manifest = match state.manifest() {
        Some(data) => ReportManifest::new(question, &data.files()),
        None => ReportManifest::without_files(question),
    };
    for file in counted {
        manifest = manifest.with_file(file);
    }
    let report = ComparisonReport::new(state.dataset(), comparison, &manifest)?;
    let bytes = report.to_bytes(format, table);
    Ok(bytes?.into())
}
