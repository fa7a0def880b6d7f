//! Vector tiles of the committed layers, as another's decoder reads them, and one that
//! refuses all that the specification forbids.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use coterm_core::{Area, Arrangement, CoverageReport};
use coterm_tiles::{TileCoord, TileSet};
use geo::{Coord, Geometry, LineString, Polygon};
use mvt_reader::feature::Value;

/// Units along a tile's side, and how far it reaches beyond.
const EXTENT: i64 = 4_096;
const BUFFER: i64 = 64;

/// The tiles of all layers that are committed.
pub(crate) fn tiles() -> &'static TileSet {
    static TILES: OnceLock<TileSet> = OnceLock::new();
    TILES.get_or_init(|| TileSet::new(coterm_tests::generation().catalogue().layers()).unwrap())
}

/// A point on a zoom's grid, of the whole world.
pub(crate) type Point = [i64; 2];
pub(crate) type Edge = [Point; 2];

/// A feature, its points on the zoom's grid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feature {
    pub(crate) id: u64,
    pub(crate) properties: HashMap<String, Value>,
    /// Each ends where it begins; of polygons, outer ones before their holes.
    pub(crate) lines: Vec<Vec<Point>>,
    /// Whether a ring is a hole.
    holes: Vec<bool>,
}

impl Feature {
    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.lines
            .iter()
            .flat_map(|line| line.windows(2).map(|ends| [ends[0], ends[1]]))
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.properties.get(key)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.properties.get(key) == Some(&Value::Bool(true))
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        match self.properties.get(key)? {
            Value::Double(number) => Some(*number),
            _ => None,
        }
    }
}

/// A tile by the names of its layers.
pub(crate) type Tile = BTreeMap<String, Vec<Feature>>;

pub(crate) fn decoded(coord: TileCoord) -> Option<Tile> {
    let layers: Vec<&str> = tiles().layers().collect();
    Some(read(coord, tiles().tile(coord, &layers).unwrap()?))
}

/// What the other decoder reads, and ours refuses nothing of.
pub(crate) fn read(coord: TileCoord, bytes: Vec<u8>) -> Tile {
    let refused = |refusal| panic!("{coord} {refusal}");
    coterm_tests::vector_tile::decode(&bytes).unwrap_or_else(refused);
    let reader = mvt_reader::Reader::new(bytes).unwrap();
    let layers = reader.get_layer_metadata().unwrap().into_iter();
    layers
        .map(|layer| {
            assert_eq!((layer.version, layer.extent), (2, 4_096), "{coord}");
            let features = reader.get_features_as(layer.layer_index).unwrap();
            assert_eq!(features.len(), layer.feature_count, "{coord}");
            let corner = [coord.x(), coord.y()].map(|at| i64::from(at) * EXTENT);
            let features = features.into_iter().map(|feature| placed(feature, corner));
            (layer.name, features.collect())
        })
        .collect()
}

fn placed(feature: mvt_reader::feature::Feature<i32>, corner: Point) -> Feature {
    let point = |at: Coord<i32>| [i64::from(at.x) + corner[0], i64::from(at.y) + corner[1]];
    let line =
        |line: &LineString<i32>| -> Vec<Point> { line.0.iter().copied().map(point).collect() };
    let (mut lines, mut holes) = (Vec::new(), Vec::new());
    let mut polygon = |polygon: &Polygon<i32>| {
        lines.push(line(polygon.exterior()));
        holes.push(false);
        for hole in polygon.interiors() {
            lines.push(line(hole));
            holes.push(true);
        }
    };
    match feature.geometry {
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(&mut polygon),
        Geometry::Polygon(one) => polygon(&one),
        Geometry::MultiLineString(several) => lines.extend(several.iter().map(line)),
        Geometry::LineString(one) => lines.push(line(&one)),
        Geometry::MultiPoint(points) => lines.extend(points.iter().map(|at| vec![point(at.0)])),
        other => panic!("{other:?}"),
    }
    Feature {
        id: feature.id.unwrap(),
        properties: feature.properties.unwrap(),
        lines,
        holes,
    }
}

/// All tiles to zoom 10, and one in so many above.
pub(crate) fn sampled() -> impl Iterator<Item = (TileCoord, Tile)> {
    (0..=14)
        .flat_map(|zoom| {
            let step = if zoom <= 10 { 1 } else { 41 };
            tiles().tiles(zoom).unwrap().step_by(step)
        })
        .filter_map(|coord| Some((coord, decoded(coord)?)))
}

