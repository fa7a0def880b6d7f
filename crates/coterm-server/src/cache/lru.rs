//! A cache of a few large answers, by least recent use: [`LruCache`].
//!
//! `quick_cache`, which keeps tiles, is no substitute: it guesses which entries will be
//! wanted again, which with room for four or eight may evict the latest, and it does not
//! keep refusals.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use coterm_report::Question;

use crate::Problem;

type Answer<T> = Result<Arc<T>, Problem>;
type Slot<T> = Arc<OnceLock<Answer<T>>>;

/// The last answers, latest last. Whoever asks what is being answered waits for the same
/// answer.
#[derive(Debug)]
pub(crate) struct LruCache<T> {
    kept: Mutex<Vec<(Question, Slot<T>)>>,
    most: usize,
}

impl<T> LruCache<T> {
    /// Keeps so many at most.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            kept: Mutex::default(),
            most,
        }
    }

    /// The answer to a question, worked out if it is not one of the cache.
    pub(crate) fn get(
        &self,
        question: &Question,
        answer: impl FnOnce() -> Result<T, Problem>,
    ) -> Answer<T> {
        let slot = self.slot(question);
        slot.get_or_init(|| answer().map(Arc::new)).clone()
    }

    /// The answer, if it is one of the last: nobody waits.
    pub(crate) fn known(&self, question: &Question) -> Option<Answer<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept
            .iter()
            .any(|(of, slot)| of == question && slot.get().is_some());
        drop(kept);
        // It is the latest now.
        known.then(|| self.slot(question).get().cloned()).flatten()
    }

    fn slot(&self, question: &Question) -> Slot<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let position = kept.iter().position(|(of, _)| of == question);
        let entry = match position {
            Some(position) => kept.remove(position),
            None => (question.clone(), Slot::default()),
        };
        let slot = Arc::clone(&entry.1);
        kept.push(entry);
        if kept.len() > self.most {
            kept.remove(0);
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(metres: u8) -> Question {
        Question {
            a: "place-2022".into(),
            b: "utla-2023".into(),
            tolerance_m: Some(f64::from(metres)),
            weight: "postcodes".into(),
            on: None,
            disclosure: None,
            populated: None,
        }
    }

    #[test]
    fn only_the_last_questions_are_kept_and_equal_ones_share_an_answer() {
        let most = 8;
        let cache = LruCache::<u8>::new(usize::from(most));
        let first = cache.slot(&question(0));
        for metres in 1..most {
            cache.slot(&question(metres));
        }
        assert!(Arc::ptr_eq(&first, &cache.slot(&question(0))));
        for metres in most..3 * most {
            cache.slot(&question(metres));
        }
        assert!(!Arc::ptr_eq(&first, &cache.slot(&question(0))));
        assert_eq!(cache.kept.lock().unwrap().len(), usize::from(most));
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
