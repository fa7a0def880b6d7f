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
    let least = corner(tile);
    let most = Point::new(least.x + EXTENT, least.y + EXTENT);
    Rectangle { least, most }.grown(BUFFER)
}

/// Returns the columns, or rows, whose squares contain all coordinates from `least` to `most`.
pub(crate) fn holding(least: i64, most: i64, zoom: u8) -> impl Iterator<Item = u32> + Clone {
    let first = (most - EXTENT - BUFFER + EXTENT - 1).div_euclid(EXTENT);
    let last = (least + BUFFER).div_euclid(EXTENT);
    (first.max(0)..=last.min((1 << zoom) - 1)).filter_map(|tile| u32::try_from(tile).ok())
}

/// Returns the coordinates strictly between two at which squares of tiles end, buffers
/// included. No drawn segment crosses such a coordinate.
pub(crate) fn ends_between(least: i64, most: i64) -> impl Iterator<Item = i64> {
    (least.div_euclid(EXTENT)..=most.div_euclid(EXTENT) + 1)
        .flat_map(|tile| [tile * EXTENT - BUFFER, tile * EXTENT + BUFFER])
        .filter(move |&end| least < end && end < most)
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
    let [least, most] = [reach.least, reach.most].map(|end| pixel(end, shift));
    [[least.x, most.x], [least.y, most.y]].map(|[least, most]| {
        let last = (1_i64 << zoom) - 1;
        let tile = |at: i64| u32::try_from(at.div_euclid(EXTENT).clamp(0, last)).unwrap_or(0);
        tile(least - BUFFER)..=tile(most + BUFFER)
    })
}
