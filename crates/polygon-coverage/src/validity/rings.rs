//! [`Rings`]: the rings of a footprint in the form in which they are judged, closed and without
//! immediate repetitions. Reports the rings that cannot be judged (rules 1 and 2).

use geo::{Coord, LineString, MultiPolygon};
use robust::orient2d;

use super::{InvalidReason, RingPosition, ValidityFault};
use crate::containment::exact;

/// Limits of the size of a coordinate. No coordinate system has numbers beyond them, and their
/// products would overflow or underflow, so that the predicates would no longer be exact.
const LARGEST: f64 = 1e100;
const SMALLEST: f64 = 1e-100;

/// Ring of three corners or more, without immediate repetitions.
pub(super) struct Ring {
    pub(super) position: RingPosition,
    /// Corners of the ring; the last repeats the first.
    vertices: Vec<Coord<f64>>,
}

/// All rings that can be judged, in order of their positions.
pub(super) struct Rings {
    pub(super) rings: Vec<Ring>,
    /// Whether all rings of each part are among them.
    whole: Vec<bool>,
}

/// Twice the signed area of the triangle of three points, positive if they turn left. The sign
/// is exact.
pub(super) fn side(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    orient2d(exact(a), exact(b), exact(c))
}

impl Rings {
    /// The rings of a footprint, without empty ones, and the faults of those that cannot be judged.
    pub(super) fn of(footprint: &MultiPolygon<f64>) -> (Self, Vec<InvalidReason>) {
        let mut reasons = Vec::new();
        let mut rings = Vec::new();
        let mut whole = vec![true; footprint.0.len()];
        for (part, polygon) in footprint.iter().enumerate() {
            let lines = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for (ring, line) in lines.enumerate().filter(|(_, line)| !line.0.is_empty()) {
                let position = RingPosition { part, ring };
                match Ring::of(position, line) {
                    Ok(ring) => rings.push(ring),
                    Err(reason) => {
                        whole[part] = false;
                        reasons.push(reason);
                    }
                }
            }
        }
        (Self { rings, whole }, reasons)
    }

    /// Whether all rings of a part can be judged.
    pub(super) fn is_whole(&self, part: usize) -> bool {
        self.whole[part]
    }
}

impl Ring {
    fn of(position: RingPosition, line: &LineString<f64>) -> Result<Self, InvalidReason> {
        let wrong = |fault, at| InvalidReason {
            fault,
            ring: position,
            other: None,
            at,
        };
        let can_be_used = |number: f64| {
            let size = number.abs();
            size == 0.0 || (SMALLEST..=LARGEST).contains(&size)
        };
        let cannot = |vertex: &&Coord<f64>| !(can_be_used(vertex.x) && can_be_used(vertex.y));
        if let Some(&at) = line.0.iter().find(cannot) {
            return Err(wrong(ValidityFault::InvalidCoordinate, at));
        }
        let mut vertices = line.0.clone();
        vertices.dedup();
        // One more than the number of corners, because the last vertex repeats the first.
        if vertices.len() < 4 {
            return Err(wrong(ValidityFault::TooFewPoints, vertices[0]));
        }
        Ok(Self { position, vertices })
    }

    /// Number of edges, which is that of corners.
    pub(super) fn edges(&self) -> usize {
        self.vertices.len() - 1
    }

    /// The edge that begins at a corner.
    pub(super) fn edge(&self, corner: usize) -> [Coord<f64>; 2] {
        [self.vertices[corner], self.vertices[corner + 1]]
    }

    /// The corner before a corner.
    pub(super) fn before(&self, corner: usize) -> Coord<f64> {
        self.vertices[corner.checked_sub(1).unwrap_or(self.edges() - 1)]
    }

    /// The corners, and the first again.
    pub(super) fn vertices(&self) -> &[Coord<f64>] {
        &self.vertices
    }

    /// Whether two edges of the ring are consecutive, so that they share an end.
    pub(super) fn are_adjacent(&self, one: usize, other: usize) -> bool {
        let apart = one.abs_diff(other);
        apart == 1 || apart == self.edges() - 1
    }

    /// Whether the ring winds counter-clockwise. Exact, if the ring does not touch or cross itself.
    pub(super) fn is_counter_clockwise(&self) -> bool {
        let order = |a: Coord<f64>, b: Coord<f64>| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y));
        let corners = 0..self.edges();
        let westmost = corners
            .min_by(|&a, &b| order(self.vertices[a], self.vertices[b]))
            .unwrap_or(0);
        let [at, next] = self.edge(westmost);
        // No corner is further west, so the ring turns there as it does as a whole.
        side(self.before(westmost), at, next) > 0.0
    }
}
