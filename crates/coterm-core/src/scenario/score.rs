//! Score of a proposal: everything that a review of the plan needs, as data.

use std::collections::BTreeSet;

use serde::Serialize;

use super::assignment::{Assignment, ground_blocks};
use super::districts::{DistrictShare, Districts, SplitDistrict};
use super::findings::ScenarioFinding;
use super::moves::{FlowSum, Moves};
use super::options::ScoreOptions;
use super::parts::{DetachedPart, Parts};
use super::size::{Size, SizeRule};
use super::standing::Standing;
use polygon_coverage::compactness::{polsby_popper, reock};
use polygon_coverage::measure::unsigned_area;

use super::{NamedArea, Proposal};
use crate::Result;
use crate::codes::BlockId;
use crate::comparison::{
    Comparison, Finding, LayerName, Named, Practices, Relation, SummaryFact, Verdict, WeightUnit,
    WeightUsed, Weights,
};
use crate::layers::AreaId;

/// The score of a scenario. Areas are square metres, EPSG:27700. `coterm-report` puts it into
/// words and formats.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioScore {
    /// The scenario's name.
    pub id: String,
    /// The scenario in words.
    pub title: String,
    /// The kind of area, in words.
    pub family_title: String,
    /// The proposer.
    pub source: String,
    /// How far the areas have got, if the scenario says so.
    pub standing: Option<Standing>,
    /// The weight: what was counted.
    pub weight: WeightUsed,
    /// The rule on how large an area should be.
    pub rule: Option<SizeRule>,
    /// The family of the building blocks, which says what they are called: `lsoa`.
    pub block_family: String,
    /// The assignment of building blocks to areas.
    pub assignment: Assignment,
    /// The areas, in order of their codes.
    pub areas: Vec<AreaScore>,
    /// The layer whose areas are the districts; `None` if there is none.
    pub district_layer: Option<String>,
    /// The districts that are not in one area, in order of their codes.
    pub districts_split: Vec<SplitDistrict>,
    /// Number of building blocks that are split: always 0, because a scenario is made of whole
    /// ones.
    pub blocks_split: usize,
    /// The comparison with another layer.
    pub against: Option<Against>,
    /// The moves from the layer that it would replace.
    pub moves: Option<Moves>,
    /// Other things that a reader must know.
    pub findings: Vec<ScenarioFinding>,
    /// The acknowledgement that must be shown.
    pub attribution: String,
}

/// The score of one proposed area. `coterm-report` adds its size and detached parts, with their
/// sentences, to the JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaScore {
    /// The area.
    pub area: Named,
    /// Whether all of the area is within the data. If not, the figures below are left out,
    /// because they would be of a part only.
    pub complete: bool,
    /// The areas that its definition names and the data holds only in part.
    pub in_part: Vec<NamedArea>,
    /// Number of building blocks.
    pub blocks: Option<usize>,
    /// Weight.
    pub weight: Option<f64>,
    /// Number of live postcodes.
    pub postcodes: Option<u64>,
    /// Ground in square metres.
    pub area_m2: Option<f64>,
    /// The size, judged by the rule.
    #[serde(skip)]
    pub size: Size,
    /// The share that it has of each district.
    pub districts: Vec<DistrictShare>,
    /// Whether its blocks are connected along edges or across water, each together with its
    /// islands.
    pub contiguous: Option<bool>,
    /// Number of parts of its ground, islands included.
    pub parts: Option<usize>,
    /// All parts but the largest.
    #[serde(skip)]
    pub detached: Vec<DetachedPart>,
    /// Compactness by area and outline, from 0 to 1; see [`polsby_popper`].
    pub polsby_popper: Option<f64>,
    /// Compactness by area and minimum bounding circle, from 0 to 1; see [`reock`].
    pub reock: Option<f64>,
}

/// The comparison of a proposal with a layer, in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// The layer.
    pub layer: LayerName,
    /// The proposal, as sentences name it.
    pub own: LayerName,
    /// The tolerance in metres: pieces narrower than this are slivers.
    pub tolerance_m: f64,
    /// The unit that the comparison counts.
    pub unit: WeightUnit,
    /// The answer of the comparison.
    pub summary: Vec<SummaryFact>,
    /// Number of proposed areas that are coterminous with an area of the layer.
    pub coterminous: usize,
    /// Number of proposed areas with a verdict: all but those that reach beyond the data.
    pub with_verdict: usize,
    /// The verdict on each area of the proposal.
    pub verdicts: Vec<Verdict>,
    /// Other findings of the comparison.
    pub findings: Vec<Finding>,
}

/// Weight, postcodes and ground of each block of the code table.
pub(super) struct Counts {
    pub(super) weight: Vec<f64>,
    postcodes: Vec<f64>,
    area_m2: Vec<f64>,
}

