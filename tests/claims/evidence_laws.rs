//! Laws of evidence: another source may make a certain answer uncertain, or replace an answer by a
//! better one, but it never makes a wrong answer certain.

use coterm_core::codes::{
    Apart, BlockId, Coded, GssCode, Lives, PositionSource, PositionalQuality, PostcodeRecord,
};
use coterm_core::layers::{AreaId, LayerId, Role};
use coterm_core::lookup::Placement;
use coterm_tests::dataset;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// Building block that one release has a postcode in. The releases are in order of their dates:
/// Code-Point Open 2021, the code table, Code-Point Open 2025, the Postcode Directory.
type AllocatedBlock = Option<usize>;

/// Position of the code table among the releases.
const CODE_TABLE: usize = 1;

fn blocks() -> usize {
    dataset().codes().blocks().len()
}

/// District of a block, in this layer.
fn district(block: usize, layer: &str) -> Option<GssCode> {
    let layers = dataset().catalogue();
    let layer = layers.position(layer)?;
    match dataset().codes().of_block(BlockId::new(block), layer) {
        Coded::Area(area) => layers[layer][area].code().parse().ok(),
        _ => None,
    }
}

/// A postcode in the middle of a block, with these allocations by the releases.
fn record(at: usize, allocations: [AllocatedBlock; 4]) -> PostcodeRecord {
    let blocks = dataset().codes().blocks();
    let postcodes = dataset().postcodes();
    let records = postcodes.records().iter();
    let code = blocks[at].parse().ok();
    let records = records.filter(|record| record.lsoa == code);
    let like = records.min_by_key(|record| record.postcode).unwrap();
    let district_of =
        |release: usize, layer| allocations[release].and_then(|block| district(block, layer));
    PostcodeRecord {
        quality: PositionalQuality::Building,
        position_source: PositionSource::Release(postcodes.releases().named("c25").unwrap()),
        apart: Apart::default(),
        lives: Lives::Only,
        introduced: None,
        terminated: None,
        lsoa: allocations[CODE_TABLE].and_then(|block| blocks[block].parse().ok()),
        districts: [
            district_of(0, "lad-2021"),
            district_of(2, "lad-2023"),
            district_of(3, "lad-2023"),
        ],
        ..*like
    }
}

fn placements(record: &PostcodeRecord, on: Date) -> Vec<Placement> {
    let layers = dataset().catalogue().valid_on(on, None).unwrap();
    dataset().place_postcode(record, on, &layers).collect()
}

/// The area that a block is in, which is the true answer if the postcode is in the block.
fn area_of(block: usize, layer: LayerId) -> Option<AreaId> {
    let layers = dataset().catalogue();
    match dataset().codes().of_block(BlockId::new(block), layer) {
        Coded::Area(area) => Some(area),
        Coded::NoArea => None,
        // The table does not list its own blocks.
        Coded::Unknown => {
            assert_eq!(layers[layer].info().role, Role::Block);
            layers[layer].position(&dataset().codes().blocks()[block])
        }
    }
}

const DAYS: [Date; 6] = [
    date(2021, 6, 1),
    date(2022, 6, 30),
    date(2023, 3, 31),
    date(2024, 1, 1),
    date(2025, 6, 1),
    date(2025, 11, 30),
];

prop_compose! {
    /// Generates the block where the postcode is, another that wrong releases have it in (near in
    /// the table, and so mostly near on the ground), their allocations, and the release added.
    fn world()(
        truth in 0..blocks(),
        wrong in 0..blocks(),
        is_close in prop::bool::ANY,
        choices in prop::array::uniform4(0..3_u8),
        drawn_right in prop::bool::ANY,
        added in 0..4_usize,
        day in 0..DAYS.len(),
    ) -> (usize, usize, [AllocatedBlock; 4], usize, Date) {
        let wrong = if is_close { (truth + 1 + wrong % 40) % blocks() } else { wrong };
        let mut allocations = choices.map(|choices| match choices {
            0 => None,
            1 => Some(truth),
            _ => Some(wrong),
        });
        allocations[added] = None;
        (truth, if drawn_right { truth } else { wrong }, allocations, added, DAYS[day])
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// An answer that is certain and wrong with a true source was so without the source.
    #[test]
    fn a_true_source_makes_no_wrong_answer_certain((truth, at, allocations, added, on) in world()) {
        let before = placements(&record(at, allocations), on);
        let mut more = allocations;
        more[added] = Some(truth);
        let after = placements(&record(at, more), on);
        for (before, after) in before.iter().zip(&after) {
            let right = area_of(truth, after.layer);
            if after.certain && after.area != right {
                prop_assert!(before.certain, "{before:?} {after:?}");
                prop_assert_eq!(before.area, after.area);
            }
        }
    }

    /// Whatever a further source states, true or not: if there were codes before, no answer other
    /// than theirs is certain afterwards.
    #[test]
    fn no_source_makes_another_answer_certain_than_codes_gave(
        (_, at, allocations, added, on) in world(),
        block in 0..blocks(),
    ) {
        let before = placements(&record(at, allocations), on);
        let mut more = allocations;
        more[added] = Some(block);
        let after = placements(&record(at, more), on);
        for (before, after) in before.iter().zip(&after) {
            if before.agrees.is_some() && before.area != after.area {
                prop_assert!(!after.certain, "{before:?} {after:?}");
            }
        }
    }
}
