//! The security headers of every answer.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// The policy of the page: it may run its own scripts and connect to its own origin, and nothing
/// else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
     style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Features of the browser that no page of the server uses.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), \
     geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()";

/// Headers that an answer may have set differently, and what they are if it has not.
const USUAL: [(HeaderName, &str); 3] = [
    // A report has a stricter policy of its own.
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    // Without another header, an answer is asked for again each time, as the data may have changed.
    (header::CACHE_CONTROL, "no-cache"),
];
/// Headers that are the same for all answers.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS_POLICY,
    ),
];

/// Adds the security headers to an answer.
pub(crate) fn with_security_headers<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    // An answer that other origins may read may also be embedded by them.
    if headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers
            .entry("cross-origin-resource-policy")
            .or_insert(HeaderValue::from_static("cross-origin"));
    }
    for (name, value) in USUAL {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
