//! OSTN15: how far the National Grid is from the ETRS89 plane, at every kilometre.

use std::sync::OnceLock;

use ostn15_phf::ostn15_lookup;

/// Cells of a kilometre that the grid of shifts has, east and north; it has one
/// node more.
const COLUMNS: u32 = 700;
const ROWS: u32 = 1_250;
/// Cells on a side of a tile. The crate's map takes a tenth of a microsecond for a
/// node, so the first lookup in a tile waits 30 µs, and all 877,000 nodes, which
/// no start waits for, would take a tenth of a second.
const SIDE: u32 = 16;
const TILES_EAST: u32 = COLUMNS.div_ceil(SIDE);
const TILES_NORTH: u32 = ROWS.div_ceil(SIDE);
/// Ordnance Survey gives shifts in millimetres.
const MILLIMETRE: f64 = 0.001;
const KILOMETRES: f64 = 0.001;

/// The shifts east and north of a square of cells, at all their corners, so that no
/// lookup asks two tiles.
///
/// Small, for lookups all over the country wait for memory and little else.
struct Tile {
    /// Millimetres at the south-west corner.
    corner: [i32; 2],
    /// What is to be added to them, row by row from the south: below 10 m.
    more: [[[i16; 2]; SIDE as usize + 1]; SIDE as usize + 1],
}

/// Filled when they are first asked.
static TILES: [OnceLock<Box<Tile>>; (TILES_EAST * TILES_NORTH) as usize] =
    [const { OnceLock::new() }; (TILES_EAST * TILES_NORTH) as usize];

/// Metres east and north from a place on the ETRS89 plane to its place on the
/// National Grid, between the nodes around it as Ordnance Survey says; `None`
/// outside the 700 by 1,250 km that have shifts.
#[inline]
pub(crate) fn shift(easting: f64, northing: f64) -> Option<[f64; 2]> {
    let (column, east) = cell(easting, COLUMNS)?;
    let (row, north) = cell(northing, ROWS)?;
    let tile = TILES
        .get((row / SIDE * TILES_EAST + column / SIDE) as usize)?
        .get_or_init(|| Box::new(Tile::of(column / SIDE * SIDE, row / SIDE * SIDE)));
    let (column, row) = ((column % SIDE) as usize, (row % SIDE) as usize);
    let along = |row: usize, axis: usize| {
        let nodes = &tile.more[row];
        let (west, east_of) = (
            i32::from(nodes[column][axis]),
            i32::from(nodes[column + 1][axis]),
        );
        f64::from(tile.corner[axis] + west) + f64::from(east_of - west) * east
    };
    Some([0, 1].map(|axis| {
        let (south, north_of) = (along(row, axis), along(row + 1, axis));
        (south + (north_of - south) * north) * MILLIMETRE
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
    let place = metres * KILOMETRES;
    if !(0.0..=f64::from(cells)).contains(&place) {
        return None;
    }
    let cell = (place as u32).min(cells - 1);
    Some((cell, place - f64::from(cell)))
}

impl Tile {
    #[cold]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "differences are below 10 m; a test reads every node"
    )]
    fn of(first_column: u32, first_row: u32) -> Self {
        let corner = node(first_column, first_row);
        let mut more = [[[0; 2]; SIDE as usize + 1]; SIDE as usize + 1];
        for (row, nodes) in (first_row..=ROWS).zip(&mut more) {
            for (column, differences) in (first_column..=COLUMNS).zip(nodes) {
                let [east, north] = node(column, row);
                *differences = [(east - corner[0]) as i16, (north - corner[1]) as i16];
            }
        }
        Self { corner, more }
    }
}

/// The shifts at a node in millimetres. Every node of the grid has them.
#[expect(clippy::cast_possible_truncation, reason = "shifts are about 100 m")]
fn node(column: u32, row: u32) -> [i32; 2] {
    // They are numbered from 1, row by row.
    let number = row * (COLUMNS + 1) + column + 1;
    let shifts = i32::try_from(number).ok().as_ref().and_then(ostn15_lookup);
    shifts.map_or([0, 0], |(east, north, _)| {
        [east, north].map(|metres| (metres / MILLIMETRE).round() as i32)
    })
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
