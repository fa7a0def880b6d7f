//! [`Activity`], what a connection is doing: waiting, working on a request or sending an answer.
//!
//! The service of a connection writes it, and the watch over its stream reads it. Both run in the
//! same task.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// Size of an answer, in bytes, that is given to the connection at once.
const AT_ONCE: u64 = 64 << 10;

/// The current phase of a connection. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Activity(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    phase: AtomicU8,
    begun: Instant,
    /// Milliseconds from `begun` to when the phase became idle.
    idle_from: AtomicU64,
}

/// The phase of a connection's current request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// No request has arrived with all of its headers.
    Idle,
    /// The head of the answer is not known yet.
    Working,
    /// The answer is being sent.
    Sending,
}

impl Default for Activity {
    fn default() -> Self {
        Self(Arc::new(Inner {
            phase: AtomicU8::default(),
            begun: Instant::now(),
            idle_from: AtomicU64::default(),
        }))
    }
}

impl Activity {
    pub(super) fn phase(&self) -> Phase {
        match self.0.phase.load(Ordering::Relaxed) {
            0 => Phase::Idle,
            1 => Phase::Working,
            _ => Phase::Sending,
        }
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        let number = match phase {
            Phase::Idle => 0,
            Phase::Working => 1,
            Phase::Sending => 2,
        };
        self.0.phase.store(number, Ordering::Relaxed);
        if phase == Phase::Idle {
            self.0.idle_from.store(self.age(), Ordering::Relaxed);
        }
    }

    /// Whether no request was under way for this time.
    pub(super) fn is_idle_for(&self, time: Duration) -> bool {
        let idle = self.age();
        let idle = idle.saturating_sub(self.0.idle_from.load(Ordering::Relaxed));
        self.phase() == Phase::Idle && Duration::from_millis(idle) >= time
    }

    /// Returns the milliseconds since the connection was made.
    fn age(&self) -> u64 {
        u64::try_from(self.0.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Wraps an answer's body, to know when all of it has been given to the connection. A small one
    /// is given at once, and wrapping it would cost as much as a part of a lookup.
    pub(super) fn sent(&self, body: Body) -> Body {
        if body.size_hint().exact().is_some_and(|size| size <= AT_ONCE) {
            self.set_phase(Phase::Idle);
            return body;
        }
        Body::new(SentBody {
            body,
            activity: Some(self.clone()),
        })
    }
}

/// An answer's body, at whose end its connection becomes idle.
struct SentBody {
    body: Body,
    activity: Option<Activity>,
}

impl SentBody {
    fn end(&mut self) {
        if let Some(activity) = self.activity.take() {
            activity.set_phase(Phase::Idle);
        }
    }
}

impl HttpBody for SentBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) || self.body.is_end_stream() {
            self.end();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for SentBody {
    fn drop(&mut self) {
        self.end();
    }
}
