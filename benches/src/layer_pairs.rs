//! The pairs of layers for overlays: a made pair, and real pairs whose layers were drawn
//! independently of each other.

use std::fs::File;
use std::io::BufReader;

use coterm_io::Crs;
use geo::{Coord, Geometry, MapCoords, MultiPolygon};
use geojson::FeatureReader;

use crate::Result;
use crate::coverage::{SMALL, Size, coverage, second_coverage};
use crate::layers::NamedLayer;
use crate::parameters::{Parameters, shared, wants};

/// Size of the second made layer: as many areas as England had CCGs.
pub const SECOND: Size = Size {
    areas: 106,
    vertices: 1_400_000,
};

/// Files of districts at 20 m and of CCGs at 100 to 200 m: those of one region as published,
/// including invalid areas and overlaps, and those of all England.
const OFFICIAL: [[&str; 2]; 2] = [
    [
        "lad20_official_bgc_lsc_region",
        "lsc8_ccg21_official_bsc100m",
    ],
    [
        "lad21_derived_lad20bgc_england",
        "ccg21_official_bsc100m_england",
    ],
];

/// Two layers over the same ground.
#[derive(Debug)]
pub struct Pair {
    /// Name of the pair, such as `made-350-106`.
    pub name: String,
    /// The layers, with coordinates in whole millimetres of EPSG:27700.
    pub layers: [Vec<MultiPolygon<f64>>; 2],
}

impl Pair {
    /// Number of areas of either layer.
    pub fn areas(&self) -> [usize; 2] {
        self.layers.each_ref().map(Vec::len)
    }

    /// Number of vertices of either layer; the first of each ring counts once.
    pub fn vertices(&self) -> [usize; 2] {
        let edges = |layer: &Vec<_>| {
            layer
                .iter()
                .flat_map(polygon_coverage::measure::edges)
                .count()
        };
        self.layers.each_ref().map(edges)
    }
}

/// Makes two layers with this many vertices together. Half of the second's lines are lines of the
/// first.
pub fn made_pair(vertices: usize) -> Pair {
    let first = Size {
        vertices: vertices * SMALL.vertices / (SMALL.vertices + SECOND.vertices),
        ..SMALL
    };
    let second = Size {
        vertices: vertices - first.vertices,
        ..SECOND
    };
    Pair {
        name: format!("made-{}-{}", first.areas, second.areas),
        layers: [coverage(first), second_coverage(first, second)],
    }
}

/// Calls `each` for one pair after another; real pairs whose files are missing are left out.
///
/// # Errors
///
/// Fails if a layer exists and cannot be read, or if `each` fails.
pub fn for_each_pair(
    parameters: Parameters,
    mut each: impl FnMut(&Pair) -> Result<()>,
) -> Result<()> {
    if wants("made-350-106") {
        let vertices = SMALL.vertices + SECOND.vertices;
        each(&made_pair(vertices.min(parameters.max_vertices)))?;
    }
    for names in OFFICIAL {
        let [Some(a), Some(b)] = [official(names[0])?, official(names[1])?] else {
            continue;
        };
        let layers = [a, b].map(|layer| on_millimetres(&layer.footprints));
        let name = format!("official-{}-{}", layers[0].len(), layers[1].len());
        if wants(&name) {
            each(&Pair { name, layers })?;
        }
    }
    Ok(())
}

/// Loads a layer as published, if the shared data has it.
///
/// # Errors
///
/// Fails if the file exists and cannot be read.
pub fn official(name: &str) -> Result<Option<NamedLayer>> {
    let path = shared()
        .join("boundaries")
        .join(name)
        .with_extension("geojson");
    let Ok(file) = File::open(path) else {
        eprintln!("left out: {name} (no shared data here)");
        return Ok(None);
    };
    let mut footprints = Vec::new();
    for feature in FeatureReader::from_reader(BufReader::new(file)).features() {
        let geometry = feature?.geometry.ok_or("a feature has no geometry")?;
        let degrees: MultiPolygon<f64> = match Geometry::try_from(geometry)? {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(footprint) => footprint,
            _ => return Err("a feature is not a polygon".into()),
        };
        footprints.push(degrees.try_map_coords(|coord| {
            let mut grid = [coord];
            Crs::LonLat.to_grid(&mut grid).map(|()| grid[0])
        })?);
    }
    Ok(Some(NamedLayer {
        name: name.into(),
        footprints,
    }))
}

fn on_millimetres(areas: &[MultiPolygon<f64>]) -> Vec<MultiPolygon<f64>> {
    let nearest = |metres: f64| (metres * 1_000.0).round() / 1_000.0;
    let moved = |coord: Coord<f64>| Coord {
        x: nearest(coord.x),
        y: nearest(coord.y),
    };
    areas.iter().map(|area| area.map_coords(moved)).collect()
}
