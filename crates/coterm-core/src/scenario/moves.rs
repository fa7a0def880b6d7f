//! Moves: how building blocks, weight and postcodes pass from the areas of a layer to those
//! that are proposed.
//!
//! Everything is counted in building blocks, so that every sum closes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::assignment::column;
use super::districts::Districts;

use super::{NamedArea, Proposal, score::Counts};
use crate::Result;
use crate::codes::BlockId;
use crate::comparison::{self, Fate, Named, Practice, PracticeBlocks, Practices};
use crate::layers::AreaId;

/// Flows between the areas before and after, counted in building blocks so that every sum
/// closes: the flows from an area add up to it, the flows to an area as well, and both to the
/// total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moves {
    /// The layer before.
    pub from: String,
    /// The areas before that the data holds only in part. These sums have only what is within
    /// the data.
    pub in_part: Vec<NamedArea>,
    /// The flows, in order of the codes before, then of those after; what is in no area comes
    /// last.
    pub flows: Vec<Flow>,
    /// The areas before, each with all that leaves it or stays.
    pub before: Vec<FlowSum>,
    /// The areas after, each with all that comes to it or stays. A block that several areas
    /// have counts as being in none.
    pub after: Vec<FlowSum>,
    /// All blocks that are in an area before or after.
    pub total: FlowSum,
    /// Weight that moves: all but what is in an area before and in the area after that is matched
    /// with it; see [`Matching`](crate::comparison::Matching). Weight that is in an area
    /// only before or only after moves too.
    pub moved: f64,
    /// Live postcodes that move.
    pub moved_postcodes: u64,
    /// The practices that move, if the options give practices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practices: Option<Practices>,
}

/// The building blocks that pass from one area to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// The area before; `None` if the blocks were in none.
    pub from: Option<Named>,
    /// The area after; `None` if the blocks are in none, or in several.
    pub to: Option<Named>,
    /// Whether this flow goes to the area that is matched with the area before, so that it does
    /// not count as moved.
    pub stays: bool,
    /// Number of building blocks.
    pub blocks: usize,
    /// Weight.
    pub weight: f64,
    /// Number of live postcodes.
    pub postcodes: u64,
    /// Square metres.
    pub area_m2: f64,
    /// The districts that the blocks are in.
    pub districts: Vec<Named>,
}

/// A sum of flows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowSum {
    /// The area; `None` for blocks in no area, and for the total.
    pub area: Option<Named>,
    /// Number of building blocks.
    pub blocks: usize,
    /// Weight.
    pub weight: f64,
    /// Number of live postcodes.
    pub postcodes: u64,
    /// Square metres.
    pub area_m2: f64,
}

/// One end of a flow. Areas sort before no area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FlowEnd {
    Area(AreaId),
    NoArea,
}

impl FlowEnd {
    fn of(area: Option<AreaId>) -> Self {
        area.map_or(Self::NoArea, Self::Area)
    }

    fn area(self) -> Option<AreaId> {
        match self {
            Self::Area(area) => Some(area),
            Self::NoArea => None,
        }
    }
}

/// A flow with its two ends, before and after.
type Row = (FlowEnd, FlowEnd, Flow);

