//! Claims about localities: parts of a district are called by the wards that people know.

use coterm_core::codes::{BlockId, Coded};
use coterm_core::layers::Area;
use coterm_tests::dataset;

/// The blocks that are in an area of each of two layers.
fn blocks_in(area: (&str, &str), district: (&str, &str)) -> Vec<BlockId> {
    let (catalogue, codes) = (dataset().catalogue(), dataset().codes());
    let is_in = |block: BlockId, (layer, name): (&str, &str)| {
        let layer = catalogue.position(layer).unwrap();
        let area = catalogue[layer].find(name).unwrap();
        matches!(codes.of_block(block, layer), Coded::Area(found) if found == area)
    };
    let blocks = codes.block_ids();
    blocks
        .filter(|block| is_in(*block, area) && is_in(*block, district))
        .collect()
}

#[test]
fn the_parts_of_copeland_and_craven_in_morecambe_bay_are_called_millom_and_bentham() {
    let morecambe_bay = ("ccg-2021", "NHS Morecambe Bay CCG");
    for (district, blocks, localities) in [
        ("Copeland", 6, ["Millom", "Black Combe & Scafell"]),
        ("Craven", 3, ["Bentham", "Ingleton and Clapham"]),
    ] {
        let found = blocks_in(morecambe_bay, ("lad-2021", district));
        assert_eq!(found.len(), blocks, "{district}");
        assert_eq!(dataset().localities(found), localities, "{district}");
    }
}

#[test]
fn the_wards_with_most_blocks_come_first_and_then_by_name() {
    let found = blocks_in(
        ("ccg-2021", "NHS Greater Preston CCG"),
        ("lad-2021", "Ribble Valley"),
    );
    // The first three are Longridge, with two LSOAs each.
    let localities = [
        "Alston & Hothersall",
        "Derby & Thornley",
        "Dilworth",
        "Chipping",
        "Ribchester",
    ];
    assert_eq!(dataset().localities(found), localities);
}

#[test]
fn every_lsoa_has_a_locality_and_no_other_area_has_one() {
    for layer in dataset().catalogue().layers() {
        let named = |area: &&Area| area.locality().is_some();
        let named = layer.areas().iter().filter(named).count();
        let expected = match layer.id() {
            "lsoa-2011" => layer.areas().len(),
            _ => 0,
        };
        assert_eq!(named, expected, "{}", layer.id());
    }
}
