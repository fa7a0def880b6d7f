//! OSTN15: the shift from the ETRS89 plane to the National Grid, given at every kilometre.

use std::array;
use std::sync::atomic::{AtomicU32, Ordering};

use ostn15_phf::ostn15_lookup;

/// Number of 1 km cells of the grid of shifts, east and north. There is one node more each way.
const COLUMNS: u32 = 700;
const ROWS: u32 = 1_250;
/// Number of cells along one side of a tile. A tile holds 4 × 4 nodes, which fill one cache line,
/// so reading a shift costs at most one cache miss. The outer nodes of most tiles are held in two
/// tiles.
const SIDE: u32 = 3;
const NODES: u32 = SIDE + 1;
const TILES_EAST: u32 = COLUMNS.div_ceil(SIDE);
const TILES: u32 = TILES_EAST * ROWS.div_ceil(SIDE);

#[repr(align(64))]
struct Tile([AtomicU32; (NODES * NODES) as usize]);

/// Shifts of every node in millimetres above [`LEAST`]: east in the low half, north in the high
/// half; 0 until the node is first read.
///
/// The crate's map costs a tenth of a microsecond for each node, several times as much as the rest
/// of a lookup, and copying it whole would take as long as the process takes to start. So the nodes
/// of a cell are copied when the cell is first met. Two threads that copy a node write the same
/// value, and nothing else depends on it, so relaxed ordering is enough.
static SHIFTS: [Tile; TILES as usize] =
    [const { Tile([const { AtomicU32::new(0) }; (NODES * NODES) as usize]) }; TILES as usize];

/// Lower bound of all shifts, in metres east and north. No shift is more than 45 m above it.
const LEAST: [f64; 2] = [80.0, -90.0];
const MILLIMETRE: f64 = 0.001;

/// Shift in metres east and north from a place on the ETRS89 plane to its place on the National
/// Grid, interpolated between the four nodes around it as Ordnance Survey defines. `None` outside
/// the 700 by 1,250 km that have shifts.
#[inline]
pub(crate) fn shift(easting: f64, northing: f64) -> Option<[f64; 2]> {
    let (column, east) = cell(easting, COLUMNS)?;
    let (row, north) = cell(northing, ROWS)?;
    let mut corners = nodes(column, row)?.map(|node| node.load(Ordering::Relaxed));
    if corners
        .iter()
        .fold(u32::MAX, |least, &corner| least.min(corner))
        == 0
    {
        corners = copied(column, row)?;
    }
    // Both axes together, so that the compiler vectorises them.
    let [south_west, south_east, north_west, north_east] =
        corners.map(|corner| halves(corner).map(f64::from));
    Some(array::from_fn(|axis| {
        let west_to_east = |west: f64, east_end: f64| west + (east_end - west) * east;
        let south = west_to_east(south_west[axis], south_east[axis]);
        let shift = south + (west_to_east(north_west[axis], north_east[axis]) - south) * north;
        LEAST[axis] + shift * MILLIMETRE
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
fn nodes(column: u32, row: u32) -> Option<[&'static AtomicU32; 4]> {
    let tile = SHIFTS.get((row / SIDE * TILES_EAST + column / SIDE) as usize)?;
    let south_west = (row % SIDE * NODES + column % SIDE) as usize;
    Some([0, 1, NODES as usize, NODES as usize + 1].map(|node| &tile.0[south_west + node]))
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn halves(packed: u32) -> [u16; 2] {
    [packed as u16, (packed >> 16) as u16]
}

/// Copies the shifts of a cell's corners into [`SHIFTS`], and returns them.
#[cold]
fn copied(column: u32, row: u32) -> Option<[u32; 4]> {
    let mut corners = [0; 4];
    let around = [[0, 0], [1, 0], [0, 1], [1, 1]];
    let nodes = nodes(column, row)?;
    for ((corner, node), [east, north]) in corners.iter_mut().zip(nodes).zip(around) {
        *corner = look_up(column + east, row + north)?;
        node.store(*corner, Ordering::Relaxed);
    }
    Some(corners)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "above the least, by far less than 65 m; a test reads every node"
)]
fn look_up(column: u32, row: u32) -> Option<u32> {
    // The crate numbers nodes from 1, row by row.
    let number = i32::try_from(row * (COLUMNS + 1) + column + 1).ok()?;
    let (east, north, _) = ostn15_lookup(&number)?;
    let above = |metres: f64, least: f64| ((metres - least) / MILLIMETRE).round() as u32;
    Some(above(east, LEAST[0]) | above(north, LEAST[1]) << 16)
}

#[cfg(test)]
mod tests {
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
