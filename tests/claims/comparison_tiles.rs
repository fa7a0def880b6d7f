//! Claims about the tiles of a comparison of two layers, read by an independent decoder.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coterm_core::comparison::{Comparison, Piece, PieceClass};
use coterm_core::layers::Layer;
use coterm_report::text::reason;
use coterm_tests::dataset;
use coterm_tiles::{ComparisonTiles, TileCoord, USUAL_ZOOMS};
use geo::{Coord, Distance, Euclidean, Length, Line, Point as Place};

use crate::read_tiles::{Feature, Point, Tile, is_along, read, same_along_borders};
use crate::tile_truth::lonlat;

/// Layers of the same building blocks; another generalisation of the same districts; another
/// generalisation of a coast.
const PAIRS: [[&str; 2]; 4] = [
    ["place-2022", "utla-2023"],
    ["ccg-2021", "lad-2021"],
    ["lad-2023", "lad-2024-buc"],
    ["sicbl-2022", "sicbl-2022-buc"],
];

pub(crate) struct Compared {
    layers: [&'static Layer; 2],
    comparison: Comparison,
    pub(crate) tiles: ComparisonTiles,
}

pub(crate) fn compared([a, b]: [&str; 2]) -> Compared {
    let comparison = crate::coterminosity::compared(a, b);
    let layers = [a, b].map(|id| dataset().catalogue().layer(id).unwrap());
    Compared {
        tiles: ComparisonTiles::new(layers, &comparison, |piece| {
            reason::piece(piece, &comparison)
        })
        .unwrap(),
        layers,
        comparison,
    }
}

impl Compared {
    pub(crate) fn at(&self, zoom: u8) -> HashMap<TileCoord, Tile> {
        let all = self.tiles.tiles(zoom).unwrap();
        all.filter_map(|coord| Some((coord, read(coord, self.tiles.tile(coord)?))))
            .collect()
    }

    fn real(&self) -> impl Iterator<Item = &Piece> {
        let pieces = self.comparison.pieces.iter();
        pieces.filter(|piece| piece.class == PieceClass::Real)
    }

    /// Distance in metres by which lines may be moved at a zoom: the published one, and an
    /// allowance for edges that bend in the projection.
    fn bound(&self, zoom: u8) -> f64 {
        let json = self.tiles.tile_json(Vec::new(), USUAL_ZOOMS).unwrap();
        json.displacement[usize::from(zoom)].metres + 0.11
    }

    /// The distinct edges of a layer as they are, in whole millimetres.
    fn edges(&self, layer: usize) -> BTreeSet<[[i64; 2]; 2]> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "millimetres of Great Britain"
        )]
        let whole = |at: Coord<f64>| [at.x, at.y].map(|metres| (metres * 1_000.0).round() as i64);
        let areas = self.layers[layer].areas().iter();
        areas
            .flat_map(|area| area.footprint().iter())
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            .flat_map(geo::LineString::lines)
            .map(|edge| [whole(edge.start), whole(edge.end)])
            .map(|[from, to]| [from.min(to), from.max(to)])
            .collect()
    }
}

fn lines(tile: &Tile) -> &[Feature] {
    tile.get("line").map_or(&[], Vec::as_slice)
}

fn metres(edges: &BTreeSet<[[i64; 2]; 2]>) -> Vec<Line> {
    #[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
    let coord = |at: [i64; 2]| Coord {
        x: at[0] as f64 / 1_000.0,
        y: at[1] as f64 / 1_000.0,
    };
    edges
        .iter()
        .map(|&[from, to]| Line::new(coord(from), coord(to)))
        .collect()
}

/// Distance from a point to the nearest edge, by trying every edge.
fn distance(at: Coord<f64>, edges: &[Line]) -> f64 {
    let away = edges
        .iter()
        .map(|edge| Euclidean.distance(&Place(at), edge));
    away.fold(f64::INFINITY, f64::min)
}

/// The segments of a feature on the ground, except those along the tile's end.
fn on_the_ground(coord: TileCoord, line: &Feature) -> Vec<Line> {
    let ground = |at: Point| lonlat(at, coord.z()).to_grid().unwrap().coord();
    line.edges()
        .filter(|&edge| !is_along(coord, edge))
        .map(|[from, to]| Line::new(ground(from), ground(to)))
        .collect()
}

