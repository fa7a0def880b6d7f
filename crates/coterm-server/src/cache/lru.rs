//! A small cache that evicts the least recently used answer: [`LruCache`].
//!
//! `quick_cache`, which caches tiles, does not fit here: it predicts which entries will be used
//! again, so with room for four or eight it may evict the latest one, and it does not keep errors.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use coterm_report::Question;

use crate::Problem;

type Answer<T> = Result<Arc<T>, Problem>;
type Slot<T> = Arc<OnceLock<Answer<T>>>;

/// The last answers and errors, most recently used last. Requests for an answer that is being
/// computed wait for it instead of computing it again.
#[derive(Debug)]
pub(crate) struct LruCache<T> {
    entries: Mutex<Vec<(Question, Slot<T>)>>,
    capacity: usize,
}

impl<T> LruCache<T> {
    /// Makes an empty cache for up to `capacity` answers.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: Mutex::default(),
            capacity,
        }
    }

    /// Returns the answer to a question, from the cache or computed now by `answer`.
    pub(crate) fn get(
        &self,
        question: &Question,
        answer: impl FnOnce() -> Result<T, Problem>,
    ) -> Answer<T> {
        let slot = self.slot(question);
        slot.get_or_init(|| answer().map(Arc::new)).clone()
    }

    /// Returns the answer if it is in the cache and computed, without waiting for one in progress.
    pub(crate) fn known(&self, question: &Question) -> Option<Answer<T>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let known = entries
            .iter()
            .any(|(cached, slot)| cached == question && slot.get().is_some());
        drop(entries);
        // `slot` also marks it as the most recently used.
        known.then(|| self.slot(question).get().cloned()).flatten()
    }

    fn slot(&self, question: &Question) -> Slot<T> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let position = entries.iter().position(|(cached, _)| cached == question);
        let entry = match position {
            Some(position) => entries.remove(position),
            None => (question.clone(), Slot::default()),
        };
        let slot = Arc::clone(&entry.1);
        entries.push(entry);
        if entries.len() > self.capacity {
            entries.remove(0);
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use coterm_report::Paper;

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

    #[test]
    fn only_the_last_questions_are_kept_and_equal_ones_share_an_answer() {
        let capacity = 8;
        let cache = LruCache::<u8>::new(usize::from(capacity));
        let first = cache.slot(&question(0));
        for metres in 1..capacity {
            cache.slot(&question(metres));
        }
        assert!(Arc::ptr_eq(&first, &cache.slot(&question(0))));
        for metres in capacity..3 * capacity {
            cache.slot(&question(metres));
        }
        assert!(!Arc::ptr_eq(&first, &cache.slot(&question(0))));
        assert_eq!(cache.entries.lock().unwrap().len(), usize::from(capacity));
    }

    #[test]
    fn what_is_known_was_answered_and_stays() {
        let cache = LruCache::new(2);
        assert!(cache.known(&question(0)).is_none());
        for metres in [0, 1] {
            cache.get(&question(metres), || Ok(metres)).unwrap();
        }
        assert_eq!(
            cache.known(&question(0)).unwrap().map(|answer| *answer),
            Ok(0)
        );
        cache.get(&question(2), || Ok(2)).unwrap();
        assert!(
            cache.known(&question(1)).is_none(),
            "it was asked longest ago"
        );
        assert!(cache.known(&question(0)).is_some());
    }
}
