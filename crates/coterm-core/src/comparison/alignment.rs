//! Alignment of two layers: the nearest alignment of the first to the second, and the
//! least change that makes a single area coterminous or a union.

use serde::Serialize;

use super::splits::pair_of;
use super::{Found, Named, Relation};

/// The first layer as it would be in the review area if it followed the second exactly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alignment {
    /// The areas that would exist: one for each area of the second layer that really has ground in
    /// the review area, in order of their codes.
    pub areas: Vec<AlignedArea>,
    /// Ground that would be in no area, because the second layer has none there; `None` if there is
    /// no such ground.
    pub in_none: Option<Amount>,
}

/// An area that would exist if the first layer followed the second.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlignedArea {
    /// The area of the second layer that it follows.
    pub area: Named,
    /// The area of the first layer that it is matched with; `None` for a new one.
    pub from: Option<Named>,
    /// The amount that it would have in the review area.
    pub inside: Amount,
    /// Whether it would be coterminous with the area of the second layer: all of that is in the
    /// review area.
    pub coterminous: bool,
    /// The amount that the area has beyond the review area: it would have to join, or what is
    /// inside to leave. `None` if there is nothing, and if the data holds only a part of the area.
    pub beyond: Option<Amount>,
}

/// An amount of ground and of what is counted in it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Amount {
    /// Weight.
    pub weight: f64,
    /// Live postcodes.
    pub postcodes: u64,
    /// Square metres.
    pub area_m2: f64,
}

/// The least that would have to move to make an area coterminous, or a union.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeastChange {
    /// The areas of the other layer that it would then be: one, or several together.
    pub becomes: Vec<Named>,
    /// Parts that would have to join it: the rest of each of those areas, heaviest first.
    pub join: Vec<Change>,
    /// Parts that would have to leave it, heaviest first.
    pub leave: Vec<Change>,
    /// Weight that joins and leaves.
    pub weight: f64,
}

/// Ground that joins or leaves an area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The area of the other layer that it is in; `None` for the outside of that layer.
    pub area: Option<Named>,
    /// Weight.
    pub weight: f64,
    /// Square metres.
    pub area_m2: f64,
}

impl Found<'_> {
    /// Returns the nearest alignment. What is counted is what is in the review area.
    pub(super) fn alignment(&self) -> Alignment {
        let mut in_none = Amount::default();
        let mut of_area = vec![Amount::default(); self.layers[1].areas().len()];
        let mut has_ground = vec![false; of_area.len()];
        for pair in self.inside_pairs() {
            let amount = pair[1].map_or(&mut in_none, |area| &mut of_area[area]);
            if pair[1].is_none() && !self.real.contains(&pair) {
                continue;
            }
            amount.weight += self.inside_weight(pair);
            amount.postcodes += self.inside_count(pair).postcodes;
            amount.area_m2 += self.inside_m2(pair);
            if let Some(area) = pair[1] {
                has_ground[area] |= self.real.contains(&pair) && self.inside_m2(pair) > 0.0;
            }
        }
        let matched_with = |area: usize| self.matched.iter().position(|b| *b == Some(area));
        let areas = (0..of_area.len()).filter(|&area| has_ground[area]);
        let areas = areas.map(|area| {
            let complete = self.ground.completeness[1][area].complete;
            let partners = self.pairs.partners[1][area].iter();
            let reaches_beyond = partners
                .clone()
                .any(|other| self.continues_beyond(pair_of(1, area, *other)));
            let beyond = partners.fold(Amount::default(), |sum, other| {
                let pair = pair_of(1, area, *other);
                let count = self.counts().get(&pair).copied().unwrap_or_default();
                Amount {
                    weight: sum.weight + self.weight(pair) - self.inside_weight(pair),
                    postcodes: sum.postcodes + count.postcodes - self.inside_count(pair).postcodes,
                    area_m2: sum.area_m2 + self.m2(pair) - self.inside_m2(pair),
                }
            });
            AlignedArea {
                area: self.named(1, area),
                from: matched_with(area).map(|from| self.named(0, from)),
                inside: of_area[area],
                coterminous: complete && !reaches_beyond,
                beyond: (complete && reaches_beyond).then_some(beyond),
            }
        });
        Alignment {
            areas: areas.collect(),
            in_none: (in_none.area_m2 > 0.0).then_some(in_none),
        }
    }

    /// Returns the least change that makes an area coterminous, or a union; `None` if it is, or if
    /// the data does not hold all of it, or no complete area of the other layer shares it.
    ///
    /// `weights` are those of the other layer's areas. The area may take all of another area, or leave what it has of it: each time, whatever is
    /// less. If it would leave everything, it takes the one area of which it lacks least.
    pub(super) fn least_change(
        &self,
        side: usize,
        area: usize,
        relation: Relation,
        weights: &[f64],
    ) -> Option<LeastChange> {
        if !matches!(relation, Relation::Crossing | Relation::PartOf) {
            return None;
        }
        let mut becomes: Vec<usize> = Vec::new();
        let mut fallback: Option<(f64, usize)> = None;
        for &other in self.pairs.partners[side][area].iter().flatten() {
            if !self.ground.completeness[1 - side][other].complete {
                continue;
            }
            let common = self.weight(pair_of(side, area, Some(other)));
            let rest = weights[other] - common;
            if common > rest || self.pairs.is_within(1 - side, other, area) {
                becomes.push(other);
            }
            let extra = rest - common;
            if fallback.is_none_or(|(least, _)| extra < least) {
                fallback = Some((extra, other));
            }
        }
        if becomes.is_empty() {
            becomes.push(fallback?.1);
        }
        let change = |other: Option<usize>, weight: f64, area_m2: f64| Change {
            area: other.map(|other| self.named(1 - side, other)),
            weight,
            area_m2,
        };
        let mut join: Vec<Change> = Vec::new();
        let mut leave: Vec<Change> = Vec::new();
        for &other in &self.pairs.partners[side][area] {
            let pair = pair_of(side, area, other);
            let (common, common_m2) = (self.weight(pair), self.m2(pair));
            match other.filter(|other| becomes.contains(other)) {
                Some(taken) if self.pairs.is_within(1 - side, taken, area) => {}
                Some(taken) => {
                    let all_m2 = self.ground.areas()[1 - side][taken];
                    join.push(change(other, weights[taken] - common, all_m2 - common_m2));
                }
                None => leave.push(change(other, common, common_m2)),
            }
        }
        for list in [&mut join, &mut leave] {
            list.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        }
        let weight = join.iter().chain(&leave).map(|change| change.weight).sum();
        Some(LeastChange {
            becomes: becomes
                .into_iter()
                .map(|other| self.named(1 - side, other))
                .collect(),
            join,
            leave,
            weight,
        })
    }
}
