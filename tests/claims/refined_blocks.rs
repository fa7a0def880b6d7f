//! A law of comparisons: what is said of two layers does not depend on how fine the building
//! blocks are that both are made of.

use std::collections::HashMap;

use coterm_core::codes::{
    Apart, CodeTable, Lives, PositionSource, PositionalQuality, PostcodeDirectory, PostcodeRecord,
    Release, ReleaseKind, Releases, UserType,
};
use coterm_core::comparison::{ComparisonOptions, Weights, compare};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, AreaId, Catalogue, Layer, LayerId, LayerInfo, Role};
use coterm_core::period::{Period, parse_day};
use coterm_core::space::GridPoint;
use geo::{MultiPolygon, Rect, coord};
use proptest::prelude::*;
use serde_json::Value;

/// Coarse blocks in a row and in a column.
const SIDE: usize = 5;

/// Metres across a coarse block.
const COARSE_M: usize = 2_000;

/// The area that each coarse block is in; a block without one is in none.
type Division = Vec<Option<usize>>;

fn division() -> impl Strategy<Value = Division> {
    let area = proptest::option::weighted(0.95, 0..4_usize);
    proptest::collection::vec(area, SIDE * SIDE)
}

/// Metres from the origin as a coordinate.
fn metres(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn square(column: usize, row: usize, side_m: usize) -> MultiPolygon<f64> {
    let at = |steps: usize| metres(steps * side_m);
    let corner = |x: f64, y: f64| coord! { x: 340_000.0 + x, y: 440_000.0 + y };
    let rect = Rect::new(
        corner(at(column), at(row)),
        corner(at(column + 1), at(row + 1)),
    );
    MultiPolygon::from(rect.to_polygon())
}

/// A dataset of two divisions of a square, where each coarse block is cut into `cuts` by `cuts`
/// building blocks. A postcode is in the middle of each quarter of a coarse block, and another one
/// in the first of them.
fn made_of(cuts: usize, divisions: [&Division; 2]) -> Dataset {
    let blocks: Vec<[usize; 2]> = (0..SIDE * cuts)
        .flat_map(|row| (0..SIDE * cuts).map(move |column| [column, row]))
        .collect();
    let code = |block: usize| format!("E01{block:06}");
    let coarse = |[column, row]: [usize; 2]| column / cuts + SIDE * (row / cuts);
    let footprint = |block: usize| square(blocks[block][0], blocks[block][1], COARSE_M / cuts);
    let period = Period::new(parse_day("2020-01-01").unwrap(), None).unwrap();
    let info = |id: &str| {
        let (family, vintage) = id.split_once('-').unwrap();
        let mut info = LayerInfo::new(id, family, vintage, period);
        info.resolution_m = 1.0;
        info
    };
    let (mut layers, mut columns) = (Vec::new(), HashMap::new());
    for (id, division) in ["place-2021", "utla-2021"].into_iter().zip(divisions) {
        let mut areas = Vec::new();
        for area in 0..4 {
            let own =
                (0..blocks.len()).filter(|block| division[coarse(blocks[*block])] == Some(area));
            let own: Vec<MultiPolygon<f64>> = own.map(footprint).collect();
            if !own.is_empty() {
                let dissolved = polygon_coverage::dissolve(&own).unwrap();
                let name = format!("{id} {area}");
                areas.push(Area::new(format!("A{area}"), name, period, dissolved).unwrap());
            }
        }
        let layer = Layer::new(info(id), areas);
        let column: Vec<Option<AreaId>> = blocks
            .iter()
            .map(|block| layer.position(&format!("A{}", division[coarse(*block)]?)))
            .collect();
        columns.insert(LayerId::new(layers.len()), column);
        layers.push(layer);
    }
    let each = (0..blocks.len())
        .map(|block| Area::new(code(block), code(block), period, footprint(block)).unwrap());
    let mut of_blocks = info("lsoa-2011");
    of_blocks.role = Role::Block;
    let layer = Layer::new(of_blocks, each.collect());
    let column = (0..blocks.len()).map(|block| layer.position(&code(block)));
    columns.insert(LayerId::new(layers.len()), column.collect());
    layers.push(layer);

    let table = Release {
        id: "table".into(),
        code: "code-table-2022".into(),
        product: "a code table".into(),
        month: "2022-05".parse().unwrap(),
        kind: ReleaseKind::CodeTable,
        districts: None,
    };
    let releases = Releases::new(vec![table]).unwrap();
    let table = releases.named("table").unwrap();
    let mut records = Vec::new();
    for quarter in 0..4 * SIDE * SIDE {
        let steps = [quarter % (2 * SIDE), quarter / (2 * SIDE)];
        for second in 0..=usize::from(quarter % 4 == 0) {
            let at = |steps: usize| metres(steps * COARSE_M / 2 + COARSE_M / 8 + second);
            let [column, row] = steps.map(|steps| steps * cuts / 2);
            let lsoa = code(column + SIDE * cuts * row);
            let postcode = format!("LA{} {}AA", quarter / 10 + 1, quarter % 10);
            let postcode = postcode.replace("AA", ["AA", "AB"][second]);
            records.push(PostcodeRecord {
                postcode: postcode.parse().unwrap(),
                point: GridPoint::new(340_000.0 + at(steps[0]), 440_000.0 + at(steps[1])).unwrap(),
                quality: PositionalQuality::Building,
                position_source: PositionSource::Release(table),
                apart: Apart::default(),
                lives: Lives::Only,
                introduced: Some("1980-01".parse().unwrap()),
                terminated: None,
                user_type: Some(UserType::Small),
                oa: None,
                lsoa: Some(lsoa.parse().unwrap()),
                msoa: None,
                district: None,
                districts: [None; 3],
            });
        }
    }
    let codes = CodeTable::new((0..blocks.len()).map(code).collect(), columns);
    let postcodes = PostcodeDirectory::new(releases, records);
    Dataset::new(
        Catalogue::new(layers),
        codes,
        postcodes,
        "nobody",
        Indexing::None,
    )
    .unwrap()
}

/// All that a comparison says, without the number of building blocks, and without where something
/// is drawn.
fn said(dataset: &Dataset) -> Value {
    let inputs = ["place-2021", "utla-2021"].map(|id| dataset.comparison_input(id).unwrap());
    let weights = Weights::live_postcodes(dataset, None);
    let options = ComparisonOptions::default();
    let comparison = compare(dataset, &inputs[0], &inputs[1], &options, &weights).unwrap();
    let mut said = serde_json::to_value([
        serde_json::to_value(&comparison.verdicts_a).unwrap(),
        serde_json::to_value(&comparison.verdicts_b).unwrap(),
        serde_json::to_value(&comparison.splits).unwrap(),
        serde_json::to_value(&comparison.moves).unwrap(),
        serde_json::to_value(&comparison.alignment).unwrap(),
    ])
    .unwrap();
    forget_blocks(&mut said);
    said
}

fn forget_blocks(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name != "blocks" && name != "at");
            fields.values_mut().for_each(forget_blocks);
        }
        Value::Array(all) => all.iter_mut().for_each(forget_blocks),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn finer_building_blocks_change_nothing_that_is_said_of_two_layers(
        one in division(), other in division(),
    ) {
        let [coarse, fine, finer] =
            [1, 2, 4].map(|cuts| said(&made_of(cuts, [&one, &other])));
        prop_assert!(coarse[0].as_array().is_some_and(|verdicts| !verdicts.is_empty()));
        prop_assert_eq!(&coarse, &fine);
        prop_assert_eq!(&coarse, &finer);
    }
}
