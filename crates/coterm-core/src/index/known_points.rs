use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{GridPoint, LayerStack};

/// In place of the position of an area.
const NOBODY: u32 = u32::MAX;
/// Points that are looked up before their owners are put away: so little is held twice.
const AT_ONCE: usize = 1 << 18;
/// Points that one core looks up in a layer, one after another.
const TOGETHER: usize = 1 << 12;

/// Who owns some points in each layer of a stack, found once, for points that are asked
/// for again and again in any order, as postcodes are.
///
/// Points that have the same owners in all layers share a row, where the owners stand
/// side by side, and of those there are hardly more than building blocks. So it is four
/// bytes a point and a few megabytes besides, and an answer is two reads from memory
/// instead of one or more for each layer.
#[derive(Debug, Default)]
pub(crate) struct KnownPoints {
    layers: usize,
    /// For each point its row.
    row_of: Vec<u32>,
    rows: Vec<u32>,
}

impl KnownPoints {
    /// Looks all of them up. O(1) for a point and a layer, on all cores; the quicker the
    /// nearer each is to the one before it.
    pub(crate) fn new(stack: &LayerStack, points: &[GridPoint]) -> Self {
        let layers = stack.count();
        let mut known = Self {
            layers,
            row_of: Vec::with_capacity(points.len()),
            rows: Vec::new(),
        };
        if layers == 0 {
            return known;
        }
        let mut numbers: FxHashMap<Box<[u32]>, u32> = FxHashMap::default();
        for points in points.chunks(AT_ONCE) {
            let rows = points
                .par_chunks(TOGETHER)
                .map(|points| side_by_side(stack, points));
            for row in rows
                .collect::<Vec<_>>()
                .iter()
                .flat_map(|rows| rows.chunks_exact(layers))
            {
                let last = known.row_of.last();
                let number = match last.map(|&last| (last, known.numbered(last))) {
                    Some((last, before)) if before == row => last,
                    _ => numbers.get(row).copied().unwrap_or_else(|| {
                        let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                        numbers.insert(row.into(), number);
                        known.rows.extend_from_slice(row);
                        number
                    }),
                };
                known.row_of.push(number);
            }
        }
        known
    }

    /// The owner in each layer, as [`area`] reads them, of the point at this place.
    pub(crate) fn row(&self, place: usize) -> &[u32] {
        self.numbered(self.row_of[place])
    }

    fn numbered(&self, number: u32) -> &[u32] {
        &self.rows[number as usize * self.layers..][..self.layers]
    }
}

/// The area that an entry of a row names.
pub(crate) fn area(entry: u32) -> Option<usize> {
    (entry != NOBODY).then_some(entry as usize)
}

/// The rows of some points, one after another.
fn side_by_side(stack: &LayerStack, points: &[GridPoint]) -> Vec<u32> {
    let layers = stack.count();
    let mut rows = vec![NOBODY; points.len() * layers];
    let mut owners = Vec::new();
    for layer in 0..layers {
        stack.layer(layer).owners(points, &mut owners);
        for (row, owner) in rows.chunks_exact_mut(layers).zip(&owners) {
            row[layer] = owner.unwrap_or(NOBODY);
        }
    }
    rows
}
