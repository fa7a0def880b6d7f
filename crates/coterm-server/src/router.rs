use std::future::Future;
use std::io;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::page::MAPLIBRE;
use crate::{Problem, State, batch, collections, health, lookup, page, postcodes};

/// The page may run its own scripts and talk to its own origin; nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
     style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Everything that the server answers.
pub fn app(state: State) -> Router {
    let missing = || get(async || Problem::not_found("see / for what there is"));
    let folder = |path: &str| {
        ServeDir::new(state.web().join(path))
            .append_index_html_on_directories(false)
            .fallback(missing())
    };
    let (files, maplibre) = (folder("src"), folder(MAPLIBRE));
    // What is looked up is nobody's to keep, not even the browser's.
    let lookups = Router::new()
        .route("/lookup", get(lookup::lookup).post(batch::lookups))
        .route("/postcodes", get(postcodes::suggestions))
        .route("/postcodes/{postcode}", get(postcodes::postcode))
        .layer(set(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .route("/", get(page::root))
        .merge(lookups)
        .route("/collections", get(collections::all))
        .route("/collections/{layer}", get(collections::one))
        .route("/collections/{layer}/items", get(collections::items))
        .route("/collections/{layer}/items/{code}", get(collections::item))
        .route("/health", get(health::health))
        .nest_service("/src", files)
        .nest_service("/vendor/maplibre-gl", maplibre)
        .fallback(async || Problem::not_found("see / for what there is"))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(
            ServiceBuilder::new()
                .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
                .layer(set(
                    header::CONTENT_SECURITY_POLICY,
                    CONTENT_SECURITY_POLICY,
                ))
                .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(set(header::REFERRER_POLICY, "no-referrer"))
                .layer(CatchPanicLayer::custom(|_| {
                    axum::response::IntoResponse::into_response(Problem::internal())
                })),
        )
        .with_state(state)
}

fn set(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
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
    axum::serve(listener, app(state))
        .with_graceful_shutdown(stop)
        .await
}
