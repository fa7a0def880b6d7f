//! Polygons of a tile: the areas of a layer, clipped to the tile's square.

use crate::TileCoord;
use crate::layer::{DrawnArea, DrawnLayer};
use crate::mvt::{Layer, Shape};
use crate::point::Point;
use crate::rings::{Polygon, polygons};
use crate::tile_arcs::Stretch;
use crate::tile_boundary::is_along;
use crate::tile_extent::{corner, drawn};
use crate::zoom_level::ZoomLevel;

/// Makes the layer's areas in a tile's square, one feature for each.
pub(crate) fn fills<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    areas: &'a [DrawnArea],
) -> Layer<'a> {
    let mut fills = Layer::new(layer.id.clone(), corner(tile));
    for (area, polygons) in clipped(level, tile, layer, &edges(level, tile, layer)) {
        let area = &areas[area as usize];
        fills.add(area.id, area.properties(), Shape::Polygons(&polygons));
    }
    fills
}

/// Returns the parts of the tile's edges along which each area continues outside.
pub(crate) fn edges(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
) -> Vec<(u32, [Point; 2])> {
    let mut edges = Vec::new();
    level
        .boundaries
        .edges_with_ground(drawn(tile), layer.areas.clone(), |area, ends| {
            edges.push((area, ends));
        });
    edges
}

/// Returns the polygons that each area has in a tile's square. No line crosses the square's
/// edge, so nothing needs to be cut: polygons are closed along the edge wherever the area has
/// the ground just inside.
pub(crate) fn clipped<'a>(
    level: &'a ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    edges: &'a [(u32, [Point; 2])],
) -> Vec<(u32, Vec<Polygon<'a>>)> {
    let square = drawn(tile);
    let mut stretches: Vec<(u32, Stretch<'_>)> = Vec::new();
    for tile_arc in level.of_layer(tile, layer) {
        let [forwards, backwards] = [false, true].map(|way| level.tile_arcs.stretch(tile_arc, way));
        if is_along(square, &forwards) {
            continue;
        }
        for side in level.sides.of(level.tile_arcs.sides(tile_arc)) {
            if layer.areas.contains(&side.area) {
                stretches.push((side.area, if side.left { forwards } else { backwards }));
            }
        }
    }
    stretches.extend(
        edges
            .iter()
            .map(|(area, ends)| (*area, Stretch::straight(ends))),
    );
    stretches.sort_unstable_by_key(|(area, _)| *area);
    let (areas, mut stretches): (Vec<u32>, Vec<Stretch<'_>>) = stretches.into_iter().unzip();
    let mut rest = &mut stretches[..];
    areas
        .chunk_by(|one, other| one == other)
        .map(|same| {
            let (own, following) = std::mem::take(&mut rest).split_at_mut(same.len());
            rest = following;
            (same[0], polygons(own))
        })
        .collect()
}
