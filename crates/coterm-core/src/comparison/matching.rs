//! The assignment problem: pairs of rows and columns, each in one pair at most, with the greatest
//! weight together (Kuhn, *The Hungarian method for the assignment problem*, 1955).
//!
//! Solved by successive shortest augmenting paths over the pairs that have weight (Jonker and
//! Volgenant, 1987). Solvers of the published crates take a dense matrix, which for the 34,753
//! LSOAs of England and Wales is ten gigabytes; nearly all of it is empty.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A total order of distances, none of which is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Distance(f64);

impl Eq for Distance {}

impl Ord for Distance {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Distance {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns the column that each row is matched with, so that the weight of all matched pairs
/// together is greatest. `weights` has the columns with weight of each row; weights of 0 or less
/// are matched with nothing. O(n m log m) for n rows and m pairs at worst, near O(m log m) where
/// few pairs compete, as those of administrative layers do.
pub(super) fn greatest_weight_matching(
    weights: &[Vec<(usize, f64)>],
    columns: usize,
) -> Vec<Option<usize>> {
    // Every row may be matched with a column of its own that weighs nothing, `columns + row`.
    let rows = weights.len();
    let greatest = |row: &[(usize, f64)]| row.iter().map(|(_, w)| *w).fold(0.0, f64::max);
    let mut row_price: Vec<f64> = weights.iter().map(|row| -greatest(row)).collect();
    let mut column_price = vec![0.0; columns + rows];
    let mut row_of: Vec<Option<usize>> = vec![None; columns + rows];
    let mut column_of: Vec<Option<usize>> = vec![None; rows];
    for start in 0..rows {
        // The distance of each column that was reached, the row before it, and whether it is final.
        let mut reached: HashMap<usize, (f64, usize, bool)> = HashMap::new();
        let mut settled: Vec<(usize, f64)> = Vec::new();
        let mut heap = BinaryHeap::new();
        let mut scanned: Vec<(usize, f64)> = vec![(start, 0.0)];
        let (mut row, mut base) = (start, 0.0);
        let (end, length) = loop {
            let own = std::iter::once((columns + row, 0.0));
            let pairs = weights[row].iter().copied().filter(|(_, w)| *w > 0.0);
            for (column, weight) in pairs.chain(own) {
                // The reduced cost is never negative, but for rounding.
                let reduced = (-weight - row_price[row] - column_price[column]).max(0.0);
                let to = base + reduced;
                let best = reached.entry(column).or_insert((f64::INFINITY, row, false));
                if !best.2 && to < best.0 {
                    *best = (to, row, false);
                    heap.push((Reverse(Distance(to)), Reverse(column)));
                }
            }
            let (column, to) = loop {
                // The row's own column is always reached, so the heap is never empty.
                let Some((Reverse(Distance(to)), Reverse(column))) = heap.pop() else {
                    break (columns + start, 0.0);
                };
                if let Some(best) = reached.get_mut(&column)
                    && !best.2
                {
                    best.2 = true;
                    break (column, to);
                }
            };
            match row_of[column] {
                None => break (column, to),
                Some(next) => {
                    settled.push((column, to));
                    scanned.push((next, to));
                    (row, base) = (next, to);
                }
            }
        };
        for (row, to) in scanned {
            row_price[row] += length - to;
        }
        for (column, to) in settled {
            column_price[column] -= length - to;
        }
        let mut column = end;
        loop {
            let row = reached.get(&column).map_or(start, |best| best.1);
            row_of[column] = Some(row);
            let before = column_of[row].replace(column);
            match before {
                Some(before) if row != start => column = before,
                _ => break,
            }
        }
    }
    column_of
        .into_iter()
        .map(|column| column.filter(|column| *column < columns))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weight_of(weights: &[Vec<(usize, f64)>], matching: &[Option<usize>]) -> f64 {
        let pairs = weights.iter().zip(matching);
        let of_pair = |(row, column): (&Vec<(usize, f64)>, &Option<usize>)| {
            let weight = row.iter().find(|(own, _)| Some(*own) == *column);
            weight.map_or(0.0, |(_, weight)| *weight)
        };
        pairs.map(of_pair).sum()
    }

    /// Returns the greatest weight, by trying every matching.
    fn by_brute_force(weights: &[Vec<(usize, f64)>], taken: u32) -> f64 {
        let Some((first, rest)) = weights.split_first() else {
            return 0.0;
        };
        let with = first
            .iter()
            .filter(|(column, _)| taken >> column & 1 == 0)
            .map(|(column, weight)| weight + by_brute_force(rest, taken | 1 << column));
        with.fold(by_brute_force(rest, taken), f64::max)
    }

    #[test]
    fn the_best_pairs_together_go_before_the_best_of_each() {
        // Both want the first column; the second row loses more if it goes elsewhere.
        let weights = [vec![(0, 10.0), (1, 9.0)], vec![(0, 8.0), (1, 1.0)]];
        assert_eq!(greatest_weight_matching(&weights, 2), [Some(1), Some(0)]);
    }

    #[test]
    fn a_row_without_weight_and_a_row_too_many_are_matched_with_nothing() {
        let weights = [vec![(0, 1.0)], vec![(0, 2.0)], vec![(0, 0.0)], vec![]];
        let matching = greatest_weight_matching(&weights, 1);
        assert_eq!(matching, [None, Some(0), None, None]);
    }

    proptest! {
        #[test]
        fn no_matching_weighs_more(
            rows in proptest::collection::vec(proptest::collection::vec(0_u32..20, 6), 0..7),
        ) {
            let weights: Vec<Vec<(usize, f64)>> = rows
                .iter()
                .map(|row| {
                    let row = row.iter().enumerate().filter(|(_, weight)| **weight > 8);
                    row.map(|(column, weight)| (column, f64::from(*weight))).collect()
                })
                .collect();
            let matching = greatest_weight_matching(&weights, 6);
            let mut columns: Vec<usize> = matching.iter().flatten().copied().collect();
            columns.sort_unstable();
            prop_assert!(columns.windows(2).all(|pair| pair[0] != pair[1]));
            let found = weight_of(&weights, &matching);
            prop_assert!((found - by_brute_force(&weights, 0)).abs() < 1e-9);
        }
    }
}
