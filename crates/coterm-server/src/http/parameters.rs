//! Extractors of query and path parameters, and the date and families that lookups share.
//!
//! Handlers use them in place of axum's, so that a wrong parameter is answered with a [`Problem`].

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Problem, day};

/// An extractor of the query string as `T`; answers 400 and says which parameter is wrong.
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
                    "coterm does not understand the parameters: {reason}"
                )))
            }
        }
    }
}

/// An extractor of the path's parameters as `T`; answers 400 if they are not UTF-8.
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

/// The parameters of an endpoint without any. An unknown parameter is refused instead of ignored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// The form of an answer: `json` or `html`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    pub(crate) f: Option<String>,
}

/// The date and the families of areas that a lookup is for.
#[derive(Debug, Clone)]
pub(crate) struct When {
    pub(crate) on: Date,
    pub(crate) families: Option<Vec<String>>,
}

impl When {
    /// Parses the parameters `on` and `family`: a date, or today if it is missing, and families
    /// separated by commas, or all (`None`).
    ///
    /// # Errors
    ///
    /// A 400 whose text shows the form of dates.
    pub(crate) fn new(on: Option<&str>, family: Option<&str>) -> Result<Self, Problem> {
        let on = match on {
            None => day::today(),
            Some(text) => day::requested(text)?,
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
