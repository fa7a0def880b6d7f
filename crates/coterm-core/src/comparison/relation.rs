//! From who really has ground in common with whom to how each area stands.

use std::collections::{BTreeMap, BTreeSet};

use super::ground::Pair;
use crate::Relation;

/// How each area of one layer (`side`) stands to the other, when these pairs really
/// have something in common. `None` in a pair is ground outside the layer.
pub(super) fn relations(real: &BTreeSet<Pair>, counts: [usize; 2], side: usize) -> Vec<Relation> {
    let partners = [0, 1].map(|side| partners(real, counts[side], side));
    let whole = |area: usize, other: usize| {
        let back = &partners[1 - side][other];
        back.len() == 1 && back.contains(&Some(area))
    };
    partners[side]
        .iter()
        .enumerate()
        .map(|(area, with)| {
            let named: Vec<usize> = with.iter().flatten().copied().collect();
            match (named.as_slice(), with.contains(&None)) {
                ([], _) => Relation::Disjoint,
                (&[other], false) if whole(area, other) => Relation::Coterminous,
                (&[_], false) => Relation::PartOf,
                (others, false) if others.iter().all(|&other| whole(area, other)) => {
                    Relation::Union
                }
                _ => Relation::Crossing,
            }
        })
        .collect()
}

/// For each area of a layer who has something in common with it.
pub(super) fn partners(
    real: &BTreeSet<Pair>,
    count: usize,
    side: usize,
) -> Vec<BTreeSet<Option<usize>>> {
    let mut partners = vec![BTreeSet::new(); count];
    for pair in real {
        if let Some(area) = pair[side] {
            partners[area].insert(pair[1 - side]);
        }
    }
    partners
}

/// Areas of both layers that belong together, and whether they close up: have nothing
/// in common with what is outside.
pub(super) struct Together {
    pub(super) areas: [Vec<usize>; 2],
    pub(super) closes: bool,
}

/// The smallest sets of areas that are joined by what they have in common.
pub(super) fn groups(real: &BTreeSet<Pair>, counts: [usize; 2]) -> Vec<Together> {
    let mut group_of: Vec<usize> = (0..counts[0] + counts[1]).collect();
    let node = |side: usize, area: usize| side * counts[0] + area;
    for pair in real {
        if let [Some(a), Some(b)] = *pair {
            let [one, other] = [node(0, a), node(1, b)].map(|node| root(&group_of, node));
            group_of[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Together> = BTreeMap::new();
    for (side, &count) in counts.iter().enumerate() {
        for area in 0..count {
            let outside = [Some(area), None];
            let outside = if side == 0 {
                outside
            } else {
                [outside[1], outside[0]]
            };
            let group = groups
                .entry(root(&group_of, node(side, area)))
                .or_insert_with(|| Together {
                    areas: [Vec::new(), Vec::new()],
                    closes: true,
                });
            group.areas[side].push(area);
            group.closes &= !real.contains(&outside);
        }
    }
    groups
        .into_values()
        .map(|group| Together {
            // What has no counterpart at all does not close either.
            closes: group.closes && group.areas.iter().all(|areas| !areas.is_empty()),
            ..group
        })
        .collect()
}

fn root(group_of: &[usize], mut node: usize) -> usize {
    while group_of[node] != node {
        node = group_of[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::{Coterminous, Crossing, Disjoint, PartOf, Union};

    fn real(pairs: &[(i8, i8)]) -> BTreeSet<Pair> {
        let area = |area: i8| usize::try_from(area).ok();
        pairs.iter().map(|&(a, b)| [area(a), area(b)]).collect()
    }

    #[test]
    fn each_relation_is_told_from_who_has_what() {
        // 0 = 0; 1 = 1 + 2; 2 and 3 are parts of 3; 4 is cut by 4 and 5, which has 5.
        let real = real(&[
            (0, 0),
            (1, 1),
            (1, 2),
            (2, 3),
            (3, 3),
            (4, 4),
            (4, 5),
            (5, 5),
            (6, -1),
            (7, 6),
            (7, -1),
        ]);
        assert_eq!(
            relations(&real, [8, 7], 0),
            [
                Coterminous,
                Union,
                PartOf,
                PartOf,
                Crossing,
                PartOf,
                Disjoint,
                Crossing
            ]
        );
        assert_eq!(
            relations(&real, [8, 7], 1),
            [Coterminous, PartOf, PartOf, Union, PartOf, Crossing, PartOf]
        );
    }

    #[test]
    fn groups_are_the_smallest_sets_that_close_up() {
        let real = real(&[(0, 0), (1, 1), (1, 2), (2, 2), (3, 3), (3, -1)]);
        let groups: Vec<_> = groups(&real, [4, 4])
            .into_iter()
            .map(|group| (group.areas, group.closes))
            .collect();
        assert_eq!(
            groups,
            [
                ([vec![0], vec![0]], true),
                ([vec![1, 2], vec![1, 2]], true),
                ([vec![3], vec![3]], false)
            ]
        );
    }
}
