//! A cache of the comparisons that were requested last: [`ComparisonCache`].
//!
//! All formats of a report, and the tiles of its map, are made from the same comparison.

use std::sync::Arc;

use coterm_core::Cancel;
use coterm_core::comparison::{Comparison, ComparisonOptions, compare};
use coterm_core::dataset::Dataset;
use coterm_core::definition::{AreaRef, ParseAreaRefError};
use coterm_report::{ComparisonDocument, Question, text};
use coterm_tiles::{ComparisonTiles, USUAL_ZOOMS};

use super::lru::LruCache;
use crate::work::Gate;
use crate::{Problem, State};

/// Number of comparisons that are kept; each takes a few MB.
const CAPACITY: usize = 8;
/// Number of comparisons whose lines are kept ready for tiles. With all zooms prepared, a
/// comparison of places takes some 2 MB, of districts 6 MB, of LSOAs 50 MB.
const DRAWN: usize = 4;

/// The comparisons that were requested last, and their tiles.
#[derive(Debug)]
pub(crate) struct ComparisonCache {
    cached: LruCache<Question, Comparison>,
    drawn: LruCache<Question, DrawnComparison>,
    gate: Gate,
}

/// A comparison with what its tiles are made from.
#[derive(Debug)]
pub(crate) struct DrawnComparison {
    pub(crate) tiles: ComparisonTiles,
    /// A fingerprint of the comparison, of the layers and of this software's version. It is part of
    /// the tiles' URLs.
    pub(crate) version: String,
}

impl ComparisonCache {
    /// Makes an empty cache, whose answers are computed through the gate.
    pub(crate) fn new(gate: Gate) -> Self {
        Self {
            cached: LruCache::new(CAPACITY),
            drawn: LruCache::new(DRAWN),
            gate,
        }
    }

    /// The gate of comparisons and of what their tiles are made from. Each uses all cores.
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Returns the comparison that a question asks for, from the cache or computed now. It may take
    /// some seconds.
    pub(crate) async fn get(
        &self,
        state: &State,
        question: &Question,
    ) -> Result<Arc<Comparison>, Problem> {
        let mut is_new = false;
        let work = || {
            is_new = true;
            let (state, question) = (state.clone(), question.clone());
            async move {
                let (data, gate) = (state.clone(), state.comparisons().gate());
                gate.work(move |cancel| answer(&data, &question, cancel))
                    .await
            }
        };
        let asked = self.cached.get(question, work);
        let comparison = asked.await;
        state.metrics().comparisons.count(!is_new);
        comparison
    }

    /// Returns the comparison with what its tiles are made from, from the cache or computed now.
    pub(crate) async fn drawn(
        &self,
        state: &State,
        question: &Question,
    ) -> Result<Arc<DrawnComparison>, Problem> {
        let work = || {
            let (state, question) = (state.clone(), question.clone());
            async move {
                let comparisons = state.comparisons();
                let comparison = comparisons.get(&state, &question).await?;
                let data = state.clone();
                let draw =
                    move |_: &Cancel| DrawnComparison::new(data.dataset(), &question, &comparison);
                comparisons.gate().work(draw).await
            }
        };
        self.drawn.get(question, work).await
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

fn answer(state: &State, question: &Question, cancel: &Cancel) -> Result<Comparison, Problem> {
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
        .with_populated(question.populated)
        .with_cancel(cancel.clone());
    Ok(compare(dataset, &a, &b, &options, &weights)?)
}
