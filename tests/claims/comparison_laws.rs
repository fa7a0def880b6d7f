//! Laws of comparisons, for random divisions of two districts and for all layers of the data.

use std::fmt::Write;

use coterm_core::comparison::{Comparison, ComparisonInput, Named, Relation, Split, Verdict};
use coterm_core::scenario::{Proposal, ScoreOptions};
use coterm_io::{ScenarioFormat, parse_scenario};
use coterm_report::text::reason;
use coterm_tests::dataset;
use proptest::prelude::*;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::review_area::{ICB, ICB_AND_CUMBRIA, compared_inputs, compared_within, made_of_blocks};

/// Blackpool and Fylde, which the random areas divide.
const DISTRICTS: &[&str] = &["lad-2021/E06000009", "lad-2021/E07000119"];

/// Names of the random areas: at most as many.
const AREAS: usize = 5;

/// Codes of the building blocks of the two districts.
fn blocks() -> Vec<&'static str> {
    let districts = dataset().comparison_input("lad-2021").unwrap();
    let codes = dataset().codes();
    let column = districts.area_of_block.unwrap();
    let is_own = |code: &str| DISTRICTS.iter().any(|own| own.ends_with(code));
    let blocks = codes.block_ids().zip(column).filter(|(_, district)| {
        district.is_some_and(|district| is_own(districts.layer[district].code()))
    });
    blocks.map(|(block, _)| codes.block_code(block)).collect()
}

/// A division of the blocks into areas, by number; a block with no number is in none.
type Division = Vec<Option<usize>>;

/// Makes an arbitrary division: long runs of blocks, which mostly lie together, in few areas.
fn division() -> impl Strategy<Value = Division> {
    let run = (1_usize..40, proptest::option::weighted(0.9, 0..AREAS));
    proptest::collection::vec(run, 12).prop_map(|runs| {
        let blocks = runs
            .into_iter()
            .flat_map(|(length, area)| std::iter::repeat_n(area, length));
        let mut division: Division = blocks.take(145).collect();
        division.resize(145, Some(0));
        division
    })
}

fn proposed(division: &Division, name: &str) -> Proposal<'static> {
    let mut csv = "block,area,name\n".to_owned();
    for (block, area) in blocks().into_iter().zip(division) {
        if let Some(area) = area {
            writeln!(csv, "{block},{area},{name} {area}").unwrap();
        }
    }
    let scenario = parse_scenario(csv.as_bytes(), ScenarioFormat::Csv, name).unwrap();
    scenario.propose(dataset()).unwrap()
}

fn compared(a: &ComparisonInput<'_>, b: &ComparisonInput<'_>) -> Comparison {
    compared_inputs(a, b, DISTRICTS, Some(0.0))
}

fn relations(verdicts: &[Verdict]) -> Vec<(&Named, Relation, Option<Relation>)> {
    let own = verdicts.iter();
    own.map(|verdict| (&verdict.area, verdict.relation, verdict.by_blocks))
        .collect()
}

/// The splits of areas of a layer, with all that is in them.
fn splits_of<'a>(comparison: &'a Comparison, layer: &str) -> Vec<&'a Split> {
    let splits = comparison.splits.iter();
    splits.filter(|split| split.layer.id == layer).collect()
}

