//! A tile's labels: one point for each area, in the tile that it lies in.

use crate::TileCoord;
use crate::layer::{DrawnArea, DrawnLayer};
use crate::mercator::EXTENT;
use crate::mvt::{Layer, Shape, Value};
use crate::point::{Point, Rectangle};
use crate::snap::pixel;
use crate::square::corner;

/// The layer's labels in a tile, its buffer left out so that none is drawn twice.
pub(crate) fn labels<'a>(tile: TileCoord, layer: &DrawnLayer, areas: &'a [DrawnArea]) -> Layer<'a> {
    let least = corner(tile);
    let own = Rectangle {
        least,
        most: Point::new(least.x + EXTENT - 1, least.y + EXTENT - 1),
    };
    let mut labels = Layer::new(format!("{}-label", layer.id), least);
    for owner in layer.owners.clone() {
        let area = &areas[owner as usize];
        let Some(label) = area.label else { continue };
        let at = pixel(label.at, u32::from(TileCoord::DEEPEST - tile.z()));
        if own.holds(at) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "metres of a radius"
            )]
            let room = ("room_m", Value::Whole(label.radius_m as u64));
            let properties = area.properties().chain([room]);
            labels.add(area.id, properties, Shape::Point(at));
        }
    }
    labels
}
