//! Extent of a tile: the square that it draws, which is its own area and a buffer around it.

use std::ops::RangeInclusive;

use crate::TileCoord;
use crate::mercator::EXTENT;
use crate::point::{Point, Rectangle};
use crate::snap::pixel;

/// Width of the buffer, in units of the tile's grid: areas and lines reach so far beyond the
/// tile's edge that the edge is not seen. Eight pixels where a tile is drawn 512 pixels wide.
pub(crate) const BUFFER: i64 = 64;

/// Returns the north-western corner of a tile, on its zoom's grid.
pub(crate) fn corner(tile: TileCoord) -> Point {
    Point::new(i64::from(tile.x()) * EXTENT, i64::from(tile.y()) * EXTENT)
}

/// Returns the square that a tile draws, its buffer included, on its zoom's grid.
pub(crate) fn drawn(tile: TileCoord) -> Rectangle {
    let min = corner(tile);
    let max = Point::new(min.x + EXTENT, min.y + EXTENT);
    Rectangle { min, max }.grown(BUFFER)
}

/// Returns the columns, or rows, whose squares contain all coordinates from `min` to `max`.
pub(crate) fn holding(min: i64, max: i64, zoom: u8) -> impl Iterator<Item = u32> + Clone {
    let first = (max - EXTENT - BUFFER + EXTENT - 1).div_euclid(EXTENT);
    let last = (min + BUFFER).div_euclid(EXTENT);
    (first.max(0)..=last.min((1 << zoom) - 1)).filter_map(|tile| u32::try_from(tile).ok())
}

/// Returns the coordinates strictly between two at which squares of tiles end, buffers
/// included. No drawn segment crosses such a coordinate.
pub(crate) fn ends_between(min: i64, max: i64) -> impl Iterator<Item = i64> {
    (min.div_euclid(EXTENT)..=max.div_euclid(EXTENT) + 1)
        .flat_map(|tile| [tile * EXTENT - BUFFER, tile * EXTENT + BUFFER])
        .filter(move |&end| min < end && end < max)
}

/// Whether a point is on a line where squares of tiles end, buffers included.
pub(crate) fn is_end(point: Point) -> bool {
    [point.x, point.y].iter().any(|axis| {
        let within = axis.rem_euclid(EXTENT);
        within == BUFFER || within == EXTENT - BUFFER
    })
}

/// Returns the columns and the rows of the tiles whose squares a rectangle of the world
/// reaches.
pub(crate) fn ranges(reach: Rectangle, zoom: u8) -> [RangeInclusive<u32>; 2] {
    let shift = u32::from(TileCoord::DEEPEST - zoom);
    let [min, max] = [reach.min, reach.max].map(|end| pixel(end, shift));
    [[min.x, max.x], [min.y, max.y]].map(|[min, max]| {
        let last = (1_i64 << zoom) - 1;
        let tile = |at: i64| u32::try_from(at.div_euclid(EXTENT).clamp(0, last)).unwrap_or(0);
        tile(min - BUFFER)..=tile(max + BUFFER)
    })
}
