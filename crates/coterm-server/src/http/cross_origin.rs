//! The layers that say which pages of other sites may read an answer (CORS).
//!
//! Layers, tiles and styles are public, so pages of every site may read them. What somebody looks
//! up, and what costs much work, is only for pages of the sites that the operator allows.

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

use crate::Settings;

/// Headers of answers that pages may read besides the usual ones.
const EXPOSED: [HeaderName; 4] = [
    header::ETAG,
    header::LINK,
    header::RETRY_AFTER,
    HeaderName::from_static("content-crs"),
];

/// Makes the layer of an endpoint whose answers pages of every site may read.
pub(crate) fn open() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .expose_headers(EXPOSED)
        .vary(Vec::<HeaderName>::new())
}

/// Makes the layer of an endpoint whose answers only pages of the allowed sites may read; `None` if
/// there are none.
pub(crate) fn closed(settings: &Settings) -> Option<CorsLayer> {
    let origins = settings.allowed_origins.iter();
    let origins: Vec<HeaderValue> = origins.filter_map(|origin| origin.parse().ok()).collect();
    (!origins.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_methods([Method::GET, Method::HEAD, Method::POST])
            .allow_headers([header::CONTENT_TYPE])
            .expose_headers(EXPOSED)
    })
}
