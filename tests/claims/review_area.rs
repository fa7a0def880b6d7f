//! Claims about the review area: what a comparison is about, and what splits its areas.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::comparison::{
    Comparison, ComparisonInput, ComparisonOptions, Named, PieceClass, Relation, Split, Verdict,
    Weights, compare,
};
use coterm_core::definition::AreaRef;
use coterm_core::layers::Role;
use coterm_report::text::{answers::answers, reason};
use coterm_tests::dataset;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::coterminosity::{assert_sums_close, compared};

/// The integrated care board of Lancashire and South Cumbria, whose places the data is about.
pub(crate) const ICB: &[&str] = &["icb-2022/E54000048"];

/// The board with all of Cumbria.
pub(crate) const ICB_AND_CUMBRIA: &[&str] = &["icb-2022/E54000048", "utla-2021/E10000006"];

/// Compares two inputs in a review area, by live postcodes.
pub(crate) fn compared_inputs(
    a: &ComparisonInput<'_>,
    b: &ComparisonInput<'_>,
    within: &[&str],
    tolerance_m: Option<f64>,
) -> Comparison {
    let within: Vec<AreaRef> = within.iter().map(|area| area.parse().unwrap()).collect();
    let options = ComparisonOptions::default()
        .with_within(within)
        .with_tolerance(tolerance_m);
    let weights = Weights::live_postcodes(dataset(), None);
    compare(dataset(), a, b, &options, &weights).unwrap()
}

/// Compares two layers of the data in a review area.
pub(crate) fn compared_within(a: &str, b: &str, within: &[&str]) -> Comparison {
    let [a, b] = [a, b].map(|id| dataset().comparison_input(id).unwrap());
    compared_inputs(&a, &b, within, None)
}

/// Names of the layers that the code table defines over building blocks, second drawings left out.
pub(crate) fn made_of_blocks() -> Vec<&'static str> {
    let layers = dataset().catalogue().layers().iter();
    let ids = layers
        .filter(|layer| !matches!(layer.info().role, Role::Block | Role::Drawing))
        .map(coterm_core::layers::Layer::id);
    ids.filter(|id| {
        let input = dataset().comparison_input(id);
        input.is_ok_and(|input| input.area_of_block.is_some())
    })
    .collect()
}

pub(crate) fn name(area: Option<&Named>) -> Option<&str> {
    area.map(|area| area.name.as_str())
}

fn related(verdicts: &[Verdict], relation: Relation) -> Vec<&str> {
    let own = verdicts
        .iter()
        .filter(|verdict| verdict.relation == relation);
    own.map(|verdict| verdict.area.name.as_str()).collect()
}

