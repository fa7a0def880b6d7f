//! The layout of the table of approximate positions on the grid. The build script writes the table
//! and [`approximation`](super::approximation) reads it, so both include this file.

use std::ops::Mul;

/// South-western corner of the rectangle of degrees that `LonLat` accepts: that around OSTN15's grid
/// of shifts.
pub(crate) const WEST: f64 = -9.1;
pub(crate) const SOUTH: f64 = 49.7;
/// North-eastern corner of the rectangle.
pub(crate) const EAST: f64 = 2.1;
pub(crate) const NORTH: f64 = 61.1;
/// Southern border of the tiles. The second row then begins where nearly all of it has shifts, which
/// begin on the central meridian at 49.9°.
pub(crate) const FIRST_ROW: f64 = SOUTH + 0.03;
/// Number of tiles in a degree, east and north: a tile is about 25 by 22 km. Smaller tiles follow
/// the shifts more closely, but leave less of the nearest caches to the index.
pub(crate) const TILES_TO_A_DEGREE: [f64; 2] = [2.5, 5.0];
/// Number of tiles, east and north, up to the rectangle's corner at least.
pub(crate) const COLUMNS: usize = 28;
pub(crate) const ROWS: usize = 57;
/// Number of terms of a polynomial: 1 twice, x, y, x², xy and y². The constant is the sum of two
/// coefficients, because one of them (`f32`) has no room for metres and their thousandths.
pub(crate) const TERMS: usize = 7;
/// Size of a tile in bytes: a cache line. The coefficients of each term for the easting and then the
/// northing, in metres, and then the bound in metres twice; all are `f32`, little-endian.
pub(crate) const TILE_BYTES: usize = 8 * (TERMS + 1);

/// Position of a tile among all, row by row from the south-west, and the place within it: x to the
/// east and y to the north of its middle, from -½ to ½.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "truncation finds the tile, of a hundred or so; places beyond are held at the rim"
)]
pub(crate) fn tile_at(lon: f64, lat: f64) -> (usize, [f64; 2]) {
    let [x, y] = [
        (lon - WEST) * TILES_TO_A_DEGREE[0],
        (lat - FIRST_ROW) * TILES_TO_A_DEGREE[1],
    ];
    let column = (x as u32).min(const { COLUMNS as u32 - 1 });
    let row = (y as u32).min(const { ROWS as u32 - 1 });
    let place = [x - f64::from(column) - 0.5, y - f64::from(row) - 0.5];
    (row as usize * COLUMNS + column as usize, place)
}

/// The terms of the polynomials at a place within a tile.
#[inline]
pub(crate) fn terms<T: Copy + Mul<Output = T> + From<u8>>([x, y]: [T; 2]) -> [T; TERMS] {
    let one = T::from(1);
    [one, one, x, y, x * x, x * y, y * y]
}
