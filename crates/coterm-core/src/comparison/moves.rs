//! Moves: weight that is in one area by the first layer and in another by the second.
//!
//! The areas of the two layers are matched one to one so that the weight that the matched pairs have
//! in common is greatest. Whatever is not in a matched pair moves. So the moves from one layer to
//! another are as many as those back. Comparisons, scenarios and all reports use this definition.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ground::Pair;
use super::matching::greatest_weight_matching;
use super::{Found, Named};

/// The areas of two layers, matched, and what would move from one to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matching {
    /// The matched areas, in order of the first layer.
    pub matches: Vec<Match>,
    /// Weight of the review area that stays in the matched area.
    pub stays: f64,
    /// Weight that moves: all that is in the review area, and not in a matched pair.
    pub moved: f64,
    /// Live postcodes that move.
    pub moved_postcodes: u64,
    /// Square metres that move.
    pub moved_m2: f64,
    /// The share of all weight in the review area that moves, from 0 to 1.
    pub share: f64,
}

/// Two areas that are matched, one of each layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Match {
    /// The area of the first layer.
    pub a: Named,
    /// The area of the second layer.
    pub b: Named,
    /// Weight that is in both, and stays.
    pub weight: f64,
}

/// Returns the area of the second layer that each area of the first is matched with, so that the
/// weight in common is greatest. `weights` has what each pair of areas has in common; `counts` is
/// the number of areas of each layer.
pub(crate) fn matched(weights: &BTreeMap<Pair, f64>, counts: [usize; 2]) -> Vec<Option<usize>> {
    let mut rows = vec![Vec::new(); counts[0]];
    for (pair, weight) in weights {
        if let [Some(a), Some(b)] = *pair {
            rows[a].push((b, *weight));
        }
    }
    greatest_weight_matching(&rows, counts[1])
}

impl Found<'_> {
    /// Returns the area of the second layer that each area of the first is matched with.
    pub(super) fn matched_areas(&self) -> Vec<Option<usize>> {
        let pairs = self.inside_pairs().into_iter();
        let weights = pairs.map(|pair| (pair, self.inside_weight(pair))).collect();
        matched(&weights, self.layers.map(|layer| layer.areas().len()))
    }

    /// Returns the matching, and what moves. Weight of two areas that only differ in how their
    /// lines are drawn stays.
    pub(super) fn moves(&self) -> Matching {
        let mut moves = Matching {
            matches: Vec::new(),
            stays: 0.0,
            moved: 0.0,
            moved_postcodes: 0,
            moved_m2: 0.0,
            share: 0.0,
        };
        for pair in self.inside_pairs() {
            let weight = self.inside_weight(pair);
            if self.stays(pair) {
                moves.stays += weight;
            } else {
                moves.moved += weight;
                moves.moved_postcodes += self.inside_count(pair).postcodes;
                moves.moved_m2 += self.inside_m2(pair);
            }
            if let [Some(a), Some(b)] = pair
                && self.matched[a] == Some(b)
            {
                moves.matches.push(Match {
                    a: self.named(0, a),
                    b: self.named(1, b),
                    weight,
                });
            }
        }
        let all = moves.stays + moves.moved;
        if all > 0.0 {
            moves.share = moves.moved / all;
        }
        moves
    }

    /// Whether what a pair of areas has in common stays: the two are matched, or have only slivers
    /// in common and no building block.
    pub(super) fn stays(&self, pair: Pair) -> bool {
        if let [Some(a), Some(b)] = pair
            && self.matched[a] == Some(b)
        {
            return true;
        }
        let by_code = self.by_block.is_some() && !self.weights.unit().is_ground();
        let differs_by_code = by_code && self.inside_count(pair).blocks > 0;
        !self.real.contains(&pair) && !differs_by_code
    }
}
