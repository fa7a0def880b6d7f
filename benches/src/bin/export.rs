//! Writes the layers, the points and coterm's answers for software that is not Rust.
//!
//! `export FOLDER` makes a folder for each layer. `areas.wkb` has each footprint as well-known
//! binary after its length (u32). For each order of points, `ORDER.points` has pairs of f64, and
//! `ORDER.owners` has coterm's answers as i32, -1 for no area. All little-endian, EPSG:27700.

use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::Path;

use coterm_benches::layers::{NamedLayer, for_each};
use coterm_benches::parameters::Parameters;
use coterm_benches::{Result, points};
use geo::Geometry;
use geozero::{CoordDimensions, ToWkb};
use polygon_coverage::PointIndex;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let folder = std::env::args_os().nth(1).ok_or("usage: export FOLDER")?;
    for_each(parameters, |layer| {
        export(layer, parameters, &Path::new(&folder).join(&layer.name))
    })
}

fn export(layer: &NamedLayer, parameters: Parameters, folder: &Path) -> Result<()> {
    create_dir_all(folder)?;
    let mut areas = BufWriter::new(File::create(folder.join("areas.wkb"))?);
    for footprint in &layer.footprints {
        let wkb = Geometry::MultiPolygon(footprint.clone()).to_wkb(CoordDimensions::xy())?;
        areas.write_all(&u32::try_from(wkb.len())?.to_le_bytes())?;
        areas.write_all(&wkb)?;
    }
    areas.flush()?;
    let index = PointIndex::build(&layer.footprints)?;
    for (order, points) in points::orders(&layer.footprints, parameters.points) {
        let mut coords = BufWriter::new(File::create(folder.join(format!("{order}.points")))?);
        let mut file = BufWriter::new(File::create(folder.join(format!("{order}.owners")))?);
        for point in points {
            coords.write_all(&point.easting().to_le_bytes())?;
            coords.write_all(&point.northing().to_le_bytes())?;
            let area = index
                .locate(point.coord())
                .map_or(Ok(-1), |area| i32::try_from(area.index()))?;
            file.write_all(&area.to_le_bytes())?;
        }
        coords.flush()?;
        file.flush()?;
    }
    Ok(())
}
