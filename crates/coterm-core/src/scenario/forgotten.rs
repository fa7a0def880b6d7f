//! Forgotten ground: building blocks that a proposal has probably left out by mistake.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::adjacency::{Adjacency, DataEdge};
use super::districts::Districts;
use super::{Proposal, score::Counts};
use crate::Result;
use crate::codes::BlockId;
use crate::comparison::Named;

/// Share of a group's border on land that the proposal has if it surrounds the group. If the rest
/// of its integrated care board is proposed, Fylde has 100%, Chorley 80% and Burnley 78% of
/// such border; the part of Craven outside the board, which nobody forgot, has 48%.
const SURROUNDED: f64 = 2.0 / 3.0;

/// Ground that a proposal has probably forgotten. It is looked for only if nobody says which
/// ground the proposal should cover ([`Ground::Covered`](super::Ground::Covered)): otherwise
/// everything that is left out of that ground is known.
///
/// Two building blocks are neighbours if they share an edge, not just a point. The sea is no
/// neighbour. A group of blocks is forgotten for one of two reasons:
///
/// 1. *Surrounded*: the group is a largest connected set of blocks in no area; it has fewer
///    blocks than the proposal; and at least two thirds of its border on land is with the
///    proposal. Its border on land is what it shares with the proposal, and outline where the data
///    ends with land beyond. So a district between a proposal and the sea, or the edge of the data, is
///    surrounded, and the rest of a county around one town is not.
/// 2. *Rest of a district*: the blocks of one district that are in no area, if more than half of
///    the district's blocks are in the proposal. Blocks that are surrounded are not listed
///    again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forgotten {
    /// The reason why it is taken to be forgotten.
    #[serde(rename = "reason_code")]
    pub reason: ForgottenReason,
    /// The blocks, in order of their codes.
    pub blocks: Vec<Named>,
    /// The districts that the blocks are in.
    pub districts: Vec<Named>,
    /// Whether they are all blocks of those districts.
    pub whole_districts: bool,
    /// Weight of the blocks.
    pub weight: f64,
    /// Number of live postcodes.
    pub postcodes: u64,
}

/// Reason why ground is taken to be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForgottenReason {
    /// The proposal has at least two thirds of the ground's border on land.
    Surrounded,
    /// More than half of the district is in the proposal.
    RestOfDistrict,
}

/// Finds what the proposal has probably forgotten, surrounded groups first. O(n) in the
/// vertices of all blocks.
pub(super) fn forgotten(
    proposal: &Proposal<'_>,
    used: &BTreeSet<BlockId>,
    counts: &Counts,
    districts: Option<&Districts<'_>>,
) -> Result<Vec<Forgotten>> {
    let surrounded = surrounded(proposal, used)?;
    let listed: BTreeSet<BlockId> = surrounded.iter().flatten().copied().collect();
    let rests = districts.map_or_else(Vec::new, |districts| rests(districts, used, &listed));
    let groups = [
        (ForgottenReason::Surrounded, surrounded),
        (ForgottenReason::RestOfDistrict, rests),
    ];
    let groups = groups
        .into_iter()
        .flat_map(|(reason, groups)| groups.into_iter().map(move |blocks| (reason, blocks)));
    Ok(groups
        .map(|(reason, blocks)| {
            let sum = counts.sum(&blocks);
            Forgotten {
                reason,
                districts: districts
                    .map_or_else(Vec::new, |all| all.of_blocks(blocks.iter().copied())),
                whole_districts: districts
                    .is_some_and(|all| all.are_whole(&blocks.iter().copied().collect())),
                blocks: blocks
                    .iter()
                    .map(|&block| proposal.named_block(block))
                    .collect(),
                weight: sum.weight,
                postcodes: sum.postcodes,
            }
        })
        .collect())
}

/// Returns the groups of blocks that the proposal surrounds.
fn surrounded(proposal: &Proposal<'_>, used: &BTreeSet<BlockId>) -> Result<Vec<Vec<BlockId>>> {
    let adjacency = Adjacency::of(proposal.dataset.codes(), proposal.block_layer());
    let mut groups = groups(proposal, used, &adjacency);
    groups.retain(|group| group.len() < used.len() && adjacency.border_m(group, used) > 0.0);
    if !groups.is_empty() {
        let edge = DataEdge::of(proposal)?;
        groups.retain(|group| {
            let shared = adjacency.border_m(group, used);
            shared >= SURROUNDED * (shared + edge.border_m(group, &adjacency))
        });
    }
    Ok(groups)
}

/// Returns the largest connected sets of blocks that are in no area.
fn groups(
    proposal: &Proposal<'_>,
    used: &BTreeSet<BlockId>,
    adjacency: &Adjacency,
) -> Vec<Vec<BlockId>> {
    let blocks = proposal.dataset.codes().block_ids();
    let mut left: BTreeSet<BlockId> = blocks.filter(|block| !used.contains(block)).collect();
    let mut groups = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut group = vec![first];
        let mut next = 0;
        while let Some(&block) = group.get(next) {
            next += 1;
            let neighbours = adjacency.neighbours(block);
            group.extend(neighbours.filter(|neighbour| left.remove(neighbour)));
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}

/// Returns what is in no area of each district that is mostly in the proposal.
fn rests(
    districts: &Districts<'_>,
    used: &BTreeSet<BlockId>,
    listed: &BTreeSet<BlockId>,
) -> Vec<Vec<BlockId>> {
    let mut blocks_of: BTreeMap<_, Vec<BlockId>> = BTreeMap::new();
    for (block, district) in districts.blocks() {
        blocks_of.entry(district).or_default().push(block);
    }
    let mut rests: Vec<Vec<BlockId>> = Vec::new();
    for mut blocks in blocks_of.into_values() {
        let all = blocks.len();
        blocks.retain(|block| !used.contains(block));
        if 2 * blocks.len() < all {
            blocks.retain(|block| !listed.contains(block));
            rests.push(blocks);
        }
    }
    rests.retain(|blocks| !blocks.is_empty());
    rests
}
