//! Counts for each pair of areas: by building blocks, and by positions.
//!
//! Counts by blocks are exact, and are used where both layers are defined over blocks.

use std::collections::BTreeMap;

use super::ground::{Pair, pairs};
use super::{ComparisonInput, Weights};
use polygon_coverage::{AreaId, AreaTree, PointIndex};

use crate::Result;
use crate::layers::{Area, Layer};
use crate::space::GridPoint;

/// Amounts that are counted in a pair of areas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) weight: f64,
    pub(super) postcodes: u64,
    pub(super) blocks: usize,
}

/// Counts of every pair that has any.
pub(super) type Counts = BTreeMap<Pair, Count>;

/// Counts by the positions of places, in the areas as they are drawn.
#[derive(Debug)]
pub(super) struct ByPlace {
    pub(super) counts: Counts,
    /// The places, by position and in order, with each pair that a place is in: one pair each,
    /// if no layer overlaps itself.
    pub(super) pairs: Vec<(usize, Pair)>,
    /// The weight in each area of each layer.
    pub(super) areas: [Vec<f64>; 2],
    /// The weight in each layer; what is in several of its areas counts once. `all` is the
    /// weight in the two layers together.
    pub(super) layers: [f64; 2],
    pub(super) all: f64,
}

/// Counts the places in their containing areas; a place in several areas of a layer counts in
/// each. O(log n) for each place.
pub(super) fn by_place(inputs: [&ComparisonInput<'_>; 2], weights: &Weights) -> Result<ByPlace> {
    let [one, other] = inputs.map(|subject| areas_of_places(subject.layer, weights));
    let containing = [one?, other?];
    let mut by_place = ByPlace {
        counts: Counts::new(),
        pairs: Vec::with_capacity(weights.places().len()),
        areas: inputs.map(|subject| vec![0.0; subject.layer.areas().len()]),
        layers: [0.0; 2],
        all: 0.0,
    };
    let [a, b] = &containing;
    for (position, (place, containing)) in weights.places().iter().zip(a.iter().zip(b)).enumerate()
    {
        let containing = [containing.0.as_slice(), containing.1.as_slice()];
        for (side, containing) in containing.into_iter().enumerate() {
            for &area in containing {
                by_place.areas[side][area] += place.weight;
            }
            if !containing.is_empty() {
                by_place.layers[side] += place.weight;
            }
        }
        if !(containing[0].is_empty() && containing[1].is_empty()) {
            by_place.all += place.weight;
        }
        for pair in pairs(containing) {
            by_place.pairs.push((position, pair));
            let count = by_place.counts.entry(pair).or_default();
            count.weight += place.weight;
            count.postcodes += u64::from(place.postcode.is_some());
        }
    }
    Ok(by_place)
}

/// Finds the areas of a layer that contain a point.
pub(super) enum AreaFinder {
    /// An index of areas that do not overlap.
    Coverage(PointIndex),
    /// An index of areas that may overlap.
    Overlapping(AreaTree),
}

impl AreaFinder {
    /// Returns a finder in this layer. O(n log n) in its vertices.
    pub(super) fn new(layer: &Layer) -> Result<Self> {
        let footprints = layer.areas().iter().map(Area::footprint);
        let index = PointIndex::build(footprints.clone())?;
        Ok(if index.is_coverage() {
            Self::Coverage(index)
        } else {
            Self::Overlapping(AreaTree::build(footprints)?)
        })
    }

    /// Returns the areas at a point, by position in the layer. O(log n).
    pub(super) fn areas_at(&self, point: GridPoint) -> Vec<usize> {
        let point = point.coord();
        match self {
            Self::Coverage(index) => index.locate(point).map(AreaId::index).into_iter().collect(),
            Self::Overlapping(index) => index.locate_all(point).map(AreaId::index).collect(),
        }
    }
}

/// Returns the containing areas of each place, by position in the layer.
fn areas_of_places(layer: &Layer, weights: &Weights) -> Result<Vec<Vec<usize>>> {
    let finder = AreaFinder::new(layer)?;
    let places = weights.places().iter();
    Ok(places.map(|place| finder.areas_at(place.at)).collect())
}

/// Returns the pair of areas that each building block is in, by the code tables; `None` unless
/// both layers are defined over blocks.
pub(super) fn pair_of_block(inputs: [&ComparisonInput<'_>; 2]) -> Option<Vec<Pair>> {
    let [a, b] = inputs.map(|input| input.area_of_block.as_ref());
    let pair =
        |(a, b): (&Option<AreaId>, &Option<AreaId>)| [*a, *b].map(|area| Some(area?.index()));
    Some(a?.iter().zip(b?).map(pair).collect())
}

/// Counts by building blocks. O(n) in the blocks and places.
pub(super) fn by_block(pair_of_block: &[Pair], weights: &Weights) -> Counts {
    let mut counts = Counts::new();
    for (block, pair) in pair_of_block.iter().enumerate() {
        if *pair != [None, None] {
            let count = counts.entry(*pair).or_default();
            count.blocks += 1;
            count.weight += weights.by_block()[block];
        }
    }
    for place in weights.places() {
        if let (Some(block), true) = (place.block, place.postcode.is_some())
            && let Some(count) = counts.get_mut(&pair_of_block[block.index()])
        {
            count.postcodes += 1;
        }
    }
    counts
}
