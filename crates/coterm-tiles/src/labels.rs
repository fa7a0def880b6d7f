//! Labels of a tile: one point for each area, in the tile that the point lies in.

use crate::TileCoord;
use crate::layer::{DrawnArea, DrawnLayer};
use crate::mvt::{Layer, Shape, Value};
use crate::tile_extent::corner;
use crate::zoom_level::ZoomLevel;

/// Makes the layer's labels in a tile. The tile's buffer is left out so that no label is drawn
/// twice.
pub(crate) fn labels<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    layer: &DrawnLayer,
    areas: &'a [DrawnArea],
) -> Layer<'a> {
    let mut labels = Layer::new(format!("{}-label", layer.id), corner(tile));
    for (area, at) in level.labels(tile, layer) {
        let area = &areas[area as usize];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "metres of a radius"
        )]
        let room_m = area.label.map(|label| label.radius_m as u64);
        let room = room_m.map(|room_m| ("room_m", Value::Whole(room_m)));
        labels.add(area.id, area.properties().chain(room), Shape::Point(at));
    }
    labels
}
