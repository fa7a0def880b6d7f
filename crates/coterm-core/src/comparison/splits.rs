//! Split areas: those that several areas of the other layer share, with the main part of each and
//! the smaller ones.
//!
//! The main part is the one with the most weight, as it is counted; where parts weigh the same, the
//! one with the most ground. Ground outside the other layer is a part like the others. Weights are
//! those of whole areas, so a split is the same in every review area.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::LayerName;
use super::ground::Pair;
use super::relation::partners;
use super::{DistrictPart, Found, Named, PairRelation};
use crate::codes::BlockId;

/// An area that two or more areas of the other layer share, or one area there and the outside of
/// that layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split {
    /// The layer that the area is of.
    pub layer: LayerName,
    /// The area.
    pub area: Named,
    /// Whether the data holds all of the area; if not, it is not known which part is the main one.
    pub complete: bool,
    /// Whether each part is all of an area of the other layer: the area is a union, and no boundary
    /// crosses another.
    pub nested: bool,
    /// The parts, heaviest first.
    pub shares: Vec<Share>,
}

impl Split {
    /// Whether several areas of the other layer share it; if not, it lies in one of them and
    /// outside that layer.
    pub fn is_shared(&self) -> bool {
        self.shares
            .iter()
            .filter(|share| share.area.is_some())
            .count()
            > 1
    }
}

/// A part of a split area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// The area of the other layer; `None` for the outside of that layer.
    pub area: Option<Named>,
    /// Whether it is the main part.
    pub main: bool,
    /// Whether all of the other area is in the split one.
    pub whole: bool,
    /// Weight.
    pub weight: f64,
    /// The share of the split area's weight; `None` if the data holds only a part of that area.
    pub weight_share: Option<f64>,
    /// Live postcodes.
    pub postcodes: u64,
    /// Square metres.
    pub area_m2: f64,
    /// Number of building blocks, where both layers are defined over them.
    pub blocks: Option<usize>,
    /// The districts that those are in; empty in a union, whose parts are whole areas.
    pub districts: Vec<DistrictPart>,
}

/// The pairs of areas that really have ground in common, with what follows from them alone.
#[derive(Debug)]
pub(super) struct RealPairs {
    /// The areas of the other layer (`None`: the outside) that each area has ground in common
    /// with, by layer.
    pub(super) partners: [Vec<BTreeSet<Option<usize>>>; 2],
    /// Whether each area is held as a whole, by layer.
    complete: [Vec<bool>; 2],
}

impl RealPairs {
    pub(super) fn of(real: &BTreeSet<Pair>, complete: [Vec<bool>; 2]) -> Self {
        Self {
            partners: [0, 1].map(|side: usize| partners(real, complete[side].len(), side)),
            complete,
        }
    }

    /// Whether all of an area of a layer (`side`) is in one area of the other layer.
    pub(super) fn is_within(&self, side: usize, area: usize, other: usize) -> bool {
        self.complete[side][area]
            && self.partners[side][area]
                .iter()
                .all(|back| *back == Some(other))
    }

    /// Returns the relation of a pair; `None` if it has no more than slivers in common, or is
    /// ground outside a layer.
    pub(super) fn relation(&self, pair: Pair) -> Option<PairRelation> {
        let [Some(a), Some(b)] = pair else {
            return None;
        };
        self.partners[0][a].contains(&Some(b)).then(|| {
            match [self.is_within(0, a, b), self.is_within(1, b, a)] {
                [true, true] => PairRelation::Equals,
                [true, false] => PairRelation::Within,
                [false, true] => PairRelation::Contains,
                [false, false] => PairRelation::Overlaps,
            }
        })
    }

    /// Whether an area is shared by several areas of the other layer, or by one and the outside.
    fn is_split(&self, side: usize, area: usize) -> bool {
        let partners = &self.partners[side][area];
        partners.len() > 1 && partners.iter().any(Option::is_some)
    }

    /// Whether all parts of an area are whole areas of the other layer.
    fn is_nested(&self, side: usize, area: usize) -> bool {
        self.partners[side][area]
            .iter()
            .all(|other| other.is_some_and(|other| self.is_within(1 - side, other, area)))
    }

