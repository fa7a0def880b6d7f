//! Claims that parts divide a whole without overlap or remainder: by sets of building blocks, and
//! by geometry that `geo` computes.

use coterm_core::codes::BlockId;
use coterm_core::layers::LayerId;
use std::collections::BTreeSet;

use coterm_tests::dataset;
use geo::{Area as _, BooleanOps, MultiPolygon, unary_union};

/// A whole, the layer of its parts, and which areas of that layer are the parts.
struct Division {
    whole: (&'static str, &'static str),
    parts: &'static str,
    count: usize,
}

const DIVISIONS: [Division; 4] = [
    Division {
        whole: ("icb-2022", "E54000048"),
        parts: "place-2022",
        count: 4,
    },
    Division {
        whole: ("icb-2022", "E54000048"),
        parts: "place-2021",
        count: 5,
    },
    Division {
        whole: ("place-2022", "QE1-2022-LANCASHIRE"),
        parts: "delivery-unit-2022",
        count: 3,
    },
    Division {
        whole: ("utla-2021", "E10000017"),
        parts: "delivery-unit-2022",
        count: 3,
    },
];

/// Difference between two ways of adding up the same ground, as a share of the whole's area.
const RELATIVE: f64 = 1e-6;

fn position(layer: &str) -> LayerId {
    dataset().catalogue().position(layer).unwrap()
}

fn blocks(layer: &str, code: &str) -> BTreeSet<BlockId> {
    let at = position(layer);
    let area = dataset().catalogue()[at].position(code).unwrap();
    dataset().codes().blocks_of(at, area).unwrap()
}

fn footprint(layer: &str, code: &str) -> &'static MultiPolygon<f64> {
    dataset()
        .catalogue()
        .layer(layer)
        .unwrap()
        .area(code)
        .unwrap()
        .footprint()
}

fn codes(layer: &str) -> Vec<&'static str> {
    let areas = dataset().catalogue().layer(layer).unwrap().areas();
    areas.iter().map(coterm_core::layers::Area::code).collect()
}

#[test]
fn places_partition_the_board_and_delivery_units_their_place_by_building_blocks() {
    for division in &DIVISIONS {
        let parts: Vec<BTreeSet<BlockId>> = codes(division.parts)
            .iter()
            .map(|code| blocks(division.parts, code))
            .collect();
        assert_eq!(parts.len(), division.count, "{}", division.parts);
        assert!(
            parts.iter().all(|part| !part.is_empty()),
            "{}",
            division.parts
        );
        let counted: usize = parts.iter().map(BTreeSet::len).sum();
        let union: BTreeSet<BlockId> = parts.into_iter().flatten().collect();
        assert_eq!(
            counted,
            union.len(),
            "an LSOA is in two areas of {}",
            division.parts
        );
        let (layer, code) = division.whole;
        assert_eq!(
            union,
            blocks(layer, code),
            "{} does not make up {layer}/{code}",
            division.parts
        );
    }
}

#[test]
fn places_partition_the_board_and_delivery_units_their_place_on_the_ground() {
    for division in &DIVISIONS {
        let (layer, code) = division.whole;
        let whole = footprint(layer, code);
        let size = whole.unsigned_area();
        let parts: Vec<_> = codes(division.parts)
            .into_iter()
            .map(|code| (code, footprint(division.parts, code)))
            .collect();
        for (position, (code, part)) in parts.iter().enumerate() {
            for (other_code, other) in &parts[..position] {
                let shared = part.intersection(*other).unsigned_area();
                assert!(
                    shared <= size * RELATIVE,
                    "{code} and {other_code} share {shared} m²"
                );
            }
        }
        let union = unary_union(parts.iter().map(|(_, part)| *part));
        let apart = union.xor(whole).unsigned_area();
        println!(
            "{} and {layer}/{code}: {apart:.3} m² of {size:.0} m² apart",
            division.parts
        );
        assert!(
            apart <= size * RELATIVE,
            "{} and {layer}/{code} are {apart} m² apart",
            division.parts
        );
        assert!((union.unsigned_area() - size).abs() <= size * RELATIVE);
    }
}

#[test]
fn the_board_is_the_union_of_its_eight_ccgs() {
    let ccgs =
        ["014", "015", "034", "050", "200", "226", "227", "228"].map(|end| format!("E38000{end}"));
    let union: BTreeSet<BlockId> = ccgs
        .iter()
        .flat_map(|ccg| blocks("ccg-2021", ccg))
        .collect();
    assert_eq!(union, blocks("icb-2022", "E54000048"));
    assert_eq!(union.len(), 1_058);
}

#[test]
fn westmorland_and_furness_is_not_the_south_cumbria_place() {
    let council = blocks("utla-2023", "E06000064");
    let place = blocks("place-2022", "QE1-2022-SOUTH-CUMBRIA");
    // Millom and Bentham are in the place only, the former Eden in the council only.
    assert_eq!(place.difference(&council).count(), 6 + 3);
    assert!(
        council
            .difference(&place)
            .all(|block| blocks("lad-2021", "E07000030").contains(block))
    );
    assert_ne!(council, place);
}

#[test]
fn south_cumbria_is_morecambe_bay_ccg_without_lancaster() {
    let mut ccg = blocks("ccg-2021", "E38000228");
    let lancaster = blocks("lad-2021", "E07000121");
    ccg.retain(|block| !lancaster.contains(block));
    assert_eq!(ccg, blocks("place-2022", "QE1-2022-SOUTH-CUMBRIA"));
}