/// Points along a segment, its ends included.
fn along(segment: &Line, step_m: f64) -> impl Iterator<Item = Coord<f64>> {
    let way = segment.end - segment.start;
    let steps = (way.x.hypot(way.y) / step_m).ceil().max(1.0);
    let start = segment.start;
    std::iter::successors(Some(0.0), |step| Some(step + 1.0))
        .take_while(move |step| *step <= steps)
        .map(move |step| start + way * (step / steps))
}

/// Compared with every edge of both layers as they are, at points every 20 m.
#[test]
fn every_line_is_where_its_class_says_and_as_far_from_the_other_layer() {
    const ZOOM: u8 = 12;
    const STEP_M: f64 = 20.0;
    for pair in PAIRS {
        let compared = compared(pair);
        let bound = compared.bound(ZOOM);
        let edges = [0, 1].map(|layer| metres(&compared.edges(layer)));
        let mut found: BTreeMap<u64, (String, bool, f64, f64)> = BTreeMap::new();
        // Length in metres of each segment, which may be in several tiles.
        let mut shared: BTreeMap<[Point; 2], f64> = BTreeMap::new();
        for (coord, tile) in compared.at(ZOOM) {
            for line in lines(&tile) {
                let class = line.text("class").unwrap();
                let deviation = line.number("deviation_m").unwrap();
                // The layers that the line belongs to, by the codes on its sides.
                let has = [["a_left", "a_right"], ["b_left", "b_right"]]
                    .map(|[left, right]| line.text(left) != line.text(right));
                match class {
                    "shared" => assert_eq!((has, deviation), ([true, true], 0.0), "{coord}"),
                    "only_a" => assert_eq!(has, [true, false], "{coord}"),
                    "only_b" => assert_eq!(has, [false, true], "{coord}"),
                    "coastal" => assert!(has[0] != has[1], "{coord}"),
                    other => panic!("{other}"),
                }
                let apart = deviation > compared.comparison.tolerance_m;
                assert_eq!(line.flag("apart"), apart, "{coord}");
                assert!(!line.flag("real") || compared.real().next().is_some());
                let entry = found.entry(line.id);
                let entry = entry.or_insert((class.to_owned(), apart, deviation, 0.0));
                assert_eq!((&*entry.0, entry.2), (class, deviation), "{coord}");
                if class == "shared" {
                    let metres = on_the_ground(coord, line);
                    let metres = metres.iter().map(|part| Euclidean.length(part));
                    let edges = line.edges().filter(|&edge| !is_along(coord, edge));
                    shared.extend(edges.map(|[a, b]| [a.min(b), a.max(b)]).zip(metres));
                }
                for segment in on_the_ground(coord, line) {
                    for layer in [0, 1].into_iter().filter(|&layer| has[layer]) {
                        for end in [segment.start, segment.end] {
                            let off = distance(end, &edges[layer]);
                            assert!(off <= bound, "{coord} {class}: {off} m off its layer");
                        }
                    }
                    let Some(other) = has.iter().position(|has| !has) else {
                        continue;
                    };
                    for at in along(&segment, STEP_M) {
                        entry.3 = entry.3.max(distance(at, &edges[other]));
                    }
                }
            }
        }
        let mut classes: BTreeMap<(&str, bool), (usize, f64)> = BTreeMap::new();
        for (id, (class, apart, deviation, measured)) in &found {
            let off = (deviation - measured).abs();
            assert!(
                off <= bound + STEP_M / 2.0,
                "{pair:?} line {id}, {class}: {measured} m and not {deviation} m"
            );
            let so = classes.entry((class, *apart)).or_default();
            *so = (so.0 + 1, so.1.max(off));
        }
        println!("{pair:?}: lines and metres off, by class and whether apart: {classes:?}");
        // Exactly the lines that both layers have, without lines that are only very near.
        let shared_m = compared.comparison.lines.shared_m;
        let drawn_m: f64 = shared.values().sum();
        println!("{pair:?}: {drawn_m} m drawn as shared of {shared_m} m");
        let off = (drawn_m - shared_m).abs();
        assert!(off <= 0.001 * shared_m, "{pair:?}");
    }
}

