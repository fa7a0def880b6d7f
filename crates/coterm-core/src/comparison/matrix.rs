//! The overlap matrix: one row for each pair of areas that have something in common.

use polygon_coverage::AreaId;

use super::counts::Count;
use super::ground::Pair;
use super::inside::NOTHING_M2;
use super::{Found, Named, Overlap};
use crate::layers::LayerId;

/// Amounts that a pair of areas has in common, inside or outside the review area.
struct Cell {
    pair: Pair,
    ground: f64,
    weight: f64,
    weight_by_place: f64,
    count: Count,
}

impl Found<'_> {
    /// Returns a row for every pair that has ground, weight or building blocks in common in the
    /// review area, and the rows of what the same areas have beyond it.
    pub(super) fn matrix(&self) -> (Vec<Overlap>, Vec<Overlap>) {
        let inside = self.inside_pairs().into_iter().map(|pair| Cell {
            pair,
            ground: self.inside_m2(pair),
            weight: self.inside_weight(pair),
            weight_by_place: self.inside_weight_by_place(pair),
            count: self.inside_count(pair),
        });
        let is_listed = |pair: &Pair| {
            (0..2).any(|side| pair[side].is_some_and(|area| self.is_listed(side, area)))
        };
        let beyond = self.pairs().into_iter().filter(is_listed).map(|pair| {
            let (count, inside) = (
                self.counts().get(&pair).copied().unwrap_or_default(),
                self.inside_count(pair),
            );
            Cell {
                pair,
                ground: self.m2(pair) - self.inside_m2(pair),
                weight: self.weight(pair) - self.inside_weight(pair),
                weight_by_place: self.weight_by_place(pair) - self.inside_weight_by_place(pair),
                count: Count {
                    weight: count.weight - inside.weight,
                    postcodes: count.postcodes - inside.postcodes,
                    blocks: count.blocks - inside.blocks,
                },
            }
        });
        let beyond = beyond.filter(|cell| {
            cell.ground > NOTHING_M2 || cell.count.postcodes > 0 || cell.count.blocks > 0
        });
        (self.rows(inside, true), self.rows(beyond, false))
    }

    fn inside_weight_by_place(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.inside_weight(pair);
        }
        let counts = &self.inside.by_place;
        counts.get(&pair).map_or(0.0, |count| count.weight)
    }

    /// Returns rows of what is inside the review area, or of what is beyond it.
    fn rows(&self, cells: impl Iterator<Item = Cell>, inside: bool) -> Vec<Overlap> {
        let weights = [0, 1].map(|side| self.weights_of(side));
        let areas = self.ground.areas();
        let districts = self.districts();
        cells
            .map(|cell| {
                let Cell {
                    pair,
                    ground,
                    weight,
                    count,
                    ..
                } = cell;
                let complete = [0, 1].map(|side: usize| self.holds(side, pair[side]));
                let share = |part: f64, wholes: &[Vec<f64>; 2], side: usize| {
                    let share = match pair[side] {
                        Some(area) if wholes[side][area] > 0.0 => part / wholes[side][area],
                        _ => 0.0,
                    };
                    complete[side].then_some(share)
                };
                let either = match pair {
                    [Some(a), Some(b)] => areas[0][a] + areas[1][b] - self.m2(pair),
                    _ => f64::INFINITY,
                };
                let [a, b] = self.names(pair);
                Overlap {
                    a,
                    b,
                    area_m2: ground,
                    weight,
                    weight_by_geometry: cell.weight_by_place,
                    postcodes: count.postcodes,
                    blocks: self.by_block.as_ref().map(|_| count.blocks),
                    districts: self.districts_of(pair, inside, districts.as_ref()),
                    area_share_of_a: share(ground, areas, 0),
                    area_share_of_b: share(ground, areas, 1),
                    weight_share_of_a: share(weight, &weights, 0),
                    weight_share_of_b: share(weight, &weights, 1),
                    jaccard: (complete == [true; 2]).then(|| self.m2(pair) / either),
                    pair_relation: self.pairs.relation(pair),
                    stays: self.stays(pair),
                }
            })
            .collect()
    }

    /// Whether the data holds all of the area; true outside the layer (`None`).
    pub(super) fn holds(&self, side: usize, area: Option<usize>) -> bool {
        area.is_none_or(|area| self.ground.completeness[side][area].complete)
    }

    /// Returns the layer of districts and the district of each building block.
    pub(super) fn districts(&self) -> Option<(LayerId, Vec<Option<AreaId>>)> {
        super::districts(self.dataset)
    }

    /// Returns the districts that the blocks of a pair inside the review area, or beyond it, are in,
    /// in order of position.
    fn districts_of(
        &self,
        pair: Pair,
        inside: bool,
        districts: Option<&(LayerId, Vec<Option<AreaId>>)>,
    ) -> Vec<Named> {
        let (Some((pairs, _)), Some((layer, of_block))) = (&self.by_block, districts) else {
            return Vec::new();
        };
        let in_pair = pairs
            .iter()
            .zip(of_block)
            .enumerate()
            .filter(|(block, (own, _))| {
                **own == pair && self.extent.has_block(*block, pair) == inside
            });
        let mut areas: Vec<AreaId> = in_pair.filter_map(|(_, (_, district))| *district).collect();
        areas.sort_unstable();
        areas.dedup();
        let layer = &self.dataset.catalogue()[*layer];
        areas
            .into_iter()
            .map(|area| Named::from(&layer[area]))
            .collect()
    }
}
