//! Writes the two tables that the crate holds:
//!
//! - the shifts of OSTN15, as 6 MB of tiles in place of the 30 MB map of `ostn15_phf`, which would cost
//!   a tenth of a microsecond for each of a cell's four nodes;
//! - approximate positions on the grid, as polynomials in 0.1 MB.

use std::path::Path;
use std::{env, fs, io};

use ostn15_phf::ostn15_lookup;

#[path = "build/approximation.rs"]
mod approximation;
#[path = "src/space"]
mod space {
    pub(crate) mod approximation_tiles;
    pub(crate) mod chebyshev;
    pub(crate) mod ostn15_tiles;
    pub(crate) mod transverse_mercator;
}
use space::ostn15_tiles::{
    COLUMNS, LOWEST, MILLIMETRE, NODES, ROWS, SIDE, TILE_BYTES, TILES_EAST, TILES_NORTH,
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    for module in [
        "approximation_tiles",
        "chebyshev",
        "ostn15_tiles",
        "transverse_mercator",
    ] {
        println!("cargo::rerun-if-changed=src/space/{module}.rs");
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let out = Path::new(&out);
    let missing = || io::Error::other("a node of OSTN15 has no shift");
    fs::write(out.join("ostn15.bin"), table().ok_or_else(missing)?)?;
    let shifts = shifts().ok_or_else(missing)?;
    fs::write(out.join("approximation.bin"), approximation::table(&shifts))
}

/// The shifts of all nodes in metres, row by row from the south-west.
fn shifts() -> Option<Vec<[f64; 2]>> {
    let nodes = (0..=ROWS).flat_map(|row| (0..=COLUMNS).map(move |column| (column, row)));
    nodes
        .map(|(column, row)| {
            let [east, north] = shift(column, row)?.map(|above| f64::from(above) * MILLIMETRE);
            Some([LOWEST[0] + east, LOWEST[1] + north])
        })
        .collect()
}

/// The tiles row by row from the south-west, and the nodes of each likewise: two bytes each of
/// millimetres east and north, little-endian. Nodes beyond the grid's edge are 0.
fn table() -> Option<Vec<u8>> {
    let mut table = Vec::with_capacity((TILES_EAST * TILES_NORTH) as usize * TILE_BYTES);
    for tile_row in 0..TILES_NORTH {
        for tile_column in 0..TILES_EAST {
            for row in 0..NODES {
                for column in 0..NODES {
                    let (column, row) = (tile_column * SIDE + column, tile_row * SIDE + row);
                    for millimetres in shift(column, row)? {
                        table.extend(millimetres.to_le_bytes());
                    }
                }
            }
        }
    }
    Some(table)
}

/// The shift of a node in millimetres above [`LOWEST`].
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "above the lowest, by far less than 65 m; a test of the library reads every node"
)]
fn shift(column: u32, row: u32) -> Option<[u16; 2]> {
    if column > COLUMNS || row > ROWS {
        return Some([0; 2]);
    }
    // The crate numbers nodes from 1, row by row.
    let number = i32::try_from(row * (COLUMNS + 1) + column + 1).ok()?;
    let (east, north, _) = ostn15_lookup(&number)?;
    let above = |metres: f64, lowest: f64| ((metres - lowest) / MILLIMETRE).round() as u16;
    Some([above(east, LOWEST[0]), above(north, LOWEST[1])])
}
