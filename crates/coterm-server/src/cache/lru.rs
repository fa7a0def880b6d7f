//! A small cache that evicts the least recently used answer: [`LruCache`].
//!
//! `quick_cache`, which caches tiles, does not fit here: it predicts which entries will be used
//! again, so with room for four or eight it may evict the latest one, and it does not keep errors.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};

use crate::Problem;

/// An answer, or the problem with its question.
type Answer<T> = Result<Arc<T>, Problem>;
type Work<T> = BoxFuture<'static, Answer<T>>;
type Entries<K, T> = Vec<(K, Entry<T>)>;

/// The last answers and errors by their questions, most recently used last. Requests for an answer that is being
/// computed wait for it instead of computing it again. When the last of them has gone, the work is
/// dropped.
pub(crate) struct LruCache<K, T> {
    entries: Arc<Mutex<Entries<K, T>>>,
    capacity: usize,
}

/// An answer, or the work on it for as long as anybody waits for it.
enum Entry<T> {
    Known(Answer<T>),
    InWork(WeakShared<Work<T>>),
}

/// The answer to a request, or the work that it waits for.
enum Asked<T> {
    Known(Answer<T>),
    InWork(Shared<Work<T>>),
}

impl<K, T> fmt::Debug for LruCache<K, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LruCache")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<K: Clone + PartialEq + Send + 'static, T: Send + Sync + 'static> LruCache<K, T> {
    /// Makes an empty cache for up to `capacity` answers.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: Arc::default(),
            capacity,
        }
    }

    /// Returns the answer to a question, from the cache or computed now by `work`.
    pub(crate) async fn get<F>(&self, question: &K, work: impl FnOnce() -> F) -> Answer<T>
    where
        F: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        match self.ask(question, work) {
            Asked::Known(answer) => answer,
            Asked::InWork(work) => work.await,
        }
    }

    /// Removes the answer to a question, so that it is computed anew.
    pub(crate) fn remove(&self, question: &K) {
        locked(&self.entries).retain(|(cached, _)| cached != question);
    }

    fn ask<F>(&self, question: &K, work: impl FnOnce() -> F) -> Asked<T>
    where
        F: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let mut entries = locked(&self.entries);
        let position = entries.iter().position(|(cached, _)| cached == question);
        let entry = position.map(|position| entries.remove(position).1);
        let asked = match entry {
            Some(Entry::Known(answer)) => Asked::Known(answer),
            Some(Entry::InWork(work)) if let Some(work) = work.upgrade() => Asked::InWork(work),
            _ => Asked::InWork(self.begun(question.clone(), work())),
        };
        let entry = match &asked {
            Asked::Known(answer) => Some(Entry::Known(answer.clone())),
            Asked::InWork(work) => work.downgrade().map(Entry::InWork),
        };
        entries.extend(entry.map(|entry| (question.clone(), entry)));
        if entries.len() > self.capacity {
            entries.remove(0);
        }
        asked
    }

    /// Makes work that puts its answer into the cache.
    fn begun(
        &self,
        question: K,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Shared<Work<T>> {
        let entries = Arc::clone(&self.entries);
        let work = async move {
            let answer = work.await.map(Arc::new);
            let mut entries = locked(&entries);
            let position = entries.iter().position(|(cached, _)| *cached == question);
            if let Some(position) = position {
                if answer.as_ref().is_err_and(Problem::is_passing) {
                    entries.remove(position);
                } else if let Some((_, entry)) = entries.get_mut(position) {
                    *entry = Entry::Known(answer.clone());
                }
            }
            drop(entries);
            answer
        };
        work.boxed().shared()
    }
}

fn locked<K, T>(entries: &Mutex<Entries<K, T>>) -> MutexGuard<'_, Entries<K, T>> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use coterm_report::{Paper, Question};

    use super::*;

    fn question(metres: u8) -> Question {
        Question {
            a: "place-2022".into(),
            b: "utla-2023".into(),
            within: Vec::new(),
            tolerance_m: Some(f64::from(metres)),
            weight: "postcodes".into(),
            on: None,
            disclosure: None,
            populated: None,
            practices: None,
            file_options: Vec::new(),
            paper: Paper::default(),
        }
    }

    #[tokio::test]
    async fn only_the_last_questions_are_kept_and_equal_ones_share_an_answer() {
        let capacity = 8;
        let cache = LruCache::<Question, u8>::new(usize::from(capacity));
        let asked = AtomicUsize::new(0);
        let get = async |metres: u8| {
            let work = || {
                asked.fetch_add(1, Ordering::Relaxed);
                ready(Ok(metres))
            };
            cache.get(&question(metres), work).await.unwrap()
        };
        let first = get(0).await;
        for metres in 1..capacity {
            get(metres).await;
        }
        assert!(Arc::ptr_eq(&first, &get(0).await));
        assert_eq!(asked.load(Ordering::Relaxed), usize::from(capacity));
        for metres in capacity..3 * capacity {
            get(metres).await;
        }
        assert!(!Arc::ptr_eq(&first, &get(0).await));
        assert_eq!(locked(&cache.entries).len(), usize::from(capacity));
    }

    #[tokio::test]
    async fn errors_are_kept_unless_they_pass() {
        let cache = LruCache::<Question, u8>::new(2);
        let wrong = Problem::bad_request("no");
        let refused = cache.get(&question(0), || ready(Err(wrong.clone()))).await;
        assert_eq!(refused.unwrap_err(), wrong);
        let again = cache.get(&question(0), || ready(Ok(1))).await;
        assert_eq!(again.unwrap_err(), wrong);
        let busy = Problem::busy("tests");
        let refused = cache.get(&question(1), || ready(Err(busy.clone()))).await;
        assert_eq!(refused.unwrap_err(), busy);
        assert_eq!(*cache.get(&question(1), || ready(Ok(1))).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn work_is_shared_and_dropped_with_the_last_who_waits() {
        let cache = LruCache::<Question, u8>::new(2);
        let held = Arc::new(());
        let work = || {
            let held = Arc::clone(&held);
            async move {
                pending::<()>().await;
                drop(held);
                Ok(1)
            }
        };
        let question = question(0);
        let mut one = Box::pin(cache.get(&question, work));
        let mut other = Box::pin(cache.get(&question, work));
        assert!((&mut one).now_or_never().is_none());
        assert!((&mut other).now_or_never().is_none());
        assert_eq!(Arc::strong_count(&held), 2, "it was begun once");
        drop(one);
        assert_eq!(Arc::strong_count(&held), 2);
        drop(other);
        assert_eq!(Arc::strong_count(&held), 1);
        assert_eq!(*cache.get(&question, || ready(Ok(1))).await.unwrap(), 1);
    }
}
