//! Claims about vector tiles of the committed layers, read by an independent decoder, and by one
//! that refuses everything that the specification forbids.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coterm_core::codes::GssCode;
use coterm_core::layers::Area;
use coterm_core::space::millimetres;
use coterm_tiles::{TileCoord, TileSet};
use geo::Coord;
use polygon_coverage::{Arrangement, CoverageReport};

use crate::read_tiles::{
    EXTENT, Edge, Feature, Point, Tile, decoded, is_along, same_along_borders, sampled, tiles,
};

fn twice_area(ring: &[Point]) -> i64 {
    ring.windows(2)
        .map(|ends| (ends[0], ends[1]))
        .map(|(a, b)| {
            (a[0] - ring[0][0]) * (b[1] - ring[0][1]) - (a[1] - ring[0][1]) * (b[0] - ring[0][0])
        })
        .sum()
}

fn layer_ids() -> Vec<&'static str> {
    tiles().layers().collect()
}

/// The layers whose areas do not overlap in the data.
fn without_overlaps() -> Vec<&'static str> {
    let layers = coterm_tests::dataset().catalogue().layers().iter();
    layers
        .filter(|layer| {
            let footprints: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
            let report = CoverageReport::of(&footprints, 0.0, millimetres()).unwrap();
            report.overlaps.is_empty()
        })
        .map(coterm_core::layers::Layer::id)
        .collect()
}

#[test]
fn another_decoder_reads_every_tile_and_every_polygon_winds_as_the_specification_says() {
    let mut read = 0;
    for (coord, tile) in sampled() {
        for (name, features) in &tile {
            assert!(!features.is_empty());
            for feature in features {
                assert!(feature.id < 1 << 53);
                assert!(!feature.lines.is_empty(), "{coord} {name}");
                let rings = !name.ends_with("-line") && !name.ends_with("-label");
                for (ring, hole) in feature.lines.iter().zip(&feature.holes) {
                    assert!(rings && ring.len() >= 4, "{coord} {name}");
                    assert_eq!(twice_area(ring) < 0, *hole, "{coord} {name}");
                    let mut points = ring[1..].to_vec();
                    points.sort_unstable();
                    points.dedup();
                    // No ring touches itself along the end of the tile either, where edges belong
                    // to no line.
                    let along = ring.windows(2).map(|ends| [ends[0], ends[1]]);
                    for [a, b] in along.filter(|&edge| is_along(coord, edge)) {
                        let [min, max] = [a.min(b), a.max(b)];
                        let on_it = |at: &Point| {
                            let axis = usize::from(a[0] == b[0]);
                            at[1 - axis] == a[1 - axis] && min < *at && *at < max
                        };
                        assert!(!points.iter().any(on_it), "{coord} {name} touches its end");
                    }
                    assert_eq!(
                        points.len() + 1,
                        ring.len(),
                        "{coord} {name} touches itself"
                    );
                }
                assert!(
                    feature.edges().all(|[from, to]| from != to),
                    "{coord} {name}"
                );
            }
        }
        read += 1;
    }
    println!("{read} tiles read");
    assert!(read > 200);
}

/// Compared with the arrangement of the decoded rings, which is independent of tiles.
#[test]
fn within_a_layer_no_area_overlaps_another_and_edges_are_shared_end_to_end() {
    let layers = without_overlaps();
    assert!(layers.len() > 8, "{layers:?}");
    for (coord, tile) in sampled() {
        for layer in &layers {
            let Some(areas) = tile.get(*layer) else {
                continue;
            };
            let corner = [coord.x(), coord.y()].map(|at| i64::from(at) * EXTENT);
            let rounded = |point: &Point| {
                [0, 1].map(|axis| i32::try_from(point[axis] - corner[axis]).unwrap())
            };
            let rings: Vec<Vec<Vec<[i32; 2]>>> = areas
                .iter()
                .map(|area| {
                    area.lines
                        .iter()
                        .map(|ring| ring.iter().map(rounded).collect())
                        .collect()
                })
                .collect();
            let arrangement = Arrangement::on_grid(&rings).unwrap();
            assert!(
                arrangement.faces().all(|face| face.areas().len() < 2),
                "{coord} {layer}"
            );

            // Each edge has one area on its left, and the lines give which have another on the
            // right.
            let edges: Vec<Edge> = areas.iter().flat_map(Feature::edges).collect();
            let all: BTreeSet<Edge> = edges.iter().copied().collect();
            assert_eq!(all.len(), edges.len(), "{coord} {layer}");
            let undirected = |[a, b]: Edge| [a.min(b), a.max(b)];
            let inside = all.iter().copied().filter(|&edge| !is_along(coord, edge));
            let (between, coast): (BTreeSet<Edge>, BTreeSet<Edge>) =
                inside.partition(|&[a, b]| all.contains(&[b, a]));
            let lines = tile
                .get(&format!("{layer}-line"))
                .map_or(&[][..], Vec::as_slice);
            let drawn = |coast: bool| -> BTreeSet<Edge> {
                let lines = lines.iter().filter(|line| line.flag("coast") == coast);
                let edges = lines.flat_map(Feature::edges);
                edges
                    .filter(|&edge| !is_along(coord, edge))
                    .map(undirected)
                    .collect()
            };
            assert_eq!(
                drawn(false),
                between.into_iter().map(undirected).collect(),
                "{coord} {layer}"
            );
            assert_eq!(
                drawn(true),
                coast.into_iter().map(undirected).collect(),
                "{coord} {layer}"
            );
        }
    }
}