impl Counts {
    fn of(proposal: &Proposal<'_>, weights: &Weights) -> Self {
        let blocks = proposal.dataset.codes().block_ids();
        let area_m2: Vec<f64> = blocks
            .map(|block| proposal.footprint_of(block).map_or(0.0, unsigned_area))
            .collect();
        let weight = if weights.unit().is_ground() {
            area_m2.iter().map(|area| area / 10_000.0).collect()
        } else {
            weights.by_block().to_vec()
        };
        let live = Weights::live_postcodes(proposal.dataset, None);
        Self {
            weight,
            postcodes: live.by_block().to_vec(),
            area_m2,
        }
    }

    /// Sums up some blocks.
    pub(super) fn sum<'a>(&self, blocks: impl IntoIterator<Item = &'a BlockId>) -> FlowSum {
        let mut sum = FlowSum::none(None);
        let mut postcodes = 0.0;
        for block in blocks.into_iter().map(|block| block.index()) {
            sum.blocks += 1;
            sum.weight += self.weight[block];
            sum.area_m2 += self.area_m2[block];
            postcodes += self.postcodes[block];
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a sum of ones"
        )]
        {
            sum.postcodes = postcodes as u64;
        }
        sum
    }
}

impl Proposal<'_> {
    /// Scores the proposal. The score is exact, by building blocks; shapes are those that the
    /// blocks are drawn with. O(n) in the vertices of the blocks.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NoSuchLayer`], [`crate::Error::NotOfBlocks`], and
    /// [`crate::Error::BadDefinition`] for areas of the options that do not exist.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::Weights;
    /// use coterm_core::definition::Definition;
    /// use coterm_core::scenario::{ProposedArea, Scenario, ScoreOptions};
    ///
    /// let north = Definition {
    ///     code: "N".into(),
    ///     name: "North Lancashire".into(),
    ///     union: vec!["utla-2023/Lancashire".parse()?],
    ///     intersect: Vec::new(),
    ///     minus: vec!["lad-2023/Preston".parse()?, "lad-2023/Wyre".parse()?],
    /// };
    /// let scenario = Scenario {
    ///     id: "north".into(),
    ///     title: "North Lancashire".into(),
    ///     family: "place".into(),
    ///     family_title: "Places".into(),
    ///     source: "An example, proposed by nobody".into(),
    ///     standing: None,
    ///     rule: None,
    ///     within: vec!["lad-2023/Lancaster".parse()?],
    ///     areas: vec![ProposedArea { definition: north, blocks: Vec::new() }],
    /// };
    /// let proposal = scenario.propose(&dataset)?;
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let score = proposal.score(&ScoreOptions::default(), &weights)?;
    /// assert!(score.assignment.partition);
    /// assert_eq!(score.areas[0].postcodes, Some(1));
    /// assert_eq!(score.areas[0].area_m2, Some(600e6));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn score(&self, options: &ScoreOptions<'_>, weights: &Weights) -> Result<ScenarioScore> {
        let scenario = &self.scenario;
        let within = match options.within {
            [] => &scenario.within,
            within => within,
        };
        let was = options.was;
        let counts = Counts::of(self, weights);
        let districts = Districts::of(self);
        let ground = ground_blocks(self, within, was)?;
        let assignment = Assignment::of(self, within, was, &counts, districts.as_ref())?;
        let moves = was
            .map(|was| {
                let (districts, practices) = (districts.as_ref(), options.practices);
                Moves::of(self, was, &ground, &counts, districts, practices)
            })
            .transpose()?;
        let against = options.against.map(Against::of);
        let areas: Vec<AreaScore> = self
            .layer()
            .iter()
            .map(|(area, _)| {
                self.cancel.check()?;
                Ok(self.area_score(area, &counts, districts.as_ref(), weights.unit()))
            })
            .collect::<Result<_>>()?;
        let used: BTreeSet<BlockId> = self.blocks.iter().flatten().copied().collect();
        Ok(ScenarioScore {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            family_title: scenario.family_title.clone(),
            source: scenario.source.clone(),
            standing: scenario.standing,
            weight: WeightUsed {
                unit: weights.unit().clone(),
                source: weights.source().clone(),
                total: counts.sum(&used).weight,
            },
            rule: scenario.rule.clone(),
            block_family: self.block_layer().info().family.clone(),
            district_layer: districts.as_ref().map(|all| all.layer().to_owned()),
            districts_split: districts
                .as_ref()
                .map_or_else(Vec::new, |all| all.split(self, &counts)),
            blocks_split: 0,
            findings: self.findings(&areas, &assignment, moves.as_ref()),
            assignment,
            areas,
            against,
            moves,
            attribution: self.dataset.attribution().to_owned(),
        })
    }

    fn area_score(
        &self,
        area: AreaId,
        counts: &Counts,
        districts: Option<&Districts<'_>>,
        unit: &WeightUnit,
    ) -> AreaScore {
        let footprint = self.layer()[area].footprint();
        let sum = counts.sum(&self.blocks[area.index()]);
        let in_part = self.in_part()[area.index()].clone();
        let complete = in_part.is_empty();
        let parts = complete.then(|| Parts::of(self, area, counts, districts));
        let weight = complete.then_some(sum.weight);
        AreaScore {
            area: self.named_area(area),
            complete,
            in_part,
            blocks: complete.then_some(sum.blocks),
            weight,
            postcodes: complete.then_some(sum.postcodes),
            area_m2: complete.then_some(sum.area_m2),
            size: SizeRule::judge(self.scenario.rule.as_ref(), weight, unit),
            districts: districts
                .filter(|_| complete)
                .map_or_else(Vec::new, |all| all.shares(self, area, counts)),
            contiguous: parts.as_ref().map(|parts| parts.contiguous),
            parts: parts.as_ref().map(|parts| parts.count),
            detached: parts.map_or_else(Vec::new, |parts| parts.detached),
            polsby_popper: complete.then(|| polsby_popper(footprint)),
            reock: complete.then(|| reock(footprint)),
        }
    }

    fn findings(
        &self,
        areas: &[AreaScore],
        assignment: &Assignment,
        moves: Option<&Moves>,
    ) -> Vec<ScenarioFinding> {
        let repeated = self
            .repeated
            .iter()
            .map(|(block, area)| ScenarioFinding::RepeatedBlock {
                area: area.clone(),
                block: block.clone(),
            });
        let doubled = (!assignment.doubled.is_empty()).then_some(ScenarioFinding::SharedBlocks);
        let apart = areas
            .iter()
            .filter(|area| area.contiguous == Some(false))
            .map(|area| {
                let parts = area.detached.iter();
                let detached = parts.filter(|part| !part.island && !part.across_water);
                ScenarioFinding::NotContiguous {
                    area: area.area.clone(),
                    detached: detached.cloned().collect(),
                }
            });
        let across = areas.iter().filter_map(|area| {
            let parts = area.detached.iter();
            let parts = parts.filter(|part| part.across_water && !part.island);
            let parts: Vec<DetachedPart> = parts.cloned().collect();
            (!parts.is_empty()).then(|| ScenarioFinding::AcrossWater {
                area: area.area.clone(),
                parts,
            })
        });
        let in_part = areas.iter().filter(|area| !area.complete);
        let in_part = in_part.map(|area| ScenarioFinding::AreaBeyondData {
            area: area.area.clone(),
            in_part: area.in_part.clone(),
        });
        let some = |in_part: &[NamedArea]| (!in_part.is_empty()).then(|| in_part.to_vec());
        let ground = some(&assignment.in_part);
        let ground = ground.map(|in_part| ScenarioFinding::GroundBeyondData { in_part });
        let before = moves.and_then(|moves| some(&moves.in_part));
        let before = before.map(|in_part| ScenarioFinding::BeforeBeyondData { in_part });
        in_part
            .chain(ground)
            .chain(before)
            .chain(repeated)
            .chain(doubled)
            .chain(apart)
            .chain(across)
            .collect()
    }
}

