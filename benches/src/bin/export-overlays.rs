//! Writes pairs of layers, and coterm's overlaps of them, for software that is not Rust.
//!
//! `export-overlays FOLDER` makes a folder for each pair: `0.wkb` and `1.wkb` have each area as
//! well-known binary after its length (u32); `cells` has, for each two areas that overlap, their
//! positions and the square metres, three f64. All little-endian, EPSG:27700.

use std::fs::{create_dir_all, write};
use std::path::Path;

use coterm_benches::Result;
use coterm_benches::layer_pairs::{Pair, for_each_pair};
use coterm_benches::overlay::cold;
use coterm_benches::parameters::Parameters;
use geo::Geometry;
use geozero::{CoordDimensions, ToWkb};

fn main() -> Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .ok_or("usage: export-overlays FOLDER")?;
    for_each_pair(Parameters::from_env(), |pair| {
        export(pair, &Path::new(&folder).join(&pair.name))
    })
}

#[expect(clippy::cast_precision_loss, reason = "positions are small")]
fn export(pair: &Pair, folder: &Path) -> Result<()> {
    create_dir_all(folder)?;
    for (number, layer) in pair.layers.iter().enumerate() {
        let mut areas = Vec::new();
        for footprint in layer {
            let wkb = Geometry::MultiPolygon(footprint.clone()).to_wkb(CoordDimensions::xy())?;
            areas.extend(u32::try_from(wkb.len())?.to_le_bytes());
            areas.extend(wkb);
        }
        write(folder.join(format!("{number}.wkb")), areas)?;
    }
    let mut cells: Vec<u8> = Vec::new();
    for (cell, &area) in cold(pair)?.ground.cells() {
        if let [Some(a), Some(b)] = *cell {
            cells.extend(
                [a as f64, b as f64, area]
                    .into_iter()
                    .flat_map(f64::to_le_bytes),
            );
        }
    }
    Ok(write(folder.join("cells"), cells)?)
}
