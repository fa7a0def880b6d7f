//! What requests carry, checked.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Problem;

/// The query string as `T`, or a 400 that says which parameter is wrong.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let text = rejection.body_text();
                let reason = text
                    .rsplit_once("query string: ")
                    .map_or(text.as_str(), |(_, reason)| reason);
                Err(Problem::bad_request(format!(
                    "the parameters are not understood: {reason}"
                )))
            }
        }
    }
}

/// Parts of the path as `T`, or a 400.
pub(crate) struct Place<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::bad_request(
                "the path is not UTF-8, percent-encoded",
            )),
        }
    }
}

/// No parameters at all: any that is given would be ignored, so it is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// The date, or today; a 400 that shows the form of dates.
pub(crate) fn date(on: Option<&str>) -> Result<Date, Problem> {
    match on {
        None => Ok(jiff::Zoned::now().date()),
        Some(text) => text
            .parse()
            .map_err(|_| Problem::bad_request("\"on\" is not a date; write it as 2022-06-30")),
    }
}

/// The kinds of area, which are separated by commas; `None` for all.
pub(crate) fn families(family: Option<&str>) -> Option<Vec<String>> {
    let list: Vec<String> = family?
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    (!list.is_empty()).then_some(list)
}
