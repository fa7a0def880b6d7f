//! [`ObserveRequests`], the layer that counts requests and logs failed (5xx) and slow ones.
//!
//! Other requests are logged only if the operator asks for it. A line has the method and the template
//! of the route, and except for faults the status and the time; never a value of a path, a query, a
//! header or a body.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{Join, Map, Ready, join, ready};
use tower::{Layer, Service};

use super::fault::{Fault, known};
use crate::metrics::Metrics;
use crate::{Problem, State};

/// Time to the start of an answer from which the log says that it was slow. The first comparison of
/// large layers takes a second or two.
const SLOW: Duration = Duration::from_secs(5);

/// A layer that counts requests, and logs faults and slow requests. It does not wrap bodies, so the
/// time that it measures ends when the answer's body begins.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObserveRequests {
    metrics: Arc<Metrics>,
    /// Whether every request is logged.
    access_log: bool,
}

impl ObserveRequests {
    /// Makes the layer with the metrics and the settings of a state.
    pub(crate) fn of(state: &State) -> Self {
        Self {
            metrics: Arc::clone(state.metrics()),
            access_log: state.settings().access_log,
        }
    }
}

impl<S> Layer<S> for ObserveRequests {
    type Service = RequestsObserved<S>;

    fn layer(&self, service: S) -> RequestsObserved<S> {
        RequestsObserved {
            service,
            observer: self.clone(),
        }
    }
}

/// The service that [`ObserveRequests`] makes.
#[derive(Debug, Clone)]
pub(crate) struct RequestsObserved<S> {
    service: S,
    observer: ObserveRequests,
}

type Answered = Result<Response, Infallible>;

/// The parts of a request that may be logged.
#[derive(Debug)]
pub(crate) struct LoggedRequest {
    method: Method,
    route: Option<MatchedPath>,
    begun: Instant,
    observer: ObserveRequests,
}

impl<S> Service<Request> for RequestsObserved<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future =
        Map<Join<Ready<LoggedRequest>, S::Future>, fn((LoggedRequest, Answered)) -> Answered>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let logged_request = LoggedRequest {
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
            begun: Instant::now(),
            observer: self.observer.clone(),
        };
        join(ready(logged_request), self.service.call(request)).map(logged)
    }
}

fn logged((logged_request, answered): (LoggedRequest, Answered)) -> Answered {
    let mut response = answered?;
    let taken = logged_request.begun.elapsed();
    // A 503 says that there is no room at the moment, and is no fault.
    let status = response.status();
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let fault = response.extensions_mut().remove::<Fault>();
        let fault = fault.unwrap_or_else(|| {
            // The service that serves the page's files does not answer with problem documents.
            let problem = Problem::unexpected("no cause was given");
            response = problem.into_response();
            let fault = response.extensions_mut().remove::<Fault>();
            fault.unwrap_or_else(|| Fault::because("no cause was given"))
        });
        fault.log(&logged_request.method, logged_request.route());
    }
    if taken >= SLOW {
        tracing::warn!(
            method = known(&logged_request.method),
            route = logged_request.route(),
            status = response.status().as_u16(),
            milliseconds = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX),
            "a request was slow"
        );
    }
    let (method, route, status) = (
        &logged_request.method,
        logged_request.route(),
        response.status(),
    );
    let ObserveRequests {
        metrics,
        access_log,
    } = &logged_request.observer;
    metrics.count(method, route, status, taken);
    if *access_log {
        tracing::info!(
            method = known(method),
            route,
            status = status.as_u16(),
            milliseconds = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
    }
    Ok(response)
}

impl LoggedRequest {
    /// Returns the template of the route, such as `/postcodes/{postcode}`.
    fn route(&self) -> &str {
        // For a file in a folder that is served, the folder alone.
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        route.split("/{*").next().unwrap_or(route)
    }
}
