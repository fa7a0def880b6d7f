//! Scenarios: areas that somebody proposes, and what they would mean.
//!
//! A [`Scenario`] is a set of definitions over building blocks. [`Scenario::propose`] looks
//! them up in a dataset and draws them. The resulting [`Proposal`] has a layer, so it can be
//! compared and mapped like any other, and [`Proposal::score`] measures it.
//!
//! A fault of the *file* (a block or layer that does not exist) is an error. A fault of the
//! *plan* (a block that no area has, or two have) is part of the score.

mod adjacency;
mod assignment;
mod between;
mod blocks_of;
mod districts;
mod dual_graph;
mod findings;
mod forgotten;
mod moves;
mod of_layer;
mod options;
mod parts;
mod proposal;
mod score;
mod size;
mod standing;

pub use assignment::{Assignment, Doubled, Ground};
pub use districts::{DistrictShare, SplitDistrict, SplitPart};
pub use dual_graph::{BlockNode, DualGraph, SharedBorder};
pub use findings::ScenarioFinding;
pub use forgotten::{Forgotten, ForgottenReason};
pub use moves::{Flow, FlowSum, Moves};
pub use options::{ProposalOptions, ScoreOptions};
pub use parts::DetachedPart;
pub use proposal::Proposal;

pub use crate::comparison::NamedArea;
pub use score::{Against, AreaScore, ScenarioScore};
pub use size::{Size, SizeReason, SizeRule};
pub use standing::{Standing, Status};

use std::collections::BTreeSet;

use crate::definition::{AreaRef, Definition};
use crate::layers::Catalogue;

/// A set of proposed areas, with the ground they should cover and a rule of size.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The scenario's name, in the form of a layer's: `three-places`.
    pub id: String,
    /// The scenario in words.
    pub title: String,
    /// The kind of area that is proposed: `place`.
    pub family: String,
    /// The kind in words, in the plural: `Places`.
    pub family_title: String,
    /// The proposer, and what the scenario shows.
    pub source: String,
    /// How far the areas have got, if the scenario says so.
    pub standing: Option<Standing>,
    /// The rule on how large an area should be.
    pub rule: Option<SizeRule>,
    /// The ground that the areas should cover; empty if the scenario does not say.
    pub within: Vec<AreaRef>,
    /// The areas.
    pub areas: Vec<ProposedArea>,
}

impl Scenario {
    /// Returns the scenario with its areas as another kind, with the rule of size that is usual
    /// for that kind, if there is one.
    ///
    /// # Errors
    ///
    /// A sentence that says that there is no such kind, and which there are.
    pub fn with_kind(self, kind: &str) -> std::result::Result<Self, String> {
        let rule = SizeRule::of_family(kind);
        if rule.is_none() && kind != "council" {
            return Err(format!(
                "the kind \"{kind}\" does not exist; use \"place\" (up to 500,000 people), \
                 \"neighbourhood\" (30,000 to 50,000 people) or \"council\" (no limits), or set \
                 your own limits in the scenario with rule = {{ least = …, most = … }}"
            ));
        }
        Ok(Self {
            family: kind.to_owned(),
            family_title: Self::title_of(kind).to_owned(),
            rule,
            ..self
        })
    }

    /// Returns the scenario under another id if its own is that of a layer, such as the one that it
    /// defines. Without this, a comparison of both would take it for that layer. `other` is the name of
    /// its file.
    #[must_use]
    pub fn apart_from_layers(mut self, catalogue: &Catalogue, other: &str) -> Self {
        if catalogue.layer(&self.id).is_ok() {
            other.clone_into(&mut self.id);
        }
        self
    }

    /// Returns the names of the layers that the areas and the ground are made of, each once.
    pub fn layers(&self) -> BTreeSet<&str> {
        let definitions = self.areas.iter().map(|area| &area.definition);
        let named = definitions.flat_map(|definition| {
            let Definition {
                union,
                intersect,
                minus,
                ..
            } = definition;
            [union, intersect, minus].into_iter().flatten()
        });
        let all = named.chain(&self.within);
        all.map(|area| area.layer.as_str()).collect()
    }

    /// Returns a kind of area in words, in the plural.
    pub fn title_of(kind: &str) -> &str {
        match kind {
            "place" => "Places",
            "neighbourhood" | "pcn" => "Neighbourhoods",
            "council" => "Councils",
            other => other,
        }
    }
}

/// A proposed area: a definition, to which single blocks may be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedArea {
    /// The set algebra over other areas. Its `union` may be empty if there are blocks.
    pub definition: Definition,
    /// Codes of building blocks that are added to the union.
    pub blocks: Vec<String>,
}
