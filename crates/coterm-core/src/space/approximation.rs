//! Approximate positions on the grid: a polynomial of the degrees in each of some tiles, with a
//! bound on its distance from the exact position. Many times cheaper than the projection and OSTN15,
//! whose table does not stay in the nearer caches as this one does.

use std::array;

use geo::Coord;

use super::approximation_tiles::{COLUMNS, ROWS, TERMS, TILE_BYTES, terms, tile_at};

/// A table whose tiles each fill one cache line.
#[repr(align(64))]
struct Table([u8; COLUMNS * ROWS * TILE_BYTES]);

/// The tiles, as the build script wrote them.
static TABLE: Table = Table(*include_bytes!(concat!(
    env!("OUT_DIR"),
    "/approximation.bin"
)));

/// Easting and northing in metres near those of some degrees, and the bound on how far the exact
/// ones are from them on each axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ApproximateGridPoint {
    pub(crate) point: Coord<f64>,
    /// Metres; infinite near the rim of OSTN15's shifts and beyond it.
    pub(crate) bound_m: f64,
}

/// Converts degrees that `LonLat` accepts.
#[inline]
pub(crate) fn approximate(lon: f64, lat: f64) -> ApproximateGridPoint {
    let (tile, place) = tile_at(lon, lat);
    let (tiles, _) = TABLE.0.as_chunks::<TILE_BYTES>();
    let (numbers, _) = tiles[tile].as_chunks();
    let pair =
        |term: usize| [2 * term, 2 * term + 1].map(|number| f32::from_le_bytes(numbers[number]));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded to some millimetres, which the bounds allow for"
    )]
    let [_, _, x, y, xx, xy, yy] = terms(place.map(|along| along as f32));
    let [x, y] = array::from_fn(|axis| {
        let coefficient = |term: usize| pair(term)[axis];
        // Computed in independent halves, so that one need not wait for the other.
        let flat = coefficient(1) + coefficient(2) * x + coefficient(3) * y;
        let curved = coefficient(4) * xx + coefficient(5) * xy + coefficient(6) * yy;
        f64::from(coefficient(0)) + f64::from(flat + curved)
    });
    ApproximateGridPoint {
        point: Coord { x, y },
        bound_m: f64::from(pair(TERMS)[0]),
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "some hundred tiles")]
mod tests {
    use super::*;
    use crate::space::LonLat;
    use crate::space::approximation_tiles::{
        EAST, FIRST_ROW, NORTH, SOUTH, TILES_TO_A_DEGREE, WEST,
    };
    use crate::space::transverse_mercator::unproject;
    use proptest::prelude::*;

    /// Largest distance on either axis from the exact position, and the bound. `None` where there
    /// are no shifts, and the bound must not be finite.
    fn distance(lon: f64, lat: f64) -> Option<(f64, f64)> {
        let position = LonLat::new(lon, lat).ok()?;
        let ApproximateGridPoint { point, bound_m } = position.near_grid();
        let Ok(exact) = position.to_grid() else {
            assert!(bound_m.is_infinite(), "{lon} {lat} has no shifts");
            return None;
        };
        let apart = exact.coord() - point;
        Some((apart.x.abs().max(apart.y.abs()), bound_m))
    }

    fn is_within_bound(lon: f64, lat: f64) {
        if let Some((metres, bound_m)) = distance(lon, lat) {
            assert!(
                metres <= bound_m,
                "{lon} {lat}: {metres} m, {bound_m} m at most"
            );
        }
    }

    fn bounds() -> impl Iterator<Item = f32> {
        let (tiles, _) = TABLE.0.as_chunks::<TILE_BYTES>();
        tiles
            .iter()
            .map(|tile| f32::from_le_bytes([tile[56], tile[57], tile[58], tile[59]]))
    }

    #[test]
    fn nearly_all_tiles_have_a_bound_and_all_of_these_are_below_half_a_metre() {
        let bounded: Vec<f32> = bounds().filter(|bound| bound.is_finite()).collect();
        assert!(bounded.len() > COLUMNS * ROWS * 85 / 100);
        assert!(bounded.iter().all(|&bound| bound < 0.5));
        let close = bounded.iter().filter(|&&bound| bound < 0.1).count();
        assert!(close * 100 > bounded.len() * 80);
    }

    /// Tests 25 by 25 places of each tile, from border to border.
    #[test]
    fn every_tile_is_within_its_bound_of_the_exact_position_and_most_come_near_it() {
        let (mut reached, mut bounded) = (0, 0);
        for tile in 0..COLUMNS * ROWS {
            let (column, row) = (tile % COLUMNS, tile / COLUMNS);
            let (mut most, mut bound) = (0.0_f64, f64::INFINITY);
            for (x, y) in (0..=24).flat_map(|x| (0..=24).map(move |y| (x, y))) {
                let along = |start: f64, end: f64, tile: usize, part: u8, axis: usize| {
                    let tiles = tile as f64 + f64::from(part) / 24.0;
                    (start + tiles / TILES_TO_A_DEGREE[axis]).min(end)
                };
                let lon = along(WEST, EAST, column, x, 0);
                let lat = along(FIRST_ROW, NORTH, row, y, 1);
                is_within_bound(lon, lat);
                // Places on the border may count to the next tile.
                if let Some(found) = distance(lon, lat).filter(|_| x % 24 > 0 && y % 24 > 0) {
                    most = most.max(found.0);
                    bound = found.1;
                }
            }
            if bound.is_finite() {
                bounded += 1;
                reached += usize::from(most > bound / 2.0);
            }
        }
        // The largest distances are at single corners of cells, which these places may miss.
        assert!(reached * 2 > bounded, "{reached} of {bounded}");
    }

    /// Tests the corners of the cells of shifts, where the distance is largest, and points on the
    /// lines between them and a hair beside.
    #[test]
    fn the_lines_of_the_shifts_are_within_the_bounds() {
        for north in 0_u32..=1_250 {
            for east in 0_u32..=700 {
                let [easting, northing] =
                    [east, north].map(|kilometres| f64::from(kilometres) * 1e3);
                for (x, y) in [(0.0, 0.0), (500.0, 0.001), (-0.001, 500.0)] {
                    let (lon, lat) = unproject(easting + x, northing + y);
                    is_within_bound(lon, lat);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn any_position_is_within_its_bound(lon in WEST..EAST, lat in SOUTH..NORTH) {
            is_within_bound(lon, lat);
        }

        #[test]
        fn positions_beside_the_lines_of_tiles_are_within_their_bounds(
            column in 0..=COLUMNS, row in 0..=ROWS, lon in WEST..EAST, lat in SOUTH..NORTH,
            off in -1e-9..1e-9_f64,
        ) {
            let line_lon = WEST + column as f64 / TILES_TO_A_DEGREE[0];
            let line_lat = FIRST_ROW + row as f64 / TILES_TO_A_DEGREE[1];
            for line in [line_lon, line_lon.next_up(), line_lon.next_down(), line_lon + off] {
                is_within_bound(line, lat);
                is_within_bound(line, line_lat);
            }
            for line in [line_lat, line_lat.next_up(), line_lat.next_down(), line_lat + off] {
                is_within_bound(lon, line);
            }
        }
    }
}
