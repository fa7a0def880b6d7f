//! `GET /metrics`: counts of what the server has done, in the text format of Prometheus.

use axum::extract;
use axum::http::header;
use axum::response::IntoResponse;

use crate::State;
use crate::metrics::{about, line};

/// Answers with the metrics, and the fingerprint of the data as a label.
pub(crate) async fn metrics(extract::State(state): extract::State<State>) -> impl IntoResponse {
    let mut text = String::new();
    about(&mut text, "coterm_info", "gauge", "The program's version.");
    let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
    line(&mut text, "coterm_info", &version, 1);
    let name = "coterm_data_info";
    about(&mut text, name, "gauge", "The data that answers.");
    let checksum = state.fingerprint().unwrap_or_default();
    line(&mut text, name, &format!("checksum=\"{checksum}\""), 1);
    let name = "coterm_data_loaded_timestamp_seconds";
    about(
        &mut text,
        name,
        "gauge",
        "The time when the data was loaded.",
    );
    line(&mut text, name, "", state.loaded_at().as_second());
    state.metrics().write(&mut text);
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text)
}
