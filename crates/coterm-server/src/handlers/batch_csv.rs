//! `POST /lookup` with CSV: the same rows with columns added, streamed.
//!
//! The rows are resolved by the code of `coterm bulk`, on a thread that may block; [`Input`] and
//! [`Output`] connect it to the async bodies.

use std::io::{self, Read, Write};
use std::mem;
use std::sync::OnceLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use coterm_io::Silent;
use coterm_io::bulk::{BulkOptions, resolve};
use coterm_report::lookup::row_reason;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::http::json_writer::unstored;
use crate::http::streaming::{Gone, Outgoing, streamed};
use crate::http::upload::Upload;
use crate::{Problem, State};

const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");

/// Size of a piece of the answer, in bytes, at which it is sent.
const MANY: usize = 1 << 16;

/// Answers with the CSV of the body and the columns that `coterm bulk` adds.
///
/// An error in one row is written in that row. An error in the table is the whole request's
/// problem, unless the answer has begun: then the last line says so, and the connection is cut.
pub(crate) async fn rows(
    state: State,
    options: BulkOptions,
    body: Body,
) -> Result<Response, Problem> {
    let body = Upload::with_place(&state, body)?;
    let until = body.until();
    let (begun, first) = oneshot::channel();
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let fault = OnceLock::new();
        let input = Input {
            runtime: &runtime,
            body,
            piece: Bytes::new(),
            fault: &fault,
        };
        let mut output = Output {
            runtime: &runtime,
            made: Vec::new(),
            begun: Some(begun),
            outgoing: None,
            until,
        };
        match resolve(
            state.dataset(),
            &options,
            row_reason,
            input,
            &mut output,
            &Silent,
        ) {
            Ok(resolved) => {
                state.metrics().add_lookups(resolved.tally.rows);
                output.end()
            }
            Err(error) => output.stop(fault.into_inner().unwrap_or_else(|| error.into())),
        }
    });
    let body = first.await.map_err(|error| Problem::internal(&error))??;
    Ok(unstored(CSV, body))
}

/// The request's body as a blocking reader.
struct Input<'a> {
    runtime: &'a Handle,
    body: Upload,
    piece: Bytes,
    /// The problem that stopped the reading, which an `io::Error` cannot carry.
    fault: &'a OnceLock<Problem>,
}

impl Input<'_> {
    fn next_piece(&mut self) -> Result<(), Problem> {
        while self.piece.is_empty() {
            let Some(piece) = self.runtime.block_on(self.body.next())? else {
                break;
            };
            self.piece = piece;
        }
        Ok(())
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Err(problem) = self.next_piece() {
            self.fault.get_or_init(|| problem);
            return Err(io::Error::other("the body cannot be read on"));
        }
        let length = buffer.len().min(self.piece.len());
        buffer[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}

/// The answer's body as a blocking writer.
struct Output<'a> {
    runtime: &'a Handle,
    made: Vec<u8>,
    /// The channel that starts the response, with rows or with a problem; `None` once it has been
    /// used.
    begun: Option<oneshot::Sender<Result<Body, Problem>>>,
    /// The stream of the response's body; `None` before the response has started.
    outgoing: Option<Outgoing>,
    /// When the whole of the answer must have been taken.
    until: Instant,
}

impl Output<'_> {
    fn send(&mut self) -> Result<(), Gone> {
        if let Some(begun) = self.begun.take() {
            let (outgoing, body) = streamed(self.until);
            begun.send(Ok(body)).map_err(|_| Gone)?;
            self.outgoing = Some(outgoing);
        }
        let outgoing = self.outgoing.as_ref().ok_or(Gone)?;
        let made = mem::replace(&mut self.made, Vec::with_capacity(MANY + MANY / 8));
        self.runtime.block_on(outgoing.send(made))
    }

    /// Ends the answer after the last row.
    fn end(mut self) -> Result<(), Gone> {
        if let Some(begun) = self.begun.take() {
            return begun.send(Ok(self.made.into())).map_err(|_| Gone);
        }
        self.send()?;
        self.outgoing
            .map_or(Ok(()), |outgoing| self.runtime.block_on(outgoing.end()))
    }

    /// Ends the answer with a problem: as the response, or as its last line if it has started.
    fn stop(mut self, problem: Problem) -> Result<(), Gone> {
        if let Some(begun) = self.begun.take() {
            return begun.send(Err(problem)).map_err(|_| Gone);
        }
        problem.log(&Method::POST, "/lookup");
        let reason = problem.detail().replace('"', "\"\"");
        self.made
            .extend(format!("\"coterm stopped here: {reason}\"\n").into_bytes());
        self.send()
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.made.extend_from_slice(bytes);
        if self.made.len() >= MANY {
            self.send()
                .map_err(|Gone| io::Error::other("nobody takes the answer any more"))?;
        }
        Ok(bytes.len())
    }

    /// Does nothing: pieces are sent when they are large, or at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
