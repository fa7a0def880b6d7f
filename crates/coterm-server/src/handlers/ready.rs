//! `GET /ready`: which data answers, and whether the last reload of it was refused.

use axum::Json;
use axum::extract;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::Serialize;

use crate::{LiveState, State};

/// The data that answers.
#[derive(Debug, Serialize)]
struct Ready {
    status: &'static str,
    /// The region that the data covers, in words.
    data_title: Option<String>,
    /// The fingerprint of the data.
    data_checksum: Option<String>,
    loaded_at: Timestamp,
    /// The last reload, if it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reload_error: Option<ReloadError>,
}

#[derive(Debug, Serialize)]
struct ReloadError {
    detail: String,
    at: Timestamp,
}

/// Answers with the data that requests get, and why newer data was refused.
pub(crate) async fn ready(extract::State(live): extract::State<LiveState>) -> impl IntoResponse {
    let state: State = live.current();
    let reload_error = live.refused().map(|refused| ReloadError {
        detail: refused.reason,
        at: refused.at,
    });
    let ready = Ready {
        status: "ready",
        data_title: state.manifest().map(|data| data.extent_title.clone()),
        data_checksum: state.fingerprint().map(str::to_owned),
        loaded_at: state.loaded_at(),
        reload_error,
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(ready))
}
