//! Bodies that are received and sent in pieces, with back-pressure.
//!
//! `POST /lookup` and `POST /scenarios/score` use it. Pieces are made no faster than the client
//! takes them, and read no faster than they are used.

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

/// Time between the last piece of an unfinished answer and the cut of the connection, in which what
/// was sent before can leave the machine. What has not left by then is lost.
const LINGER: Duration = Duration::from_secs(1);
/// Number of pieces of an answer that are made ahead while one is sent.
const AHEAD: usize = 1;

/// The sending end of a streamed answer. If this is dropped without [`Outgoing::end`], the
/// connection is cut, so that the client does not take what was sent for the whole.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pieces: mpsc::Sender<Piece>,
    /// When the whole of the answer must have been taken.
    until: Instant,
}

#[derive(Debug)]
enum Piece {
    More(Bytes),
    End,
}

/// The error of an answer that the client no longer takes.
#[derive(Debug)]
pub(crate) struct Gone;

/// Makes a body that is streamed until some time, and its sending end.
pub(crate) fn streamed(until: Instant) -> (Outgoing, Body) {
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
    // The compression layer polls once more after the end, at which `unfold` would panic.
    let outgoing = Outgoing {
        pieces: sender,
        until,
    };
    (outgoing, Body::from_stream(pieces.fuse()))
}

impl Outgoing {
    /// Sends a piece, waiting until the client has taken earlier ones.
    pub(crate) async fn send(&self, piece: Vec<u8>) -> Result<(), Gone> {
        self.put(Piece::More(piece.into())).await
    }

    /// Ends the answer, which is complete.
    pub(crate) async fn end(self) -> Result<(), Gone> {
        self.put(Piece::End).await
    }

    async fn put(&self, piece: Piece) -> Result<(), Gone> {
        match timeout_at(self.until, self.pieces.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone),
        }
    }
}
