//! Claims that any number of threads may query datasets and indexes, including workers of `rayon`.

use coterm_core::codes::Postcode;
use coterm_core::dataset::{Dataset, Indexing};
use coterm_tests::data_folder;
use jiff::civil::{Date, date};
use rayon::prelude::*;

const ON: Date = date(2022, 6, 30);

/// The full answer to the lookup of a postcode, as text.
fn answer_text(dataset: &Dataset, postcode: Postcode) -> String {
    format!("{:?}", dataset.lookup_postcode(postcode, ON, None))
}

/// Indexes used to be built at the first lookup, which could block all workers of a pool that
/// queried at once.
#[test]
fn a_new_dataset_answers_the_workers_of_a_pool_first_thing() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build();
    let pool = pool.unwrap();
    for indexing in [
        Indexing::None,
        Indexing::Layers,
        Indexing::LayersAndPostcodes,
    ] {
        // Opened and queried by workers.
        pool.install(|| {
            let dataset = coterm_io::store::open(&data_folder(), indexing).unwrap();
            let records = dataset.postcodes().records();
            let some: Vec<Postcode> = records
                .iter()
                .step_by(if indexing == Indexing::None {
                    9_000
                } else {
                    90
                })
                .map(|record| record.postcode)
                .collect();
            let at_once: Vec<String> = some
                .par_iter()
                .with_max_len(1)
                .map(|&postcode| answer_text(&dataset, postcode))
                .collect();
            let one_by_one: Vec<String> = some
                .iter()
                .map(|&postcode| answer_text(&dataset, postcode))
                .collect();
            assert!(at_once == one_by_one, "{indexing:?}");
        });
    }
}

#[test]
fn threads_that_want_indexes_at_once_get_the_same() {
    let dataset = coterm_io::store::open(&data_folder(), Indexing::None).unwrap();
    let records = dataset.postcodes().records();
    let some = || records.iter().step_by(20_000).map(|record| record.postcode);
    let answers = || some().map(|postcode| answer_text(&dataset, postcode));
    let scanned: Vec<String> = answers().collect();
    std::thread::scope(|scope| {
        for indexing in [
            Indexing::LayersAndPostcodes,
            Indexing::Layers,
            Indexing::None,
        ] {
            let (dataset, scanned, answers) = (&dataset, &scanned, &answers);
            scope.spawn(move || dataset.make_indexes(indexing).unwrap());
            scope.spawn(move || assert!(answers().eq(scanned.iter().cloned())));
        }
    });
    assert!(dataset.point_index().is_some());
    assert!(answers().eq(scanned));
}

#[test]
fn what_is_shared_between_threads_can_be() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Dataset>();
    is_shared::<polygon_coverage::PointIndex>();
    is_shared::<polygon_coverage::PointIndexSet>();
    is_shared::<polygon_coverage::BoundaryIndex>();
    is_shared::<polygon_coverage::Arrangement>();
}
