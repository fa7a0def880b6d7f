use std::future::Future;
use std::io;

use axum::Router;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower::util::MapResponseLayer;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::handlers::page::MAPLIBRE;
use crate::handlers::{
    batch, collections, compare, health, lookup, page, postcodes, scenarios, style, tiles,
};
use crate::http::catch_panic::CatchPanic;
use crate::http::security_headers::with_security_headers;
use crate::{Problem, State};

/// Everything that the server answers.
pub fn app(state: State) -> Router {
    let missing = || get(async || Problem::not_found("see / for what there is"));
    let folder = |path: &str| {
        ServeDir::new(state.web().join(path))
            .append_index_html_on_directories(false)
            .fallback(missing())
    };
    let (files, maplibre) = (folder("src"), folder(MAPLIBRE));
    // Not compressed where it is one lookup, which fits in two packets as it is and
    // takes less time than to compress it.
    let many = post(batch::lookups).layer(compressed());
    let lookups = Router::new()
        .route("/lookup", many.get(lookup::lookup))
        .route("/postcodes", get(postcodes::suggestions))
        .route("/postcodes/{postcode}", get(postcodes::postcode));
    // Kept compressed, and so not compressed here.
    let vector_tiles = Router::new()
        .route("/tiles/{layers}/{z}/{x}/{y}", get(tiles::tile))
        .route(
            "/compare/{a}/{b}/tiles/{z}/{x}/{y}",
            get(tiles::comparison::tile),
        );
    Router::new()
        .route("/", get(page::root))
        .route("/collections", get(collections::all))
        .route("/collections/{layer}", get(collections::one))
        .route("/collections/{layer}/items", get(collections::items))
        .route("/collections/{layer}/items/{code}", get(collections::item))
        .route("/compare/{a}/{b}", get(compare::compare))
        .route(
            "/compare/{a}/{b}/tiles",
            get(tiles::comparison::description),
        )
        .route("/scenarios/score", post(scenarios::score))
        .route("/tiles/{layers}", get(tiles::description))
        .route("/style.json", get(style::style))
        .route("/health", get(health::health))
        .nest_service("/src", files)
        .nest_service("/vendor/maplibre-gl", maplibre)
        .layer(compressed())
        .merge(lookups)
        .merge(vector_tiles)
        .fallback(async || Problem::not_found("see / for what there is"))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(CatchPanic)
        .layer(MapResponseLayer::new(with_security_headers))
        .with_state(state)
}

fn compressed() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Fastest)
}

/// Serves until `stop` resolves, then lets the requests under way finish.
///
/// # Errors
///
/// What the system says if it can no longer accept connections.
pub async fn run(
    listener: TcpListener,
    state: State,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Else the end of an answer that was streamed waits until what is before it is
    // acknowledged, which clients take their time for.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, app(state))
        .with_graceful_shutdown(stop)
        .await
}
