//! The loop that accepts connections and serves them: [`run`].
//!
//! Each connection has a task of its own, and none holds it for longer than the
//! [`Limits`](crate::Limits) say. A client's address is neither logged nor kept.

mod activity;
mod descriptors;
mod refusal;
mod watched_stream;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use self::activity::{Activity, Phase};
use self::watched_stream::WatchedStream;
use crate::listeners::Connection;
use crate::{Limits, Listeners, LiveState, app};

/// Maximum size of a request's head, in bytes.
const HEAD: usize = 64 << 10;
/// Pause after a connection could not be accepted, for lack of files or memory.
const PAUSE: Duration = Duration::from_millis(500);
/// Time for which a connection must have been idle to be closed when all are taken.
const IDLE: Duration = Duration::from_secs(1);
/// Time between two log messages that connections could not be accepted, or that all are taken.
const QUIET: Duration = Duration::from_mins(1);

/// Serves requests until `stop` resolves, then finishes those that have begun, for at most the
/// [time of the limits](Limits::drain_time).
///
/// The number of files that the process may open is raised as far as the system allows. Work that
/// is left when this returns has been told to stop, but may hold threads of the runtime for a
/// moment: end the runtime with [`shutdown_background`](tokio::runtime::Runtime::shutdown_background).
///
/// # Errors
///
/// None today: what goes wrong while connections are accepted is logged, and tried again.
pub async fn run(
    listeners: impl Into<Listeners>,
    state: impl Into<LiveState>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut listeners = listeners.into();
    tracing::info!(%listeners, "listening");
    let state = state.into();
    let limits = Arc::new(state.current().limits().clone());
    let server = Server {
        places: Arc::new(Semaphore::new(descriptors::connections(limits.connections))),
        app: app(state),
        limits,
        signal: watch::Sender::new(Signal::default()),
        connections: TaskTracker::new(),
    };
    {
        let mut stop = pin!(stop);
        let mut complaint = Complaint::default();
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = server.accept(&mut listeners, &mut complaint) => accepted,
            };
            match accepted {
                Ok((stream, place)) => server.serve(stream, place),
                Err(error) => {
                    if complaint.is_due() {
                        tracing::error!(%error, "connections cannot be accepted");
                    }
                    sleep(PAUSE).await;
                }
            }
        }
    }
    // Nobody else can connect from here on.
    drop(listeners);
    server.drain().await;
    Ok(())
}

/// The parts of the server that all connections share.
struct Server {
    app: Router,
    limits: Arc<Limits>,
    places: Arc<Semaphore>,
    signal: watch::Sender<Signal>,
    connections: TaskTracker,
}

/// Orders to all connections.
#[derive(Debug, Clone, Copy, Default)]
struct Signal {
    /// Number of times that a client found no place.
    crowded: u64,
    /// Whether to finish the request under way and close.
    stopping: bool,
    /// Whether to close at once.
    cut: bool,
}

impl Server {
    /// Waits for a place, and then for a connection to take it.
    async fn accept(
        &self,
        listeners: &mut Listeners,
        complaint: &mut Complaint,
    ) -> io::Result<(Box<dyn Connection>, OwnedSemaphorePermit)> {
        let place = loop {
            if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
                break place;
            }
            if complaint.is_due() {
                tracing::warn!("all connections are taken; idle ones are closed");
            }
            self.signal.send_modify(|signal| signal.crowded += 1);
            let free = Arc::clone(&self.places).acquire_owned();
            if let Ok(Ok(place)) = timeout(IDLE, free).await {
                break place;
            }
        };
        Ok((listeners.accept().await?, place))
    }

    /// Serves a connection in a task of its own, which gives its place back.
    fn serve(&self, stream: Box<dyn Connection>, place: OwnedSemaphorePermit) {
        let activity = Activity::default();
        let stream = WatchedStream::new(stream, Arc::clone(&self.limits), activity.clone());
        let (app, of_service) = (self.app.clone(), activity.clone());
        let service = service_fn(move |request| answered(&app, &of_service, request));
        let mut signal = self.signal.subscribe();
        self.connections.spawn(async move {
            // The place is given back when the task ends, after the connection is dropped.
            let _place = place;
            let mut http = http1::Builder::new();
            // The watched stream has limits of its own for headers and idle connections.
            http.header_read_timeout(None).max_header_size(HEAD);
            let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
            loop {
                tokio::select! {
                    // The error is the client's, or says that it has gone.
                    _ = &mut connection => break,
                    told = signal.changed() => {
                        let Signal { stopping, cut, .. } = *signal.borrow_and_update();
                        if told.is_err() || cut || activity.is_idle_for(IDLE) {
                            break;
                        }
                        if stopping {
                            connection.as_mut().graceful_shutdown();
                        }
                    }
                }
            }
        });
    }

    /// Lets connections finish the requests that have begun, and cuts those that are left after
    /// some time.
    async fn drain(self) {
        self.signal.send_modify(|signal| signal.stopping = true);
        self.connections.close();
        tracing::info!(
            requests = self.connections.len(),
            "stopping: requests under way are finished first"
        );
        if timeout(self.limits.drain_time, self.connections.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                connections = self.connections.len(),
                "connections were cut that did not finish in time"
            );
            self.signal.send_modify(|signal| signal.cut = true);
            self.connections.wait().await;
        }
        tracing::info!("stopped");
    }
}

/// Answers a request of a connection, and keeps its activity up to date.
fn answered(
    app: &Router,
    activity: &Activity,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response, Infallible>> + use<> {
    // This is done before the future is polled: the stream is read in between.
    activity.set_phase(Phase::Working);
    let answer = app.clone().oneshot(request.map(Body::new));
    let activity = activity.clone();
    async move {
        let response = answer.await?;
        activity.set_phase(Phase::Sending);
        Ok(response.map(|body| activity.sent(body)))
    }
}

/// When the log last said that connections could not be accepted.
#[derive(Debug, Default)]
struct Complaint(Option<Instant>);

impl Complaint {
    /// Whether it is time to say it again; then the time is noted.
    fn is_due(&mut self) -> bool {
        let due = self.0.is_none_or(|last| last.elapsed() >= QUIET);
        if due {
            self.0 = Some(Instant::now());
        }
        due
    }
}
