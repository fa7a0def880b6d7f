//! Claims about disclosure: which small parts can be found by subtracting figures published for two
//! layers.

use std::collections::BTreeMap;

use coterm_core::comparison::{
    Comparison, ComparisonInput, ComparisonOptions, Disclosure, Named, ObtainablePart, Weights,
    compare, disclosure,
};
use coterm_core::layers::{Area, Layer};
use coterm_report::text;
use coterm_tests::dataset;
use geo::Rect;

fn compared(a: &str, b: &str, weights: &Weights) -> Comparison {
    let input = |id| dataset().comparison_input(id).unwrap();
    compare(
        dataset(),
        &input(a),
        &input(b),
        &ComparisonOptions::default(),
        weights,
    )
    .unwrap()
}

fn expressions(found: &Disclosure) -> Vec<&str> {
    found
        .parts
        .iter()
        .map(|part| part.expression.as_str())
        .collect()
}

/// Weight of each area, summed from the matrix and from what is beyond the review area.
fn published(comparison: &Comparison, of_a: bool) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for overlap in comparison.matrix.iter().chain(&comparison.beyond) {
        let area = if of_a { &overlap.a } else { &overlap.b };
        if let Some(area) = area {
            *sums.entry(area.code.clone()).or_default() += overlap.weight;
        }
    }
    sums
}

fn is_what_it_says(part: &ObtainablePart, comparison: &Comparison, threshold: f64) {
    let plus_is_a = part.plus_layer == comparison.a.id;
    let sum = |areas: &[Named], of_a: bool| -> f64 {
        let figures = published(comparison, of_a);
        areas.iter().map(|area| figures[&area.code]).sum()
    };
    let difference = sum(&part.plus, plus_is_a) - sum(&part.minus, !plus_is_a);
    assert!(
        (difference - part.weight).abs() < 1e-6 * difference.max(1.0),
        "{}: {difference}",
        part.expression
    );
    assert!(part.weight < threshold && part.weight > 0.0);
    for cell in &part.cells {
        let overlaps =
            |overlap: &coterm_core::comparison::Overlap| overlap.a == cell.a && overlap.b == cell.b;
        let rows = comparison.matrix.iter().chain(&comparison.beyond);
        assert!(rows.clone().any(overlaps));
    }
}

#[test]
fn the_one_lsoa_of_preston_in_fylde_and_wyre_ccg_can_be_told_apart() {
    let comparison = compared(
        "ccg-2021",
        "lad-2021",
        &Weights::live_postcodes(dataset(), None),
    );
    // It has some dozens of postcodes; the next part is eight LSOAs of Ribble Valley.
    let found = disclosure(&comparison, 100.0);
    assert!(found.complete && found.by_blocks);
    assert_eq!(
        expressions(&found),
        ["NHS Fylde and Wyre CCG − Fylde − Wyre"]
    );
    let part = &found.parts[0];
    assert_eq!(part.blocks, Some(1));
    let sentence = text::disclosure::part(part, &comparison);
    assert!(sentence.contains("1 LSOA with"), "{sentence}");
    println!("{sentence}");
    is_what_it_says(part, &comparison, 100.0);
}

#[test]
fn every_part_is_the_difference_of_published_figures() {
    let weights = Weights::live_postcodes(dataset(), None);
    let mut count = 0;
    for (a, b, threshold) in [
        ("ccg-2021", "lad-2021", 5_000.0),
        ("place-2021", "place-2022", 8_000.0),
        ("place-2021", "utla-2021", 8_000.0),
        ("place-2022", "utla-2023", 3_000.0),
        ("icb-2022", "lad-2023", 3_000.0),
        ("ccg-2021", "lsoa-2011", 500.0),
    ] {
        let comparison = compared(a, b, &weights);
        let found = disclosure(&comparison, threshold);
        assert!(found.complete, "{a} {b}");
        println!("{a} {b}: {:?}", expressions(&found));
        for part in &found.parts {
            is_what_it_says(part, &comparison, threshold);
        }
        count += found.parts.len();
    }
    assert!(count > 4, "{count}");
    // Areas that are unions of others leave no part to find.
    let nested = compared("delivery-unit-2022", "lad-2021", &weights);
    assert!(disclosure(&nested, 1e9).parts.is_empty());
}

#[test]
fn what_an_area_that_lies_mostly_outside_has_within_can_be_told_by_geometry_too() {
    // Around Preston: the second area has a strip of the one district, and far more beyond.
    let layer = |id: &str, areas: &[(&str, [f64; 4])]| {
        let mut info = dataset()
            .catalogue()
            .layer("lad-2021")
            .unwrap()
            .info()
            .clone();
        info.id = id.into();
        let period = info.period;
        let areas = areas.iter().map(|(name, [west, south, east, north])| {
            let rectangle = Rect::new((*west, *south), (*east, *north)).to_polygon();
            Area::new(*name, *name, period, rectangle.into()).unwrap()
        });
        Layer::new(info, areas.collect())
    };
    let a = layer(
        "places",
        &[
            ("Inner", [350_000., 425_000., 359_000., 435_000.]),
            ("Outer", [359_000., 425_000., 380_000., 435_000.]),
        ],
    );
    let b = layer(
        "districts",
        &[("District", [350_000., 425_000., 360_000., 435_000.])],
    );
    let [a, b] = [&a, &b].map(|layer| ComparisonInput {
        layer,
        area_of_block: None,
    });
    let weights = Weights::live_postcodes(dataset(), None);
    let comparison = compare(dataset(), &a, &b, &ComparisonOptions::default(), &weights).unwrap();
    assert!(comparison.blocks.is_none());
    let found = disclosure(&comparison, 1e9);
    let part = found
        .parts
        .iter()
        .find(|part| part.expression == "District − Inner");
    is_what_it_says(part.unwrap(), &comparison, 1e9);
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use coterm_core::comparison::{DISCLOSURE_THRESHOLD, disclosure};
    use coterm_tests::dataset;

    use super::{compared, expressions};
    use crate::weight_files::populations;

    #[test]
    #[ignore = "needs the shared reference data: populations"]
    fn with_people_as_weight_the_threshold_is_of_people() {
        let weights = coterm_io::weights(dataset(), populations().to_str().unwrap()).unwrap();
        let comparison = compared("ccg-2021", "lad-2021", &weights);
        assert!(
            disclosure(&comparison, DISCLOSURE_THRESHOLD)
                .parts
                .is_empty()
        );
        let found = disclosure(&comparison, 2_000.0);
        assert_eq!(found.unit.as_str(), "people");
        assert_eq!(
            expressions(&found),
            ["NHS Fylde and Wyre CCG − Fylde − Wyre"]
        );
        assert_eq!(found.parts[0].weight, 1_628.0);
        let names: Vec<&str> = found.parts[0]
            .block_names
            .iter()
            .map(|block| block.name.as_str())
            .collect();
        assert_eq!(names, ["Preston 002D"]);
    }
}