/// Whether an edge lies where the tile's square ends.
pub(crate) fn is_along(coord: TileCoord, [a, b]: Edge) -> bool {
    [coord.x(), coord.y()]
        .iter()
        .enumerate()
        .any(|(axis, &at)| {
            let at = i64::from(at) * EXTENT;
            let ends = [at - BUFFER, at + EXTENT + BUFFER];
            a[axis] == b[axis] && ends.contains(&a[axis])
        })
}

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

/// The layers whose areas do not overlap to begin with.
fn without_overlaps() -> Vec<&'static str> {
    let layers = coterm_tests::generation().catalogue().layers().iter();
    layers
        .filter(|layer| {
            let footprints: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
            let report = CoverageReport::of(&footprints, 0.0).unwrap();
            report.overlaps.is_empty()
        })
        .map(coterm_core::Layer::id)
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
                    // Where the tile ends too, where edges are not of any line.
                    let along = ring.windows(2).map(|ends| [ends[0], ends[1]]);
                    for [a, b] in along.filter(|&edge| is_along(coord, edge)) {
                        let [least, most] = [a.min(b), a.max(b)];
                        let on_it = |at: &Point| {
                            let axis = usize::from(a[0] == b[0]);
                            at[1 - axis] == a[1 - axis] && least < *at && *at < most
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

/// Held against the arrangement of the rings that were read, which knows nothing of tiles.
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
            let near = |point: &Point| {
                [0, 1].map(|axis| i32::try_from(point[axis] - corner[axis]).unwrap())
            };
            let rings: Vec<Vec<Vec<[i32; 2]>>> = areas
                .iter()
                .map(|area| {
                    area.lines
                        .iter()
                        .map(|ring| ring.iter().map(near).collect())
                        .collect()
                })
                .collect();
            let arrangement = Arrangement::on_grid(&rings).unwrap();
            assert!(
                arrangement.faces().all(|face| face.owners().len() < 2),
                "{coord} {layer}"
            );

            // Each edge has one area on its left, and the lines say which have another.
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

/// Holds all tiles of a zoom against those beside them; how many edges are in two.
pub(crate) fn same_along_borders(all: &HashMap<TileCoord, Tile>) -> usize {
    let mut compared = 0;
    for (&coord, tile) in all {
        for (axis, east, south) in [(0, 1, 0), (1, 0, 1)] {
            let beside = TileCoord::new(coord.z(), coord.x() + east, coord.y() + south);
            let Some((beside, other)) = beside.ok().and_then(|at| all.get_key_value(&at)) else {
                continue;
            };
            // What both draw, but for where either ends.
            let border = i64::from([beside.x(), beside.y()][axis]) * EXTENT;
            let strip = border - BUFFER..=border + BUFFER;
            let in_strip = |tile: &Tile| -> BTreeSet<(String, u64, Edge)> {
                let features = tile
                    .iter()
                    .flat_map(|(name, features)| features.iter().map(move |one| (name, one)));
                features
                    .flat_map(|(name, f)| f.edges().map(|edge| (name.clone(), f.id, edge)))
                    .filter(|(_, _, edge)| edge.iter().all(|end| strip.contains(&end[axis])))
                    .filter(|(_, _, edge)| !is_along(coord, *edge) && !is_along(*beside, *edge))
                    .collect()
            };
            let edges = in_strip(tile);
            assert_eq!(edges, in_strip(other), "{coord} {beside}");
            compared += edges.len();
        }
    }
    compared
}

#[test]
fn areas_of_different_layers_on_the_same_ground_have_the_same_rings() {
    // The same edges to the millimetre, in whichever order.
    let mut same: BTreeMap<Vec<Edge>, Vec<(&str, &str)>> = BTreeMap::new();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "millimetres of Great Britain"
    )]
    let whole = |at: Coord<f64>| [at.x, at.y].map(|metres| (metres * 1_000.0).round() as i64);
    for layer in coterm_tests::generation().catalogue().layers() {
        for area in layer.areas() {
            let edges = coterm_core::edges(area.footprint()).map(|[a, b]| [whole(a), whole(b)]);
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
fn features_have_the_same_number_at_every_zoom_and_no_two_areas_share_one() {
    let mut numbers: HashMap<u64, (String, String)> = HashMap::new();
    for (coord, tile) in sampled() {
        for layer in layer_ids() {
            for area in tile.get(layer).into_iter().flatten() {
                let named = (layer.to_owned(), area.text("code").unwrap().to_owned());
                let known = numbers.entry(area.id).or_insert_with(|| named.clone());
                assert_eq!(*known, named, "{coord}");
            }
        }
    }
    assert!(numbers.len() > 1_400, "{}", numbers.len());
}

#[test]
fn a_tile_has_the_same_bytes_whatever_was_made_before() {
    let again = TileSet::new(coterm_tests::generation().catalogue().layers()).unwrap();
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
