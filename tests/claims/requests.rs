//! Requests to the server, called without a socket, for the other claims.

use coterm_core::dataset::Indexing;
use std::io::Read;
use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use coterm_tests::{data_folder, workspace};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answered {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// The body as it was before compression.
    pub(crate) fn plain(&self) -> Vec<u8> {
        let (mut body, mut plain) = (self.body.as_ref(), Vec::new());
        match self.header(header::CONTENT_ENCODING) {
            "br" => brotli::Decompressor::new(body, 4_096).read_to_end(&mut plain),
            "zstd" => zstd::Decoder::new(body).unwrap().read_to_end(&mut plain),
            "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut plain),
            _ => body.read_to_end(&mut plain),
        }
        .unwrap();
        plain
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// The server on the committed data, without the page.
pub(crate) fn app() -> &'static Router {
    static APP: OnceLock<Router> = OnceLock::new();
    APP.get_or_init(|| {
        let dataset = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
        let manifest = coterm_io::store::manifest(&data_folder()).unwrap();
        let state = coterm_server::State::builder(dataset, &workspace().join("no-page-here"));
        coterm_server::app(state.manifest(manifest).build())
    })
}

pub(crate) async fn send(
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
) -> Answered {
    send_to(app(), method, path, headers).await
}

pub(crate) async fn send_to(
    app: &Router,
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
) -> Answered {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    answered(app, request.body(Body::empty()).unwrap()).await
}

pub(crate) async fn post(path: &str, media: &str, body: impl Into<Body>) -> Answered {
    let request = Request::post(path).header(header::CONTENT_TYPE, media);
    answered(app(), request.body(body.into()).unwrap()).await
}

async fn answered(app: &Router, request: Request<Body>) -> Answered {
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answered {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

pub(crate) async fn get(path: &str) -> Answered {
    send(Method::GET, path, &[]).await
}

/// Returns the answer to a GET, which must be a 200.
pub(crate) async fn ok(path: &str) -> Answered {
    let answered = get(path).await;
    assert_eq!(
        answered.status,
        StatusCode::OK,
        "{path}: {:?}",
        answered.body
    );
    answered
}
