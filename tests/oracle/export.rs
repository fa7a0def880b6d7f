//! Writes the layers of the committed data, a million points and the area in which coterm finds
//! each, to be compared with the findings of software that shares no code with it.
//!
//! `export FOLDER` writes `points`, pairs of f64, half of them anywhere in the extent and half
//! within ten metres of a boundary. For each layer it writes `LAYER.wkb`, each area as well-known
//! binary after its length (u32), and `LAYER.owners`, the position of each point's containing area
//! as i32, -1 for none. `coverages` has the names of the layers whose areas do not overlap. All
//! little-endian, EPSG:27700.

use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_core::layers::{Area, Layer};
use coterm_core::space::GridPoint;
use coterm_tests::{Random, dataset, layer_index};
use geo::{Coord, Geometry};
use geozero::{CoordDimensions, ToWkb};
use polygon_coverage::measure::edges;

const POINTS: usize = 1_000_000;
const SEED: u64 = 27_700;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: export FOLDER")?;
    let folder = Path::new(&folder);
    let layers = dataset().catalogue().layers();
    let points = points(layers);
    let coords = points.iter().flat_map(|at| [at.easting(), at.northing()]);
    fs::write(
        folder.join("points"),
        coords.flat_map(f64::to_le_bytes).collect::<Vec<_>>(),
    )?;
    let mut coverages = String::new();
    for (position, layer) in layers.iter().enumerate() {
        let mut areas = Vec::new();
        for area in layer.areas() {
            let wkb = Geometry::from(area.footprint().clone()).to_wkb(CoordDimensions::xy())?;
            areas.extend(u32::try_from(wkb.len())?.to_le_bytes());
            areas.extend(wkb);
        }
        fs::write(folder.join(format!("{}.wkb", layer.id())), areas)?;
        let index = layer_index(position);
        let mut containing = Vec::with_capacity(points.len() * 4);
        for &point in &points {
            containing.extend(
                index
                    .locate(point.coord())
                    .map_or(Ok(-1), |area| i32::try_from(area.index()))?
                    .to_le_bytes(),
            );
        }
        fs::write(folder.join(format!("{}.owners", layer.id())), containing)?;
        if index.is_coverage() {
            coverages += layer.id();
            coverages += "\n";
        }
    }
    Ok(fs::write(folder.join("coverages"), coverages)?)
}

fn points(layers: &[Layer]) -> Vec<GridPoint> {
    let lines: Vec<Vec<[Coord<f64>; 2]>> = layers
        .iter()
        .map(|layer| {
            layer
                .areas()
                .iter()
                .map(Area::footprint)
                .flat_map(edges)
                .collect()
        })
        .collect();
    let [low, high] = [f64::min as fn(f64, f64) -> f64, f64::max].map(|pick| {
        let vertices = lines.iter().flatten().flatten().copied();
        let picked = vertices.reduce(|a, b| Coord {
            x: pick(a.x, b.x),
            y: pick(a.y, b.y),
        });
        picked.unwrap_or_default()
    });
    let mut random = Random(SEED);
    let mut points = Vec::with_capacity(POINTS);
    while points.len() < POINTS {
        let at = if points.len() % 2 == 0 {
            let (east, north) = (random.fraction(), random.fraction());
            low + Coord {
                x: (high.x - low.x) * east,
                y: (high.y - low.y) * north,
            }
        } else {
            let lines = &lines[random.below(lines.len())];
            let [from, to] = lines[random.below(lines.len())];
            from + (to - from) * random.fraction() + away(&mut random)
        };
        points.extend(GridPoint::new(at.x, at.y).ok());
    }
    points
}

/// Random offset of less than ten metres in any direction, at every scale down to a nanometre.
fn away(random: &mut Random) -> Coord<f64> {
    let halvings = (0..random.below(34)).map(|_| 0.5);
    let reach = 7.0 * halvings.product::<f64>();
    let mut metres = || (random.fraction() * 2.0 - 1.0) * reach;
    Coord {
        x: metres(),
        y: metres(),
    }
}
