//! Conditional requests: whether the client has the current version (RFC 9110, 13.1.2).

use axum::http::{HeaderMap, header};

/// Whether `If-None-Match` has the `ETag` of the version that would be sent, compared weakly.
pub(crate) fn is_current(headers: &HeaderMap, etag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| {
            tags.trim() == "*" || tags.split(',').any(|tag| strong(tag) == strong(etag))
        })
}
