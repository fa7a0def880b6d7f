//! [`CatchPanic`], which answers 500 where a handler panics, and [`log_panics`], which logs panics.
//!
//! The layer does not wrap bodies, because each layer that does costs a request some hundred
//! nanoseconds. So a panic while a body is streamed is not caught here.

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

/// The service that [`CatchPanic`] makes.
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
        // `AssertUnwindSafe`: what the panic left half done goes with the request, and the dataset
        // never changes.
        let answer = match catch_unwind(AssertUnwindSafe(|| self.0.call(request))) {
            Ok(answer) => Either::Left(answer),
            Err(_) => Either::Right(ready(Ok(panicked()))),
        };
        AssertUnwindSafe(answer).catch_unwind().map(answered)
    }
}

fn answered(outcome: Result<Answered, Panic>) -> Answered {
    outcome.unwrap_or_else(|_| Ok(panicked()))
}

fn panicked() -> Response {
    Problem::unexpected("a handler panicked; the log says where").into_response()
}

/// Sends every panic of the process to the log instead of standard error: the thread, the place in
/// the source, and the message if it is a literal. Other messages may quote what somebody looked
/// up, so they are left out.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let literal = panic.payload().downcast_ref::<&'static str>();
        tracing::error!(
            thread = std::thread::current().name().unwrap_or("unnamed"),
            place = place.as_deref().unwrap_or("unknown"),
            said = *literal.unwrap_or(&"not told, because it may quote a request"),
            "a panic, which is a fault of coterm: please report it"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::body::Body;
    use axum::extract::Path;
    use axum::http::{StatusCode, header};
    use axum::routing::{MethodRouter, get};
    use tower::util::MapResponseLayer;
    use tower::{ServiceBuilder, ServiceExt, service_fn};

    use crate::http::logging::ObserveRequests;
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

    /// Returns what this thread logs while a future runs.
    async fn logged(doing: impl Future<Output = ()>) -> String {
        let log = Arc::<Mutex<Vec<u8>>>::default();
        let written = Arc::clone(&log);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || Written(Arc::clone(&written)))
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        log_panics();
        doing.await;
        // Without this, failed assertions of other tests would not be printed.
        drop(std::panic::take_hook());
        drop(guard);
        let log = log.lock().unwrap();
        String::from_utf8_lossy(&log).into_owned()
    }

    struct Written(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// Makes a router with a route that panics; `quotes` says whether the message quotes the
    /// postcode.
    fn app(quotes: bool) -> Router {
        let panics = async move |Path(postcode): Path<String>| -> &'static str {
            assert!(!quotes, "no answer to {postcode}");
            panic!("no answer");
        };
        Router::new()
            .route("/postcodes/{postcode}", get(panics))
            .layer(CatchPanic)
            .layer(ObserveRequests::default())
    }

    async fn panic_logged(quotes: bool) -> String {
        logged(async {
            let request = Request::get("/postcodes/LA29RR?on=LA29RR").body(Body::empty());
            let response = app(quotes).oneshot(request.unwrap()).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        })
        .await
    }

    #[tokio::test]
    async fn a_panic_is_logged_with_its_place_and_its_route_and_not_with_what_it_quotes() {
        let quoting = panic_logged(true).await;
        assert!(!quoting.contains("LA29RR"), "{quoting}");
        assert!(!quoting.contains("no answer"), "{quoting}");
        for expected in [
            "catch_panic.rs:",
            "route=\"/postcodes/{postcode}\"",
            "urn:uuid:",
        ] {
            assert!(quoting.contains(expected), "{expected} is not in {quoting}");
        }
        let literal = panic_logged(false).await;
        assert!(literal.contains("no answer"), "{literal}");
        assert!(!literal.contains("LA29RR"), "{literal}");
    }

    #[tokio::test]
    async fn a_panic_of_work_in_the_background_is_logged_and_not_with_what_it_quotes() {
        let logged = logged(async {
            let work = async { panic!("no answer to {}", "LA29RR".to_lowercase()) };
            let outcome: Result<(), _> = tokio::spawn(work).await;
            let problem = Problem::from(outcome.unwrap_err());
            problem.log(&axum::http::Method::POST, "/lookup");
        })
        .await;
        assert!(!logged.contains("la29rr"), "{logged}");
        for expected in ["catch_panic.rs:", "route=\"/lookup\"", "panicked"] {
            assert!(logged.contains(expected), "{expected} is not in {logged}");
        }
    }
}
