//! [`Upload`], a request's body that is read in pieces, with limits of its pace and its time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use futures_util::StreamExt;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

use crate::{Problem, State};

/// Size of a body, in bytes, that is read without a place among the uploads.
const SMALL: u64 = 64 << 10;

/// A request's body that is being read.
#[derive(Debug)]
pub(crate) struct Upload {
    body: BodyDataStream,
    /// When the whole of the body must have arrived, and its answer have been taken.
    until: Instant,
    pace: Pace,
    /// A place among the uploads; `None` for a small body.
    _place: Option<OwnedSemaphorePermit>,
}

impl Upload {
    /// Begins to read a body.
    ///
    /// # Errors
    ///
    /// A 503 if the body may be large, and as many are being read as the limits allow.
    pub(crate) fn new(state: &State, body: Body) -> Result<Self, Problem> {
        let is_small = body.size_hint().upper().is_some_and(|most| most <= SMALL);
        Self::begin(state, body, is_small)
    }

    /// Begins to read a body whose answer keeps threads busy, so that it needs a place among the
    /// uploads even if it is small.
    ///
    /// # Errors
    ///
    /// A 503 if as many are being read as the limits allow.
    pub(crate) fn with_place(state: &State, body: Body) -> Result<Self, Problem> {
        Self::begin(state, body, false)
    }

    fn begin(state: &State, body: Body, is_small: bool) -> Result<Self, Problem> {
        let place = if is_small {
            None
        } else {
            let place = Arc::clone(state.uploads()).try_acquire_owned();
            Some(place.map_err(|_| Problem::busy("uploads"))?)
        };
        let limits = state.limits();
        Ok(Self {
            body: body.into_data_stream(),
            until: Instant::now() + limits.upload_time,
            pace: Pace {
                window: limits.stall_time,
                least: limits.least_bytes(),
                waited: Duration::ZERO,
                bytes: 0,
            },
            _place: place,
        })
    }

    /// Returns when the whole of the body must have arrived, and its answer have been taken.
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    /// Waits for the next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// A 400 if the body breaks off, or a 408 if it arrives too slowly or takes too long.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            let begun = Instant::now();
            let until = self.until.min(begun + self.pace.left());
            let next = timeout_at(until, self.body.next()).await;
            let now = Instant::now();
            let arrived = match &next {
                Ok(Some(Ok(piece))) => piece.len(),
                _ => 0,
            };
            let keeps_up = self.pace.count(now - begun, arrived as u64);
            match next {
                Ok(None) => return Ok(None),
                Ok(Some(Ok(_))) | Err(_) if !keeps_up || now >= self.until => {
                    return Err(Problem::timed_out());
                }
                Ok(Some(Ok(piece))) => return Ok(Some(piece)),
                Ok(Some(Err(_))) => {
                    return Err(Problem::bad_request(
                        "the body is incomplete; send all of it",
                    ));
                }
                Err(_) => {}
            }
        }
    }
}

impl Upload {
    /// Reads the whole body, of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// The problems of [`next`](Self::next), and a 413 with the text of `help` for a longer body.
    pub(crate) async fn whole(
        mut self,
        limit: usize,
        help: impl FnOnce() -> String,
    ) -> Result<Vec<u8>, Problem> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            if whole.len() + piece.len() > limit {
                return Err(Problem::too_large(help()));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}

/// How fast a client sends while the server waits for it.
#[derive(Debug)]
struct Pace {
    /// Time of waiting over which bytes are counted.
    window: Duration,
    /// Number of bytes that must arrive in a window.
    least: u64,
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// Returns the time that is left of the window.
    fn left(&self) -> Duration {
        self.window.saturating_sub(self.waited)
    }

    /// Counts bytes and the time that was waited for them. Returns whether the client keeps up.
    fn count(&mut self, waited: Duration, bytes: u64) -> bool {
        self.waited += waited;
        self.bytes += bytes;
        if self.waited < self.window {
            return true;
        }
        let keeps_up = self.bytes >= self.least;
        (self.waited, self.bytes) = (Duration::ZERO, 0);
        keeps_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace {
            window: Duration::from_secs(30),
            least: 300,
            waited: Duration::ZERO,
            bytes: 0,
        }
    }

    #[test]
    fn what_trickles_does_not_keep_up() {
        let mut pace = pace();
        let second = Duration::from_secs(1);
        assert!((0..29).all(|_| pace.count(second, 1)));
        assert!(!pace.count(second, 1));
    }

    #[test]
    fn what_arrives_at_the_least_rate_or_without_waiting_keeps_up() {
        let mut pace = pace();
        let second = Duration::from_secs(1);
        assert!((0..1_000).all(|_| pace.count(second, 10)));
        assert!((0..100_000).all(|_| pace.count(Duration::ZERO, 1)));
    }
}
