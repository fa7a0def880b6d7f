//! An answer where a handler panics.
//!
//! It leaves bodies as they are: each layer that wraps them costs a request some hundred
//! nanoseconds.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{CatchUnwind, Either, Map, Ready, ready};
use tower::{Layer, Service};

use crate::Problem;

/// A layer that answers 500 where a handler panics.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatchPanic;

impl<S> Layer<S> for CatchPanic {
    type Service = PanicsCaught<S>;

    fn layer(&self, inner: S) -> PanicsCaught<S> {
        PanicsCaught(inner)
    }
}

/// A service in a [`CatchPanic`].
#[derive(Debug, Clone)]
pub(crate) struct PanicsCaught<S>(S);

type Answered = Result<Response, Infallible>;
type Panic = Box<dyn Any + Send>;

impl<S> Service<Request> for PanicsCaught<S>
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
        AssertUnwindSafe(answer).catch_unwind().map(answered)
    }
}

fn answered(outcome: Result<Answered, Panic>) -> Answered {
    outcome.unwrap_or_else(|_| Ok(Problem::internal().into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::http::{StatusCode, header};
    use axum::routing::{MethodRouter, get};
    use tower::util::MapResponseLayer;
    use tower::{ServiceBuilder, ServiceExt, service_fn};

    use crate::http::security_headers::with_security_headers;

    fn request() -> Request {
        Request::new(Body::empty())
    }

    fn guarded(method: MethodRouter) -> Router {
        Router::new()
            .route("/", method)
            .layer(CatchPanic)
            .layer(MapResponseLayer::new(with_security_headers))
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
        let app = guarded(get(panics));
        let response = app.oneshot(request()).await.unwrap();
        is_guarded(&response, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn so_is_one_that_panics_before_it_is_waited_for() {
        let panics = service_fn(|_: Request| -> Ready<Answered> { panic!("on purpose") });
        let service = ServiceBuilder::new()
            .map_response(with_security_headers)
            .layer(CatchPanic)
            .service(panics);
        let response = service.oneshot(request()).await.unwrap();
        is_guarded(&response, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn other_answers_pass() {
        let app = guarded(get(async || "good"));
        is_guarded(&app.oneshot(request()).await.unwrap(), StatusCode::OK);
    }
}
