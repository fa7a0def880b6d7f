//! Claims about which layers of the default data are coterminous, and which are not.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::comparison::{
    Comparison, ComparisonInput, ComparisonOptions, Difference, PieceClass, Relation, Verdict,
    Weights, compare,
};
use coterm_core::layers::Layer;
use coterm_report::text::comparison::summary;
use coterm_tests::dataset;

pub(crate) fn compared(a: &str, b: &str) -> Comparison {
    let dataset = dataset();
    let weights = Weights::live_postcodes(dataset, None);
    let [a, b] = [a, b].map(|id| dataset.comparison_input(id).unwrap());
    compare(dataset, &a, &b, &ComparisonOptions::default(), &weights).unwrap()
}

fn with(verdicts: &[Verdict], relation: Relation) -> Vec<&str> {
    verdicts
        .iter()
        .filter(|verdict| verdict.relation == relation)
        .map(|verdict| verdict.area.name.as_str())
        .collect()
}

fn difference<'a>(comparison: &'a Comparison, a: Option<&str>, b: Option<&str>) -> &'a Difference {
    let name = |area: &'a Option<coterm_core::comparison::Named>| {
        area.as_ref().map(|area| area.name.as_str())
    };
    comparison
        .differences
        .iter()
        .find(|difference| name(&difference.a) == a && name(&difference.b) == b)
        .unwrap_or_else(|| {
            panic!(
                "no difference of {a:?} and {b:?} in {:?}",
                comparison.summary
            )
        })
}

/// Asserts that geometry and building blocks give every area the same relation.
fn assert_both_ways_agree(comparison: &Comparison) {
    for verdict in comparison.verdicts_a.iter().chain(&comparison.verdicts_b) {
        assert_eq!(
            Some(verdict.relation),
            verdict.by_blocks,
            "{}",
            verdict.area.name
        );
    }
}

/// Asserts what must be true of any comparison.
pub(crate) fn assert_sums_close(comparison: &Comparison) {
    let is_close =
        |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0);
    for (verdicts, of_a) in [
        (&comparison.verdicts_a, true),
        (&comparison.verdicts_b, false),
    ] {
        for verdict in verdicts {
            let own: Vec<_> = comparison
                .matrix
                .iter()
                .chain(&comparison.beyond)
                .filter(|cell| {
                    (if of_a { &cell.a } else { &cell.b }).as_ref() == Some(&verdict.area)
                })
                .collect();
            let ground: f64 = own.iter().map(|cell| cell.area_m2).sum();
            let weight: f64 = own.iter().map(|cell| cell.weight).sum();
            let name = &verdict.area.name;
            // An area that the data holds only in part has no size.
            let (Some(area_m2), Some(weighs)) = (verdict.area_m2, verdict.weight) else {
                assert!(!verdict.complete, "{name}");
                continue;
            };
            assert!(is_close(ground, area_m2), "{name}: {ground} {area_m2}");
            assert!(is_close(weight, weighs), "{name}");
            if let Some(blocks) = verdict.blocks {
                assert_eq!(
                    own.iter().filter_map(|cell| cell.blocks).sum::<usize>(),
                    blocks
                );
            }
        }
    }
    let of_cells: f64 = comparison.matrix.iter().map(|cell| cell.area_m2).sum();
    let of_pieces: f64 = comparison.pieces.iter().map(|piece| piece.area_m2).sum();
    assert!(is_close(of_cells, of_pieces), "{of_cells} {of_pieces}");
    let weight: f64 = comparison.matrix.iter().map(|cell| cell.weight).sum();
    assert!(is_close(weight, comparison.weight.total));
}

#[test]
fn none_of_the_five_legacy_places_is_coterminous_with_an_authority() {
    let comparison = compared("place-2021", "utla-2021");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        Vec::<&str>::new()
    );
    let answer = summary(&comparison.summary).remove(0);
    assert_eq!(
        answer,
        "None of the 5 places is coterminous with an upper-tier or unitary authority."
    );
    assert_both_ways_agree(&comparison);
    assert_sums_close(&comparison);
}