/// Layers that are made of the same building blocks share lines edge for edge, so two edges
/// coincide only if they are equal.
#[test]
fn every_edge_of_either_layer_is_in_one_line_with_the_class_that_it_has() {
    const ZOOM: u8 = 14;
    for pair in &PAIRS[..2] {
        let compared = compared(*pair);
        let bound = compared.bound(ZOOM);
        let [a, b] = [0, 1].map(|layer| compared.edges(layer));
        let kinds = [
            ("shared", a.intersection(&b).copied().collect()),
            ("only_a", a.difference(&b).copied().collect()),
            ("only_b", b.difference(&a).copied().collect()),
        ];
        let mut drawn: HashMap<String, Vec<Line>> = HashMap::new();
        let all = compared.tiles.tiles(ZOOM).unwrap();
        for coord in all {
            let Some(bytes) = compared.tiles.tile(coord) else {
                continue;
            };
            let tile = read(coord, bytes);
            let mut once = BTreeSet::new();
            for line in lines(&tile) {
                for [from, to] in line.edges() {
                    assert!(once.insert([from.min(to), from.max(to)]), "{coord} twice");
                }
                let class = line.text("class").unwrap().to_owned();
                let segments = on_the_ground(coord, line);
                drawn.entry(class).or_default().extend(segments);
            }
        }
        for (class, edges) in kinds {
            let edges = metres(&edges);
            let drawn = drawn.get(class).map_or(&[][..], Vec::as_slice);
            let mut by_square: HashMap<[i64; 2], Vec<Line>> = HashMap::new();
            #[expect(clippy::cast_possible_truncation, reason = "kilometres")]
            let square = |at: Coord<f64>| [at.x, at.y].map(|metres| (metres / 1_000.0) as i64);
            for segment in drawn {
                for at in along(segment, 400.0) {
                    by_square.entry(square(at)).or_default().push(*segment);
                }
            }
            for edge in &edges {
                let middle = (edge.start + edge.end) / 2.0;
                let [x, y] = square(middle);
                let candidates =
                    (-1..=1).flat_map(|east| (-1..=1).map(move |north| [x + east, y + north]));
                let candidates: Vec<Line> = candidates
                    .filter_map(|square| by_square.get(&square))
                    .flatten()
                    .copied()
                    .collect();
                let off = distance(middle, &candidates);
                assert!(off <= bound, "{pair:?} {class} {middle:?}: {off} m");
            }
            println!("{pair:?} {class}: {} edges are drawn", edges.len());
        }
    }
}

#[test]
fn outlines_of_differences_have_the_points_of_the_lines_at_every_zoom() {
    for pair in PAIRS {
        let compared = compared(pair);
        let mut edges = 0;
        for zoom in 0..=12 {
            for (coord, tile) in compared.at(zoom) {
                let lines: BTreeSet<_> = lines(&tile).iter().flat_map(Feature::edges).collect();
                for piece in tile.get("difference").into_iter().flatten() {
                    for [from, to] in piece.edges().filter(|&edge| !is_along(coord, edge)) {
                        let is_drawn = lines.contains(&[from, to]) || lines.contains(&[to, from]);
                        assert!(is_drawn, "{pair:?} {coord}");
                        edges += 1;
                    }
                }
            }
        }
        println!("{pair:?}: {edges} edges of differences are edges of lines");
        assert_eq!(edges > 0, compared.real().next().is_some(), "{pair:?}");
    }
}

