//! The comparisons of a generation that were asked for last, so that a report's formats
//! are made from one and the same.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use coterm_core::{Comparison, Generation, Options, Weights, compare};
use coterm_report::Question;
use tokio::sync::Semaphore;

use crate::Problem;

/// How many are kept: a few MB each.
const KEPT: usize = 8;
/// How many are worked out at once; each takes all cores.
const AT_ONCE: usize = 2;

type Slot = Arc<OnceLock<Result<Arc<Comparison>, Problem>>>;

/// The last comparisons, latest last.
#[derive(Debug)]
pub(crate) struct Comparisons {
    kept: Mutex<Vec<(Question, Slot)>>,
    at_once: Arc<Semaphore>,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Comparisons {
    /// Of those who ask, who may begin: the others wait without holding a thread.
    pub(crate) fn at_once(&self) -> Arc<Semaphore> {
        Arc::clone(&self.at_once)
    }

    /// The answer to a question, worked out if it is not one of the last. May take a
    /// second, so not to be called where waiting is not allowed.
    pub(crate) fn get(
        &self,
        generation: &Generation,
        question: &Question,
    ) -> Result<Arc<Comparison>, Problem> {
        let slot = self.slot(question);
        slot.get_or_init(|| answer(generation, question).map(Arc::new))
            .clone()
    }

    fn slot(&self, question: &Question) -> Slot {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let position = kept.iter().position(|(of, _)| of == question);
        let entry = match position {
            Some(position) => kept.remove(position),
            None => (question.clone(), Slot::default()),
        };
        let slot = Arc::clone(&entry.1);
        kept.push(entry);
        if kept.len() > KEPT {
            kept.remove(0);
        }
        slot
    }
}

fn answer(generation: &Generation, question: &Question) -> Result<Comparison, Problem> {
    let a = generation.subject(&question.a)?;
    let b = generation.subject(&question.b)?;
    let weights = match question.weight.as_str() {
        "area" => Weights::ground(generation),
        _ => Weights::live_postcodes(generation, question.on),
    };
    let options = Options {
        tolerance_m: question.tolerance_m,
        disclosure: question.disclosure,
        populated: question.populated,
    };
    Ok(compare(generation, &a, &b, &options, &weights)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_questions_are_kept_and_equal_ones_share_an_answer() {
        let comparisons = Comparisons::default();
        let question = |metres: u8| Question {
            a: "place-2022".into(),
            b: "utla-2023".into(),
            tolerance_m: Some(f64::from(metres)),
            weight: "postcodes".into(),
            on: None,
            disclosure: None,
            populated: None,
        };
        let first = comparisons.slot(&question(0));
        let kept = u8::try_from(KEPT).unwrap();
        for metres in 1..kept {
            comparisons.slot(&question(metres));
        }
        assert!(Arc::ptr_eq(&first, &comparisons.slot(&question(0))));
        for metres in kept..3 * kept {
            comparisons.slot(&question(metres));
        }
        assert!(!Arc::ptr_eq(&first, &comparisons.slot(&question(0))));
        assert_eq!(comparisons.kept.lock().unwrap().len(), KEPT);
    }
}
