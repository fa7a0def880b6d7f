//! Work that takes long: [`Gate`] limits how much is done at once, how much waits, and for how long.

mod gate;

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::Limits;
use crate::http::answer_memory::AnswerMemory;

pub(crate) use self::gate::Gate;

/// The gates of all kinds of work. They outlive the data, so that a reload does not double what is
/// done at once. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Gates {
    pub(crate) uploads: Arc<Semaphore>,
    pub(crate) comparisons: Gate,
    pub(crate) scores: Gate,
    pub(crate) tiles: Gate,
    pub(crate) pages: Gate,
    pub(crate) answers: AnswerMemory,
}

impl Gates {
    /// Makes gates with the numbers and times of the limits.
    pub(crate) fn new(limits: &Limits) -> Self {
        let time = limits.work_time;
        Self {
            uploads: Arc::new(Semaphore::new(limits.uploads.min(Semaphore::MAX_PERMITS))),
            comparisons: Gate::new(
                "comparisons",
                limits.comparisons,
                limits.comparisons_queued,
                time,
            ),
            scores: Gate::new("scores", limits.scores, limits.scores_queued, time),
            tiles: Gate::new("tiles", limits.tiles, limits.tiles_queued, time),
            pages: Gate::new("pages and reports", limits.pages, limits.pages_queued, time),
            answers: AnswerMemory::of(limits.answer_bytes),
        }
    }
}