#[test]
fn the_differences_are_the_real_pieces_of_the_comparison_and_no_others() {
    for pair in PAIRS {
        let compared = compared(pair);
        let code = |named: &Option<coterm_core::comparison::Named>| {
            named
                .as_ref()
                .map(|named| (named.code.clone(), named.name.clone()))
        };
        let hundredths = |value: f64| (value * 100.0).round() / 100.0;
        let mut drawn = BTreeMap::new();
        let mut labelled = BTreeMap::new();
        for (_, tile) in compared.at(12) {
            for (layer, into) in [
                ("difference", &mut drawn),
                ("difference-label", &mut labelled),
            ] {
                for piece in tile.get(layer).into_iter().flatten() {
                    into.insert(piece.id, piece.clone());
                }
            }
        }
        for piece in compared.real() {
            let id = piece.id as u64;
            for found in [drawn.remove(&id), labelled.remove(&id)] {
                // A piece narrower than a pixel may be missing.
                let Some(found) = found else {
                    assert!(piece.width_m < compared.bound(12), "{pair:?} {id}");
                    continue;
                };
                let side = |code: &str, name: &str| {
                    Some((found.text(code)?.to_owned(), found.text(name)?.to_owned()))
                };
                assert_eq!(side("a", "a_name"), code(&piece.a), "{pair:?}");
                assert_eq!(side("b", "b_name"), code(&piece.b), "{pair:?}");
                let reason = reason::piece(piece, &compared.comparison);
                assert_eq!(found.text("reason"), Some(reason.as_str()));
                for (key, value) in [
                    ("area_m2", piece.area_m2),
                    ("width_m", piece.width_m),
                    ("weight", piece.weight),
                ] {
                    assert_eq!(found.number(key), Some(hundredths(value)), "{pair:?} {key}");
                }
            }
        }
        assert!(drawn.is_empty() && labelled.is_empty(), "{pair:?}");
    }
}

#[test]
fn of_a_layer_against_itself_every_line_is_shared_and_nothing_differs() {
    let compared = compared(["lad-2023", "lad-2023"]);
    let mut seen = 0;
    for zoom in 0..=11 {
        for (coord, tile) in compared.at(zoom) {
            assert_eq!(tile.keys().collect::<Vec<_>>(), ["line"], "{coord}");
            for line in lines(&tile) {
                assert_eq!(line.text("class"), Some("shared"), "{coord}");
                assert_eq!(line.number("deviation_m"), Some(0.0), "{coord}");
                assert_eq!(line.text("a_left"), line.text("b_left"), "{coord}");
                assert_eq!(line.text("a_right"), line.text("b_right"), "{coord}");
                seen += 1;
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}

/// Two generalisations of one line that are within the tolerance of each other stay two lines.
#[test]
fn what_a_line_says_is_of_the_data_and_the_same_at_every_zoom() {
    let compared = compared(["lad-2023", "lad-2024-buc"]);
    let mut properties_of: BTreeMap<u64, BTreeMap<String, String>> = BTreeMap::new();
    for zoom in 5..=11 {
        for (coord, tile) in compared.at(zoom) {
            for line in lines(&tile) {
                let properties = line.properties.iter();
                let properties: BTreeMap<_, _> = properties
                    .map(|(key, value)| (key.clone(), format!("{value:?}")))
                    .collect();
                let before = properties_of
                    .entry(line.id)
                    .or_insert_with(|| properties.clone());
                assert_eq!(*before, properties, "{coord}");
            }
        }
    }
    let close = properties_of.values().filter(|line| {
        ["only_a", "only_b"]
            .iter()
            .any(|class| line["class"].contains(class))
            && line["apart"] == "Bool(false)"
    });
    let close = close.count();
    println!(
        "{close} of {} lines are near the other layer's",
        properties_of.len()
    );
    assert!(close > 100, "{close}");
}

#[test]
fn tiles_of_a_comparison_that_meet_have_the_same_edges_along_their_border() {
    for pair in PAIRS {
        let compared = compared(pair);
        let same: usize = (0..=10)
            .map(|zoom| same_along_borders(&compared.at(zoom)))
            .sum();
        println!("{pair:?}: {same} edges in two tiles");
        assert!(same > 100, "{pair:?}");
    }
}

#[test]
fn every_property_of_a_comparisons_tile_is_described() {
    let compared = compared(["place-2022", "utla-2023"]);
    let json = compared.tiles.tile_json(Vec::new(), USUAL_ZOOMS).unwrap();
    assert_eq!(json.tolerance_m, Some(compared.comparison.tolerance_m));
    assert!(json.attribution.contains("Open Government Licence"));
    for (name, features) in compared.at(9).values().flatten() {
        let layer = json.vector_layers.iter().find(|layer| layer.id == *name);
        let fields = &layer.unwrap().fields;
        let keys = features
            .iter()
            .flat_map(|feature| feature.properties.keys());
        for key in keys {
            assert!(fields.contains_key(key), "{name} {key}");
        }
    }
}
