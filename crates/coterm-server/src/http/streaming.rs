//! Bodies that come and go in pieces, no faster than the other side takes or makes
//! them.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::Problem;

/// For how long the other side may neither send nor take anything.
const PATIENCE: Duration = Duration::from_mins(1);
/// For how long what was sent before may leave the machine before the connection is
/// cut; what has not left by then is lost.
const LINGER: Duration = Duration::from_secs(1);
/// Pieces of an answer that are made while one is sent.
const AHEAD: usize = 1;

/// The next piece of a request's body; `None` at its end.
///
/// # Errors
///
/// If it breaks off, or does not go on.
pub(crate) async fn next_piece(body: &mut BodyDataStream) -> Result<Option<Bytes>, Problem> {
    match timeout(PATIENCE, body.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) => Err(Problem::bad_request("the body broke off")),
        Err(_) => Err(Problem::timed_out()),
    }
}

/// The end of an answer's body at which it is made. Unless [`Outgoing::end`] is called
/// the connection is cut when this is dropped, so that nobody takes what was sent for
/// the whole.
#[derive(Debug)]
pub(crate) struct Outgoing(mpsc::Sender<Piece>);

#[derive(Debug)]
enum Piece {
    More(Bytes),
    End,
}

/// Nobody takes the answer any more.
#[derive(Debug)]
pub(crate) struct Gone;

/// A body, and the end at which it is made.
pub(crate) fn streamed() -> (Outgoing, Body) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let pieces = stream::unfold(Some(receiver), async |receiver| {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Piece::More(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Piece::End) => None,
            None => {
                sleep(LINGER).await;
                Some((Err("the answer was not finished"), None))
            }
        }
    });
    // Compression asks once more after the end, and `unfold` would panic.
    (Outgoing(sender), Body::from_stream(pieces.fuse()))
}

impl Outgoing {
    /// Sends a piece, as soon as there is room for it.
    pub(crate) async fn send(&self, piece: Vec<u8>) -> Result<(), Gone> {
        self.put(Piece::More(piece.into())).await
    }

    /// The answer is whole.
    pub(crate) async fn end(self) -> Result<(), Gone> {
        self.put(Piece::End).await
    }

    async fn put(&self, piece: Piece) -> Result<(), Gone> {
        match timeout(PATIENCE, self.0.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone),
        }
    }
}
