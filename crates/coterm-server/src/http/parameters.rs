//! What requests carry, checked.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Problem, day};

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

/// For which day and which kinds of area somebody asks.
#[derive(Debug, Clone)]
pub(crate) struct When {
    pub(crate) on: Date,
    pub(crate) families: Option<Vec<String>>,
}

impl When {
    /// The date, or today; kinds that are separated by commas, or all.
    ///
    /// # Errors
    ///
    /// A 400 that shows the form of dates.
    pub(crate) fn new(on: Option<&str>, family: Option<&str>) -> Result<Self, Problem> {
        let on = match on {
            None => day::today(),
            Some(text) => day::asked(text)?,
        };
        let families: Vec<String> = family
            .into_iter()
            .flat_map(|family| family.split(','))
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        Ok(Self {
            on,
            families: Some(families).filter(|families| !families.is_empty()),
        })
    }
}
