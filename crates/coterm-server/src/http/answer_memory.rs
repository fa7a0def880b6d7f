//! [`AnswerMemory`], the bound on the memory that answers hold while they are sent.
//!
//! A client may take an answer slowly for a long time, and many clients may do so at once.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Problem;

/// Size of an answer, in bytes, up to which it does not count. The system takes that much from the
/// server at once.
const SMALL: u64 = 64 << 10;
/// Number of bytes that one permit stands for.
const UNIT: u64 = 1 << 10;

/// The memory that is left for answers. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct AnswerMemory(Arc<Semaphore>);

impl AnswerMemory {
    /// Makes room for this number of bytes.
    pub(crate) fn of(bytes: u64) -> Self {
        let units = usize::try_from(bytes / UNIT).unwrap_or(usize::MAX);
        Self(Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))))
    }

    /// Takes the room for a large answer until it is sent or its client has gone; a 503 in its
    /// place if there is no room. Answers of unknown length are streamed, and hold little.
    pub(crate) fn hold(&self, response: Response) -> Response {
        let Some(bytes) = response.body().size_hint().exact() else {
            return response;
        };
        if bytes <= SMALL {
            return response;
        }
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        match Arc::clone(&self.0).try_acquire_many_owned(units) {
            Ok(room) => response.map(|body| {
                let room = Arc::new(room);
                Body::new(HeldBody { body, room })
            }),
            Err(_) => Problem::busy("large answers").into_response(),
        }
    }
}

/// The body of an answer, with the room that it takes.
struct HeldBody {
    body: Body,
    room: Arc<OwnedSemaphorePermit>,
}

/// Bytes of an answer, with its room. The connection holds them until the client has taken them,
/// when the body itself has long been dropped.
struct HeldBytes {
    bytes: Bytes,
    _room: Arc<OwnedSemaphorePermit>,
}

impl AsRef<[u8]> for HeldBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl HttpBody for HeldBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let held = |bytes| {
            Bytes::from_owner(HeldBytes {
                bytes,
                _room: Arc::clone(&self.room),
            })
        };
        polled.map_ok(|frame| frame.map_data(held))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
