//! The comparisons of a dataset that were asked for last, so that a report's formats,
//! and the tiles of a map, are made from one and the same.

use std::sync::Arc;

use coterm_core::{Comparison, ComparisonOptions, Dataset, Weights, compare};
use coterm_report::{ComparisonDocument, Question, text};
use coterm_tiles::{ComparisonTiles, USUAL_ZOOMS};
use tokio::sync::Semaphore;

use super::lru::LruCache;
use crate::Problem;

/// How many are kept: a few MB each.
const KEPT: usize = 8;
/// Of how many the tiles can be made without beginning anew. With all zooms prepared one of
/// places takes some 2 MB, of districts 6, of LSOAs 50.
const DRAWN: usize = 4;
/// How many are worked out at once; each takes all cores.
const AT_ONCE: usize = 2;

/// The last comparisons.
#[derive(Debug)]
pub(crate) struct ComparisonCache {
    kept: LruCache<Comparison>,
    drawn: LruCache<DrawnComparison>,
    at_once: Arc<Semaphore>,
}

/// A comparison of which tiles can be made.
#[derive(Debug)]
pub(crate) struct DrawnComparison {
    pub(crate) tiles: ComparisonTiles,
    /// Another for every other answer, every other data, and every other version of this
    /// software.
    pub(crate) version: String,
}

impl Default for ComparisonCache {
    fn default() -> Self {
        Self {
            kept: LruCache::new(KEPT),
            drawn: LruCache::new(DRAWN),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl ComparisonCache {
    /// Of those who ask, who may begin: the others wait without holding a thread.
    pub(crate) fn at_once(&self) -> Arc<Semaphore> {
        Arc::clone(&self.at_once)
    }

    /// The answer to a question, worked out if it is not one of the last. May take a
    /// second, so not to be called where waiting is not allowed.
    pub(crate) fn get(
        &self,
        dataset: &Dataset,
        question: &Question,
    ) -> Result<Arc<Comparison>, Problem> {
        self.kept.get(question, || answer(dataset, question))
    }

    /// The same, to be drawn.
    pub(crate) fn drawn(
        &self,
        dataset: &Dataset,
        question: &Question,
    ) -> Result<Arc<DrawnComparison>, Problem> {
        self.drawn.get(question, || {
            let comparison = self.get(dataset, question)?;
            DrawnComparison::new(dataset, question, &comparison)
        })
    }

    /// The same, if there is no need to wait for it.
    pub(crate) fn drawn_already(
        &self,
        question: &Question,
    ) -> Option<Result<Arc<DrawnComparison>, Problem>> {
        self.drawn.known(question)
    }
}

impl DrawnComparison {
    fn new(
        dataset: &Dataset,
        question: &Question,
        comparison: &Comparison,
    ) -> Result<Self, Problem> {
        let catalogue = dataset.catalogue();
        let layers = [catalogue.layer(&question.a)?, catalogue.layer(&question.b)?];
        let made_from = coterm_io::tiles_fingerprint(catalogue.layers(), &[], &USUAL_ZOOMS)?;
        let mut told = serde_json::to_vec(&ComparisonDocument(comparison))
            .map_err(|error| Problem::internal(&error))?;
        told.extend(made_from.bytes());
        Ok(Self {
            tiles: ComparisonTiles::new(layers, comparison, |piece| {
                text::reason::piece(piece, comparison)
            })?,
            version: coterm_io::fingerprint(&told),
        })
    }
}

fn answer(dataset: &Dataset, question: &Question) -> Result<Comparison, Problem> {
    let a = dataset.comparison_input(&question.a)?;
    let b = dataset.comparison_input(&question.b)?;
    let weights = match question.weight.as_str() {
        "area" => Weights::ground(dataset),
        _ => Weights::live_postcodes(dataset, question.on),
    };
    let options = ComparisonOptions {
        tolerance_m: question.tolerance_m,
        disclosure: question.disclosure,
        populated: question.populated,
    };
    Ok(compare(dataset, &a, &b, &options, &weights)?)
}
