//! The square that a tile draws: its own and a margin around.

use std::ops::RangeInclusive;

use crate::TileCoord;
use crate::mercator::EXTENT;
use crate::point::{Point, Rectangle};
use crate::snap::pixel;

/// How far a tile's areas and lines reach beyond its edge, in units of its grid, so that
/// the edge is not seen: eight pixels where a tile is drawn 512 pixels wide.
pub(crate) const BUFFER: i64 = 64;

/// The north-western corner of a tile, on its zoom's grid.
pub(crate) fn corner(tile: TileCoord) -> Point {
    Point::new(i64::from(tile.x()) * EXTENT, i64::from(tile.y()) * EXTENT)
}

/// What a tile draws, its buffer included, on its zoom's grid.
pub(crate) fn drawn(tile: TileCoord) -> Rectangle {
    let least = corner(tile);
    let most = Point::new(least.x + EXTENT, least.y + EXTENT);
    Rectangle { least, most }.grown(BUFFER)
}

/// The columns, or rows, whose tiles draw all that is from `least` to `most`.
pub(crate) fn holding(least: i64, most: i64, zoom: u8) -> impl Iterator<Item = u32> + Clone {
    let first = (most - EXTENT - BUFFER + EXTENT - 1).div_euclid(EXTENT);
    let last = (least + BUFFER).div_euclid(EXTENT);
    (first.max(0)..=last.min((1 << zoom) - 1)).filter_map(|tile| u32::try_from(tile).ok())
}

/// The coordinates strictly between two at which tiles end, buffers included: nothing that
/// is drawn goes across.
pub(crate) fn ends_between(least: i64, most: i64) -> impl Iterator<Item = i64> {
    (least.div_euclid(EXTENT)..=most.div_euclid(EXTENT) + 1)
        .flat_map(|tile| [tile * EXTENT - BUFFER, tile * EXTENT + BUFFER])
        .filter(move |&end| least < end && end < most)
}

/// Whether tiles end at a point, buffers included.
pub(crate) fn is_end(point: Point) -> bool {
    [point.x, point.y].iter().any(|axis| {
        let within = axis.rem_euclid(EXTENT);
        within == BUFFER || within == EXTENT - BUFFER
    })
}

/// The columns and the rows of the tiles whose squares a rectangle of the world reaches.
pub(crate) fn ranges(reach: Rectangle, zoom: u8) -> [RangeInclusive<u32>; 2] {
    let shift = u32::from(TileCoord::DEEPEST - zoom);
    let [least, most] = [reach.least, reach.most].map(|end| pixel(end, shift));
    [[least.x, most.x], [least.y, most.y]].map(|[least, most]| {
        let last = (1_i64 << zoom) - 1;
        let tile = |at: i64| u32::try_from(at.div_euclid(EXTENT).clamp(0, last)).unwrap_or(0);
        tile(least - BUFFER)..=tile(most + BUFFER)
    })
}