#[test]
fn three_of_the_four_places_are_coterminous_with_an_authority_and_south_cumbria_is_not() {
    let comparison = compared("place-2022", "utla-2021");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        ["Blackburn with Darwen", "Blackpool", "Lancashire"]
    );
    let south_cumbria = comparison
        .verdicts_a
        .iter()
        .find(|verdict| verdict.area.name == "South Cumbria")
        .unwrap();
    assert_eq!(south_cumbria.relation, Relation::Crossing);
    assert_both_ways_agree(&comparison);
    assert_sums_close(&comparison);
}

#[test]
fn south_cumbria_lacks_eden_and_has_millom_and_bentham_beside_westmorland_and_furness() {
    let comparison = compared("place-2022", "utla-2023");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        ["Blackburn with Darwen", "Blackpool", "Lancashire"]
    );
    let districts = |difference: &Difference| {
        difference
            .districts
            .iter()
            .map(|district| district.name.clone())
            .collect::<Vec<_>>()
    };
    // Eden is beyond the review area, which is the ground of the places.
    let name =
        |area: &Option<coterm_core::comparison::Named>| area.as_ref().map(|a| a.name.clone());
    let missing = comparison
        .beyond
        .iter()
        .find(|row| row.a.is_none() && name(&row.b).as_deref() == Some("Westmorland and Furness"));
    let missing = missing.expect("Westmorland and Furness continues beyond the places");
    assert_eq!(missing.districts.len(), 1);
    assert_eq!(missing.districts[0].name, "Eden");
    assert_eq!(missing.blocks, Some(36));
    let millom = difference(&comparison, Some("South Cumbria"), Some("Cumberland"));
    assert_eq!(
        (districts(millom), millom.blocks.len()),
        (vec!["Copeland".into()], 6)
    );
    assert!(
        millom
            .postcodes
            .iter()
            .any(|postcode| postcode.to_string() == "LA18 4AA")
    );
    let bentham = difference(&comparison, Some("South Cumbria"), Some("North Yorkshire"));
    assert_eq!(
        (districts(bentham), bentham.blocks.len()),
        (vec!["Craven".into()], 3)
    );
    assert_eq!(comparison.differences.len(), 2);
    assert_both_ways_agree(&comparison);
    assert_sums_close(&comparison);
}

#[test]
fn ccgs_against_districts_are_counted_as_published_and_both_ways_agree() {
    let comparison = compared("ccg-2021", "lad-2021");
    let expected: BTreeMap<(String, String), usize> = super::published_counts::published();
    let ours: BTreeSet<&str> = expected.keys().map(|(ccg, _)| ccg.as_str()).collect();
    let found: BTreeMap<(String, String), usize> = comparison
        .matrix
        .iter()
        .filter_map(|cell| Some((cell.a.as_ref()?, cell.b.as_ref()?, cell.blocks?)))
        .filter(|(a, _, blocks)| ours.contains(a.code.as_str()) && *blocks > 0)
        .map(|(a, b, blocks)| ((a.code.clone(), b.code.clone()), blocks))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        [
            "NHS Blackburn with Darwen CCG",
            "NHS Blackpool CCG",
            "NHS West Lancashire CCG"
        ]
    );
    let preston = difference(&comparison, Some("NHS Fylde and Wyre CCG"), Some("Preston"));
    assert_eq!(preston.blocks.len(), 1);
    assert_both_ways_agree(&comparison);
    assert_sums_close(&comparison);
}

#[test]
fn delivery_units_are_unions_of_districts_and_together_the_place_of_lancashire() {
    let districts = compared("delivery-unit-2022", "lad-2021");
    assert_eq!(with(&districts.verdicts_a, Relation::Union).len(), 3);
    assert_both_ways_agree(&districts);
    let places = compared("place-2022", "delivery-unit-2022");
    assert_eq!(with(&places.verdicts_a, Relation::Union), ["Lancashire"]);
    assert_eq!(with(&places.verdicts_b, Relation::PartOf).len(), 3);
    let group = places
        .groups
        .iter()
        .find(|group| group.b.len() == 3)
        .unwrap();
    assert!(group.closes && group.a.len() == 1, "{group:?}");
}

