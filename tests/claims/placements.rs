//! Claims that the precomputed placements, from which bulk work is answered, agree with lookups.

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::lookup::{Answer, Placement};
use coterm_core::space::GridPoint;
use coterm_report::lookup::AnswerDocument;
use coterm_tests::{dataset, layer_index};
use jiff::civil::{Date, date};

const DATES: [Date; 4] = [
    date(2021, 6, 30),
    date(2022, 6, 30),
    date(2022, 7, 1),
    date(2023, 4, 1),
];

#[test]
fn a_postcode_is_placed_where_a_lookup_says_and_as_surely() {
    let dataset = dataset();
    let mut uncertain = 0;
    for on in DATES {
        let layers = dataset.catalogue().valid_on(on, None).unwrap();
        let directory = dataset.postcodes();
        let sample = directory.records().iter().step_by(37);
        let used_again = directory.earlier();
        for postcode in sample.chain(used_again).map(|record| record.postcode) {
            let record = directory.find_on(postcode, on).unwrap();
            let answer = dataset.lookup_postcode(postcode, on, None).unwrap();
            for placement in dataset.place_postcode(record, on, &layers) {
                assert_same(dataset, placement, &answer);
                uncertain += u32::from(!placement.certain);
            }
        }
    }
    assert!(uncertain > 100, "only {uncertain} tell anything");
}

/// A record that is not the directory's own is looked up; the directory's own are precomputed.
#[test]
fn a_postcode_is_placed_as_one_that_is_not_known_from_before() {
    let folder = coterm_tests::data_folder();
    let dataset = &coterm_io::store::open(&folder, Indexing::LayersAndPostcodes).unwrap();
    for on in DATES {
        let layers = dataset.catalogue().valid_on(on, None).unwrap();
        for record in dataset.postcodes().records() {
            let copy = *record;
            assert!(
                dataset
                    .place_postcode(record, on, &layers)
                    .eq(dataset.place_postcode(&copy, on, &layers)),
                "{} on {on}",
                record.postcode
            );
        }
    }
}

/// The first few lookups try areas one by one.
#[test]
fn the_first_answer_is_that_of_the_indexes() {
    let unindexed = coterm_io::store::open(&coterm_tests::data_folder(), Indexing::None).unwrap();
    for on in DATES {
        for record in dataset().postcodes().records().iter().step_by(499) {
            let documents = |by: &Dataset| {
                let of_postcode = by.lookup_postcode(record.postcode, on, None).unwrap();
                let of_point = by.lookup_grid(record.point, on, None).unwrap();
                [of_postcode, of_point]
                    .map(|answer| serde_json::to_string(&AnswerDocument::from(&answer)).unwrap())
            };
            assert_eq!(documents(&unindexed), documents(dataset()));
        }
    }
    let at_sea = GridPoint::new(310_000.0, 440_000.0).unwrap();
    let refused = |by: &Dataset| {
        by.lookup_grid(at_sea, DATES[0], None)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(refused(&unindexed), refused(dataset()));
}

#[test]
fn a_point_is_placed_where_a_lookup_says_and_as_surely() {
    let dataset = dataset();
    let on = date(2022, 6, 30);
    let layers = dataset.catalogue().valid_on(on, None).unwrap();
    for record in dataset.postcodes().records().iter().step_by(101) {
        let (easting, northing) = (record.point.easting(), record.point.northing());
        let point = GridPoint::new(easting + 0.25, northing + 1_000.0).unwrap();
        let Ok(answer) = dataset.lookup_grid(point, on, None) else {
            let placed = dataset.place_grid(point, on, &layers);
            assert!(placed.into_iter().all(|placement| placement.area.is_none()));
            continue;
        };
        for placement in dataset.place_grid(point, on, &layers) {
            assert_same(dataset, placement, &answer);
        }
    }
}

fn assert_same(dataset: &Dataset, placement: Placement, answer: &Answer<'_>) {
    let layer = &dataset.catalogue()[placement.layer];
    let area = placement.area.map(|area| layer[area].code());
    let placed = (area, placement.method, placement.agrees, placement.certain);
    let answered = answer
        .areas
        .iter()
        .find(|answered| answered.layer == layer.id());
    let not = answer.without.iter().find(|not| not.layer == layer.id());
    let looked_up = match (answered, not) {
        (Some(answered), None) => (
            Some(answered.code),
            answered.method,
            answered.agrees,
            answered.certain,
        ),
        (None, Some(not)) => (None, not.method, not.agrees, not.certain),
        _ => panic!("{} is not once in {answer:?}", layer.id()),
    };
    assert_eq!(placed, looked_up, "{} in {answer:?}", layer.id());
}

/// One lookup of the block then answers for all of these layers.
#[test]
fn every_layer_that_is_made_of_lsoas_shares_their_index() {
    let dataset = dataset();
    for (position, layer) in dataset.catalogue().layers().iter().enumerate() {
        let index = layer_index(position);
        let own = [
            "lsoa-2011",
            "land",
            "lad-2024-buc",
            "sicbl-2022-buc",
            "ccg-2019-bsc",
        ];
        assert_eq!(
            index.is_nested(),
            !own.contains(&layer.id()),
            "{}",
            layer.id()
        );
    }
}
