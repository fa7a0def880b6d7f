//! A cache of the proposals that were compared last: [`ProposalCache`].
//!
//! A page asks for the answer, the pieces, the lines and the reports of one proposal, and sends it each
//! time: it is drawn and compared once.

use std::sync::Arc;

use axum::body::Bytes;
use coterm_core::Cancel;
use coterm_core::comparison::{Comparison, ComparisonOptions, compare};
use coterm_core::definition::AreaRef;
use coterm_core::layers::Layer;
use coterm_core::scenario::ProposalOptions;
use coterm_io::ScenarioFormat;
use coterm_report::Question;

use super::lru::LruCache;
use crate::handlers::scenarios::{refused_scenario, scenario_of};
use crate::{Problem, State};

/// Number of comparisons that are kept; each takes a few MB.
const CAPACITY: usize = 4;

/// The proposals that were compared last.
#[derive(Debug)]
pub(crate) struct ProposalCache(LruCache<SentProposal, ComparedProposal>);

/// A scenario that was sent to be compared with a layer: all that the comparison depends on, besides
/// the data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SentProposal {
    /// The question, whose `a` is the name of the scenario and whose paper is the usual one.
    pub(crate) question: Question,
    pub(crate) format: ScenarioFormat,
    pub(crate) body: Bytes,
}

/// A proposal that was drawn and compared.
#[derive(Debug)]
pub(crate) struct ComparedProposal {
    /// The proposed areas.
    pub(crate) layer: Layer,
    /// The layers that the scenario names.
    pub(crate) made_of: Vec<String>,
    /// The areas of the review area, each `LAYER/CODE`.
    pub(crate) within: Vec<String>,
    pub(crate) comparison: Comparison,
}

impl Default for ProposalCache {
    fn default() -> Self {
        Self(LruCache::new(CAPACITY))
    }
}

impl ProposalCache {
    /// Returns the comparison of a proposal, from the cache or made now. It may take some seconds.
    pub(crate) async fn get(
        &self,
        state: &State,
        sent: &SentProposal,
    ) -> Result<Arc<ComparedProposal>, Problem> {
        let mut is_new = false;
        let work = || {
            is_new = true;
            let (data, sent) = (state.clone(), sent.clone());
            async move {
                let gate = data.score_gate().clone();
                gate.work(move |cancel| sent.compared(&data, cancel)).await
            }
        };
        let compared = self.0.get(sent, work).await;
        state.metrics().comparisons.count(!is_new);
        compared
    }
}

impl SentProposal {
    /// Draws the proposed areas, and compares them.
    fn compared(&self, state: &State, cancel: &Cancel) -> Result<ComparedProposal, Problem> {
        let (dataset, limits) = (state.dataset(), state.limits());
        let question = &self.question;
        let mut left = limits.scenario_areas;
        let scenario = scenario_of(&self.body, self.format, &mut left, limits)?
            .apart_from_layers(dataset.catalogue(), &question.a);
        let options = ProposalOptions::default()
            .with_most_blocks(limits.scenario_blocks)
            .with_cancel(cancel.clone());
        let proposal = scenario
            .propose_with(dataset, &options)
            .map_err(refused_scenario)?;
        let other = dataset.comparison_input(&question.b)?;
        let weights = state
            .weights(&question.weight, question.on)?
            .ok_or_else(|| Problem::unexpected("the question's weight is not known"))?;
        let within = if question.within.is_empty() {
            proposal.scenario().within.clone()
        } else {
            let areas = question.within.iter().map(|area| area.parse());
            let areas = areas.collect::<Result<Vec<AreaRef>, _>>();
            areas.map_err(|error| Problem::bad_request(error.to_string()))?
        };
        let options = ComparisonOptions::default()
            .with_within(within.clone())
            .with_tolerance(question.tolerance_m)
            .with_disclosure(question.disclosure)
            .with_populated(question.populated)
            .with_cancel(cancel.clone());
        let own = proposal.comparison_input();
        let comparison = compare(dataset, &own, &other, &options, &weights);
        let made_of = proposal.scenario().layers();
        Ok(ComparedProposal {
            comparison: comparison.map_err(refused_scenario)?,
            layer: proposal.layer().clone(),
            made_of: made_of.into_iter().map(str::to_owned).collect(),
            within: within.iter().map(AreaRef::to_string).collect(),
        })
    }
}
