//! Features of the real pieces of difference, and their labels.

use coterm_core::comparison::{Named, Piece};

use crate::TileCoord;
use crate::fills::{clipped, edges};
use crate::layer::{DrawnLayer, Label};
use crate::mercator;
use crate::mvt::{Layer, Shape, Value};
use crate::tile_extent::corner;
use crate::zoom_level::ZoomLevel;

/// A real piece, with its properties as tiles have them.
#[derive(Debug)]
pub(super) struct DrawnPiece {
    id: u64,
    /// Number of the difference that it belongs to.
    difference: Option<u64>,
    areas: [Option<Named>; 2],
    complete: bool,
    reason: String,
    area_m2: f64,
    width_m: f64,
    weight: f64,
    postcodes: u64,
    pub(super) label: Option<Label>,
}

impl DrawnPiece {
    /// Takes a piece, and a sentence on why it is a real difference.
    pub(super) fn new(piece: &Piece, reason: String) -> Self {
        let [easting, northing] = piece.at;
        let at = mercator::of_grid(easting, northing).ok();
        Self {
            id: piece.id as u64,
            difference: piece.difference.map(|number| number as u64),
            areas: [piece.a.clone(), piece.b.clone()],
            complete: piece.complete,
            reason,
            area_m2: piece.area_m2,
            width_m: piece.width_m,
            weight: piece.weight,
            postcodes: piece.postcodes,
            label: at.zip(piece.circle_m).map(|(at, circle_m)| Label {
                at,
                radius_m: circle_m / 2.0,
            }),
        }
    }

    fn properties(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        let [a, b] = self.areas.each_ref().map(Option::as_ref);
        let areas = [
            ("a", a.map(|a| Value::Text(&a.code))),
            ("a_name", a.map(|a| Value::Text(&a.name))),
            ("b", b.map(|b| Value::Text(&b.code))),
            ("b_name", b.map(|b| Value::Text(&b.name))),
            ("difference", self.difference.map(Value::Whole)),
            ("complete", (!self.complete).then_some(Value::Flag(false))),
        ];
        let areas = areas
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        areas.chain([
            ("reason", Value::Text(&self.reason)),
            ("area_m2", Value::Hundredths(hundredths(self.area_m2))),
            ("width_m", Value::Hundredths(hundredths(self.width_m))),
            ("weight", Value::Hundredths(hundredths(self.weight))),
            ("postcodes", Value::Whole(self.postcodes)),
        ])
    }
}

/// Makes the pieces in a tile's square, one feature for each.
pub(super) fn fills<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    difference: &DrawnLayer,
    pieces: &'a [DrawnPiece],
) -> Layer<'a> {
    let mut fills = Layer::new(difference.id.clone(), corner(tile));
    let edges = edges(level, tile, difference);
    for (area, polygons) in clipped(level, tile, difference, &edges) {
        let piece = &pieces[area as usize];
        fills.add(piece.id, piece.properties(), Shape::Polygons(&polygons));
    }
    fills
}

/// Makes the labels of the pieces in a tile, without its buffer.
pub(super) fn labels<'a>(
    level: &ZoomLevel,
    tile: TileCoord,
    difference: &DrawnLayer,
    pieces: &'a [DrawnPiece],
) -> Layer<'a> {
    let mut labels = Layer::new(format!("{}-label", difference.id), corner(tile));
    for (area, at) in level.labels(tile, difference) {
        let piece = &pieces[area as usize];
        let room = piece.label.map(|label| {
            let room_m = Value::Hundredths(hundredths(label.radius_m));
            ("room_m", room_m)
        });
        labels.add(piece.id, piece.properties().chain(room), Shape::Point(at));
    }
    labels
}

/// Rounds a number to two decimals, and returns it in hundredths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as meant; none is negative"
)]
pub(super) fn hundredths(value: f64) -> u64 {
    (value * 100.0).round() as u64
}
