//! Ordnance Survey's forty test points of the transformation OSTN15, both ways.
//!
//! They are read from the package of the crate that holds OSTN15's shifts, where
//! they are in the surveyors' own files.

use std::path::PathBuf;

use coterm_core::{GridPoint, LonLat};
use coterm_tests::metadata;

/// What Ordnance Survey's own figures are rounded to, and what is claimed.
const MILLIMETRE: f64 = 0.001;
/// A difference of two decimal numbers of that size is not exact.
const ROUNDING: f64 = 1e-8;

fn test_inputs() -> PathBuf {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "lonlat_bng")
        .unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    manifest.parent().unwrap().join("test_inputs")
}

/// A point's name and the two numbers after it.
fn points(file: &str) -> Vec<(String, f64, f64)> {
    let mut reader = csv::Reader::from_path(test_inputs().join(file)).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        (
            row[0].to_owned(),
            row[1].parse().unwrap(),
            row[2].parse().unwrap(),
        )
    })
    .collect()
}

/// Name, longitude and latitude, easting and northing.
fn forty() -> Vec<(String, LonLat, GridPoint)> {
    let degrees = points("OSTN15_OSGM15_TestInput_ETRStoOSGB.csv");
    let metres = points("OSTN15_OSGM15_TestOutput_ETRStoOSGB.csv");
    assert_eq!((degrees.len(), metres.len()), (40, 40));
    degrees
        .into_iter()
        .zip(metres)
        .map(|((name, lat, lon), (same, easting, northing))| {
            assert_eq!(name, same);
            (
                name,
                LonLat::new(lon, lat).unwrap(),
                GridPoint::new(easting, northing).unwrap(),
            )
        })
        .collect()
}

fn apart(a: GridPoint, b: GridPoint) -> f64 {
    (a.easting() - b.easting())
        .abs()
        .max((a.northing() - b.northing()).abs())
}

#[test]
fn all_forty_points_become_eastings_and_northings_within_a_millimetre() {
    let mut worst: f64 = 0.0;
    for (name, degrees, official) in forty() {
        let found = degrees.to_grid().unwrap();
        worst = worst.max(apart(found, official));
        assert!(
            apart(found, official) <= MILLIMETRE + ROUNDING,
            "{name}: {found:?}, {official:?} expected"
        );
    }
    println!(
        "forty points to the grid, the worst {:.2} mm off",
        worst * 1_000.0
    );
}

/// How far two positions are apart, in metres along the worse axis.
fn degrees_apart(a: LonLat, b: LonLat) -> f64 {
    // Metres in a degree; a sphere will do for differences this small.
    let per_degree = 111_320.0;
    let north = (a.lat() - b.lat()).abs() * per_degree;
    let east = (a.lon() - b.lon()).abs() * per_degree * b.lat().to_radians().cos();
    north.max(east)
}

#[test]
fn all_forty_points_become_longitudes_and_latitudes_within_a_millimetre() {
    let official = points("OSTN15_OSGM15_TestInput_ETRStoOSGB.csv");
    // For this direction Ordnance Survey has a list of its own.
    let grid = points("OSTN15_OSGM15_TestInput_OSGBtoETRS.csv");
    assert_eq!((official.len(), grid.len()), (40, 40));
    let mut worst: f64 = 0.0;
    for ((name, lat, lon), (same, easting, northing)) in official.into_iter().zip(grid) {
        assert_eq!(name, same);
        let official = LonLat::new(lon, lat).unwrap();
        let found = GridPoint::new(easting, northing)
            .unwrap()
            .to_lonlat()
            .unwrap();
        let metres = degrees_apart(found, official);
        worst = worst.max(metres);
        assert!(
            metres <= MILLIMETRE + ROUNDING,
            "{name}: {found:?}, {official:?} expected"
        );
    }
    println!(
        "forty points from the grid, the worst {:.2} mm off",
        worst * 1_000.0
    );
}

/// At St Kilda and Flannan Isles, far in the west, the two official lists differ by
/// up to 4 mm, because Ordnance Survey's series from the grid is cut short. So the
/// way there and back cannot close there.
const LISTS_DIFFER: [&str; 2] = ["TP31", "TP32"];

#[test]
fn all_points_but_two_come_back_from_longitude_and_latitude_within_a_millimetre() {
    let grid = points("OSTN15_OSGM15_TestInput_OSGBtoETRS.csv");
    for (name, easting, northing) in grid {
        let grid = GridPoint::new(easting, northing).unwrap();
        let back = grid.to_lonlat().unwrap().to_grid().unwrap();
        let limit = if LISTS_DIFFER.contains(&name.as_str()) {
            6.0
        } else {
            1.0
        };
        assert!(
            apart(back, grid) <= limit * MILLIMETRE + ROUNDING,
            "{name}: {back:?}, {grid:?} expected"
        );
    }
}
