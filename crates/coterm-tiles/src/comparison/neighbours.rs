//! Neighbouring pieces of a comparison: which of them share an edge in the data.

use std::collections::{HashMap, HashSet};

use coterm_core::comparison::Piece;
use geo::Coord;
use polygon_coverage::measure::edges;

use crate::side_labels::SideLabel;

/// Pairs of pieces that share an edge in the data, before they are brought to the map's grid.
/// On that grid a narrow piece may vanish, so that two others seem to meet.
#[derive(Debug)]
pub(super) struct Neighbours(HashSet<[u32; 2]>);

/// The outside, beyond the outermost lines.
const NOBODY: u32 = u32::MAX;

impl Neighbours {
    /// Finds the neighbours among all pieces, by their positions. O(n) in the vertices.
    pub(super) fn of(pieces: &[&Piece]) -> Self {
        let bits = |at: Coord<f64>| [at.x.to_bits(), at.y.to_bits()];
        let mut sides_of_lines: HashMap<[[u64; 2]; 2], [Vec<u32>; 2]> = HashMap::new();
        for (piece, number) in pieces.iter().zip(0..) {
            for edge in edges(&piece.footprint) {
                let [from, to] = edge.map(bits);
                let along = from < to;
                let ends = if along { [from, to] } else { [to, from] };
                sides_of_lines.entry(ends).or_default()[usize::from(along)].push(number);
            }
        }
        let sides = sides_of_lines.values();
        Self(sides.flat_map(|[one, other]| pairs(one, other)).collect())
    }

    /// Whether any piece on one side of an arc shares an edge with any piece on the other side.
    pub(super) fn meet(&self, sides: &[SideLabel]) -> bool {
        let [left, right] = [true, false].map(|left| -> Vec<u32> {
            let on_side = sides.iter().filter(|side| side.left == left);
            on_side.map(|side| side.area).collect()
        });
        pairs(&left, &right).any(|pair| self.0.contains(&pair))
    }
}

/// Returns every pair of a piece of one side and a piece of the other, the lesser first.
fn pairs<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = [u32; 2]> + 'a {
    let or_nobody = |side: &'a [u32]| if side.is_empty() { &[NOBODY] } else { side };
    let (one, other) = (or_nobody(one), or_nobody(other));
    one.iter().flat_map(move |&one| {
        other
            .iter()
            .map(move |&other| [one.min(other), one.max(other)])
    })
}
