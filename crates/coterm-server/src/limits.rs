//! [`Limits`], every bound on what clients can hold of the server: connections, memory, threads and
//! time.
//!
//! [`State`](crate::State) has them; the accept loop and the handlers read them there.

use std::time::Duration;

/// Bounds on what clients can hold of the server.
///
/// Requests beyond the bounds are answered with a 503 and `Retry-After`, or a 408 or 413, or their
/// connection is closed. Times are of the wall clock, and sizes are bytes.
///
/// ```
/// use coterm_server::Limits;
///
/// let limits = Limits { uploads: 4, ..Limits::default() };
/// assert_eq!(limits.connections, 4_096);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Number of open connections. Where the process may open fewer files, it is that number less
    /// what the server itself needs. When all are taken, those that have been idle for a second are
    /// closed.
    pub connections: usize,
    /// Time from the first byte of a request until its headers are complete.
    pub header_time: Duration,
    /// Time for which a connection may wait for its next request.
    pub idle_time: Duration,
    /// Time in which a client must send, or take, at least [`least_rate`](Self::least_rate) bytes a
    /// second of a body that the server waits for.
    pub stall_time: Duration,
    /// Number of bytes a second that a client must send, or take, on average over each
    /// [`stall_time`](Self::stall_time).
    pub least_rate: u64,
    /// Time for which work goes on when the client has closed its sending side, as a client that
    /// has gone does too.
    pub half_closed_time: Duration,
    /// Time after the signal to stop until the connections that are left are cut.
    pub drain_time: Duration,
    /// Number of uploads of many lookups that are answered at the same time; each has up to two
    /// threads. JSON of less than 64 KiB does not count.
    pub uploads: usize,
    /// Time for the whole of an upload and its answer.
    pub upload_time: Duration,
    /// Number of comparisons that are made at the same time.
    pub comparisons: usize,
    /// Number of requests that wait for a turn of [`comparisons`](Self::comparisons).
    pub comparisons_queued: usize,
    /// Number of requests with scenarios that are scored at the same time.
    pub scores: usize,
    /// Number of requests that wait for a turn of [`scores`](Self::scores).
    pub scores_queued: usize,
    /// Number of tiles that are made at the same time.
    pub tiles: usize,
    /// Number of requests that wait for a turn of [`tiles`](Self::tiles).
    pub tiles_queued: usize,
    /// Number of pages of areas, and of reports of comparisons, that are made at the same time.
    pub pages: usize,
    /// Number of requests that wait for a turn of [`pages`](Self::pages).
    pub pages_queued: usize,
    /// Number of bytes of answers, each of more than 64 KiB, that are held in memory while they are
    /// sent.
    pub answer_bytes: u64,
    /// Time for a comparison, for its report, for a score, a tile or a page, each with the wait for
    /// its turn.
    pub work_time: Duration,
    /// Number of proposed areas in all scenarios of a request.
    pub scenario_areas: usize,
    /// Number of building blocks of the proposed areas in all scenarios of a request, each counted
    /// in every area that has it.
    pub scenario_blocks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            header_time: Duration::from_secs(15),
            idle_time: Duration::from_mins(1),
            stall_time: Duration::from_secs(30),
            least_rate: 128,
            half_closed_time: Duration::from_secs(10),
            drain_time: Duration::from_secs(10),
            uploads: 32,
            upload_time: Duration::from_hours(1),
            comparisons: 2,
            comparisons_queued: 32,
            scores: 2,
            scores_queued: 32,
            tiles: 8,
            tiles_queued: 512,
            pages: 8,
            pages_queued: 512,
            answer_bytes: 512 << 20,
            work_time: Duration::from_mins(1),
            scenario_areas: 1_000,
            scenario_blocks: 400_000,
        }
    }
}

impl Limits {
    /// Returns the number of bytes that a client must send, or take, in each
    /// [`stall_time`](Self::stall_time).
    pub(crate) fn least_bytes(&self) -> u64 {
        // Times of less than a second, as tests have them, still ask for some progress.
        (self.least_rate * self.stall_time.as_secs()).max(1)
    }
}
