//! Moves: for each area of one layer, its parts in the areas of the other layer.

use coterm_core::comparison::{Comparison, LayerName, Named, Overlap, Verdict};

use super::names::RealPairs;

/// The layer from whose areas the moves start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Moves from areas of the first layer to those of the second.
    A,
    /// Moves from areas of the second layer to those of the first.
    B,
}

impl Side {
    pub(crate) fn own(self, overlap: &Overlap) -> Option<&Named> {
        match self {
            Self::A => overlap.a.as_ref(),
            Self::B => overlap.b.as_ref(),
        }
    }

    pub(crate) fn other(self, overlap: &Overlap) -> Option<&Named> {
        match self {
            Self::A => overlap.b.as_ref(),
            Self::B => overlap.a.as_ref(),
        }
    }

    pub(crate) fn other_layer(self, comparison: &Comparison) -> LayerName {
        match self {
            Self::A => comparison.b.name(),
            Self::B => comparison.a.name(),
        }
    }

    pub(crate) fn verdicts(self, comparison: &Comparison) -> &[Verdict] {
        match self {
            Self::A => &comparison.verdicts_a,
            Self::B => &comparison.verdicts_b,
        }
    }
}

/// Sums of ground, weight, postcodes and building blocks over overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sum {
    pub(crate) pairs: usize,
    pub(crate) area_m2: f64,
    pub(crate) weight: f64,
    pub(crate) postcodes: u64,
    pub(crate) blocks: usize,
}

impl Sum {
    pub(crate) fn add(&mut self, overlap: &Overlap) {
        self.pairs += 1;
        self.area_m2 += overlap.area_m2;
        self.weight += overlap.weight;
        self.postcodes += overlap.postcodes;
        self.blocks += overlap.blocks.unwrap_or(0);
    }

    pub(crate) fn of<'a>(overlaps: impl IntoIterator<Item = &'a Overlap>) -> Self {
        let mut sum = Self::default();
        overlaps.into_iter().for_each(|overlap| sum.add(overlap));
        sum
    }
}

/// The moves from one area to the areas of the other layer.
#[derive(Debug)]
pub(crate) struct Moves<'a> {
    /// The area; `None` for ground outside the layer.
    pub(crate) area: Option<&'a Named>,
    /// Whether the area is complete within the data.
    pub(crate) complete: bool,
    /// Parts of the area in areas of the other layer, the largest weight first.
    pub(crate) parts: Vec<&'a Overlap>,
    /// Sum of the parts that are only drawn differently.
    pub(crate) drawn: Sum,
    /// Sum of all parts.
    pub(crate) total: Sum,
}

/// The moves from each area of a side in order of code, then those from outside the layer.
pub(crate) fn moves(comparison: &Comparison, side: Side) -> Vec<Moves<'_>> {
    let real = RealPairs::of(comparison);
    let areas = side
        .verdicts(comparison)
        .iter()
        .map(|verdict| (Some(&verdict.area), verdict.complete));
    let mut by_code = std::collections::HashMap::new();
    let mut all: Vec<Moves<'_>> = Vec::new();
    for (area, complete) in areas.chain([(None, true)]) {
        by_code.insert(area.map(|area| area.code.as_str()), all.len());
        all.push(Moves {
            area,
            complete,
            parts: Vec::new(),
            drawn: Sum::default(),
            total: Sum::default(),
        });
    }
    for overlap in &comparison.matrix {
        let code = side.own(overlap).map(|area| area.code.as_str());
        let Some(moves) = by_code.get(&code).and_then(|&at| all.get_mut(at)) else {
            continue;
        };
        moves.total.add(overlap);
        if real.has(overlap) {
            moves.parts.push(overlap);
        } else {
            moves.drawn.add(overlap);
        }
    }
    for moves in &mut all {
        moves.parts.sort_by(|x, y| {
            (y.weight.total_cmp(&x.weight))
                .then(y.area_m2.total_cmp(&x.area_m2))
                .then_with(|| side.other(x).cmp(&side.other(y)))
        });
    }
    all.retain(|moves| moves.area.is_some() || moves.total.pairs > 0);
    all
}
