//! What is counted in each pair of areas: by building blocks, and by places.

use std::collections::BTreeMap;

use super::ground::Pair;
use super::{Subject, Weights};
use crate::{Area, LayerIndex};

/// What is counted in a pair of areas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) weight: f64,
    pub(super) postcodes: u64,
    pub(super) blocks: usize,
}

/// Counts of every pair that has any.
pub(super) type Counts = BTreeMap<Pair, Count>;

/// Where the places that are counted lie, by the drawn areas.
#[derive(Debug)]
pub(super) struct ByPlace {
    pub(super) counts: Counts,
    /// The pair that each place is in.
    pub(super) pairs: Vec<Pair>,
}

/// Counts the places in the areas that own them. O(log n) a place.
pub(super) fn by_place(subjects: [&Subject<'_>; 2], weights: &Weights) -> ByPlace {
    let indexes =
        subjects.map(|subject| LayerIndex::new(subject.layer.areas().iter().map(Area::footprint)));
    let pairs: Vec<Pair> = weights
        .places()
        .iter()
        .map(|place| [0, 1].map(|side: usize| indexes[side].owner(place.at)))
        .collect();
    let mut counts = Counts::new();
    for (pair, place) in pairs.iter().zip(weights.places()) {
        if *pair != [None, None] {
            let count = counts.entry(*pair).or_default();
            count.weight += place.weight;
            count.postcodes += u64::from(place.postcode.is_some());
        }
    }
    ByPlace { counts, pairs }
}

/// The pair of areas that each building block is in, by the code tables; `None` unless
/// both layers are defined over blocks.
pub(super) fn pair_of_block(subjects: [&Subject<'_>; 2]) -> Option<Vec<Pair>> {
    let [a, b] = subjects.map(|subject| subject.area_of_block.as_ref());
    Some(a?.iter().zip(b?).map(|(a, b)| [*a, *b]).collect())
}

/// Counts by building blocks. O(n) in the blocks.
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
            && let Some(count) = counts.get_mut(&pair_of_block[block])
        {
            count.postcodes += 1;
        }
    }
    counts
}
