//! Writes tiles of the committed data and archives of them, to be read by decoders that share no
//! code with coterm.
//!
//! `tiles FOLDER` writes `tiles/Z-X-Y.mvt`, tiles of all layers: every tile to zoom 10 and one in
//! 41 above, or with `tiles FOLDER all` every tile to zoom 14; `tiles.pmtiles` and `tiles.mbtiles`,
//! archives of every tile to zoom 14; and `listing`, the content of the tiles as `mvt-reader` reads
//! it: a line for each layer of a tile, `Z-X-Y LAYER FEATURES SHA-256`. The checksum is of a text
//! that any decoder can write: see [`text`]. The decoder of the tests must read the same content.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{Display, Write};
use std::fs;
use std::path::Path;

use coterm_io::TileArchive;
use coterm_tests::dataset;
use coterm_tests::vector_tile::{self, Point, TileValue};
use coterm_tiles::{TileSet, USUAL_ZOOMS};
use geo::{Coord, Geometry, LineString, Polygon};
use mvt_reader::feature::Value;
use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A layer of a tile as a decoder reads it.
#[derive(Debug, PartialEq)]
struct Layer {
    /// Name, version and extent.
    head: String,
    features: Vec<Feature>,
}

/// A feature as a decoder reads it.
#[derive(Debug, PartialEq)]
struct Feature {
    /// Number of the feature, and `point`, `line` or `polygon`.
    head: String,
    /// Type and value of each property, by its key.
    properties: BTreeMap<String, String>,
    /// Polygons, as lists of rings; each line or point is a part of its own.
    parts: Vec<Vec<Vec<Point>>>,
}

impl Layer {
    fn named(
        name: String,
        version: impl Display,
        extent: impl Display,
        features: Vec<Feature>,
    ) -> (String, Self) {
        let head = format!("{name} {version} {extent}");
        (name, Self { head, features })
    }
}

impl Feature {
    fn new(
        id: Option<u64>,
        kind: &str,
        properties: impl Iterator<Item = Result<(String, String)>>,
        parts: Vec<Vec<Vec<Point>>>,
    ) -> Result<Self> {
        Ok(Self {
            head: format!("{} {kind}", id.ok_or("a feature has no number")?),
            properties: properties.collect::<Result<_>>()?,
            parts,
        })
    }
}

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().ok_or("usage: tiles FOLDER [all]")?;
    let folder = Path::new(&folder);
    let step = if arguments.next().is_some() { 1 } else { 41 };
    let catalogue = dataset().catalogue();
    let tiles = TileSet::new(catalogue.layers())?;
    let layers: Vec<&str> = tiles.layers().collect();
    for name in ["tiles.pmtiles", "tiles.mbtiles"] {
        let path = folder.join(name);
        let archive = TileArchive::begin(&path, catalogue, &layers, USUAL_ZOOMS)?;
        archive.of(&tiles)?.finish()?;
    }
    fs::create_dir(folder.join("tiles"))?;
    let mut listing = String::new();
    for zoom in USUAL_ZOOMS {
        let step = if zoom <= 10 { 1 } else { step };
        for coord in tiles.tiles(zoom)?.step_by(step) {
            let Some(tile) = tiles.tile(coord, &layers)? else {
                continue;
            };
            let name = format!("{zoom}-{}-{}", coord.x(), coord.y());
            fs::write(folder.join(format!("tiles/{name}.mvt")), &tile)?;
            let found = strict(&tile).map_err(|refusal| format!("{name}: {refusal}"))?;
            let read = mvt_reader(tile).map_err(|error| format!("{name}: {error}"))?;
            if found != read {
                return Err(format!("two decoders read different things in {name}").into());
            }
            for (layer, Layer { head, features }) in read {
                write!(listing, "{name} {layer} {} ", features.len())?;
                for byte in Sha256::digest(text(&head, &features)?) {
                    write!(listing, "{byte:02x}")?;
                }
                listing += "\n";
            }
        }
    }
    Ok(fs::write(folder.join("listing"), listing)?)
}

