//! A cache of the comparisons that were requested last: [`ComparisonCache`].
//!
//! All formats of a report, and the tiles of its map, are made from the same comparison.

use std::sync::Arc;

use coterm_core::comparison::{Comparison, ComparisonOptions, compare};
use coterm_core::dataset::Dataset;
use coterm_core::definition::{AreaRef, ParseAreaRefError};
use coterm_report::{ComparisonDocument, Question, text};
use coterm_tiles::{ComparisonTiles, USUAL_ZOOMS};
use tokio::sync::Semaphore;

use super::lru::LruCache;
use crate::{Problem, State};

/// Number of comparisons that are kept; each takes a few MB.
const CAPACITY: usize = 8;
/// Number of comparisons whose lines are kept ready for tiles. With all zooms prepared, a
/// comparison of places takes some 2 MB, of districts 6 MB, of LSOAs 50 MB.
const DRAWN: usize = 4;
/// Number of comparisons that are computed at the same time; each uses all cores.
const AT_ONCE: usize = 2;

/// The comparisons that were requested last, and their tiles.
#[derive(Debug)]
pub(crate) struct ComparisonCache {
    cached: LruCache<Comparison>,
    drawn: LruCache<DrawnComparison>,
    at_once: Arc<Semaphore>,
}

/// A comparison with what its tiles are made from.
#[derive(Debug)]
pub(crate) struct DrawnComparison {
    pub(crate) tiles: ComparisonTiles,
    /// A fingerprint of the comparison, of the layers and of this software's version. It is part of
    /// the tiles' URLs.
    pub(crate) version: String,
}

impl Default for ComparisonCache {
    fn default() -> Self {
        Self {
            cached: LruCache::new(CAPACITY),
            drawn: LruCache::new(DRAWN),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl ComparisonCache {
    /// The semaphore that limits how many comparisons are computed at the same time. Requests wait
    /// for it without blocking a thread.
    pub(crate) fn at_once(&self) -> Arc<Semaphore> {
        Arc::clone(&self.at_once)
    }

    /// Returns the comparison that a question asks for, from the cache or computed now. It may take
    /// a second, so call it only on a thread that may block.
    pub(crate) fn get(
        &self,
        state: &State,
        question: &Question,
    ) -> Result<Arc<Comparison>, Problem> {
        let mut is_new = false;
        let comparison = self.cached.get(question, || {
            is_new = true;
            answer(state, question)
        });
        state.metrics().comparisons.count(!is_new);
        comparison
    }

    /// Returns the comparison with what its tiles are made from, from the cache or computed now.
    /// Like [`get`](Self::get) it may block.
    pub(crate) fn drawn(
        &self,
        state: &State,
        question: &Question,
    ) -> Result<Arc<DrawnComparison>, Problem> {
        self.drawn.get(question, || {
            let comparison = self.get(state, question)?;
            DrawnComparison::new(state.dataset(), question, &comparison)
        })
    }

    /// Returns the comparison with what its tiles are made from if it is in the cache, without
    /// waiting.
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
        let mut versioned = serde_json::to_vec(&ComparisonDocument(comparison))
            .map_err(|error| Problem::internal(&error))?;
        versioned.extend(made_from.bytes());
        Ok(Self {
            tiles: ComparisonTiles::new(layers, comparison, |piece| {
                text::reason::piece(piece, comparison)
            })?,
            version: coterm_io::fingerprint(&versioned),
        })
    }
}

fn answer(state: &State, question: &Question) -> Result<Comparison, Problem> {
    let dataset = state.dataset();
    let a = dataset.comparison_input(&question.a)?;
    let b = dataset.comparison_input(&question.b)?;
    let weights = state
        .weights(&question.weight, question.on)?
        .ok_or_else(|| Problem::unexpected("the question's weight is not known"))?;
    let within: Result<Vec<AreaRef>, _> = question.within.iter().map(|area| area.parse()).collect();
    let within =
        within.map_err(|error: ParseAreaRefError| Problem::bad_request(error.to_string()))?;
    let options = ComparisonOptions::default()
        .with_within(within)
        .with_tolerance(question.tolerance_m)
        .with_disclosure(question.disclosure)
        .with_populated(question.populated);
    Ok(compare(dataset, &a, &b, &options, &weights)?)
}