/// Asserts that two comparisons of the same layers, exchanged, in one review area say the same.
fn assert_transposed(one: &Comparison, back: &Comparison) {
    let pair = [&one.a.id, &one.b.id];
    let is_close = |x: f64, y: f64| (x - y).abs() <= 1e-9 * x.abs().max(1.0);
    assert_eq!(one.matrix.len(), back.matrix.len(), "{pair:?}");
    for cell in &one.matrix {
        let mut others = back.matrix.iter();
        let other = others
            .find(|other| other.a == cell.b && other.b == cell.a)
            .unwrap();
        assert_eq!(cell.weight, other.weight, "{pair:?} {cell:?}");
        assert_eq!(
            (cell.postcodes, cell.blocks, &cell.districts),
            (other.postcodes, other.blocks, &other.districts)
        );
        assert!(
            is_close(cell.area_m2, other.area_m2),
            "{pair:?} {cell:?} {other:?}"
        );
        assert_eq!(
            [cell.weight_share_of_a, cell.weight_share_of_b],
            [other.weight_share_of_b, other.weight_share_of_a]
        );
    }
    assert_eq!(
        relations(&one.verdicts_a),
        relations(&back.verdicts_b),
        "{pair:?}"
    );
    assert_eq!(
        relations(&one.verdicts_b),
        relations(&back.verdicts_a),
        "{pair:?}"
    );
    for layer in pair {
        let [there, here] = [one, back].map(|comparison| splits_of(comparison, layer));
        assert_eq!(there.len(), here.len(), "{pair:?}");
        for (there, here) in there.iter().zip(here) {
            assert_eq!((&there.area, there.nested), (&here.area, here.nested));
            let parts = |split: &Split| -> Vec<(Option<Named>, bool, bool, f64)> {
                let shares = split.shares.iter();
                let mut parts: Vec<_> = shares
                    .map(|share| (share.area.clone(), share.main, share.whole, share.weight))
                    .collect();
                parts.sort_by(|one, other| one.0.cmp(&other.0));
                parts
            };
            assert_eq!(parts(there), parts(here), "{pair:?}");
        }
    }
    assert_eq!(one.moves.moved, back.moves.moved, "{pair:?}");
    assert_eq!(one.moves.stays, back.moves.stays, "{pair:?}");
    assert_eq!(one.review_area.postcodes, back.review_area.postcodes);
    assert!(is_close(one.review_area.area_m2, back.review_area.area_m2));
    assert_eq!(one.differences.len(), back.differences.len(), "{pair:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn exchanging_two_divisions_transposes_what_is_said_of_them(
        [one, other] in [division(), division()],
    ) {
        let (one, other) = (proposed(&one, "one"), proposed(&other, "other"));
        let (one, other) = (one.comparison_input(), other.comparison_input());
        assert_transposed(&compared(&one, &other), &compared(&other, &one));
    }

    #[test]
    fn a_division_against_itself_moves_nobody_and_no_boundary_cuts_an_area(division in division()) {
        let (one, same) = (proposed(&division, "one"), proposed(&division, "same"));
        let comparison = compared(&one.comparison_input(), &same.comparison_input());
        prop_assert_eq!(comparison.moves.moved, 0.0);
        prop_assert_eq!(comparison.moves.moved_postcodes, 0);
        prop_assert!(comparison.splits.iter().all(|split| split.nested));
        prop_assert!(comparison.differences.is_empty());
        for verdict in comparison.verdicts_a.iter().chain(&comparison.verdicts_b) {
            prop_assert_eq!(verdict.relation, Relation::Coterminous);
            prop_assert!(verdict.least_change.is_none());
        }
    }

    /// An area that matches one area or several still does when those are cut into smaller ones.
    #[test]
    fn cutting_areas_into_smaller_ones_undoes_no_match(
        (one, other, cuts) in (division(), division(), proptest::collection::vec(any::<bool>(), 145)),
    ) {
        let finer: Division = other
            .iter()
            .zip(cuts)
            .map(|(area, cut)| area.map(|area| if cut { area + AREAS } else { area }))
            .collect();
        let [one, other, finer] =
            [("one", one), ("other", other), ("finer", finer)].map(|(name, of)| proposed(&of, name));
        let [one, other, finer] = [&one, &other, &finer].map(Proposal::comparison_input);
        let (coarse, fine) = (compared(&one, &other), compared(&one, &finer));
        for (before, after) in coarse.verdicts_a.iter().zip(&fine.verdicts_a) {
            let matches = |relation: Relation| {
                matches!(relation, Relation::Coterminous | Relation::Union)
            };
            if matches(before.relation) {
                prop_assert!(matches(after.relation), "{:?} {:?}", before, after);
            }
            // Cutting makes no ground outside, and takes none away.
            let outside = |verdict: &Verdict| verdict.outside.as_ref().map(|outside| outside.weight);
            prop_assert_eq!(outside(before), outside(after));
        }
    }

    #[test]
    fn a_score_and_a_comparison_of_a_random_division_move_the_same(division in division()) {
        let proposal = proposed(&division, "one");
        let within: Vec<_> = DISTRICTS.iter().map(|area| area.parse().unwrap()).collect();
        let weights = coterm_core::comparison::Weights::live_postcodes(dataset(), None);
        for was in ["lad-2021", "place-2021"] {
            let options = ScoreOptions::default().with_was(was).with_within(&within);
            let moves = proposal.score(&options, &weights).unwrap().moves.unwrap();
            let before = dataset().comparison_input(was).unwrap();
            let comparison = compared(&before, &proposal.comparison_input());
            prop_assert_eq!(comparison.moves.moved, moves.moved);
            prop_assert_eq!(comparison.moves.moved_postcodes, moves.moved_postcodes);
            prop_assert_eq!(comparison.review_area.postcodes, moves.total.postcodes);
        }
    }
}

