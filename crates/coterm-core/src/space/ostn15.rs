//! OSTN15: the shift from the ETRS89 plane to the National Grid, given at every kilometre.

use std::array;

use super::ostn15_tiles::{
    COLUMNS, LOWEST, MILLIMETRE, NODES, ROWS, SIDE, TILE_BYTES, TILES_EAST, TILES_NORTH,
};

/// A table whose tiles each fill one cache line.
#[repr(align(64))]
struct Table([u8; (TILES_EAST * TILES_NORTH) as usize * TILE_BYTES]);

/// The shifts of every node, as the build script wrote them.
static TABLE: Table = Table(*include_bytes!(concat!(env!("OUT_DIR"), "/ostn15.bin")));

/// Shift in metres east and north from a place on the ETRS89 plane to its place on the National
/// Grid, interpolated between the four nodes around it as Ordnance Survey defines. `None` outside
/// the 700 by 1,250 km that have shifts.
#[inline]
pub(crate) fn shift(easting: f64, northing: f64) -> Option<[f64; 2]> {
    let (column, east) = cell(easting, COLUMNS)?;
    let (row, north) = cell(northing, ROWS)?;
    let corners = corners(column, row)?;
    // Both axes together, so that the compiler vectorises them.
    let [south_west, south_east, north_west, north_east] =
        corners.map(|corner| halves(corner).map(f64::from));
    Some(array::from_fn(|axis| {
        let west_to_east = |west: f64, east_end: f64| west + (east_end - west) * east;
        let south = west_to_east(south_west[axis], south_east[axis]);
        let shift = south + (west_to_east(north_west[axis], north_east[axis]) - south) * north;
        LOWEST[axis] + shift * MILLIMETRE
    }))
}

/// The 1 km cell that contains a coordinate, and how far along the cell it is, from 0 to 1. The
/// last cell includes its far edge. `None` outside the cells.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "truncation finds the cell, of a thousand or so"
)]
fn cell(metres: f64, cells: u32) -> Option<(u32, f64)> {
    let place = metres * 0.001;
    if !(0.0..=f64::from(cells)).contains(&place) {
        return None;
    }
    let cell = (place as u32).min(cells - 1);
    Some((cell, place - f64::from(cell)))
}

/// Nodes at the corners of a cell: south-west, south-east, north-west, north-east.
#[inline]
fn corners(column: u32, row: u32) -> Option<[u32; 4]> {
    let (tiles, _) = TABLE.0.as_chunks::<TILE_BYTES>();
    let (tile, _) = tiles
        .get((row / SIDE * TILES_EAST + column / SIDE) as usize)?
        .as_chunks();
    let south_west = (row % SIDE * NODES + column % SIDE) as usize;
    let corner = |node: usize| u32::from_le_bytes(tile[south_west + node]);
    Some([0, 1, NODES as usize, NODES as usize + 1].map(corner))
}

/// Millimetres east and north.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn halves(packed: u32) -> [u16; 2] {
    [packed as u16, (packed >> 16) as u16]
}

#[cfg(test)]
mod tests {
    use ostn15_phf::ostn15_lookup;

    use super::*;

    #[test]
    fn every_node_has_the_shifts_of_the_crate_that_holds_them() {
        for north in 0_u16..=1_250 {
            for east in 0_u16..=700 {
                let number = i32::from(north) * 701 + i32::from(east) + 1;
                let (x, y, _) = ostn15_lookup(&number).unwrap();
                let [easting, northing] =
                    [east, north].map(|kilometres| f64::from(kilometres) * 1_000.0);
                let [found_x, found_y] = shift(easting, northing).unwrap();
                assert!(
                    (found_x - x).abs() < 1e-9 && (found_y - y).abs() < 1e-9,
                    "{east} {north}"
                );
            }
        }
    }

    #[test]
    fn beyond_the_last_kilometre_there_are_none() {
        for (easting, northing) in [
            (-0.001, 0.0),
            (0.0, -0.001),
            (700_000.001, 0.0),
            (0.0, 1_250_000.001),
            (f64::NAN, 0.0),
        ] {
            assert_eq!(shift(easting, northing), None);
        }
    }
}