/// Writes a layer as text: its head; then for each feature its head, its properties by key, and for
/// each of its parts `part` and the points of each line.
fn text(head: &str, features: &[Feature]) -> std::result::Result<String, std::fmt::Error> {
    let mut text = format!("{head}\n");
    for feature in features {
        writeln!(text, "{}", feature.head)?;
        for (key, value) in &feature.properties {
            writeln!(text, "{key} {value}")?;
        }
        for part in &feature.parts {
            writeln!(text, "part")?;
            for line in part {
                let points = line.iter().map(|[x, y]| format!("{x},{y}"));
                writeln!(text, "{}", points.collect::<Vec<_>>().join(" "))?;
            }
        }
    }
    Ok(text)
}

/// Reads a tile with the decoder of the tests.
fn strict(tile: &[u8]) -> Result<Vec<(String, Layer)>> {
    let layers = vector_tile::decode(tile)?.into_iter().map(|layer| {
        let features = layer.features.into_iter().map(|feature| {
            let (kind, parts) = match feature.geometry {
                vector_tile::Geometry::Points(points) => (
                    "point",
                    points.into_iter().map(|at| vec![vec![at]]).collect(),
                ),
                vector_tile::Geometry::Lines(lines) => {
                    ("line", lines.into_iter().map(|line| vec![line]).collect())
                }
                vector_tile::Geometry::Polygons(polygons) => ("polygon", polygons),
                vector_tile::Geometry::Unknown => return Err("a feature of no type".into()),
            };
            let properties = feature.properties.into_iter().map(|(key, value)| {
                let value = match value {
                    TileValue::String(text) => format!("string {text}"),
                    TileValue::Uint(whole) => format!("number {whole}"),
                    TileValue::Bool(flag) => format!("boolean {flag}"),
                    other => return Err(format!("{other:?} is not among our values").into()),
                };
                Ok((key, value))
            });
            Feature::new(feature.id, kind, properties, parts)
        });
        let features = features.collect::<Result<_>>()?;
        Ok(Layer::named(
            layer.name,
            layer.version,
            layer.extent,
            features,
        ))
    });
    layers.collect()
}

/// Reads a tile with `mvt-reader`.
fn mvt_reader(tile: Vec<u8>) -> Result<Vec<(String, Layer)>> {
    let reader = mvt_reader::Reader::new(tile)?;
    let layers = reader.get_layer_metadata()?.into_iter().map(|layer| {
        let features = reader.get_features_as::<i32>(layer.layer_index)?;
        let features = features.into_iter().map(|feature| {
            let (kind, parts) = parts(feature.geometry)?;
            let properties = feature.properties.unwrap_or_default().into_iter();
            let properties = properties.map(|(key, value)| {
                let value = match value {
                    Value::String(text) => format!("string {text}"),
                    Value::UInt(whole) => format!("number {whole}"),
                    Value::Bool(flag) => format!("boolean {flag}"),
                    other => return Err(format!("{other:?} is not among our values").into()),
                };
                Ok((key, value))
            });
            Feature::new(feature.id, kind, properties, parts)
        });
        let features = features.collect::<Result<_>>()?;
        Ok(Layer::named(
            layer.name,
            layer.version,
            layer.extent,
            features,
        ))
    });
    layers.collect()
}

fn parts(geometry: Geometry<i32>) -> Result<(&'static str, Vec<Vec<Vec<Point>>>)> {
    let point = |at: Coord<i32>| [at.x, at.y].map(i64::from);
    let line = |line: &LineString<i32>| line.coords().copied().map(point).collect::<Vec<_>>();
    let polygon = |polygon: &Polygon<i32>| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(line).collect::<Vec<_>>()
    };
    Ok(match geometry {
        Geometry::Point(at) => ("point", vec![vec![vec![point(at.0)]]]),
        Geometry::MultiPoint(all) => {
            let each = all.iter().map(|at| vec![vec![point(at.0)]]);
            ("point", each.collect())
        }
        Geometry::LineString(one) => ("line", vec![vec![line(&one)]]),
        Geometry::MultiLineString(all) => ("line", all.iter().map(|one| vec![line(one)]).collect()),
        Geometry::Polygon(one) => ("polygon", vec![polygon(&one)]),
        Geometry::MultiPolygon(all) => ("polygon", all.iter().map(polygon).collect()),
        other => return Err(format!("{other:?} is in no tile").into()),
    })
}
