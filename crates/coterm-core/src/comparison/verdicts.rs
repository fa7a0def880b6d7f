//! Verdicts: how each area stands to the other layer, with the reason.

use std::collections::BTreeSet;

use super::ground::Pair;
use super::lines::Outlines;
use super::reason::{GroupReason, VerdictReason};
use super::relation::{Together, groups, relations};
use super::splits::pair_of;
use super::{Counterpart, Found, Group, Named, Relation, Verdict};
use crate::Result;

impl Found<'_> {
    /// Returns the pairs that have building blocks in common.
    pub(super) fn real_by_block(&self) -> Option<BTreeSet<Pair>> {
        let (_, counts) = self.by_block.as_ref()?;
        let with_blocks = counts.iter().filter(|(_, count)| count.blocks > 0);
        Some(with_blocks.map(|(pair, _)| *pair).collect())
    }

    /// Returns the verdicts on those of a layer's areas that belong into the report, in their order.
    pub(super) fn verdicts(&self, side: usize, outlines: &Outlines<'_>) -> Result<Vec<Verdict>> {
        let layer = self.layers[side];
        let completeness = &self.ground.completeness;
        let relation = relations(&self.real, completeness, side);
        let by_blocks = self
            .real_by_block()
            .map(|real| relations(&real, completeness, side));
        let partners = &self.pairs.partners;
        let other_weights = self.weights_of(1 - side);
        let weights = self.weights_of(side);
        layer
            .areas()
            .iter()
            .enumerate()
            .filter(|(position, _)| self.is_listed(side, *position))
            .map(|(position, _)| {
                let ground = self.ground.areas()[side][position];
                let complete = completeness[side][position].complete;
                let part = |other: Option<usize>| {
                    let pair = pair_of(side, position, other);
                    let area_m2 = self.m2(pair);
                    let weight = self.weight(pair);
                    let count = self.counts().get(&pair).copied().unwrap_or_default();
                    let share_of_other = |other: usize| {
                        let all = other_weights[other];
                        (completeness[1 - side][other].complete && all > 0.0).then(|| weight / all)
                    };
                    let share = |part: f64, whole: f64| {
                        complete.then(|| if whole > 0.0 { part / whole } else { 0.0 })
                    };
                    Counterpart {
                        area: other.map(|other| self.named(1 - side, other)),
                        area_m2,
                        area_share: share(area_m2, ground),
                        weight,
                        weight_share: share(weight, weights[position]),
                        postcodes: count.postcodes,
                        share_of_other: other.and_then(share_of_other),
                        whole: other
                            .is_some_and(|other| self.pairs.is_within(1 - side, other, position)),
                    }
                };
                let real = &partners[side][position];
                let mut with: Vec<Counterpart> = real
                    .iter()
                    .flatten()
                    .map(|&other| part(Some(other)))
                    .collect();
                with.sort_by(|one, other| {
                    (other.weight.total_cmp(&one.weight))
                        .then(other.area_m2.total_cmp(&one.area_m2))
                });
                let outside = real.contains(&None).then(|| part(None));
                let relation = relation[position];
                let deviation = match (relation, real.first()) {
                    (Relation::Coterminous, Some(&Some(other))) => {
                        let pair = if side == 0 {
                            [position, other]
                        } else {
                            [other, position]
                        };
                        Some(outlines.separation(pair)?)
                    }
                    _ => None,
                };
                let blocks = self.by_block.as_ref().map(|(pairs, _)| {
                    pairs
                        .iter()
                        .filter(|pair| pair[side] == Some(position))
                        .count()
                });
                Ok(Verdict {
                    area: self.named(side, position),
                    complete,
                    relation,
                    by_blocks: by_blocks.as_ref().map(|relations| relations[position]),
                    reason: VerdictReason::of(relation, complete, &with),
                    with,
                    outside,
                    area_m2: complete.then_some(ground),
                    weight: complete.then_some(weights[position]),
                    blocks: blocks.filter(|_| complete),
                    deviation,
                    least_change: complete
                        .then(|| self.least_change(side, position, relation, &other_weights))
                        .flatten(),
                })
            })
            .collect()
    }

    /// Returns the groups of areas that belong together.
    pub(super) fn groups(&self) -> Vec<Group> {
        let names = |side: usize, areas: &[usize]| -> Vec<Named> {
            areas.iter().map(|&area| self.named(side, area)).collect()
        };
        let is_listed = |together: &Together| {
            (0..2).any(|side| {
                let mut areas = together.areas[side].iter();
                areas.any(|&area| self.is_listed(side, area))
            })
        };
        groups(&self.real, &self.ground.completeness)
            .into_iter()
            .filter(is_listed)
            .map(|together| {
                let [first, second] = [0, 1].map(|side: usize| names(side, &together.areas[side]));
                let areas = [first.len(), second.len()];
                Group {
                    a: first,
                    b: second,
                    complete: together.complete,
                    closes: together.closes,
                    reason: GroupReason::of(areas, together.closes, together.complete),
                }
            })
            .collect()
    }
}
