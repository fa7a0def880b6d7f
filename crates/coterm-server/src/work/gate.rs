//! [`Gate`], through which work of one kind goes to threads that may block.

use std::sync::Arc;
use std::time::Duration;

use coterm_core::Cancel;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use crate::Problem;

/// A limit of how much work of one kind is done at once and how much waits for its turn. Clones share
/// it.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    /// Name of the work in the answer that there is too much of it: "comparisons".
    what: &'static str,
    turns: Arc<Semaphore>,
    /// Places of those whose turn it is and of those that wait.
    places: Arc<Semaphore>,
    time: Duration,
}

/// Permission to work. Others wait until it is dropped.
struct Turn {
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

/// A guard that cancels work when nobody waits for it any more.
struct CancelOnDrop(Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Gate {
    /// Makes a gate for `at_once` pieces of work and `queued` that wait, each of which takes at most
    /// `time` with the wait.
    pub(crate) fn new(what: &'static str, at_once: usize, queued: usize, time: Duration) -> Self {
        let at_once = at_once.clamp(1, Semaphore::MAX_PERMITS / 2);
        let queued = queued.min(Semaphore::MAX_PERMITS / 2);
        Self {
            what,
            turns: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once + queued)),
            time,
        }
    }

    /// Does some work on a thread that may block, once it is its turn.
    ///
    /// The work is cancelled when the time is over, and when the future is dropped, as it is when
    /// the client leaves. It should look at the token often.
    ///
    /// # Errors
    ///
    /// A 503 if too many wait already, or if the time is over; and the work's own.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Cancel) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let until = Instant::now() + self.time;
        let turn = match timeout_at(until, self.turn()).await {
            Ok(turn) => turn?,
            Err(_) => return Err(Problem::busy(self.what)),
        };
        let cancel = Cancel::default();
        let _guard = CancelOnDrop(cancel.clone());
        let working = spawn_blocking(move || {
            let _turn = turn;
            work(&cancel)
        });
        match timeout_at(until, working).await {
            Ok(done) => done?,
            Err(_) => Err(Problem::took_too_long(self.time)),
        }
    }

    async fn turn(&self) -> Result<Turn, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Problem::busy(self.what))?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        Ok(Turn {
            _turn: turn.map_err(|error| Problem::internal(&error))?,
            _place: place,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_mins(10);

    /// Time after which work that is not cancelled ends by itself, so that a test fails and does not
    /// hang.
    const PATIENCE: Duration = Duration::from_mins(1);

    /// Work that goes on until it is cancelled, and then says whether it was.
    fn endless(done: mpsc::Sender<bool>) -> impl FnOnce(&Cancel) -> Result<(), Problem> + Send {
        move |cancel| {
            let begun = std::time::Instant::now();
            while !cancel.is_cancelled() && begun.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(1));
            }
            done.send(cancel.is_cancelled()).unwrap();
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_finds_no_place_is_refused_at_once() {
        let gate = Arc::new(Gate::new("tests", 1, 1, LONG));
        let (done, ended) = mpsc::channel();
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let (gate, work) = (Arc::clone(&gate), endless(done.clone()));
                tokio::spawn(async move { gate.work(work).await })
            })
            .collect();
        while gate.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = gate.work(|_| Ok(())).await.unwrap_err();
        assert_eq!(refused, Problem::busy("tests"));
        for one in &waiting {
            one.abort();
        }
        tokio::task::spawn_blocking(move || assert!(ended.recv().unwrap()))
            .await
            .unwrap();
        gate.work(|_| Ok(())).await.unwrap();
    }

    #[tokio::test]
    async fn work_ends_when_its_time_is_over() {
        let (done, ended) = mpsc::channel();
        let gate = Gate::new("tests", 1, 0, Duration::from_millis(10));
        let refused = gate.work(endless(done)).await.unwrap_err();
        assert_eq!(refused, Problem::took_too_long(gate.time));
        tokio::task::spawn_blocking(move || assert!(ended.recv().unwrap()))
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn work_ends_when_nobody_waits_for_it() {
        let (done, ended) = mpsc::channel();
        let gate = Gate::new("tests", 1, 0, LONG);
        let work = gate.work(endless(done));
        assert!(
            tokio::time::timeout(Duration::from_millis(10), work)
                .await
                .is_err()
        );
        tokio::task::spawn_blocking(move || assert!(ended.recv().unwrap()))
            .await
            .unwrap();
    }
}