#[test]
fn legacy_places_are_unions_of_ccgs() {
    let comparison = compared("place-2021", "ccg-2021");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        ["Morecambe Bay", "West Lancashire"]
    );
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Union),
        ["Central Lancashire", "Fylde Coast", "Pennine Lancashire"]
    );
    assert_both_ways_agree(&comparison);
}

#[test]
fn who_moves_from_the_legacy_places_to_the_new_ones_closes() {
    let comparison = compared("place-2021", "place-2022");
    assert_sums_close(&comparison);
    // Both are the whole of the integrated care board, so no block or weight is lost.
    for cell in &comparison.matrix {
        let is_outside = cell.a.is_none() || cell.b.is_none();
        assert!(
            !is_outside || (cell.blocks == Some(0) && cell.weight == 0.0),
            "{cell:?}"
        );
    }
    assert_eq!(
        comparison
            .matrix
            .iter()
            .filter_map(|cell| cell.blocks)
            .sum::<usize>(),
        1_058
    );
    let lancaster = comparison.matrix.iter().find(|cell| {
        let name = |area: &Option<coterm_core::comparison::Named>| {
            area.as_ref().map(|area| area.name.clone())
        };
        name(&cell.a).as_deref() == Some("Morecambe Bay")
            && name(&cell.b).as_deref() == Some("Lancashire")
    });
    let lancaster = lancaster.unwrap();
    assert_eq!(lancaster.blocks, Some(89));
    assert_eq!(
        lancaster
            .districts
            .iter()
            .map(|district| district.name.as_str())
            .collect::<Vec<_>>(),
        ["Lancaster"]
    );
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_reason() {
    let dataset = dataset();
    let weights = Weights::live_postcodes(dataset, None);
    let message = dataset
        .comparison_input("ccg-2012")
        .unwrap_err()
        .to_string();
    assert!(message.contains("ccg-2021"), "{message}");
    let [a, b] = ["place-2022", "utla-2021"].map(|id| dataset.comparison_input(id).unwrap());
    for tolerance in [-1.0, f64::NAN, f64::INFINITY] {
        let options = ComparisonOptions::default().with_tolerance(tolerance);
        let message = compare(dataset, &a, &b, &options, &weights)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("the tolerance must be 0 metres or more"),
            "{message}"
        );
    }
    // Blackpool alone and Carlisle alone do not meet.
    let only = |id: &str, code: &str| {
        let layer = dataset.catalogue().layer(id).unwrap();
        Layer::new(
            layer.info().clone(),
            vec![layer.area(code).unwrap().clone()],
        )
    };
    let (one, other) = (only("lad-2021", "E06000009"), only("lad-2021", "E07000028"));
    let [one, other] = [&one, &other].map(|layer| ComparisonInput {
        layer,
        area_of_block: None,
    });
    let message = compare(
        dataset,
        &one,
        &other,
        &ComparisonOptions::default(),
        &weights,
    )
    .unwrap_err()
    .to_string();
    assert!(
        message.contains("do not overlap, so they cannot be compared"),
        "{message}"
    );
}

#[test]
fn a_layer_against_itself_is_coterminous_throughout_and_its_lines_are_one() {
    let comparison = compared("lad-2021", "lad-2021");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous).len(),
        21
    );
    assert!(
        comparison
            .pieces
            .iter()
            .all(|piece| piece.class == PieceClass::Common)
    );
    assert_eq!(
        comparison.lines.a.apart_m + comparison.lines.a.within_m,
        0.0
    );
    assert!(
        comparison
            .matrix
            .iter()
            .all(|cell| cell.jaccard == Some(1.0))
    );
}
