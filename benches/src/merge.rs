//! Grouping of a grid's cells into areas. It gives made areas the shapes of real ones: bays, spurs,
//! enclaves, and bounding boxes that overlap.

use std::collections::HashMap;

use crate::random::Random;

/// Joins neighbouring cells at random until this many areas are left, and returns the area of each
/// cell, row by row. Each seed gives other areas.
pub fn merge(columns: usize, rows: usize, areas: usize, seed: u64) -> Vec<usize> {
    // Areas stay below twice the mean size as long as others can still grow.
    let large = 2 * (columns * rows).div_ceil(areas);
    let mut pairs = Vec::new();
    for cell in 0..columns * rows {
        pairs.extend((cell % columns + 1 < columns).then_some((cell, cell + 1)));
        pairs.extend((cell + columns < columns * rows).then_some((cell, cell + columns)));
    }
    let mut random = Random::new(seed);
    for last in (1..pairs.len()).rev() {
        pairs.swap(last, random.below(last + 1));
    }
    let mut joined = Joined::new(columns * rows);
    for limit in [large, usize::MAX] {
        for &(a, b) in &pairs {
            joined.join(a, b, limit, areas);
        }
    }
    let mut names = HashMap::new();
    (0..columns * rows)
        .map(|cell| {
            let next = names.len();
            *names.entry(joined.root(cell)).or_insert(next)
        })
        .collect()
}

/// Disjoint sets of cells (union-find).
struct Joined {
    parents: Vec<usize>,
    sizes: Vec<usize>,
    sets: usize,
}

impl Joined {
    fn new(cells: usize) -> Self {
        Self {
            parents: (0..cells).collect(),
            sizes: vec![1; cells],
            sets: cells,
        }
    }

    fn root(&mut self, mut cell: usize) -> usize {
        while self.parents[cell] != cell {
            self.parents[cell] = self.parents[self.parents[cell]];
            cell = self.parents[cell];
        }
        cell
    }

    fn join(&mut self, a: usize, b: usize, limit: usize, sets: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b && self.sets > sets && self.sizes[a] + self.sizes[b] <= limit {
            self.parents[a] = b;
            self.sizes[b] += self.sizes[a];
            self.sets -= 1;
        }
    }
}

/// A side of a cell, from one grid point to the next, with the cell on its left.
pub type Side = [[usize; 2]; 2];

/// Returns the rings of each area as sides: those that only one cell of the area has. Areas are on
/// the left of their sides, so that holes are clockwise.
pub fn rings(columns: usize, cells: &[usize]) -> Vec<Vec<Vec<Side>>> {
    let mut sides: Vec<Vec<Side>> = vec![Vec::new(); cells.iter().max().map_or(0, |last| last + 1)];
    for (cell, &area) in cells.iter().enumerate() {
        let (c, r) = (cell % columns, cell / columns);
        let corners = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]];
        let neighbours = [
            cell.checked_sub(columns),
            (c + 1 < columns).then_some(cell + 1),
            Some(cell + columns),
            (c > 0).then(|| cell - 1),
        ];
        for (k, neighbour) in neighbours.into_iter().enumerate() {
            if neighbour.and_then(|neighbour| cells.get(neighbour)) != Some(&area) {
                sides[area].push([corners[k], corners[(k + 1) % 4]]);
            }
        }
    }
    sides.into_iter().map(chain).collect()
}

/// Joins sides end to end. A ring begins at its southernmost point, because no two cells of the
/// area can touch only in a corner there, so it is clear where the ring ends.
fn chain(mut sides: Vec<Side>) -> Vec<Vec<Side>> {
    let mut rings = Vec::new();
    while let Some(first) =
        (0..sides.len()).min_by_key(|&side| [sides[side][0][1], sides[side][0][0]])
    {
        let mut ring = vec![sides.swap_remove(first)];
        while let Some(next) =
            onward(ring[ring.len() - 1], &sides).filter(|_| ring[ring.len() - 1][1] != ring[0][0])
        {
            ring.push(sides.swap_remove(next));
        }
        rings.push(ring);
    }
    rings
}

/// Returns the side that continues this one. Where two cells of an area touch only in a corner, it
/// is the one to the right: that makes a hole that touches the outer ring in a point, which is
/// valid, and not an outer ring that touches itself, which is not.
fn onward([from, at]: Side, sides: &[Side]) -> Option<usize> {
    let step = |[a, b]: Side| {
        [0, 1].map(|axis| i32::from(b[axis] > a[axis]) - i32::from(b[axis] < a[axis]))
    };
    let [x, y] = step([from, at]);
    let turn = |side: Side| {
        let [next_x, next_y] = step(side);
        x * next_y - y * next_x
    };
    let here = (0..sides.len()).filter(|&side| sides[side][0] == at);
    here.min_by_key(|&side| turn(sides[side]))
}
