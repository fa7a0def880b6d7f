//! Scenarios: areas that somebody proposes, and what they would mean.
//!
//! A [`Scenario`] is a set of definitions over building blocks. [`Scenario::propose`]
//! looks them up in a dataset and draws them: the [`Proposal`] has a layer, so it can
//! be compared and mapped like any other, and [`Proposal::score`] says how it stands.
//!
//! What is wrong with the *file* (a block or layer that does not exist) is an error.
//! What is wrong with the *plan* (a block that no area has, or two) is what a score is
//! there to tell.

mod assignment;
mod districts;
mod findings;
mod moves;
mod parts;
mod proposal;
mod score;
mod size;

pub use assignment::{Assignment, Doubled, Ground};
pub use districts::{DistrictShare, SplitDistrict, SplitPart};
pub use findings::ScenarioFinding;
pub use moves::{Flow, FlowSum, Moves};
pub use parts::DetachedPart;
pub use proposal::{NamedArea, Proposal};
pub use score::{Against, AreaScore, ScenarioScore, ScoreOptions};
pub use size::{Size, SizeReason, SizeRule};

use std::collections::BTreeSet;

use crate::{AreaRef, Definition};

/// Areas that are proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name, as a layer's: `three-places`.
    pub id: String,
    /// The scenario in words.
    pub title: String,
    /// The kind of area that is proposed: `place`.
    pub family: String,
    /// The kind in words, in the plural: `Places`.
    pub family_title: String,
    /// Who proposes it, and what it shows.
    pub source: String,
    /// How large an area should be.
    pub rule: Option<SizeRule>,
    /// The ground that it should cover; empty if it does not say.
    pub within: Vec<AreaRef>,
    /// The areas.
    pub areas: Vec<ProposedArea>,
}

impl Scenario {
    /// The same scenario as one of another kind, with the rule of size that is usual for
    /// it.
    ///
    /// # Errors
    ///
    /// Why there is no such kind, as a sentence.
    pub fn with_kind(self, kind: &str) -> std::result::Result<Self, String> {
        let Some(rule) = SizeRule::of_family(kind) else {
            return Err(format!(
                "there is no kind \"{kind}\": it is \"place\" (up to 500,000 people) or \
                 \"neighbourhood\" (30,000 to 50,000); a scenario may give a rule of its own, \
                 rule = {{ least = …, most = … }}"
            ));
        };
        Ok(Self {
            family: kind.to_owned(),
            family_title: Self::title_of(kind).to_owned(),
            rule: Some(rule),
            ..self
        })
    }

    /// The names of the layers that its areas and its ground are made of, each once.
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

    /// A kind of area in words, in the plural.
    pub fn title_of(kind: &str) -> &str {
        match kind {
            "place" => "Places",
            "neighbourhood" | "pcn" => "Neighbourhoods",
            other => other,
        }
    }
}

/// An area that is proposed: a definition, to which single blocks may be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedArea {
    /// What it is made of. Its `union` may be empty if there are blocks.
    pub definition: Definition,
    /// Codes of building blocks that are in its union too.
    pub blocks: Vec<String>,
}
