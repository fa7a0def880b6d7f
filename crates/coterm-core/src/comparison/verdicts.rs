//! A verdict for each area, with its reason.

use std::collections::BTreeSet;

use super::ground::Pair;
use super::lines::Outlines;
use super::relation::{groups, partners, relations};
use super::words::kind;
use super::{Counterpart, Found, Group, Named, Relation, Verdict};
use crate::Result;
use crate::words::{a, list, share};

fn pair_of(side: usize, area: usize, other: Option<usize>) -> Pair {
    if side == 0 {
        [Some(area), other]
    } else {
        [other, Some(area)]
    }
}

impl Found<'_> {
    /// Pairs that have building blocks in common.
    pub(super) fn real_by_block(&self) -> Option<BTreeSet<Pair>> {
        let (_, counts) = self.by_block.as_ref()?;
        let with_blocks = counts.iter().filter(|(_, count)| count.blocks > 0);
        Some(with_blocks.map(|(pair, _)| *pair).collect())
    }

    /// The verdicts on a layer's areas, in their order.
    pub(super) fn verdicts(&self, side: usize, outlines: &Outlines<'_>) -> Result<Vec<Verdict>> {
        let layer = self.layers[side];
        let held = &self.ground.held;
        let relation = relations(&self.real, held, side);
        let by_blocks = self
            .real_by_block()
            .map(|real| relations(&real, held, side));
        let partners = [0, 1].map(|side| partners(&self.real, held[side].len(), side));
        let weights = self.weights_of(side);
        layer
            .areas()
            .iter()
            .enumerate()
            .map(|(position, _)| {
                let ground = self.ground.areas()[side][position];
                let complete = held[side][position].whole;
                let part = |other: Option<usize>| {
                    let pair = pair_of(side, position, other);
                    let area_m2 = self.ground.cells().get(&pair).copied().unwrap_or_default();
                    let weight = self.weight(pair);
                    let share = |part: f64, of: f64| {
                        complete.then(|| if of > 0.0 { part / of } else { 0.0 })
                    };
                    Counterpart {
                        area: other.map(|other| self.named(1 - side, other)),
                        area_m2,
                        area_share: share(area_m2, ground),
                        weight,
                        weight_share: share(weight, weights[position]),
                        whole: other.is_some_and(|other| {
                            held[1 - side][other].whole
                                && partners[1 - side][other]
                                    .iter()
                                    .all(|back| *back == Some(position))
                        }),
                    }
                };
                let real = &partners[side][position];
                let mut with: Vec<Counterpart> = real
                    .iter()
                    .flatten()
                    .map(|&other| part(Some(other)))
                    .collect();
                with.sort_by(|one, other| other.area_m2.total_cmp(&one.area_m2));
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
                    reason: self.reason(side, position, relation, &with, outside.as_ref()),
                    with,
                    outside,
                    area_m2: complete.then_some(ground),
                    weight: complete.then_some(weights[position]),
                    blocks: blocks.filter(|_| complete),
                    deviation,
                })
            })
            .collect()
    }

    fn reason(
        &self,
        side: usize,
        area: usize,
        relation: Relation,
        with: &[Counterpart],
        outside: Option<&Counterpart>,
    ) -> String {
        let [_, many] = kind(self.layers[1 - side].info());
        let id = self.layers[1 - side].id();
        let name = self.layers[side].areas()[area].name();
        let named = |part: &Counterpart| {
            part.area
                .as_ref()
                .map_or_else(String::new, |area| area.name.clone())
        };
        let names: Vec<String> = with.iter().map(named).collect();
        let names = || names.iter().map(String::as_str);
        match relation {
            Relation::Coterminous => {
                format!(
                    "{name} has the same footprint as {} of {id}.",
                    list(names())
                )
            }
            Relation::Union => format!(
                "{name} is {} {many} of {id} together: {}.",
                with.len(),
                list(names())
            ),
            Relation::PartOf => format!(
                "{name} lies within {} of {id}, which is larger.",
                list(names())
            ),
            Relation::Disjoint => {
                format!("{name} has no more than slivers in common with any of {id}.")
            }
            Relation::CannotBeTold => {
                let reaches = if self.ground.held[side][area].whole {
                    "may reach"
                } else {
                    "reaches"
                };
                let within = if with.is_empty() {
                    format!("no area of {id}")
                } else {
                    list(names())
                };
                format!(
                    "{name} {reaches} beyond the data, so how all of it stands to {id} cannot be told here. Within the data it has ground in {within}."
                )
            }
            Relation::Crossing => {
                let cut: Vec<String> = with
                    .iter()
                    .filter(|part| !part.whole)
                    .map(|part| {
                        let of = share(part.area_share.unwrap_or_default());
                        format!("{} ({of} of {name})", named(part))
                    })
                    .collect();
                let whole: Vec<String> = with.iter().filter(|part| part.whole).map(named).collect();
                let mut parts = Vec::new();
                if !cut.is_empty() {
                    parts.push(format!(
                        "shares a part only of {}",
                        list(cut.iter().map(String::as_str))
                    ));
                }
                if !whole.is_empty() {
                    parts.push(format!(
                        "has all of {}",
                        list(whole.iter().map(String::as_str))
                    ));
                }
                if let Some(outside) = outside {
                    parts.push(format!(
                        "has {} of its ground outside every area of {id}",
                        share(outside.area_share.unwrap_or_default())
                    ));
                }
                format!("{name} {}.", list(parts.iter().map(String::as_str)))
            }
        }
    }

    /// The groups of areas that belong together.
    pub(super) fn groups(&self) -> Vec<Group> {
        let names = |side: usize, areas: &[usize]| -> Vec<Named> {
            areas.iter().map(|&area| self.named(side, area)).collect()
        };
        groups(&self.real, &self.ground.held)
            .into_iter()
            .map(|together| {
                let [first, second] = [0, 1].map(|side: usize| names(side, &together.areas[side]));
                let said = |names: &[Named]| names.iter().map(|area| area.name.as_str()).collect::<Vec<_>>().join(" + ");
                let reason = if together.closes {
                    format!("{} = {}", said(&first), said(&second))
                } else if first.is_empty() || second.is_empty() {
                    let side = usize::from(first.is_empty());
                    let [one, _] = kind(self.layers[1 - side].info());
                    let alone = if side == 0 { &first } else { &second };
                    format!("{} has no counterpart: {} of {} is not there", said(alone), a(&one), self.layers[1 - side].id())
                } else if !together.whole {
                    format!("{} against {}: cannot be told here, for some of these reach beyond the data", said(&first), said(&second))
                } else {
                    format!("{} against {}: does not close, for ground of these is outside the other layer", said(&first), said(&second))
                };
                Group { a: first, b: second, complete: together.whole, closes: together.closes, reason }
            })
            .collect()
    }
}