#[test]
fn exchanging_two_layers_in_one_review_area_transposes_what_is_said_of_them() {
    let layers = made_of_blocks();
    let pairs: Vec<[&str; 2]> = layers
        .iter()
        .enumerate()
        .flat_map(|(at, one)| layers[at + 1..].iter().map(move |other| [*one, *other]))
        .collect();
    assert!(pairs.len() >= 66);
    pairs.into_par_iter().for_each(|[one, other]| {
        let there = compared_within(one, other, ICB_AND_CUMBRIA);
        let back = compared_within(other, one, ICB_AND_CUMBRIA);
        assert_transposed(&there, &back);
    });
}

#[test]
fn a_layer_against_itself_moves_nobody_and_has_no_split() {
    made_of_blocks().into_par_iter().for_each(|id| {
        for within in [&[][..], ICB] {
            let comparison = compared_within(id, id, within);
            assert_eq!(comparison.moves.moved, 0.0, "{id}");
            assert!(
                comparison.splits.is_empty(),
                "{id}: {:?}",
                comparison.splits
            );
            assert!(comparison.differences.is_empty(), "{id}");
        }
    });
}

/// Claims that what is said of an area that lies in the smaller review area does not depend on the review
/// area: a verdict is on all of the area.
#[test]
fn enlarging_the_review_area_changes_nothing_that_is_said_of_an_area_inside() {
    let mut told = 0;
    for [a, b] in [
        ["place-2021", "utla-2021"],
        ["place-2022", "utla-2023"],
        ["place-2021", "lad-2021"],
        ["ccg-2021", "lad-2023"],
        ["ccg-2021", "strategic-authority-2026"],
        ["utla-2023", "place-2022"],
        ["icb-2022", "utla-2023"],
    ] {
        let whole: &[&str] = &[
            "icb-2022/E54000048",
            "utla-2021/E10000006",
            "lad-2021/Craven",
        ];
        let steps = [ICB, ICB_AND_CUMBRIA, whole, &[]].map(|within| compared_within(a, b, within));
        let names = steps[0].layer_names();
        for side in 0..2 {
            let of = |comparison: &'_ Comparison| {
                [&comparison.verdicts_a, &comparison.verdicts_b][side].clone()
            };
            let mut sizes = Vec::new();
            for step in &steps {
                sizes.push(of(step).len());
            }
            for verdict in of(&steps[0]) {
                for step in &steps[1..] {
                    let verdicts = of(step);
                    let same = verdicts.iter().find(|other| other.area == verdict.area);
                    // Without a review area, only what the first layer reaches is listed.
                    let same = same.unwrap();
                    assert_eq!(*same, verdict, "{a} {b}");
                    let unit = &step.weight.unit;
                    let sentence = |verdict: &Verdict| {
                        reason::verdict(verdict, &names[1 - side], unit)
                            + &reason::least_change(verdict, unit)
                    };
                    assert_eq!(sentence(same), sentence(&verdict));
                    told += 1;
                }
            }
            assert!(
                sizes[0] <= sizes[1] && sizes[1] <= sizes[2],
                "{a} {b}: {sizes:?}"
            );
        }
        for split in &steps[0].splits {
            for step in &steps[1..] {
                assert!(step.splits.contains(split), "{a} {b}: {split:?}");
            }
        }
    }
    assert!(told > 100, "{told}");
}
