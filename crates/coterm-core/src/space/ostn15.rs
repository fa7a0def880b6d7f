//! OSTN15: how far the National Grid is from the ETRS89 plane, at every kilometre.

use std::array;
use std::sync::atomic::{AtomicU32, Ordering};

use ostn15_phf::ostn15_lookup;

/// Cells of a kilometre that the grid of shifts has, east and north; it has one
/// node more.
const COLUMNS: u32 = 700;
const ROWS: u32 = 1_250;
/// Cells to a side of a tile, which has the nodes around them too: sixteen, that fill a
/// line of the cache. So a lookup waits for memory once, though most tiles' outer nodes
/// are in two tiles.
const SIDE: u32 = 3;
const NODES: u32 = SIDE + 1;
const TILES_EAST: u32 = COLUMNS.div_ceil(SIDE);
const TILES: u32 = TILES_EAST * ROWS.div_ceil(SIDE);

#[repr(align(64))]
struct Tile([AtomicU32; (NODES * NODES) as usize]);

/// The shifts of every node in millimetres, above the [`LEAST`]: east in the low half,
/// north in the high one; 0 until it is first asked.
///
/// The crate's map is a tenth of a microsecond for each node, which is several times
/// all else that a lookup costs, and to copy it whole would take as long as to start
/// does. So the nodes of a cell are copied when it is met. What two threads write is the same,
/// and nothing else depends on it: no order is needed.
static SHIFTS: [Tile; TILES as usize] =
    [const { Tile([const { AtomicU32::new(0) }; (NODES * NODES) as usize]) }; TILES as usize];

/// Metres east and north that all shifts are beyond, by 45 m at most.
const LEAST: [f64; 2] = [80.0, -90.0];
const MILLIMETRE: f64 = 0.001;

/// Metres east and north from a place on the ETRS89 plane to its place on the
/// National Grid, between the nodes around it as Ordnance Survey says; `None`
/// outside the 700 by 1,250 km that have shifts.
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
    // Both axes at once, which the compiler does two at a time.
    let [south_west, south_east, north_west, north_east] =
        corners.map(|corner| halves(corner).map(f64::from));
    Some(array::from_fn(|axis| {
        let west_to_east = |west: f64, east_end: f64| west + (east_end - west) * east;
        let south = west_to_east(south_west[axis], south_east[axis]);
        let shift = south + (west_to_east(north_west[axis], north_east[axis]) - south) * north;
        LEAST[axis] + shift * MILLIMETRE
    }))
}

/// Which cell of so many a place is in, and how far along it; its last is closed.
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

/// The corners of a cell: south-west, south-east, north-west, north-east.
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

/// The corners of a cell, now known.
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
    // Nodes are numbered from 1, row by row.
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
