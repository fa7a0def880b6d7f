//! Relations of areas and groups of areas, derived from the pairs that have ground in common.
//!
//! Pure set logic on positions; [`relations`] explains what can be told of areas that the data
//! holds only in part.

use std::collections::{BTreeMap, BTreeSet};

use super::completeness::Completeness;
use super::ground::Pair;
use crate::comparison::Relation;

/// Returns the relation of each area of one layer (`side`) to the other layer. `real` are the
/// pairs that really have something in common: ground that is not explained away, or building
/// blocks. `None` in a pair is ground outside the layer.
///
/// # What can be told of an area that the data holds only in part
///
/// The data knows everything on its own ground and nothing beyond. An area that it holds only
/// in part has ground beyond the data, and nobody here knows which area of the other layer has
/// that.
///
/// 1. An area that the data holds only in part [cannot be told](Relation::CannotBeTold),
///    whatever its part has in common with the other layer, because the rest may change each of
///    the verdicts but one. (If the part cuts an area, so does the whole; but the shares that
///    would say how are not known, so that is not told either.)
/// 2. An area that is complete and within the data has all of its ground where the data knows
///    everything. So it is sure which areas have ground in common with it, and whether it has
///    ground outside the other layer. If one of those areas is held only in part, it is also
///    sure that this area does *not contain all* of it: a part of it is beyond the data, where
///    this area has no ground. So this area may be a part of the other, which is then larger,
///    or cut it; but it is never coterminous with it, nor with a union that includes it.
/// 3. An area of a second generalisation may itself reach beyond the data. If all of its ground
///    is in known areas of the other layer, point 2 holds as it stands. If not, the remaining
///    ground may be in an area that is held in part, or that the data does not have. Only a
///    crossing is sure: some area there has ground outside this one, and this one has ground
///    outside that area. If that area is held in part, the second condition needs one more area
///    there that has ground of this one, because the ground outside the layer may belong to the
///    area that is held in part.
pub(super) fn relations(
    real: &BTreeSet<Pair>,
    completeness: &[Vec<Completeness>; 2],
    side: usize,
) -> Vec<Relation> {
    let partners = [0, 1].map(|side| partners(real, completeness[side].len(), side));
    let reaches_others = |area: usize, other: usize| {
        let mut back = partners[1 - side][other].iter();
        back.any(|back| *back != Some(area))
    };
    let is_complete = |other: usize| completeness[1 - side][other].complete;
    let is_within = |area: usize, other: usize| is_complete(other) && !reaches_others(area, other);
    partners[side]
        .iter()
        .zip(&completeness[side])
        .enumerate()
        .map(|(area, (with, own))| {
            if !own.complete {
                return Relation::CannotBeTold;
            }
            let named: Vec<usize> = with.iter().flatten().copied().collect();
            let outside = with.contains(&None);
            if outside && !own.within_data {
                let is_cut = |other: usize| {
                    reaches_others(area, other) && (is_complete(other) || named.len() > 1)
                };
                return if named.iter().any(|&other| is_cut(other)) {
                    Relation::Crossing
                } else {
                    Relation::CannotBeTold
                };
            }
            match (named.as_slice(), outside) {
                ([], _) => Relation::Disjoint,
                (&[other], false) if is_within(area, other) => Relation::Coterminous,
                (&[_], false) => Relation::PartOf,
                (partners, false) if partners.iter().all(|&other| is_within(area, other)) => {
                    Relation::Union
                }
                _ => Relation::Crossing,
            }
        })
        .collect()
}

/// Returns for each area of a layer the areas of the other layer (`None`: the outside) that
/// have ground in common with it.
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

/// Areas of both layers that belong together.
pub(super) struct Together {
    pub(super) areas: [Vec<usize>; 2],
    /// Whether the two sides have the same footprint: the data holds all of the areas, and none
    /// of them has ground outside the other layer.
    pub(super) closes: bool,
    /// Whether the data holds all of each area; if not, it cannot be told whether the group
    /// closes.
    pub(super) complete: bool,
}

