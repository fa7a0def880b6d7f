//! [`WatchedStream`], a connection's stream with limits of time: for headers, idleness and clients
//! that take nothing.
//!
//! A client may close its sending side and still gets the answer, for as long as the limits say. A
//! client that has gone closes that side too, and cannot be told apart.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::activity::{Activity, Phase};
use super::refusal::refusal;
use crate::Limits;

/// A stream that ends, or fails, when its client takes longer than the limits allow.
#[derive(Debug)]
pub(super) struct WatchedStream<S> {
    stream: S,
    limits: Arc<Limits>,
    activity: Activity,
    reading: Timer<Wait>,
    writing: Timer<()>,
    /// Whether the client has closed its sending side.
    ended: bool,
    /// Whether some bytes of the next request have arrived.
    begun: bool,
    /// Bytes that are left to write of an answer to what is not HTTP.
    refusal: Vec<u8>,
    /// Bytes that the client has taken since the timer of writing was started.
    taken: u64,
}

/// The thing that is waited for when nothing can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// The next request.
    Request,
    /// The rest of a request's headers.
    Headers,
    /// The answer to a client that has closed its sending side.
    Answer,
}

/// A sleep that is made when it is first needed and then used again, and what it is for.
#[derive(Debug)]
struct Timer<T> {
    running: Option<T>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl<T: PartialEq> Timer<T> {
    const STOPPED: Self = Self {
        running: None,
        sleep: None,
    };

    /// Starts the timer unless it runs for the same thing. Ready when the time is over.
    fn poll(&mut self, what: T, time: Duration, context: &mut Context<'_>) -> Poll<()> {
        let sleeping = self.sleep.get_or_insert_with(|| Box::pin(sleep(time)));
        if self.running.as_ref() != Some(&what) {
            sleeping.as_mut().reset(Instant::now() + time);
            self.running = Some(what);
        }
        sleeping.as_mut().poll(context)
    }

    fn stop(&mut self) {
        self.running = None;
    }
}

impl<S> WatchedStream<S> {
    pub(super) fn new(stream: S, limits: Arc<Limits>, activity: Activity) -> Self {
        Self {
            stream,
            limits,
            activity,
            reading: Timer::STOPPED,
            writing: Timer::STOPPED,
            ended: false,
            begun: false,
            refusal: Vec::new(),
            taken: 0,
        }
    }

    /// Decides about a read that found nothing: whether to go on waiting, or to end or fail.
    fn waits(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (wait, time) = match (self.activity.phase(), self.ended) {
            // The bodies of requests have limits of their own, see `http::streaming`.
            (Phase::Working | Phase::Sending, false) => {
                self.reading.stop();
                return Poll::Pending;
            }
            (Phase::Idle, true) => return Poll::Ready(Ok(())),
            // A client that does not take the answer is noticed while it is written, and one that
            // has not sent all of its body by the limits of uploads.
            (Phase::Sending, true) => return Poll::Pending,
            (Phase::Working, true) => (Wait::Answer, self.limits.half_closed_time),
            (Phase::Idle, false) if self.begun => (Wait::Headers, self.limits.header_time),
            (Phase::Idle, false) => (Wait::Request, self.limits.idle_time),
        };
        match self.reading.poll(wait, time, context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) if wait == Wait::Headers => Poll::Ready(Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the headers did not arrive in time",
            ))),
            // A read of nothing is the stream's end.
            Poll::Ready(()) => Poll::Ready(Ok(())),
        }
    }

    /// Takes note of what became of a write of `offered` bytes, and fails if the client takes too
    /// little.
    fn written(
        &mut self,
        offered: usize,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                self.taken += bytes as u64;
                if bytes == offered {
                    self.writing.stop();
                    self.taken = 0;
                }
                // The next bytes that arrive are of another request.
                self.begun = false;
                if bytes == offered && self.activity.phase() == Phase::Idle && !self.ended {
                    // The HTTP library does not read again until something wakes it.
                    self.reading.stop();
                    let time = self.limits.idle_time;
                    let _ = self.reading.poll(Wait::Request, time, context);
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => self.stalls(context),
        }
    }

    fn stalls(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let time = self.limits.stall_time;
        while self.writing.poll((), time, context).is_ready() {
            if self.taken < self.limits.least_bytes() {
                return Poll::Ready(Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "the client takes too little of the answer",
                )));
            }
            self.taken = 0;
            self.writing.stop();
        }
        Poll::Pending
    }
}

impl<S: AsyncWrite + Unpin> WatchedStream<S> {
    /// Writes a problem document if the bytes are the HTTP library's own answer to what is not HTTP,
    /// and says that they are written; `None` if they are anything else.
    fn poll_refusal(
        &mut self,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        if self.activity.phase() != Phase::Idle {
            return None;
        }
        if self.refusal.is_empty() {
            self.refusal = refusal(bytes)?;
        }
        while !self.refusal.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, &self.refusal);
            match self.written(self.refusal.len(), written, context) {
                Poll::Ready(Ok(written)) => drop(self.refusal.drain(..written)),
                other => return Some(other),
            }
        }
        Some(Poll::Ready(Ok(bytes.len())))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WatchedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if !this.ended {
            let before = buffer.filled().len();
            match Pin::new(&mut this.stream).poll_read(context, buffer) {
                Poll::Ready(Ok(())) if buffer.filled().len() == before => this.ended = true,
                Poll::Ready(Ok(())) => {
                    if !this.begun {
                        this.reading.stop();
                    }
                    this.begun = true;
                    return Poll::Ready(Ok(()));
                }
                Poll::Ready(error) => return Poll::Ready(error),
                Poll::Pending => {}
            }
        }
        this.waits(context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WatchedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(refused) = self.poll_refusal(context, bytes) {
            return refused;
        }
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(bytes.len(), written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [bytes] = slices
            && let Some(refused) = self.poll_refusal(context, bytes)
        {
            return refused;
        }
        let offered = slices.iter().map(|slice| slice.len()).sum();
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(offered, written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
