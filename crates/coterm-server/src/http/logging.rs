//! [`LogFaults`], the layer that logs failed (5xx) and slow requests.
//!
//! Other requests are not logged. A line has the method, the template of the route, and for slow
//! requests the status and the time; never a value of a path, a query, a header or a body.

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{Join, Map, Ready, join, ready};
use tower::{Layer, Service};

use super::fault::{Fault, known};
use crate::Problem;

/// Time to the start of an answer from which the log says that it was slow. The first comparison of
/// large layers takes a second or two.
const SLOW: Duration = Duration::from_secs(5);

/// A layer that logs faults and slow requests. It does not wrap bodies, so the time that it
/// measures ends when the answer's body begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogFaults;

impl<S> Layer<S> for LogFaults {
    type Service = FaultsLogged<S>;

    fn layer(&self, inner: S) -> FaultsLogged<S> {
        FaultsLogged(inner)
    }
}

/// The service that [`LogFaults`] makes.
#[derive(Debug, Clone)]
pub(crate) struct FaultsLogged<S>(S);

type Answered = Result<Response, Infallible>;

/// The parts of a request that may be logged.
#[derive(Debug)]
pub(crate) struct LoggedRequest {
    method: Method,
    route: Option<MatchedPath>,
    begun: Instant,
}

impl<S> Service<Request> for FaultsLogged<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future =
        Map<Join<Ready<LoggedRequest>, S::Future>, fn((LoggedRequest, Answered)) -> Answered>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let logged_request = LoggedRequest {
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
            begun: Instant::now(),
        };
        join(ready(logged_request), self.0.call(request)).map(logged)
    }
}

fn logged((logged_request, answered): (LoggedRequest, Answered)) -> Answered {
    let mut response = answered?;
    let taken = logged_request.begun.elapsed();
    if response.status().is_server_error() {
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