/// Returns the smallest sets of areas that are connected by common ground.
pub(super) fn groups(
    real: &BTreeSet<Pair>,
    completeness: &[Vec<Completeness>; 2],
) -> Vec<Together> {
    let counts = [completeness[0].len(), completeness[1].len()];
    let mut group_of: Vec<usize> = (0..counts[0] + counts[1]).collect();
    let node = |side: usize, area: usize| side * counts[0] + area;
    for pair in real {
        if let [Some(a), Some(b)] = *pair {
            let [one, other] = [node(0, a), node(1, b)].map(|node| root(&group_of, node));
            group_of[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Together> = BTreeMap::new();
    for (side, completeness) in completeness.iter().enumerate() {
        for (area, own) in completeness.iter().enumerate() {
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
                    complete: true,
                });
            group.areas[side].push(area);
            group.closes &= !real.contains(&outside);
            group.complete &= own.complete;
        }
    }
    groups
        .into_values()
        .map(|group| Together {
            // An area without any counterpart does not close either.
            closes: group.closes
                && group.complete
                && group.areas.iter().all(|areas| !areas.is_empty()),
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
    use Relation::{CannotBeTold, Coterminous, Crossing, Disjoint, PartOf, Union};

    fn real(pairs: &[(i8, i8)]) -> BTreeSet<Pair> {
        let area = |area: i8| usize::try_from(area).ok();
        pairs.iter().map(|&(a, b)| [area(a), area(b)]).collect()
    }

    fn completeness(counts: [usize; 2]) -> [Vec<Completeness>; 2] {
        counts.map(|count| vec![Completeness::ALL; count])
    }

    const IN_PART: Completeness = Completeness {
        complete: false,
        within_data: true,
    };

    const DRAWN: Completeness = Completeness {
        complete: true,
        within_data: false,
    };

    #[test]
    fn an_area_within_the_data_is_never_all_of_one_that_reaches_beyond_it() {
        // Area 0 is the part of 0; 1 is 1 and the part of 2; 2 is within 3, which is complete.
        let real = real(&[(0, 0), (1, 1), (1, 2), (2, 3)]);
        let mut completeness = completeness([3, 4]);
        completeness[1][0] = IN_PART;
        completeness[1][2] = IN_PART;
        assert_eq!(
            relations(&real, &completeness, 0),
            [PartOf, Crossing, Coterminous]
        );
        assert_eq!(
            relations(&real, &completeness, 1),
            [CannotBeTold, PartOf, CannotBeTold, Coterminous]
        );
        let closed = groups(&real, &completeness);
        let closed: Vec<_> = closed
            .iter()
            .map(|group| (group.closes, group.complete))
            .collect();
        assert_eq!(closed, [(false, false), (false, false), (true, true)]);
    }

    #[test]
    fn of_an_area_that_may_reach_beyond_the_data_only_a_crossing_is_sure() {
        // All seven have ground outside, and besides: 0 has all of 0; 1 has nothing; 2 has some
        // of 1, which 6 has as well; 3 has the part of 2; 4 has the part of 3 and all of 4; 5
        // has the part of 5, which 6 has as well, and all of 6.
        let pairs = [
            (0, 0),
            (2, 1),
            (3, 2),
            (4, 3),
            (4, 4),
            (5, 5),
            (5, 6),
            (6, 1),
            (6, 5),
        ];
        let mut real = real(&pairs);
        real.extend((0..7).map(|area| [Some(area), None]));
        let mut completeness = completeness([7, 7]);
        completeness[0] = vec![DRAWN; 7];
        for part in [2, 3, 5] {
            completeness[1][part] = IN_PART;
        }
        assert_eq!(
            relations(&real, &completeness, 0),
            [
                CannotBeTold,
                CannotBeTold,
                Crossing,
                CannotBeTold,
                CannotBeTold,
                Crossing,
                Crossing
            ]
        );
        // Without ground outside, such an area is like any other.
        real.retain(|pair| pair[1].is_some());
        assert_eq!(
            relations(&real, &completeness, 0)[..3],
            [Coterminous, Disjoint, PartOf]
        );
        assert_eq!(relations(&real, &completeness, 0)[3], PartOf);
    }

    #[test]
    fn each_relation_is_told_from_who_has_what() {
        // Area 0 is 0; 1 is 1 and 2; 2 and 3 are parts of 3; 4 is cut by 4 and 5, and 5 has the
        // rest of 5.
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
            relations(&real, &completeness([8, 7]), 0),
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
            relations(&real, &completeness([8, 7]), 1),
            [Coterminous, PartOf, PartOf, Union, PartOf, Crossing, PartOf]
        );
    }

    #[test]
    fn groups_are_the_smallest_sets_that_close_up() {
        let real = real(&[(0, 0), (1, 1), (1, 2), (2, 2), (3, 3), (3, -1)]);
        let groups: Vec<_> = groups(&real, &completeness([4, 4]))
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