impl Moves {
    /// Counts the flows from the layer `was` to the proposal. `within` are the blocks of the ground
    /// that the proposal is about, to which they are limited.
    pub(super) fn of(
        proposal: &Proposal<'_>,
        was: &str,
        within: &BTreeSet<BlockId>,
        counts: &Counts,
        districts: Option<&Districts<'_>>,
        practices: &[Practice],
    ) -> Result<Self> {
        let old = proposal.dataset.catalogue().layer(was)?;
        let column = column(proposal, was)?;
        let ends = |block: BlockId| {
            let before = column[block.index()];
            let after = match proposal.areas_of(block)[..] {
                [area] => Some(area),
                [] if before.is_none() => return None,
                _ => None,
            };
            let ends = (FlowEnd::of(before), FlowEnd::of(after));
            within.contains(&block).then_some(ends)
        };
        let mut blocks: BTreeMap<(FlowEnd, FlowEnd), Vec<BlockId>> = BTreeMap::new();
        for block in proposal.dataset.codes().block_ids() {
            if let Some(ends) = ends(block) {
                blocks.entry(ends).or_default().push(block);
            }
        }
        let weights: BTreeMap<[Option<usize>; 2], f64> = blocks
            .iter()
            .map(|((before, after), blocks)| {
                let pair = [before.area(), after.area()].map(|area| area.map(AreaId::index));
                (pair, counts.sum(blocks).weight)
            })
            .collect();
        let matched = comparison::matched(
            &weights,
            [old.areas().len(), proposal.layer().areas().len()],
        );
        let stays = |before: FlowEnd, after: FlowEnd| match (before.area(), after.area()) {
            (Some(before), Some(after)) => matched[before.index()] == Some(after.index()),
            _ => false,
        };
        let named = |before: FlowEnd, after: FlowEnd| {
            [
                before.area().map(|area| Named::from(&old[area])),
                after.area().map(|area| proposal.named_area(area)),
            ]
        };
        let practices = (!practices.is_empty()).then(|| {
            let blocks = PracticeBlocks::new(proposal.dataset);
            Practices::of(practices, proposal.dataset, None, |record| {
                match blocks.block_of(record).and_then(ends) {
                    None => Fate::Outside,
                    Some((before, after)) if stays(before, after) => Fate::Stays,
                    Some((before, after)) => Fate::Moves(named(before, after)),
                }
            })
        });
        let rows: Vec<Row> = blocks
            .into_iter()
            .map(|((before, after), blocks)| {
                let sum = counts.sum(&blocks);
                let [from, to] = named(before, after);
                let flow = Flow {
                    from,
                    to,
                    stays: stays(before, after),
                    blocks: sum.blocks,
                    weight: sum.weight,
                    postcodes: sum.postcodes,
                    area_m2: sum.area_m2,
                    districts: districts.map_or_else(Vec::new, |all| all.of_blocks(blocks)),
                };
                (before, after, flow)
            })
            .collect();
        let before = sums(rows.iter().map(|(from, _, flow)| (*from, &flow.from, flow)));
        let after = sums(rows.iter().map(|(_, to, flow)| (*to, &flow.to, flow)));
        let flows: Vec<Flow> = rows.into_iter().map(|(_, _, flow)| flow).collect();
        let mut total = FlowSum::none(None);
        for flow in &flows {
            total.add(flow);
        }
        let moving = flows.iter().filter(|flow| !flow.stays);
        Ok(Self {
            from: was.to_owned(),
            in_part: proposal.layer_in_part(was, within)?,
            before,
            after,
            total,
            // A sum of nothing is -0, which `+ 0.0` makes 0.
            moved: moving.clone().map(|flow| flow.weight).sum::<f64>() + 0.0,
            moved_postcodes: moving.map(|flow| flow.postcodes).sum(),
            practices,
            flows,
        })
    }
}

impl Moves {
    /// Returns the share of all weight that moves, from 0 to 1.
    pub fn share_moved(&self) -> f64 {
        if self.total.weight > 0.0 {
            self.moved / self.total.weight
        } else {
            0.0
        }
    }
}

/// Sums the flows of each place, in order.
fn sums<'a>(flows: impl Iterator<Item = (FlowEnd, &'a Option<Named>, &'a Flow)>) -> Vec<FlowSum> {
    let mut sums: BTreeMap<FlowEnd, FlowSum> = BTreeMap::new();
    for (end, area, flow) in flows {
        let sum = sums
            .entry(end)
            .or_insert_with(|| FlowSum::none(area.clone()));
        sum.add(flow);
    }
    sums.into_values().collect()
}

impl FlowSum {
    pub(super) fn none(area: Option<Named>) -> Self {
        Self {
            area,
            blocks: 0,
            weight: 0.0,
            postcodes: 0,
            area_m2: 0.0,
        }
    }

    fn add(&mut self, flow: &Flow) {
        self.blocks += flow.blocks;
        self.weight += flow.weight;
        self.postcodes += flow.postcodes;
        self.area_m2 += flow.area_m2;
    }
}
