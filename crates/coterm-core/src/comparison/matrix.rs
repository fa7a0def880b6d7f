//! The overlap matrix: one row for each pair of areas that have something in common.

use polygon_coverage::AreaId;

use super::ground::Pair;
use super::{Found, Named, Overlap};
use crate::layers::LayerId;

impl Found<'_> {
    /// Returns a row for every pair that has ground, weight or building blocks in common.
    pub(super) fn matrix(&self) -> Vec<Overlap> {
        let weights = [0, 1].map(|side| self.weights_of(side));
        let areas = self.ground.areas();
        let districts = self.districts();
        self.pairs()
            .into_iter()
            .map(|pair| {
                let ground = self.ground.cells().get(&pair).copied().unwrap_or_default();
                let weight = self.weight(pair);
                let count = self.counts().get(&pair).copied().unwrap_or_default();
                let complete = [0, 1].map(|side: usize| self.holds(side, pair[side]));
                let share = |part: f64, wholes: &[Vec<f64>; 2], side: usize| {
                    let share = match pair[side] {
                        Some(area) if wholes[side][area] > 0.0 => part / wholes[side][area],
                        _ => 0.0,
                    };
                    complete[side].then_some(share)
                };
                let either = match pair {
                    [Some(a), Some(b)] => areas[0][a] + areas[1][b] - ground,
                    _ => f64::INFINITY,
                };
                let [a, b] = self.names(pair);
                Overlap {
                    a,
                    b,
                    area_m2: ground,
                    weight,
                    weight_by_geometry: self.weight_by_place(pair),
                    postcodes: count.postcodes,
                    blocks: self.by_block.as_ref().map(|_| count.blocks),
                    districts: self.districts_of(pair, districts.as_ref()),
                    area_share_of_a: share(ground, areas, 0),
                    area_share_of_b: share(ground, areas, 1),
                    weight_share_of_a: share(weight, &weights, 0),
                    weight_share_of_b: share(weight, &weights, 1),
                    jaccard: (complete == [true; 2]).then_some(ground / either),
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

    /// Returns the districts that the blocks of a pair are in, in order of position.
    fn districts_of(
        &self,
        pair: Pair,
        districts: Option<&(LayerId, Vec<Option<AreaId>>)>,
    ) -> Vec<Named> {
        let (Some((pairs, _)), Some((layer, of_block))) = (&self.by_block, districts) else {
            return Vec::new();
        };
        let in_pair = pairs
            .iter()
            .zip(of_block)
            .filter(|(block_pair, _)| **block_pair == pair);
        let mut areas: Vec<AreaId> = in_pair.filter_map(|(_, district)| *district).collect();
        areas.sort_unstable();
        areas.dedup();
        let layer = &self.dataset.catalogue()[*layer];
        areas
            .into_iter()
            .map(|area| Named::from(&layer[area]))
            .collect()
    }
}
