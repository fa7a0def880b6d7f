//! The precision grid of all geometry in EPSG:27700: [`millimetres`].

use geo::Coord;
use polygon_coverage::PrecisionModel;

/// Precision model of whole millimetres, which reaches some 500 km beyond Great Britain on all
/// sides.
///
/// ```
/// assert_eq!(coterm_core::space::millimetres().resolution(), 0.001);
/// ```
pub fn millimetres() -> PrecisionModel {
    let middle = Coord {
        x: 550_000.0,
        y: 550_000.0,
    };
    PrecisionModel::new(1_000.0, middle)
}
