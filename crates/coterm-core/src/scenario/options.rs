//! Options of a proposal and of its score: [`ProposalOptions`] and [`ScoreOptions`].

use crate::Cancel;
use crate::comparison::{Comparison, Practice};
use crate::definition::AreaRef;

/// Options of a proposal: how much may be drawn.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ProposalOptions {
    /// The largest number of building blocks of all areas together, each counted in every area that
    /// has it; `None` for any number.
    pub most_blocks: Option<usize>,
    /// The token by which the proposal, and its score, are told to stop.
    pub cancel: Cancel,
}

impl ProposalOptions {
    /// Sets the largest number of building blocks of all areas together; `None` for any number.
    #[must_use]
    pub fn with_most_blocks(mut self, blocks: impl Into<Option<usize>>) -> Self {
        self.most_blocks = blocks.into();
        self
    }

    /// Sets the token by which the proposal, and its score, are told to stop.
    #[must_use]
    pub fn with_cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }
}

/// Options of a score: what the proposal is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct ScoreOptions<'a> {
    /// The comparison of [`Proposal::comparison_input`](super::Proposal::comparison_input) with the layer that it should be
    /// coterminous with.
    pub against: Option<&'a Comparison>,
    /// The layer that the proposal would replace: `place-2021`.
    pub was: Option<&'a str>,
    /// The ground that the proposal should cover, instead of the scenario's own statement. If
    /// neither gives any, it is all of the layer `was`, or what the proposal covers.
    pub within: &'a [AreaRef],
    /// Practices whose moves from the layer `was` are counted; empty for none.
    pub practices: &'a [Practice],
}

impl<'a> ScoreOptions<'a> {
    /// Sets the comparison with the layer that the proposal should be coterminous with.
    #[must_use]
    pub fn with_against(mut self, comparison: impl Into<Option<&'a Comparison>>) -> Self {
        self.against = comparison.into();
        self
    }

    /// Sets the layer that the proposal would replace.
    #[must_use]
    pub fn with_was(mut self, layer: impl Into<Option<&'a str>>) -> Self {
        self.was = layer.into();
        self
    }

    /// Sets the ground that the proposal should cover; empty for the scenario's own.
    #[must_use]
    pub fn with_within(mut self, areas: &'a [AreaRef]) -> Self {
        self.within = areas;
        self
    }

    /// Sets the practices whose moves are counted; empty for none.
    #[must_use]
    pub fn with_practices(mut self, practices: &'a [Practice]) -> Self {
        self.practices = practices;
        self
    }
}
