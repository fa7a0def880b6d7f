//! A tile's areas.

use crate::TileCoord;
use crate::borders::is_along;
use crate::layer::{DrawnArea, DrawnLayer};
use crate::mvt::{Layer, Shape};
use crate::point::Point;
use crate::rings::{Polygon, polygons};
use crate::square::{corner, drawn};
use crate::zoom_level::ZoomLevel;

/// The layer's areas in a tile's square, one feature each.
pub(crate) fn fills<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    areas: &'a [DrawnArea],
) -> Layer<'a> {
    let mut fills = Layer::new(layer.id.clone(), corner(tile));
    for (owner, polygons) in clipped(level, tile, layer) {
        let area = &areas[owner as usize];
        let rings: Polygon = polygons.into_iter().flatten().collect();
        fills.add(area.id, area.properties(), Shape::Rings(&[rings]));
    }
    fills
}

/// What each area has of a tile's square. Its lines are there whole or not at all, and
/// where the square ends the ground inside tells whose polygon goes on along the edge.
pub(crate) fn clipped(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
) -> Vec<(u32, Vec<Polygon>)> {
    let square = drawn(tile);
    let mut segments: Vec<(u32, [Point; 2])> = Vec::new();
    for segment in level.of_layer(tile, layer) {
        if is_along(square, segment.ends) {
            continue;
        }
        let [from, to] = segment.ends;
        for claim in level.claims.of(segment.claims) {
            if layer.owners.contains(&claim.owner) {
                let ends = if claim.left { [from, to] } else { [to, from] };
                segments.push((claim.owner, ends));
            }
        }
    }
    level
        .borders
        .around(square, layer.owners.clone(), |owner, ends| {
            segments.push((owner, ends));
        });
    segments.sort_unstable_by_key(|(owner, _)| *owner);
    segments
        .chunk_by(|one, other| one.0 == other.0)
        .map(|of_owner| {
            let mut ends: Vec<_> = of_owner.iter().map(|(_, ends)| *ends).collect();
            (of_owner[0].0, polygons(&mut ends))
        })
        .collect()
}