#[test]
fn tiles_that_meet_have_the_same_edges_along_their_border() {
    let mut compared = 0;
    for zoom in 0..=10 {
        let all: HashMap<TileCoord, Tile> = tiles()
            .tiles(zoom)
            .unwrap()
            .filter_map(|coord| Some((coord, decoded(coord)?)))
            .collect();
        compared += same_along_borders(&all);
    }
    println!("{compared} edges in two tiles");
    assert!(compared > 1_000);
}

#[test]
fn areas_of_different_layers_on_the_same_ground_have_the_same_rings() {
    // Areas by their edges, to the millimetre, in whichever order.
    let mut same: BTreeMap<Vec<Edge>, Vec<(&str, &str)>> = BTreeMap::new();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "millimetres of Great Britain"
    )]
    let whole = |at: Coord<f64>| [at.x, at.y].map(|metres| (metres * 1_000.0).round() as i64);
    for layer in coterm_tests::dataset().catalogue().layers() {
        for area in layer.areas() {
            let edges = polygon_coverage::measure::edges(area.footprint())
                .map(|[a, b]| [whole(a), whole(b)]);
            let mut edges: Vec<_> = edges.collect();
            edges.sort_unstable();
            same.entry(edges)
                .or_default()
                .push((layer.id(), area.code()));
        }
    }
    let groups: Vec<_> = same.into_values().filter(|group| group.len() > 1).collect();
    assert!(groups.len() > 20, "{}", groups.len());
    let mut compared = 0;
    for (coord, tile) in sampled() {
        for group in &groups {
            let rings = |(layer, code): &(&str, &str)| {
                let mut areas = tile.get(*layer)?.iter();
                areas
                    .find(|area| area.text("code") == Some(code))
                    .map(|area| &area.lines)
            };
            let first = rings(&group[0]);
            for other in &group[1..] {
                assert_eq!(first, rings(other), "{coord} {group:?}");
                compared += usize::from(first.is_some());
            }
        }
    }
    println!(
        "{} areas on the ground of others, {compared} times the same rings",
        groups.len()
    );
    assert!(compared > 1_000);
}

#[test]
fn features_have_the_same_number_at_every_zoom_and_no_two_of_a_layer_share_one() {
    let mut numbers: HashMap<(String, u64), Vec<String>> = HashMap::new();
    let mut of_codes = 0;
    for (coord, tile) in sampled() {
        for (layer, features) in tile {
            for feature in features {
                let texts = ["code", "left", "right", "with"].map(|key| feature.text(key));
                let named = texts.map(|text| text.unwrap_or_default().to_owned());
                if let Ok(code) = named[0].parse::<GssCode>() {
                    assert_eq!(feature.id, u64::from(code.number()));
                    of_codes += 1;
                }
                let numbered = numbers.entry((layer.clone(), feature.id));
                let known = numbered.or_insert_with(|| named.to_vec());
                assert_eq!(known[..], named, "{coord} {layer}");
            }
        }
    }
    let lines = numbers.keys().filter(|(layer, _)| layer.ends_with("-line"));
    let lines = lines.count();
    assert!(lines > 2_000, "{lines}");
    assert!(numbers.len() - lines > 2 * 1_400, "{}", numbers.len());
    assert!(of_codes > 10_000, "{of_codes}");
}

#[test]
fn a_tile_has_the_same_bytes_whatever_was_made_before() {
    let again = TileSet::new(coterm_tests::dataset().catalogue().layers()).unwrap();
    let layers = layer_ids();
    for (z, x, y) in [(12, 2_021, 1_314), (6, 31, 20), (9, 252, 163), (0, 0, 0)] {
        let coord = TileCoord::new(z, x, y).unwrap();
        let tile = again.tile(coord, &layers).unwrap();
        assert!(tile.is_some(), "{coord}");
        assert_eq!(tile, tiles().tile(coord, &layers).unwrap(), "{coord}");
        let one = tiles().tile(coord, &layers[..1]).unwrap();
        let begins = |tile: &Vec<u8>| tile.starts_with(one.as_deref().unwrap_or_default());
        assert!(
            tile.as_ref().is_some_and(begins),
            "{coord}: layers follow each other"
        );
    }
}

#[test]
fn a_layer_that_is_not_there_is_named_with_those_that_are() {
    let coord = TileCoord::new(0, 0, 0).unwrap();
    let refused = tiles().tile(coord, &["lad-2032"]).unwrap_err().to_string();
    assert!(
        refused.contains("\"lad-2032\"") && refused.contains("lad-2023"),
        "{refused}"
    );
}
