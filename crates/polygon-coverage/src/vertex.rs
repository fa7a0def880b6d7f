//! [`Vertex`]: coordinates as a key of a map, for finding where footprints share vertices.

use geo::Coord;

/// Coordinates that can be a key of a map: compared bit for bit, with -0.0 equal to 0.0. The
/// order is that of the bits, not of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vertex([u64; 2]);

impl From<Coord<f64>> for Vertex {
    fn from(coord: Coord<f64>) -> Self {
        // Adding zero makes -0.0 and 0.0 the same.
        Self([(coord.x + 0.0).to_bits(), (coord.y + 0.0).to_bits()])
    }
}

impl Vertex {
    /// The coordinates, with 0.0 for -0.0.
    pub fn coord(self) -> Coord<f64> {
        Coord {
            x: f64::from_bits(self.0[0]),
            y: f64::from_bits(self.0[1]),
        }
    }
}