    /// Returns the pair of a split area's main part, by weight and then by ground; `None` for an area that
    /// is not split, is a union, or is held only in part.
    fn main(&self, side: usize, area: usize, size: impl Fn(Pair) -> (f64, f64)) -> Option<Pair> {
        if !self.complete[side][area] || !self.is_split(side, area) || self.is_nested(side, area) {
            return None;
        }
        let mut best: Option<((f64, f64), Pair)> = None;
        for &other in &self.partners[side][area] {
            let pair = pair_of(side, area, other);
            let own = size(pair);
            let heavier = best.is_none_or(|(best, _)| {
                (own.0.total_cmp(&best.0))
                    .then(own.1.total_cmp(&best.1))
                    .is_gt()
            });
            if heavier {
                best = Some((own, pair));
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// Returns the pairs that are the smaller part of a split area, and of which of the two. The
    /// parts of an area that is held only in part are all smaller ones if two or more complete
    /// areas share it.
    pub(super) fn smaller_parts(
        &self,
        size: impl Fn(Pair) -> (f64, f64),
    ) -> BTreeMap<Pair, [bool; 2]> {
        let mut smaller = BTreeMap::new();
        for side in 0..2 {
            for area in 0..self.partners[side].len() {
                if !self.is_split(side, area) || self.is_nested(side, area) {
                    continue;
                }
                let main = self.main(side, area, &size);
                let complete = |other: &&Option<usize>| {
                    other.is_some_and(|other| self.complete[1 - side][other])
                };
                let shared = self.partners[side][area].iter().filter(complete).count();
                if main.is_none() && shared < 2 {
                    continue;
                }
                for &other in &self.partners[side][area] {
                    let pair = pair_of(side, area, other);
                    if main != Some(pair) {
                        smaller.entry(pair).or_insert([false; 2])[side] = true;
                    }
                }
            }
        }
        smaller
    }
}

/// The pair of an area of a layer (`side`) and one of the other layer.
pub(super) fn pair_of(side: usize, area: usize, other: Option<usize>) -> Pair {
    if side == 0 {
        [Some(area), other]
    } else {
        [other, Some(area)]
    }
}

impl Found<'_> {
    /// Returns the building blocks of each pair of areas; none unless both layers have a column of
    /// the code table.
    fn blocks_of_pairs(&self) -> BTreeMap<Pair, Vec<BlockId>> {
        let mut blocks: BTreeMap<Pair, Vec<BlockId>> = BTreeMap::new();
        if let Some((pairs, _)) = &self.by_block {
            for (block, pair) in pairs.iter().enumerate() {
                blocks.entry(*pair).or_default().push(BlockId::new(block));
            }
        }
        blocks
    }

    /// Returns the split areas that have ground in the review area, those of the first layer first.
    pub(super) fn splits(&self) -> Vec<Split> {
        let districts = self.districts();
        let blocks_of = self.blocks_of_pairs();
        let mut splits = Vec::new();
        for side in 0..2 {
            for (area, all) in self.weights_of(side).into_iter().enumerate() {
                if !self.pairs.is_split(side, area) || !self.is_listed(side, area) {
                    continue;
                }
                let complete = self.ground.completeness[side][area].complete;
                let nested = self.pairs.is_nested(side, area);
                let mut shares: Vec<Share> = self.pairs.partners[side][area]
                    .iter()
                    .map(|&other| {
                        let pair = pair_of(side, area, other);
                        let weight = self.weight(pair);
                        let count = self.counts().get(&pair).copied().unwrap_or_default();
                        Share {
                            area: other.map(|other| self.named(1 - side, other)),
                            main: false,
                            whole: other
                                .is_some_and(|other| self.pairs.is_within(1 - side, other, area)),
                            weight,
                            weight_share: (complete && all > 0.0).then(|| weight / all),
                            postcodes: count.postcodes,
                            area_m2: self.ground.cells().get(&pair).copied().unwrap_or_default(),
                            blocks: self.by_block.as_ref().map(|_| count.blocks),
                            districts: if nested {
                                Vec::new()
                            } else {
                                let blocks = blocks_of.get(&pair).map_or(&[][..], Vec::as_slice);
                                self.district_parts(blocks, districts.as_ref())
                            },
                        }
                    })
                    .collect();
                shares.sort_by(|one, other| {
                    (other.weight.total_cmp(&one.weight))
                        .then(other.area_m2.total_cmp(&one.area_m2))
                });
                if let Some(first) = shares.first_mut() {
                    first.main = complete && !nested;
                }
                splits.push(Split {
                    layer: self.layer_name(side),
                    area: self.named(side, area),
                    complete,
                    nested,
                    shares,
                });
            }
        }
        splits
    }
}
