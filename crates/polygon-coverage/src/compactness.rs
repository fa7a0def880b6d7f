//! Compactness of a footprint: [`polsby_popper`] and [`reock`].
//!
//! Both measures are 1 for a circle and less for every other shape. They have no unit; the
//! coordinates must be planar, with the same unit on both axes. A ragged coast lowers the first
//! measure, so compare areas of the same generalisation only, and do not compare a coastal area
//! with an inland one.

use geo::{ConvexHull, MultiPolygon};

use crate::measure::{edges, unsigned_area};
use crate::minimum_bounding_circle::minimum_bounding_circle;

/// Compactness by Polsby and Popper (1991), 4πA/P²: the area divided by that of a circle whose
/// circumference is the perimeter, holes included. 0 without any ground. O(n).
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::compactness::polsby_popper;
///
/// let square = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)];
/// assert!((polsby_popper(&square.into()) - 0.785).abs() < 0.001);
/// ```
pub fn polsby_popper(footprint: &MultiPolygon<f64>) -> f64 {
    let perimeter: f64 = edges(footprint)
        .map(|[from, to]| (to.x - from.x).hypot(to.y - from.y))
        .sum();
    if perimeter > 0.0 {
        4.0 * std::f64::consts::PI * unsigned_area(footprint) / (perimeter * perimeter)
    } else {
        0.0
    }
}

/// Compactness by Reock (1961): the area divided by that of the minimum bounding circle. 0
/// without any ground. O(n log n).
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::compactness::reock;
///
/// let square = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)];
/// assert!((reock(&square.into()) - 0.637).abs() < 0.001);
/// ```
pub fn reock(footprint: &MultiPolygon<f64>) -> f64 {
    let hull = footprint.convex_hull();
    match minimum_bounding_circle(&hull.exterior().0) {
        Some(circle) if circle.radius > 0.0 => {
            unsigned_area(footprint) / (std::f64::consts::PI * circle.radius * circle.radius)
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_square_has_the_textbook_values() {
        let square = MultiPolygon::from(
            polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
        );
        assert!((polsby_popper(&square) - std::f64::consts::FRAC_PI_4).abs() < 1e-12);
        assert!((reock(&square) - std::f64::consts::FRAC_2_PI).abs() < 1e-12);
        assert_eq!(polsby_popper(&MultiPolygon::new(Vec::new())), 0.0);
        assert_eq!(reock(&MultiPolygon::new(Vec::new())), 0.0);
    }
}
