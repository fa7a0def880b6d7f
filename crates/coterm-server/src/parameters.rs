//! What requests carry, checked.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

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
            None => today(),
            Some(text) => text.parse().map_err(|_| {
                Problem::bad_request("\"on\" is not a date; write it as 2022-06-30")
            })?,
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

/// Today's date, where this runs. The time zone is asked once a second, for days begin
/// with one, and to ask it takes as long as a layer takes to be looked up.
fn today() -> Date {
    thread_local! {
        static LAST: Cell<Option<(u64, Date)>> = const { Cell::new(None) };
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let second = now.map_or(0, |since| since.as_secs());
    match LAST.get() {
        Some((last, date)) if last == second => date,
        _ => {
            let date = jiff::Zoned::now().date();
            LAST.set(Some((second, date)));
            date
        }
    }
}
