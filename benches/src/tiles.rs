//! The layer that tiles are made of, and the tiles that all contenders are measured on.

use coterm_core::layers::{Area, Layer, LayerInfo};
use coterm_core::period::Period;
use coterm_tiles::{TileCoord, TileSet};
use jiff::civil::date;

use crate::Result;
use crate::coverage::SMALL;
use crate::layers::made;
use crate::parameters::Parameters;

/// Zooms at which tiles are timed: a few tiles for all of England, one for a county, one for a
/// town.
pub const ZOOMS: [u8; 3] = [6, 9, 12];
/// Maximum number of tiles of a zoom, roughly, on which all contenders are measured.
const COMPARED: usize = 200;

/// Makes the layer of 350 areas, each with a code and a name.
///
/// # Errors
///
/// Does not fail: all its coordinates are finite.
pub fn layer(parameters: Parameters) -> Result<Layer> {
    let made = made(SMALL, parameters);
    let period = Period::new(date(2023, 4, 1), None)?;
    let mut info = LayerInfo::new(made.name, "made", "2023", period);
    "Made areas".clone_into(&mut info.title);
    let numbered = made.footprints.into_iter().zip(1..);
    let area = |(footprint, number): (_, u32)| {
        let (code, name) = (format!("E09{number:06}"), format!("Area {number}"));
        Area::new(code, name, period, footprint)
    };
    let areas = numbered.map(area).collect::<std::result::Result<_, _>>()?;
    Ok(Layer::new(info, areas))
}

/// Lists the tiles of a zoom that have something of the layer in them, row by row.
///
/// # Errors
///
/// Fails if there is no such layer or zoom.
pub fn filled(tiles: &TileSet, layer: &str, zoom: u8) -> Result<Vec<TileCoord>> {
    let mut filled = Vec::new();
    for coord in tiles.tiles(zoom)? {
        if tiles.tile(coord, &[layer])?.is_some() {
            filled.push(coord);
        }
    }
    Ok(filled)
}

/// Picks the tiles on which all contenders are measured, spread evenly over those of a zoom.
pub fn compared(filled: &[TileCoord]) -> impl Iterator<Item = TileCoord> {
    let step = filled.len().div_ceil(COMPARED).max(1);
    filled.iter().copied().step_by(step)
}