/// Number of live postcodes of the code table in each pair of areas of two layers, counted from the
/// directory of postcodes and not by a comparison.
pub(crate) fn postcodes_of_pairs(a: &str, b: &str) -> BTreeMap<[Option<String>; 2], u64> {
    let columns = [a, b].map(|id| {
        let input = dataset().comparison_input(id).unwrap();
        (input.layer, input.area_of_block.unwrap())
    });
    let mut pairs = BTreeMap::new();
    for place in Weights::live_postcodes(dataset(), None).places() {
        let Some(block) = place.block.filter(|_| place.postcode.is_some()) else {
            continue;
        };
        let pair = columns.each_ref().map(|(layer, column)| {
            column[block.index()].map(|area| layer.areas()[area.index()].name().to_owned())
        });
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

#[test]
fn of_five_legacy_places_two_are_inside_lancashire_and_three_cross_authorities() {
    let comparison = compared("place-2021", "utla-2021");
    let verdicts = &comparison.verdicts_a;
    assert_eq!(verdicts.len(), 5);
    assert!(related(verdicts, Relation::Coterminous).is_empty());
    assert_eq!(
        related(verdicts, Relation::PartOf),
        ["Central Lancashire", "West Lancashire"]
    );
    assert_eq!(
        related(verdicts, Relation::Crossing),
        ["Fylde Coast", "Morecambe Bay", "Pennine Lancashire"]
    );
    let [matching, causes, ..] = answers(&comparison);
    assert_eq!(matching.figure, "0 of 5");
    assert_eq!(causes.figure, comparison.splits.len().to_string());
}

/// The splits are the causes: the two unitary authorities that are inside larger places, and the
/// parts of three authorities that Morecambe Bay consists of.
#[test]
fn the_splits_of_the_legacy_places_name_blackpool_blackburn_lancaster_millom_and_bentham() {
    let comparison = compared("place-2021", "utla-2021");
    let split = |name: &str| -> &Split {
        let mut own = comparison
            .splits
            .iter()
            .filter(|split| split.area.name == name);
        own.next().unwrap()
    };
    for (place, authority, postcodes) in [
        ("Fylde Coast", "Blackpool", 3_527),
        ("Pennine Lancashire", "Blackburn with Darwen", 3_353),
    ] {
        let [main, part] = &split(place).shares[..] else {
            panic!("{place} has two parts")
        };
        assert!(main.main && !main.whole && name(main.area.as_ref()) == Some("Lancashire"));
        assert!(!part.main && part.whole && name(part.area.as_ref()) == Some(authority));
        assert_eq!(
            (part.postcodes, part.weight),
            (postcodes, f64::from(u32::try_from(postcodes).unwrap()))
        );
        let difference = comparison.differences.iter().find(|difference| {
            name(difference.a.as_ref()) == Some(place)
                && name(difference.b.as_ref()) == Some(authority)
        });
        assert_eq!(difference.unwrap().smaller_part_of, [true, false]);
    }
    let parts: Vec<_> = split("Morecambe Bay")
        .shares
        .iter()
        .map(|share| {
            let districts = share.districts.iter();
            let places: Vec<String> = districts
                .map(|part| match &part.localities[..] {
                    [] => part.district.name.clone(),
                    some => format!("{}: {}", part.district.name, some.join(", ")),
                })
                .collect();
            (name(share.area.as_ref()).unwrap(), share.main, places)
        })
        .collect();
    assert_eq!(
        parts,
        [
            (
                "Cumbria",
                true,
                vec![
                    "Barrow-in-Furness".to_owned(),
                    "Copeland: Millom, Black Combe & Scafell".to_owned(),
                    "South Lakeland".to_owned()
                ]
            ),
            ("Lancashire", false, vec!["Lancaster".to_owned()]),
            (
                "North Yorkshire",
                false,
                vec!["Craven: Bentham, Ingleton and Clapham".to_owned()]
            ),
        ]
    );
    let said: Vec<String> = comparison
        .differences
        .iter()
        .map(|difference| reason::difference(difference, &comparison))
        .collect();
    for cause in [
        "Blackpool",
        "Blackburn with Darwen",
        "Lancaster",
        "Millom",
        "Bentham",
    ] {
        assert!(
            said.iter().any(|said| said.contains(cause)),
            "{cause}: {said:?}"
        );
    }
}

#[test]
fn each_complete_area_that_crosses_others_is_in_a_split_and_each_area_of_a_split_is_no_match() {
    let layers = made_of_blocks();
    assert!(layers.len() >= 12, "{layers:?}");
    let pairs: Vec<[&str; 2]> = layers
        .iter()
        .enumerate()
        .flat_map(|(at, one)| layers[at + 1..].iter().map(move |other| [*one, *other]))
        .collect();
    let crossing: usize = pairs
        .into_par_iter()
        .map(|pair| {
            let comparison = compared(pair[0], pair[1]);
            let cut: Vec<&Split> = comparison
                .splits
                .iter()
                .filter(|split| !split.nested)
                .collect();
            let [layer_a, layer_b] = comparison.layer_names();
            let mut crossing = 0_usize;
            for (verdicts, own, other) in [
                (&comparison.verdicts_a, &layer_a, &layer_b),
                (&comparison.verdicts_b, &layer_b, &layer_a),
            ] {
                for verdict in verdicts {
                    let is_split =
                        |split: &&&Split| &split.layer == own && split.area == verdict.area;
                    let is_share = |split: &&&Split| {
                        let mut areas = split.shares.iter().filter_map(|share| share.area.as_ref());
                        &split.layer == other && areas.any(|area| *area == verdict.area)
                    };
                    let named = cut.iter().any(|split| is_split(&split) || is_share(&split));
                    let area = &verdict.area.name;
                    if verdict.complete && verdict.relation == Relation::Crossing {
                        assert!(named, "{pair:?}: {area} crosses, and no split says so");
                        crossing += 1;
                    }
                    if let Relation::Coterminous | Relation::Union = verdict.relation {
                        assert!(
                            !cut.iter().any(|split| is_split(&split)),
                            "{pair:?}: {area}"
                        );
                    }
                }
            }
            assert_sums_close_inside(&comparison);
            crossing
        })
        .sum();
    assert!(crossing > 100, "{crossing}");
}

/// Asserts that the counts of the review area close: matrix, pieces, moves and splits.
fn assert_sums_close_inside(comparison: &Comparison) {
    let area = &comparison.review_area;
    let is_close = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(1.0);
    let weight: f64 = comparison.matrix.iter().map(|cell| cell.weight).sum();
    assert!(is_close(weight, area.weight), "{weight} {}", area.weight);
    let moves = &comparison.moves;
    assert!(
        is_close(moves.stays + moves.moved, area.weight),
        "{moves:?}"
    );
    let postcodes: u64 = comparison.matrix.iter().map(|cell| cell.postcodes).sum();
    assert_eq!(postcodes, area.postcodes);
    let of_cells: f64 = comparison.matrix.iter().map(|cell| cell.area_m2).sum();
    let of_pieces: f64 = comparison.pieces.iter().map(|piece| piece.area_m2).sum();
    assert!(is_close(of_cells, of_pieces), "{of_cells} {of_pieces}");
    for difference in &comparison.differences {
        let [a, b] = [&difference.a, &difference.b];
        let cell = comparison
            .matrix
            .iter()
            .find(|cell| &cell.a == a && &cell.b == b);
        assert_eq!(cell.unwrap().weight, difference.weight);
    }
}

#[test]
fn without_other_word_the_review_area_is_the_complete_areas_of_the_first_layer() {
    for id in ["place-2021", "delivery-unit-2022", "utla-2021", "icb-2022"] {
        let comparison = compared(id, "lad-2021");
        let complete: BTreeSet<&str> = comparison
            .verdicts_a
            .iter()
            .filter(|verdict| verdict.complete)
            .map(|verdict| verdict.area.code.as_str())
            .collect();
        assert!(!complete.is_empty(), "{id}");
        let counted: BTreeSet<&str> = comparison
            .matrix
            .iter()
            .map(|cell| cell.a.as_ref().unwrap().code.as_str())
            .collect();
        assert_eq!(counted, complete, "{id}");
        let ground: f64 = dataset()
            .catalogue()
            .layer(id)
            .unwrap()
            .areas()
            .iter()
            .filter(|area| complete.contains(area.code()))
            .map(|area| polygon_coverage::measure::unsigned_area(area.footprint()))
            .sum();
        let area_m2 = comparison.review_area.area_m2;
        assert!((ground - area_m2).abs() < 1.0, "{id}: {ground} {area_m2}");
        assert!(comparison.review_area.areas.is_empty());
    }
}

/// Cumbria has 12,749 live postcodes in the other ICB, and Craven 2,431.
#[test]
fn postcodes_beyond_the_review_area_are_in_no_figure() {
    let comparison = compared("place-2021", "utla-2021");
    let counted = postcodes_of_pairs("place-2021", "utla-2021");
    let beyond: Vec<_> = comparison
        .beyond
        .iter()
        .map(|cell| (name(cell.a.as_ref()), name(cell.b.as_ref()), cell.postcodes))
        .collect();
    assert_eq!(
        beyond,
        [
            (None, Some("Cumbria"), 12_749),
            (None, Some("North Yorkshire"), 2_431)
        ]
    );
    for (_, authority, postcodes) in beyond {
        let pair = [None, authority.map(str::to_owned)];
        assert_eq!(counted[&pair], postcodes, "{authority:?}");
    }
    let inside: u64 = counted
        .iter()
        .filter(|([place, _], _)| place.is_some())
        .map(|(_, postcodes)| postcodes)
        .sum();
    assert_eq!(inside, 47_499);
    assert_eq!(comparison.review_area.postcodes, inside);
    assert_eq!(comparison.weight.total, 47_499.0);
    assert_eq!(comparison.moves.stays + comparison.moves.moved, 47_499.0);
    for cell in &comparison.matrix {
        let pair = [&cell.a, &cell.b].map(|area| name(area.as_ref()).map(str::to_owned));
        assert!(pair[0].is_some(), "{pair:?}");
        assert_eq!(
            counted.get(&pair).copied().unwrap_or_default(),
            cell.postcodes,
            "{pair:?}"
        );
    }
    for piece in &comparison.pieces {
        assert!(
            piece.a.is_some() || piece.class != PieceClass::Real,
            "{piece:?}"
        );
    }
    let of_pieces: u64 = comparison.pieces.iter().map(|piece| piece.postcodes).sum();
    assert!(of_pieces.abs_diff(inside) < 150, "{of_pieces}");
    let of_alignment: u64 = comparison
        .alignment
        .areas
        .iter()
        .map(|area| area.inside.postcodes)
        .sum();
    assert_eq!(of_alignment, inside);
    // Carlisle, Workington, Whitehaven and Skipton.
    let elsewhere = ["CA1", "CA14", "CA28", "BD23"];
    for difference in &comparison.differences {
        assert!(difference.a.is_some());
        for postcode in &difference.postcodes {
            let postcode = postcode.to_string();
            let outward = postcode.split(' ').next().unwrap();
            assert!(!elsewhere.contains(&outward), "{postcode}");
        }
    }
    assert_sums_close_inside(&comparison);
}

/// Both layers are inside the board, so it changes nothing; the authorities are not.
#[test]
fn a_review_area_that_is_given_is_the_ground_that_is_counted() {
    let own = compared("place-2021", "utla-2021");
    let given = compared_within("place-2021", "utla-2021", ICB);
    assert_eq!(own.moves, given.moves);
    assert_eq!(own.splits, given.splits);
    assert_eq!(own.review_area.postcodes, given.review_area.postcodes);
    let larger = compared_within("place-2021", "utla-2021", ICB_AND_CUMBRIA);
    assert_eq!(larger.review_area.postcodes, 47_499 + 12_749);
    assert_eq!(larger.moves.moved, own.moves.moved + 12_749.0);
    assert_sums_close(&larger);
    let blackpool = compared_within("place-2021", "utla-2021", &["utla-2021/Blackpool"]);
    assert_eq!(blackpool.review_area.postcodes, 3_527);
    assert_eq!(blackpool.moves.moved, 0.0);
    let listed: Vec<&str> = blackpool
        .verdicts_a
        .iter()
        .map(|verdict| &*verdict.area.name)
        .collect();
    assert_eq!(listed, ["Fylde Coast"]);
}
