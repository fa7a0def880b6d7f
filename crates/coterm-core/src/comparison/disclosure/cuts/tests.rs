//! Claims on the search for cuts: it finds exactly the smallest obtainable parts, as trying all
//! subsets does, and says so when it gives up.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

type Part = BTreeSet<usize>;

const FIRST: usize = 4;
const SECOND: usize = 4;

/// Makes arcs of cells between areas 1 to 4 of one layer and 1 to 4 of another, which become
/// nodes 5 to 8; 0 is the outside.
fn arcs(cells: &[(usize, usize, u32)]) -> Vec<Arc> {
    cells
        .iter()
        .map(|&(from, to, weight)| Arc {
            from,
            to: if to == 0 { 0 } else { FIRST + to },
            weight: f64::from(weight),
        })
        .collect()
}

fn found(cells: &[(usize, usize, u32)], threshold: f64) -> BTreeSet<Part> {
    let (cuts, complete) = light_cuts(1 + FIRST + SECOND, &arcs(cells), threshold, 1_000_000);
    assert!(complete);
    cuts.into_iter()
        .map(|cut| cut.arcs.into_iter().collect())
        .collect()
}

fn parts(parts: &[&[usize]]) -> BTreeSet<Part> {
    parts
        .iter()
        .map(|part| part.iter().copied().collect())
        .collect()
}

#[test]
fn an_area_that_is_two_others_and_a_little_more_gives_the_little() {
    // Fylde and Wyre is Fylde, Wyre and a bit of Preston; the rest of Preston is in area 2.
    let cells = [
        (1, 1, 80_000),
        (1, 2, 110_000),
        (1, 3, 900),
        (2, 3, 140_000),
    ];
    assert_eq!(found(&cells, 1_000.0), parts(&[&[2]]));
    assert_eq!(found(&cells, 900.0), parts(&[]));
}

#[test]
fn what_is_spread_over_two_areas_is_obtained_together_and_not_apart() {
    // Areas 1 and 2 together are more than area 1 of the other layer by a cell each; both cells
    // are in area 2 there, which has more.
    let cells = [
        (1, 1, 5_000),
        (2, 1, 5_000),
        (1, 2, 10),
        (2, 2, 20),
        (3, 2, 9_000),
    ];
    assert_eq!(found(&cells, 1_000.0), parts(&[&[2, 3]]));
}

#[test]
fn what_is_outside_the_other_layer_can_be_obtained() {
    let cells = [(1, 1, 5_000), (1, 0, 10), (0, 2, 7_000), (2, 2, 30_000)];
    assert_eq!(found(&cells, 1_000.0), parts(&[&[1]]));
    // Two such cells: figures of neither layer separate one from the other.
    let cells = [(1, 1, 5_000), (1, 0, 10), (0, 1, 10)];
    assert_eq!(found(&cells, 1_000.0), parts(&[]));
}

#[test]
fn a_long_search_is_given_up_and_says_so() {
    let ring: Vec<_> = (0..40)
        .flat_map(|i| [(1 + i, 41 + i), (1 + i, 41 + (i + 1) % 40)])
        .map(|(from, to)| Arc {
            from,
            to,
            weight: 1.0,
        })
        .collect();
    let (_, complete) = light_cuts(81, &ring, 1e9, 1_000);
    assert!(!complete);
}

/// Finds every sum of areas of one layer minus areas of the other that lie wholly within it.
fn obtainable(cells: &[(usize, usize, u32)]) -> BTreeSet<Part> {
    let turned: Vec<_> = cells.iter().map(|&(a, b, weight)| (b, a, weight)).collect();
    let mut all = BTreeSet::new();
    for cells in [cells, &turned[..]] {
        for plus in 0..1_u32 << FIRST {
            for minus in 0..1_u32 << SECOND {
                let has = |set: u32, area: usize| area > 0 && set >> (area - 1) & 1 == 1;
                let within = cells
                    .iter()
                    .all(|&(a, b, _)| !has(minus, b) || has(plus, a));
                let part: Part = (0..cells.len())
                    .filter(|&cell| has(plus, cells[cell].0) && !has(minus, cells[cell].1))
                    .collect();
                if within && !part.is_empty() {
                    all.insert(part);
                }
            }
        }
    }
    all
}

fn tables() -> impl Strategy<Value = Vec<(usize, usize, u32)>> {
    let cell = (0..=FIRST, 0..=SECOND, 1_u32..9);
    prop::collection::vec(cell, 0..14).prop_map(|mut cells| {
        cells.retain(|(a, b, _)| a + b > 0);
        cells.sort_unstable();
        cells.dedup_by_key(|(a, b, _)| (*a, *b));
        cells
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trying_all_subsets_finds_the_same_smallest_parts(cells in tables(), threshold in 1_u32..30) {
        let weight = |part: &Part| part.iter().map(|&cell| cells[cell].2).sum::<u32>();
        let all = obtainable(&cells);
        let smallest: BTreeSet<Part> = all
            .iter()
            .filter(|part| !all.iter().any(|other| other != *part && other.is_subset(part)))
            .filter(|part| weight(part) < threshold)
            .cloned()
            .collect();
        prop_assert_eq!(&found(&cells, f64::from(threshold)), &smallest);
        // Every other obtainable part is a union of smallest parts, which are all lighter.
        for part in all.iter().filter(|part| weight(part) < threshold) {
            let union: Part = smallest.iter().filter(|small| small.is_subset(part)).flatten().copied().collect();
            prop_assert_eq!(&union, part);
        }
    }

    #[test]
    fn the_sides_of_a_cut_say_how_it_is_obtained(cells in tables(), threshold in 1_u32..30) {
        let arcs = arcs(&cells);
        let (cuts, _) = light_cuts(1 + FIRST + SECOND, &arcs, f64::from(threshold), 1_000_000);
        let total = |nodes: &[usize], second: bool| -> f64 {
            let is_cut = |arc: &&Arc| nodes.contains(if second { &arc.to } else { &arc.from });
            arcs.iter().filter(is_cut).map(|arc| arc.weight).sum()
        };
        for cut in cuts {
            let weight: f64 = cut.arcs.iter().map(|&arc| arcs[arc].weight).sum();
            prop_assert!(weight < f64::from(threshold));
            if !cut.above.contains(&0) {
                prop_assert_eq!(total(&cut.above, false) - total(&cut.above, true), weight);
            }
            if !cut.below.contains(&0) {
                prop_assert_eq!(total(&cut.below, true) - total(&cut.below, false), weight);
            }
        }
    }
}
