//! Claims about two generalisations of the same areas: they differ in nothing real, and a real
//! difference among those of generalisation is found.

use std::collections::BTreeSet;

use coterm_core::comparison::{
    Comparison, ComparisonInput, ComparisonOptions, Finding, PieceClass, Relation, Weights, compare,
};
use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, AreaId, Layer};
use coterm_tests::dataset;
use polygon_coverage::dissolve;

use crate::coterminosity::{assert_sums_close, compared};

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
                "{drawing}: {verdict:?}"
            );
        }
        assert_only_the_drawing_differs(&comparison, drawing);
    }
}

/// Asserts that pieces of complete areas and their counterparts are common, or explained by
/// generalisation or the coast, and that only a few live postcodes are on the wrong side of a line.
fn assert_only_the_drawing_differs(comparison: &Comparison, drawing: &str) {
    let complete: BTreeSet<&str> = [&comparison.verdicts_a, &comparison.verdicts_b]
        .into_iter()
        .flatten()
        .filter(|verdict| verdict.complete && verdict.relation == Relation::Coterminous)
        .map(|verdict| verdict.area.code.as_str())
        .collect();
    assert!(!complete.is_empty(), "{drawing}");
    for piece in &comparison.pieces {
        let mut areas = [&piece.a, &piece.b].into_iter().flatten();
        if areas.all(|area| complete.contains(area.code.as_str())) {
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
    let pieces_of = |class: PieceClass| {
        let pieces = comparison.pieces.iter();
        pieces.filter(move |piece| piece.class == class)
    };
    assert!(pieces_of(PieceClass::Coastal).count() > 0, "{drawing}");
    let misplaced: u64 = pieces_of(PieceClass::Populated)
        .map(|piece| piece.postcodes)
        .sum();
    let misplaced = f64::from(u32::try_from(misplaced).unwrap());
    let share = misplaced / comparison.weight.total;
    println!(
        "{drawing}: {:.2}% of live postcodes are misplaced",
        100.0 * share
    );
    assert!((0.005..0.025).contains(&share), "{drawing}: {share}");
}

/// A layer with one building block moved to another of its areas, and the area of each block after
/// the move.
fn with_moved_block(
    dataset: &Dataset,
    id: &str,
    block: &str,
    to: &str,
) -> (Layer, Vec<Option<AreaId>>) {
    let subject = dataset.comparison_input(id).unwrap();
    let blocks = dataset.catalogue().layer("lsoa-2011").unwrap();
    let codes = dataset.codes();
    let mut area_of_block = subject.area_of_block.unwrap();
    let moved = codes.block(block.parse().unwrap()).unwrap();
    area_of_block[moved.index()] = subject.layer.position(to);
    let areas = subject.layer.iter().map(|(position, area)| {
        let own = (0..area_of_block.len()).filter(|&block| area_of_block[block] == Some(position));
        let footprints = own.map(|block| blocks.area(&codes.blocks()[block]).unwrap().footprint());
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
    let dataset = dataset();
    let weights = Weights::live_postcodes(dataset, None);
    // The one block of Preston that is in Fylde and Wyre goes to Greater Preston.
    let block = "E01025281";
    let (moved, of_block) = with_moved_block(dataset, "sicbl-2022", block, "E38000227");
    let drawing = dataset.comparison_input("sicbl-2022-buc").unwrap();
    let before = dataset
        .comparison_input("sicbl-2022")
        .unwrap()
        .area_of_block;
    // The code table has the move, or only the drawn line shows it.
    for (area_of_block, knows) in [(Some(of_block), true), (before, false)] {
        let moved = ComparisonInput {
            layer: &moved,
            area_of_block,
        };
        let comparison = compare(
            dataset,
            &moved,
            &drawing,
            &ComparisonOptions::default(),
            &weights,
        )
        .unwrap();
        let [difference] = comparison.differences.as_slice() else {
            panic!("{:?}", comparison.summary);
        };
        let code = |area: &Option<coterm_core::comparison::Named>| {
            area.as_ref().map(|area| area.code.clone())
        };
        assert_eq!(code(&difference.a).as_deref(), Some("E38000227"));
        assert_eq!(code(&difference.b).as_deref(), Some("E38000226"));
        let blocks: Vec<_> = difference
            .blocks
            .iter()
            .map(|block| block.code.as_str())
            .collect();
        assert_eq!(blocks, [block]);
        assert!(!difference.postcodes.is_empty());
        // Without a code for the move, its weight is 0; the list of postcodes is by the drawing.
        assert_eq!(difference.drawn_only, !knows);
        assert_eq!(difference.weight > 0.0, knows);
        // That only the drawing shows the difference is a finding of its own.
        let finding = comparison.findings.iter().find(|finding| {
            matches!(finding, Finding::OnlyByDrawing { between: [a, b], .. }
                if a.area == difference.a && b.area == difference.b)
        });
        assert_eq!(finding.is_none(), knows, "{:?}", comparison.findings);
    }
}