impl Against {
    fn of(comparison: &Comparison) -> Self {
        let number = |relation: Relation| {
            let verdicts = comparison.verdicts_a.iter();
            verdicts
                .filter(|verdict| verdict.relation == relation)
                .count()
        };
        Self {
            coterminous: number(Relation::Coterminous),
            with_verdict: comparison.verdicts_a.len() - number(Relation::CannotBeTold),
            layer: comparison.b.name(),
            own: comparison.a.name(),
            tolerance_m: comparison.tolerance_m,
            unit: comparison.weight.unit.clone(),
            summary: comparison.summary.clone(),
            verdicts: comparison.verdicts_a.clone(),
            findings: comparison.findings.clone(),
        }
    }
}

impl ScenarioScore {
    /// Whether the scenario is known to be a plan for its ground: each block is in one area,
    /// none was probably forgotten, and the data holds all of the ground and of the areas.
    pub fn holds(&self) -> bool {
        self.assignment.partition && self.assignment.forgotten.is_empty() && self.holds_all()
    }

    /// Returns the practices whose moves were counted, if any were given.
    pub fn practices(&self) -> Option<&Practices> {
        self.moves.as_ref()?.practices.as_ref()
    }

    /// Whether the data holds all of the areas, and of the ground that they should cover.
    pub fn holds_all(&self) -> bool {
        self.assignment.in_part.is_empty() && self.areas.iter().all(|area| area.complete)
    }
}
