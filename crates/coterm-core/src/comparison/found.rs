//! Everything that a comparison has found, with areas by position, and its conversion to the result.
//!
//! Each subject (verdicts, matrix, splits, moves, …) adds its own part in its own file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::classes::Classified;
use super::counts::{ByPlace, Counts};
use super::ground::{Pair, SharedGround};
use super::inside::Inside;
use super::lines::{self, Outlines};
use super::review_area::Extent;
use super::splits::RealPairs;
use super::{
    BlockBasis, ComparedLayer, Comparison, Named, SQUARE_METRES_OF_HECTARE, ToleranceSource,
    WeightUsed, Weights,
};
use crate::dataset::Dataset;
use crate::layers::{Layer, Role};
use crate::space::GridPoint;
use crate::words::kind;
use crate::{Cancel, Result};

/// Everything that a comparison has found, with areas by position: names are added last.
pub(super) struct Found<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) layers: [&'a Layer; 2],
    pub(super) weights: &'a Weights,
    pub(super) tolerance_m: f64,
    pub(super) ground: SharedGround,
    pub(super) by_place: ByPlace,
    /// The pair that each block is in, and the counts by blocks, where both layers are defined
    /// over blocks.
    pub(super) by_block: Option<(Vec<Pair>, Counts)>,
    pub(super) pieces: Vec<Classified>,
    /// Pairs with a common, outside or real piece: ground in common that is not explained away.
    pub(super) real: BTreeSet<Pair>,
    pub(super) pairs: RealPairs,
    /// The pairs that are the smaller part of a split area, and of which of the two.
    pub(super) smaller: BTreeMap<Pair, [bool; 2]>,
    pub(super) extent: Extent,
    pub(super) inside: Inside,
    /// Real pairs that continue beyond the review area.
    pub(super) continuing: BTreeSet<Pair>,
    /// Whether each area belongs into the report, by layer.
    pub(super) listed: [Vec<bool>; 2],
    /// The area of the second layer that each area of the first is matched with.
    pub(super) matched: Vec<Option<usize>>,
    /// A point well within each building block, made when it is first needed.
    pub(super) block_middles: OnceLock<Vec<Option<GridPoint>>>,
    pub(super) cancel: Cancel,
}

/// Sorts pairs by position; pairs with the outside of a layer come last.
pub(super) fn in_order(pairs: BTreeSet<Pair>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs.into_iter().collect();
    pairs.sort_by_key(|pair| pair.map(|area| area.unwrap_or(usize::MAX)));
    pairs
}

