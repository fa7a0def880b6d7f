//! Vector tiles read by an independent decoder, and the checks that any tile must pass.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use coterm_tiles::{TileCoord, TileSet};
use geo::{Coord, Geometry, LineString, Polygon};
use mvt_reader::feature::Value;

/// Units along a tile's side, and (below) how far the tile reaches beyond.
pub(crate) const EXTENT: i64 = 4_096;
const BUFFER: i64 = 64;

/// The tiles of all committed layers.
pub(crate) fn tiles() -> &'static TileSet {
    static TILES: OnceLock<TileSet> = OnceLock::new();
    TILES.get_or_init(|| TileSet::new(coterm_tests::dataset().catalogue().layers()).unwrap())
}

/// Point on a zoom's grid of the whole world.
pub(crate) type Point = [i64; 2];
pub(crate) type Edge = [Point; 2];

/// Feature with its points on the zoom's grid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feature {
    pub(crate) id: u64,
    pub(crate) properties: HashMap<String, Value>,
    /// Lines of the feature. Rings end where they begin, and outer rings come before their holes.
    pub(crate) lines: Vec<Vec<Point>>,
    /// Whether each ring is a hole.
    pub(crate) holes: Vec<bool>,
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

/// Features of a tile by the names of its layers.
pub(crate) type Tile = BTreeMap<String, Vec<Feature>>;

pub(crate) fn decoded(coord: TileCoord) -> Option<Tile> {
    let layers: Vec<&str> = tiles().layers().collect();
    Some(read(coord, tiles().tile(coord, &layers).unwrap()?))
}

/// Decodes a tile with the independent decoder, after asserting that coterm's own accepts it.
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

/// All tiles up to zoom 10, and one in 41 above.
pub(crate) fn sampled() -> impl Iterator<Item = (TileCoord, Tile)> {
    (0..=14)
        .flat_map(|zoom| {
            let step = if zoom <= 10 { 1 } else { 41 };
            tiles().tiles(zoom).unwrap().step_by(step)
        })
        .filter_map(|coord| Some((coord, decoded(coord)?)))
}

/// Whether an edge lies along the end of the tile's square.
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

/// Compares all tiles of a zoom with those beside them. Returns the number of edges in two tiles.
pub(crate) fn same_along_borders(all: &HashMap<TileCoord, Tile>) -> usize {
    let mut compared = 0;
    for (&coord, tile) in all {
        for (axis, east, south) in [(0, 1, 0), (1, 0, 1)] {
            let neighbour = TileCoord::new(coord.z(), coord.x() + east, coord.y() + south);
            let Some((neighbour, other)) = neighbour.ok().and_then(|at| all.get_key_value(&at))
            else {
                continue;
            };
            // The ground that both draw, except where either ends.
            let border = i64::from([neighbour.x(), neighbour.y()][axis]) * EXTENT;
            let strip = border - BUFFER..=border + BUFFER;
            let in_strip = |tile: &Tile| -> BTreeSet<(String, u64, Edge)> {
                let features = tile
                    .iter()
                    .flat_map(|(name, features)| features.iter().map(move |one| (name, one)));
                features
                    .flat_map(|(name, f)| f.edges().map(|edge| (name.clone(), f.id, edge)))
                    .filter(|(_, _, edge)| edge.iter().all(|end| strip.contains(&end[axis])))
                    .filter(|(_, _, edge)| !is_along(coord, *edge) && !is_along(*neighbour, *edge))
                    .collect()
            };
            let edges = in_strip(tile);
            assert_eq!(edges, in_strip(other), "{coord} {neighbour}");
            compared += edges.len();
        }
    }
    compared
}
