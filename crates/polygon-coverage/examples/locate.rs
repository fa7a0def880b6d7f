//! Finds the area of each point: `cargo run --example locate AREAS.geojson < POINTS.csv`
//!
//! Each line of the points is `x,y` in the file's own coordinates. Each comes back with the
//! position of its area in the file and the distance to the nearest boundary.

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use geo::{Coord, MultiPolygon};
use polygon_coverage::{BoundaryIndex, PointIndex};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: locate AREAS.geojson < POINTS.csv")?;
    let areas = read(&path)?;
    let index = PointIndex::build(&areas)?;
    let boundaries = BoundaryIndex::build(&areas)?;
    let mut out = stdout().lock();
    writeln!(out, "x,y,area,boundary_distance")?;
    for line in stdin().lock().lines() {
        let line = line?;
        let (x, y) = line.split_once(',').ok_or("each line has x and y")?;
        let point = Coord {
            x: x.trim().parse()?,
            y: y.trim().parse()?,
        };
        let area = index.locate(point);
        let area = area.map_or_else(String::new, |area| area.index().to_string());
        let distance = boundaries
            .nearest(point)
            .map_or(f64::NAN, |(_, distance)| distance);
        writeln!(out, "{x},{y},{area},{distance}")?;
    }
    Ok(())
}

/// Reads the polygons of a `GeoJSON` file, in order.
fn read(path: &str) -> Result<Vec<MultiPolygon<f64>>, Box<dyn Error>> {
    let json: geojson::FeatureCollection = std::fs::read_to_string(path)?.parse()?;
    let geometries = json
        .features
        .into_iter()
        .filter_map(|feature| feature.geometry);
    geometries
        .map(|geometry| {
            Ok(match geo::Geometry::try_from(geometry)? {
                geo::Geometry::Polygon(polygon) => polygon.into(),
                geo::Geometry::MultiPolygon(footprint) => footprint,
                _ => return Err("only polygons have areas".into()),
            })
        })
        .collect()
}