impl Found<'_> {
    /// Finds out what follows from the real pairs and the review area: the smaller parts of split
    /// areas, what continues beyond, the areas of the report, and the matched areas.
    pub(super) fn judge_pairs(&mut self) {
        self.smaller = self
            .pairs
            .smaller_parts(|pair| (self.weight(pair), self.m2(pair)));
        for piece in &mut self.pieces {
            let is_smaller = self.smaller.contains_key(&piece.piece.pair);
            piece.take_part(is_smaller, self.tolerance_m);
        }
        let clipped = self.pieces.iter().zip(&self.inside.pieces);
        let continuing =
            clipped.filter(|(piece, clip)| piece.class.is_ground() && clip.continues());
        self.continuing = continuing.map(|(piece, _)| piece.piece.pair).collect();
        let all_of_first = self.extent.is_default();
        self.listed = [0, 1]
            .map(|side: usize| vec![side == 0 && all_of_first; self.layers[side].areas().len()]);
        for pair in self.inside_pairs() {
            let is_ground = self.real.contains(&pair) && self.inside_m2(pair) > 0.0;
            if is_ground || self.inside_count(pair).blocks > 0 {
                for (listed, area) in self.listed.iter_mut().zip(pair) {
                    if let Some(area) = area {
                        listed[area] = true;
                    }
                }
            }
        }
        self.matched = self.matched_areas();
    }

    /// Returns the counts of each pair: by blocks if both layers are defined over them.
    pub(super) fn counts(&self) -> &Counts {
        self.by_block
            .as_ref()
            .map_or(&self.by_place.counts, |(_, counts)| counts)
    }

    /// Returns the weight that a pair of areas has in common.
    pub(super) fn weight(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.hectares(pair);
        }
        self.counts().get(&pair).map_or(0.0, |count| count.weight)
    }

    /// Returns the weight that a pair of areas has in common, counted by positions.
    pub(super) fn weight_by_place(&self, pair: Pair) -> f64 {
        if self.weights.unit().is_ground() {
            return self.hectares(pair);
        }
        let counts = &self.by_place.counts;
        counts.get(&pair).map_or(0.0, |count| count.weight)
    }

    pub(super) fn hectares(&self, pair: Pair) -> f64 {
        self.m2(pair) / SQUARE_METRES_OF_HECTARE
    }

    /// Returns the square metres that a pair of areas has in common.
    pub(super) fn m2(&self, pair: Pair) -> f64 {
        self.ground.cells().get(&pair).copied().unwrap_or_default()
    }

    /// Returns every pair that has ground, weight or blocks in common, in order of position;
    /// pairs with the outside of a layer come last.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs: BTreeSet<Pair> = self.ground.cells().keys().copied().collect();
        pairs.extend(self.counts().keys());
        pairs.extend(self.by_place.counts.keys());
        in_order(pairs)
    }

    /// Returns the weight of each area of a layer.
    pub(super) fn weights_of(&self, side: usize) -> Vec<f64> {
        if self.weights.unit().is_ground() {
            let hectares = |area_m2: &f64| area_m2 / SQUARE_METRES_OF_HECTARE;
            return self.ground.areas()[side].iter().map(hectares).collect();
        }
        let Some((_, counts)) = &self.by_block else {
            return self.by_place.areas[side].clone();
        };
        // A block is in one area at most, so nothing is added twice.
        let mut sums = vec![0.0; self.layers[side].areas().len()];
        for (pair, count) in counts {
            if let Some(area) = pair[side] {
                sums[area] += count.weight;
            }
        }
        sums
    }

    /// Whether something in a layer is counted in several of its areas.
    pub(super) fn counts_twice(&self, side: usize) -> bool {
        let all = if self.weights.unit().is_ground() {
            self.ground.footprint_m2(side) / SQUARE_METRES_OF_HECTARE
        } else if self.by_block.is_some() {
            // A block is in one area at most.
            return false;
        } else {
            self.by_place.layers[side]
        };
        let of_areas: f64 = self.weights_of(side).iter().sum();
        of_areas - all > 1e-9 * all.max(1.0)
    }

    pub(super) fn named(&self, side: usize, area: usize) -> Named {
        Named::from(&self.layers[side].areas()[area])
    }

    pub(super) fn names(&self, pair: Pair) -> [Option<Named>; 2] {
        [0, 1].map(|side: usize| pair[side].map(|area| self.named(side, area)))
    }

    pub(super) fn into_comparison(self, tolerance_from: ToleranceSource) -> Result<Comparison> {
        let outlines = Outlines::new(&self.ground, self.layers);
        let verdicts = [self.verdicts(0, &outlines)?, self.verdicts(1, &outlines)?];
        let (differences, difference_of) = self.differences()?;
        let (matrix, beyond) = self.matrix();
        self.cancel.check()?;
        let lines = lines::lines(&self.ground, self.layers, self.tolerance_m, |side, area| {
            self.is_listed(side, area)
        })?;
        let findings = self.findings(&verdicts);
        let layer = |side: usize| {
            let area_m2 = self.inside.ground_m2[side];
            let weight = self.inside_weight_of_layer(Some(side));
            ComparedLayer {
                counts_twice: self.counts_twice(side),
                name: self.layer_name(side),
                ..ComparedLayer::new(self.layers[side], area_m2, weight)
            }
        };
        let (a, b) = (layer(0), layer(1));
        let pieces = self.named_pieces(&difference_of);
        let pieces_beyond = self.pieces_beyond(&difference_of);
        let groups = self.groups();
        let (splits, moves, alignment) = (self.splits(), self.moves(), self.alignment());
        let summary = self.summary(&verdicts, &groups, &splits, &moves, &beyond);
        let [verdicts_a, verdicts_b] = verdicts;
        let blocks = self.by_block.as_ref().map(|(pairs, _)| BlockBasis {
            layer: self
                .block_layer()
                .map_or_else(String::new, |layer| layer.id().to_owned()),
            name: self.block_layer().map_or_else(
                || "block".into(),
                |layer| kind(&layer.info().family)[0].to_owned(),
            ),
            blocks: pairs.iter().filter(|pair| **pair != [None, None]).count(),
        });
        let block_family = self.block_layer().map(|layer| layer.info().family.clone());
        Ok(Comparison {
            a,
            b,
            tolerance_m: self.tolerance_m,
            tolerance_from,
            blocks,
            block_family,
            weight: WeightUsed {
                unit: self.weights.unit().clone(),
                source: self.weights.source().clone(),
                total: self.inside_weight_of_layer(None),
            },
            review_area: self.review_area(),
            summary,
            matrix,
            beyond,
            splits,
            moves,
            practices: None,
            alignment,
            verdicts_a,
            verdicts_b,
            groups,
            pieces,
            pieces_beyond,
            differences,
            lines,
            disclosure: None,
            findings,
            attribution: self.dataset.attribution().to_owned(),
        })
    }

    /// Returns the layer of building blocks.
    pub(super) fn block_layer(&self) -> Option<&Layer> {
        let layers = self.dataset.catalogue().layers();
        layers.iter().find(|layer| layer.info().role == Role::Block)
    }
}
