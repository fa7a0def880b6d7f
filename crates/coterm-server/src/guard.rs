//! What holds for every answer.
//!
//! One layer for all of it, and one that leaves bodies as they are: each layer that
//! wraps them costs a request some hundred nanoseconds.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{CatchUnwind, Either, Map, Ready, ready};
use tower::{Layer, Service};

use crate::Problem;

/// The page may run its own scripts and talk to its own origin; nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
     style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Answers where a handler panics, and tells browsers what they are to know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard;

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded(inner)
    }
}

/// A service with a [`Guard`].
#[derive(Debug, Clone)]
pub(crate) struct Guarded<S>(S);

type Answered = Result<Response, Infallible>;
type Panic = Box<dyn Any + Send>;

impl<S> Service<Request> for Guarded<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Map<
        CatchUnwind<AssertUnwindSafe<Either<S::Future, Ready<Answered>>>>,
        fn(Result<Answered, Panic>) -> Answered,
    >;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // Whatever panicked is gone with its request; the generation never changes.
        let answer = match catch_unwind(AssertUnwindSafe(|| self.0.call(request))) {
            Ok(answer) => Either::Left(answer),
            Err(_) => Either::Right(ready(Ok(Problem::internal().into_response()))),
        };
        AssertUnwindSafe(answer).catch_unwind().map(guarded)
    }
}

fn guarded(answered: Result<Answered, Panic>) -> Answered {
    let mut response = match answered {
        Ok(answered) => answered?,
        Err(_) => Problem::internal().into_response(),
    };
    let headers = response.headers_mut();
    // A report's own is stricter, and stays.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::routing::get;
    use tower::{ServiceExt, service_fn};

    fn request() -> Request {
        Request::new(Body::empty())
    }

    fn is_guarded(response: &Response, status: StatusCode) {
        assert_eq!(response.status(), status);
        assert_eq!(
            response.headers()[header::X_CONTENT_TYPE_OPTIONS],
            "nosniff"
        );
    }

    #[tokio::test]
    async fn a_handler_that_panics_is_answered_for() {
        let panics = async || -> &'static str { panic!("on purpose") };
        let app = Router::new().route("/", get(panics)).layer(Guard);
        let response = app.oneshot(request()).await.unwrap();
        is_guarded(&response, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn so_is_one_that_panics_before_it_is_waited_for() {
        let panics = service_fn(|_: Request| -> Ready<Answered> { panic!("on purpose") });
        let response = Guard.layer(panics).oneshot(request()).await.unwrap();
        is_guarded(&response, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn other_answers_pass() {
        let app = Router::new().route("/", get(async || "good")).layer(Guard);
        is_guarded(&app.oneshot(request()).await.unwrap(), StatusCode::OK);
    }
}
