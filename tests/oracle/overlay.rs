//! Writes coterm's overlays of layers, to be compared with the overlays of software that shares no
//! code with it.
//!
//! `overlay FOLDER [all]` writes `overlays.json`: for each pair of layers, by name, the square
//! metres of overlap of each pair of their areas, by position (null for outside the layer), and of
//! each area. For each layer it also writes `NAME.mm`: its areas on whole millimetres, as coterm
//! divides the ground, each as well-known binary after its length (u32), little-endian, EPSG:27700.
//! With `all`, every two layers of the committed data are overlaid; otherwise pairs whose lines are
//! shared, partly shared, and not shared at all. Official layers as published are added if the
//! shared data has them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use coterm_core::comparison::SharedGround;
use coterm_core::layers::Role;
use coterm_core::space::millimetres;
use coterm_io::Crs;
use coterm_tests::{dataset, shared_data};
use geo::{Geometry, MapCoords, MultiPolygon};
use geojson::FeatureReader;
use geozero::{CoordDimensions, ToWkb};
use polygon_coverage::Arrangement;
use serde_json::{Value, json};

const PAIRS: [[&str; 2]; 9] = [
    ["ccg-2021", "lad-2021"],
    ["place-2021", "utla-2021"],
    ["place-2022", "utla-2023"],
    ["place-2021", "place-2022"],
    ["lad-2021", "lsoa-2011"],
    ["lsoa-2011", "sicbl-2022-buc"],
    ["lad-2023", "lad-2024-buc"],
    ["ccg-2021", "ccg-2019-bsc"],
    ["ccg-2019-bsc", "lad-2024-buc"],
];

/// Official layers as published, including their defects, and finer than the committed data.
const OFFICIAL: [[&str; 2]; 4] = [
    [
        "lad20_official_bgc_lsc_region",
        "lsc8_ccg21_official_bsc100m",
    ],
    [
        "lad20_official_bgc_lsc_region",
        "ccg21_official_bsc100m_england",
    ],
    [
        "lsoa11_official_bgc_lsc_region",
        "lsc8_ccg21_official_bsc100m",
    ],
    [
        "lsoa11_official_bgc_lsc_region",
        "lad20_official_bgc_lsc_region",
    ],
];
/// Number of those pairs that GEOS overlays within a few seconds.
const QUICK: usize = 2;

type Layers = BTreeMap<String, Vec<MultiPolygon<f64>>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: overlay FOLDER [all]")?;
    let folder = Path::new(&folder);
    let mut layers = committed();
    let all = arguments.next().as_deref() == Some("all");
    let mut pairs: Vec<[String; 2]> = if all {
        let names: Vec<&String> = layers.keys().collect();
        let later = |at: usize| names[at + 1..].iter().map(move |&other| (at, other));
        let pairs = (0..names.len()).flat_map(later);
        pairs
            .map(|(at, other)| [names[at].clone(), other.clone()])
            .collect()
    } else {
        PAIRS.map(|pair| pair.map(String::from)).into()
    };
    if let Some(shared) = shared_data() {
        for pair in &OFFICIAL[..if all { OFFICIAL.len() } else { QUICK }] {
            for &name in pair {
                if !layers.contains_key(name) {
                    layers.insert(name.into(), official(&shared, name)?);
                }
            }
            pairs.push(pair.map(String::from));
        }
    } else {
        eprintln!("left out: official layers as published (no shared data here)");
    }
    let mut overlays = Vec::new();
    for pair in &pairs {
        let [a, b] = pair.each_ref().map(|name| &layers[name]);
        overlays.push(overlay(pair, [a, b])?);
    }
    for name in pairs.iter().flatten() {
        let areas = layers.remove(name).unwrap_or_default();
        if !areas.is_empty() {
            fs::write(folder.join(format!("{name}.mm")), wkb(areas)?)?;
        }
    }
    Ok(fs::write(
        folder.join("overlays.json"),
        json!(overlays).to_string(),
    )?)
}

/// Returns the layers of the committed data, except backdrops.
fn committed() -> Layers {
    let layers = dataset().catalogue().layers().iter();
    let compared = layers.filter(|layer| layer.info().role != Role::Backdrop);
    compared
        .map(|layer| {
            let areas = layer.areas().iter();
            let areas = areas.map(|area| on_millimetres(area.footprint()));
            (layer.id().to_owned(), areas.collect())
        })
        .collect()
}

fn official(shared: &Path, name: &str) -> Result<Vec<MultiPolygon<f64>>, Box<dyn Error>> {
    let file = File::open(shared.join(format!("boundaries/{name}.geojson")))?;
    let mut areas = Vec::new();
    for feature in FeatureReader::from_reader(BufReader::new(file)).features() {
        let geometry = feature?.geometry.ok_or("a feature has no geometry")?;
        let degrees: MultiPolygon<f64> = match Geometry::try_from(geometry)? {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(footprint) => footprint,
            _ => return Err(format!("{name}: a feature is not a polygon").into()),
        };
        let metres = degrees.try_map_coords(|coord| {
            let mut grid = [coord];
            Crs::LonLat.to_grid(&mut grid).map(|()| grid[0])
        })?;
        areas.push(on_millimetres(&metres));
    }
    Ok(areas)
}

fn on_millimetres(footprint: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let nearest = |metres: f64| (metres * 1_000.0).round() / 1_000.0;
    footprint.map_coords(|coord| geo::Coord {
        x: nearest(coord.x),
        y: nearest(coord.y),
    })
}

fn overlay(
    names: &[String; 2],
    layers: [&Vec<MultiPolygon<f64>>; 2],
) -> Result<Value, Box<dyn Error>> {
    let footprints: Vec<_> = layers.into_iter().flatten().collect();
    let counts = layers.map(Vec::len);
    let ground = SharedGround::of(Arrangement::new(&footprints, millimetres())?, counts);
    let cells: Vec<_> = ground.cells().iter().collect();
    Ok(json!({ "layers": names, "cells": cells, "areas": ground.areas() }))
}

fn wkb(areas: Vec<MultiPolygon<f64>>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut written = Vec::new();
    for area in areas {
        let wkb = Geometry::from(area).to_wkb(CoordDimensions::xy())?;
        written.extend(u32::try_from(wkb.len())?.to_le_bytes());
        written.extend(wkb);
    }
    Ok(written)
}
