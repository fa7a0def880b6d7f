//! `GET /health`: whether the server is up, and what it has loaded.

use axum::Json;
use axum::extract;
use serde::Serialize;

use crate::State;

#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    version: &'static str,
    layers: usize,
    postcodes: usize,
}

/// Answers with the server's version and the number of layers and of rows of postcodes.
pub(crate) async fn health(extract::State(state): extract::State<State>) -> Json<Health> {
    Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        layers: state.dataset().catalogue().layers().len(),
        postcodes: state.dataset().postcodes().records().len(),
    })
}
