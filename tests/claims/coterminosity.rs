//! Which layers of the default data are coterminous, and which are not.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::{
    Area, Comparison, Difference, Generation, Layer, Options, PieceClass, Relation, Subject,
    Verdict, Weights, compare, dissolve,
};
use coterm_tests::generation;

fn compared(a: &str, b: &str) -> Comparison {
    let generation = generation();
    let weights = Weights::live_postcodes(generation, None);
    let [a, b] = [a, b].map(|id| generation.subject(id).unwrap());
    compare(generation, &a, &b, &Options::default(), &weights).unwrap()
}

fn with(verdicts: &[Verdict], relation: Relation) -> Vec<&str> {
    verdicts
        .iter()
        .filter(|verdict| verdict.relation == relation)
        .map(|verdict| verdict.area.name.as_str())
        .collect()
}

fn difference<'a>(comparison: &'a Comparison, a: Option<&str>, b: Option<&str>) -> &'a Difference {
    let name = |area: &'a Option<coterm_core::Named>| area.as_ref().map(|area| area.name.as_str());
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

/// Geometry and building blocks say the same of every area.
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

/// What must be true of any comparison.
fn assert_sums_close(comparison: &Comparison) {
    let near =
        |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0);
    for (verdicts, of_a) in [
        (&comparison.verdicts_a, true),
        (&comparison.verdicts_b, false),
    ] {
        for verdict in verdicts {
            let own: Vec<_> = comparison
                .matrix
                .iter()
                .filter(|cell| {
                    (if of_a { &cell.a } else { &cell.b }).as_ref() == Some(&verdict.area)
                })
                .collect();
            let ground: f64 = own.iter().map(|cell| cell.area_m2).sum();
            let weight: f64 = own.iter().map(|cell| cell.weight).sum();
            assert!(
                near(ground, verdict.area_m2),
                "{}: {ground} {}",
                verdict.area.name,
                verdict.area_m2
            );
            assert!(near(weight, verdict.weight), "{}", verdict.area.name);
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
    assert!(near(of_cells, of_pieces), "{of_cells} {of_pieces}");
    let weight: f64 = comparison.matrix.iter().map(|cell| cell.weight).sum();
    assert!(near(weight, comparison.weight.total));
}

#[test]
fn none_of_the_five_legacy_places_is_coterminous_with_an_authority() {
    let comparison = compared("place-2021", "utla-2021");
    assert_eq!(
        with(&comparison.verdicts_a, Relation::Coterminous),
        Vec::<&str>::new()
    );
    assert!(
        comparison.summary[0].starts_with("0 of 5 places"),
        "{}",
        comparison.summary[0]
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
    let missing = difference(&comparison, None, Some("Westmorland and Furness"));
    assert_eq!(districts(missing), ["Eden"]);
    assert_eq!(missing.blocks.len(), 36);
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
    assert_eq!(comparison.differences.len(), 3);
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
    assert!(group.closes && group.a.len() == 1, "{}", group.reason);
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
    // Both are the whole of the integrated care board: nobody is lost on the way.
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
        let name = |area: &Option<coterm_core::Named>| area.as_ref().map(|area| area.name.clone());
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
fn second_drawings_of_the_same_areas_differ_in_nothing_real() {
    for (layer, drawing) in [
        ("sicbl-2022", "sicbl-2022-buc"),
        ("lad-2023", "lad-2024-buc"),
        ("ccg-2021", "ccg-2019-bsc"),
    ] {
        let comparison = compared(layer, drawing);
        assert_sums_close(&comparison);
        let real: Vec<_> = comparison
            .pieces
            .iter()
            .filter(|piece| piece.class == PieceClass::Real || piece.settled == Some(false))
            .map(|piece| (&piece.a, &piece.b, piece.area_m2, &piece.reason))
            .collect();
        assert!(real.is_empty(), "{drawing}: {real:#?}");
        for verdict in comparison
            .verdicts_a
            .iter()
            .filter(|verdict| verdict.complete)
        {
            assert_eq!(
                verdict.relation,
                Relation::Coterminous,
                "{}: {}",
                drawing,
                verdict.reason
            );
        }
        assert_only_the_drawing_differs(&comparison, drawing);
    }
}

/// What complete areas and their counterparts have is common, or explained by how it is
/// drawn or by the coast; and a few live postcodes, not many, are on the wrong side of a line.
fn assert_only_the_drawing_differs(comparison: &Comparison, drawing: &str) {
    let complete: BTreeSet<&str> = [&comparison.verdicts_a, &comparison.verdicts_b]
        .into_iter()
        .flatten()
        .filter(|verdict| verdict.complete && verdict.relation == Relation::Coterminous)
        .map(|verdict| verdict.area.code.as_str())
        .collect();
    assert!(!complete.is_empty(), "{drawing}");
    for piece in &comparison.pieces {
        let mut of = [&piece.a, &piece.b].into_iter().flatten();
        if of.all(|area| complete.contains(area.code.as_str())) {
            assert!(
                matches!(
                    piece.class,
                    PieceClass::Common
                        | PieceClass::Generalisation
                        | PieceClass::Coastal
                        | PieceClass::Populated
                ),
                "{drawing}: {:?} {:?} {:?}",
                piece.class,
                piece.a,
                piece.b
            );
        }
    }
    let of = |class: PieceClass| {
        let pieces = comparison.pieces.iter();
        pieces.filter(move |piece| piece.class == class)
    };
    assert!(of(PieceClass::Coastal).count() > 0, "{drawing}");
    let misplaced: u64 = of(PieceClass::Populated).map(|piece| piece.postcodes).sum();
    let misplaced = f64::from(u32::try_from(misplaced).unwrap());
    let share = misplaced / comparison.weight.total;
    println!(
        "{drawing}: {:.2}% of live postcodes are misplaced",
        100.0 * share
    );
    assert!((0.005..0.025).contains(&share), "{drawing}: {share}");
}

/// A layer with one building block moved to another of its areas; and the areas of all
/// blocks since then.
fn with_moved_block(
    generation: &Generation,
    id: &str,
    block: &str,
    to: &str,
) -> (Layer, Vec<Option<usize>>) {
    let subject = generation.subject(id).unwrap();
    let blocks = generation.catalogue().layer("lsoa-2011").unwrap();
    let codes = generation.codes();
    let mut area_of_block = subject.area_of_block.unwrap();
    area_of_block[codes.block(block.parse().unwrap()).unwrap()] = subject.layer.position(to);
    let areas = subject
        .layer
        .areas()
        .iter()
        .enumerate()
        .map(|(position, area)| {
            let own =
                (0..area_of_block.len()).filter(|&block| area_of_block[block] == Some(position));
            let footprints =
                own.map(|block| blocks.area(&codes.blocks()[block]).unwrap().footprint());
            Area::new(
                area.code(),
                area.name(),
                area.period(),
                dissolve(footprints).unwrap(),
            )
            .unwrap()
            .with_complete(area.complete())
        });
    let layer = Layer::new(subject.layer.info().clone(), areas.collect());
    (layer, area_of_block)
}

#[test]
fn a_real_difference_that_is_planted_is_found_and_named() {
    let generation = generation();
    let weights = Weights::live_postcodes(generation, None);
    // The one block of Preston that is Fylde and Wyre's goes to Greater Preston.
    let block = "E01025281";
    let (moved, of_block) = with_moved_block(generation, "sicbl-2022", block, "E38000227");
    let drawing = generation.subject("sicbl-2022-buc").unwrap();
    let before = generation.subject("sicbl-2022").unwrap().area_of_block;
    // Whether the code table knows of it, or only the drawn line tells.
    for (area_of_block, knows) in [(Some(of_block), true), (before, false)] {
        let moved = Subject {
            layer: &moved,
            area_of_block,
        };
        let comparison =
            compare(generation, &moved, &drawing, &Options::default(), &weights).unwrap();
        let [difference] = comparison.differences.as_slice() else {
            panic!("{:?}", comparison.summary);
        };
        let code = |area: &Option<coterm_core::Named>| area.as_ref().map(|area| area.code.clone());
        assert_eq!(code(&difference.a).as_deref(), Some("E38000227"));
        assert_eq!(code(&difference.b).as_deref(), Some("E38000226"));
        let blocks: Vec<_> = difference
            .blocks
            .iter()
            .map(|block| block.code.as_str())
            .collect();
        assert_eq!(blocks, [block]);
        assert!(!difference.postcodes.is_empty());
        // Where it does not, that is a finding of its own.
        let finding = comparison.findings.iter().find(|finding| {
            finding.contains("by the drawn lines, but no building block")
                && [&difference.a, &difference.b]
                    .iter()
                    .all(|area| finding.contains(&area.as_ref().unwrap().name))
        });
        assert_eq!(finding.is_none(), knows, "{:?}", comparison.findings);
    }
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_reason() {
    let generation = generation();
    let weights = Weights::live_postcodes(generation, None);
    let message = generation.subject("ccg-2012").unwrap_err().to_string();
    assert!(message.contains("ccg-2021"), "{message}");
    let [a, b] = ["place-2022", "utla-2021"].map(|id| generation.subject(id).unwrap());
    for tolerance in [-1.0, f64::NAN, f64::INFINITY] {
        let options = Options {
            tolerance_m: Some(tolerance),
            ..Options::default()
        };
        let message = compare(generation, &a, &b, &options, &weights)
            .unwrap_err()
            .to_string();
        assert!(message.contains("not a width"), "{message}");
    }
    // Blackpool alone and Carlisle alone do not meet.
    let only = |id: &str, code: &str| {
        let layer = generation.catalogue().layer(id).unwrap();
        Layer::new(
            layer.info().clone(),
            vec![layer.area(code).unwrap().clone()],
        )
    };
    let (one, other) = (only("lad-2021", "E06000009"), only("lad-2021", "E07000028"));
    let [one, other] = [&one, &other].map(|layer| Subject {
        layer,
        area_of_block: None,
    });
    let message = compare(generation, &one, &other, &Options::default(), &weights)
        .unwrap_err()
        .to_string();
    assert!(message.contains("do not meet"), "{message}");
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
    assert!(comparison.matrix.iter().all(|cell| cell.jaccard == 1.0));
}
