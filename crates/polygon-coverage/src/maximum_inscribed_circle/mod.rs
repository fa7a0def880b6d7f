//! [`maximum_inscribed_circle`] and [`circle_fits`]: how wide a footprint or face is where it is
//! widest. Comparisons use them to recognise slivers, maps to place labels.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use geo::{BoundingRect, Coord, MultiPolygon, Rect};

mod chords;

use crate::BoundaryIndex;
use crate::arrangement::Face;
use crate::containment::contains;
use crate::measure::interior_point;
use crate::minimum_bounding_circle::Circle;
use chords::centres;

/// Whether a circle of that diameter fits into a face. Cheaper than finding the maximum inscribed
/// circle: most slivers are settled by their area or by their chords. The diameter is in the unit
/// of the coordinates. A face that is too long and ragged to be searched counts as wide enough.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use polygon_coverage::maximum_inscribed_circle::circle_fits;
/// use polygon_coverage::{Arrangement, PrecisionModel};
///
/// let strip = polygon![(x: 0., y: 0.), (x: 90., y: 0.), (x: 90., y: 20.), (x: 0., y: 20.)];
/// let strip = MultiPolygon::from(strip);
/// let arrangement = Arrangement::new(&[&strip], PrecisionModel::covering([&strip]))?;
/// let face = arrangement.faces().next().expect("there is one face");
/// assert!(circle_fits(face, 19.0));
/// assert!(!circle_fits(face, 21.0));
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
pub fn circle_fits(face: Face<'_>, diameter: f64) -> bool {
    // A circle has no more area than what it fits into.
    let min_area = std::f64::consts::PI * diameter * diameter / 4.0;
    if face.area() < min_area {
        return false;
    }
    let chords = centres(face, diameter);
    if chords.as_ref().is_some_and(Vec::is_empty) {
        return false;
    }
    let footprint = face.footprint();
    let squares = chords.map_or_else(
        || footprint.bounding_rect().map(Squares::over),
        |centres| {
            let half = diameter / 4.0;
            Some(Squares { centres, half })
        },
    );
    let radius = diameter / 2.0;
    squares.is_some_and(|squares| {
        let finest = FINEST_UNITS / face.arrangement().precision().scale();
        let Some(found) = search(&footprint, &squares, (radius, finest), |found| {
            found >= radius
        }) else {
            return true;
        };
        // An undecided face must not be explained away as a sliver.
        found.gave_up || found.circle.radius >= radius
    })
}

/// Largest circle inside a footprint (JTS: `MaximumInscribedCircle`); `None` without any ground.
/// Its centre is the pole of inaccessibility, the best place for a label. Radius and `tolerance`
/// are in the unit of the coordinates. The radius is within 1%, or within the tolerance if that
/// is more, of the largest; where a footprint is narrower than the tolerance or too ragged for
/// the search, it is only that of a circle well inside.
///
/// Squares that may contain its centre are divided, the most promising first: a circle around
/// any point of a square is larger than that around the square's centre by at most the distance
/// between both (Garcia-Castellanos and Lombardo, 2007; polylabel). No more than about 20,000
/// squares are tried.
///
/// ```
/// use geo::polygon;
/// use polygon_coverage::maximum_inscribed_circle::maximum_inscribed_circle;
///
/// let strip = polygon![(x: 0., y: 0.), (x: 90., y: 0.), (x: 90., y: 20.), (x: 0., y: 20.)];
/// let circle = maximum_inscribed_circle(&strip.into(), 0.05).expect("there is ground");
/// assert!((circle.radius - 10.0).abs() < 0.1);
/// ```
pub fn maximum_inscribed_circle(footprint: &MultiPolygon<f64>, tolerance: f64) -> Option<Circle> {
    let squares = Squares::over(footprint.bounding_rect()?);
    let found = search(footprint, &squares, (0.0, tolerance), |_| false)?;
    if found.circle.radius > tolerance && !found.gave_up {
        return Some(found.circle);
    }
    // The footprint is so thin or ragged that squares may not decide. `geo` takes long, but finds
    // a point that is well within.
    let centre = interior_point(footprint)?;
    let boundary = BoundaryIndex::build([footprint]).ok()?;
    let (_, radius) = boundary.nearest(centre)?;
    if radius > found.circle.radius {
        return Some(Circle { centre, radius });
    }
    Some(found.circle)
}

/// Squares of equal size, one of which contains the centre.
struct Squares {
    centres: Vec<Coord<f64>>,
    half: f64,
}

impl Squares {
    /// Covers a rectangle with as few and as large squares as possible.
    fn over(bounds: Rect<f64>) -> Self {
        let (short, long) = (
            bounds.width().min(bounds.height()),
            bounds.width().max(bounds.height()),
        );
        let half = short.max(long / MAX_ALONG).max(f64::MIN_POSITIVE) / 2.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "few, and positive"
        )]
        let along = |length: f64| ((length / (2.0 * half)).ceil() as u32).max(1);
        let corner = bounds.min();
        let column = |column: u32| {
            (0..along(bounds.height())).map(move |row| Coord {
                x: corner.x + half * f64::from(2 * column + 1),
                y: corner.y + half * f64::from(2 * row + 1),
            })
        };
        Self {
            centres: (0..along(bounds.width())).flat_map(column).collect(),
            half,
        }
    }
}

/// Largest number of initial squares along a side.
const MAX_ALONG: f64 = 1_000.0;

/// Precision of the largest radius in [`circle_fits`], in grid units, however small the circle.
const FINEST_UNITS: f64 = 50.0;

/// Largest number of squares tried. Very long and ragged footprints are not worth more.
const MAX_SQUARES: usize = 20_000;

fn search(
    footprint: &MultiPolygon<f64>,
    squares: &Squares,
    (min_radius, tolerance): (f64, f64),
    enough: impl Fn(f64) -> bool,
) -> Option<Found> {
    let boundary = BoundaryIndex::build([footprint]).ok()?;
    // Whether the centre is inside does not matter for a square that can have no circle larger
    // than the best so far.
    let square = |centre: Coord<f64>, half: f64, known_radius: f64| {
        let distance = boundary
            .nearest(centre)
            .map_or(0.0, |(_, distance)| distance);
        let mut square = Square {
            centre,
            half,
            radius: distance,
        };
        if square.max_radius() <= known_radius || !contains(footprint, centre) {
            square.radius = -distance;
        }
        square
    };
    let mut best = Square {
        centre: Coord::zero(),
        half: 0.0,
        radius: 0.0,
    };
    let centres = squares.centres.iter();
    let mut open: BinaryHeap<Square> = centres
        .map(|&centre| square(centre, squares.half, min_radius))
        .collect();
    let (mut tried, mut gave_up) = (0, false);
    while let Some(next) = open.pop() {
        if next.radius > best.radius {
            best = next;
        }
        // The radius asked for is also known to a hundredth, however small it is.
        let finest = if min_radius > 0.0 {
            min_radius / 100.0
        } else {
            tolerance
        };
        let precision = (best.radius / 100.0).max(finest.min(tolerance));
        if enough(best.radius) || next.max_radius() <= (best.radius + precision).max(min_radius) {
            break;
        }
        if tried > MAX_SQUARES {
            gave_up = true;
            break;
        }
        let half = next.half / 2.0;
        for (x, y) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            tried += 1;
            let known_radius = best.radius.max(min_radius);
            let child = square(next.centre + Coord { x, y }, half, known_radius);
            if child.max_radius() > known_radius {
                open.push(child);
            }
        }
    }
    Some(Found {
        circle: Circle {
            centre: best.centre,
            radius: best.radius.max(0.0),
        },
        gave_up,
    })
}

/// Largest circle found, and whether the search was given up, so that there may be a larger one.
struct Found {
    circle: Circle,
    gave_up: bool,
}

/// Square in which the centre may be.
#[derive(Debug, Clone, Copy)]
struct Square {
    centre: Coord<f64>,
    half: f64,
    /// Radius of the circle around its centre; negative if the centre is outside.
    radius: f64,
}

impl Square {
    /// Upper bound on the radius of a circle around any point of the square.
    fn max_radius(&self) -> f64 {
        self.radius + self.half * std::f64::consts::SQRT_2
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.max_radius().total_cmp(&other.max_radius())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::precision::millimetres;
    use geo::polygon;

    fn diameter(footprint: impl Into<MultiPolygon<f64>>) -> f64 {
        2.0 * maximum_inscribed_circle(&footprint.into(), 0.05)
            .unwrap()
            .radius
    }

    #[test]
    fn the_circle_in_a_strip_is_as_wide_as_the_strip() {
        let strip =
            polygon![(x: 0., y: 0.), (x: 1_000., y: 0.), (x: 1_000., y: 20.), (x: 0., y: 20.)];
        assert!((diameter(strip) - 20.0).abs() < 0.3);
    }

    #[test]
    fn a_strip_with_a_bulge_is_as_wide_as_the_bulge() {
        let strip = polygon![
            (x: 0., y: 100.), (x: 400., y: 100.), (x: 400., y: 0.), (x: 500., y: 0.), (x: 500., y: 100.),
            (x: 1_000., y: 100.), (x: 1_000., y: 101.), (x: 0., y: 101.)
        ];
        assert!((diameter(strip) - 100.0).abs() < 2.0);
    }

    #[test]
    fn the_circle_in_a_triangle_is_its_incircle() {
        let triangle = polygon![(x: 0., y: 0.), (x: 3., y: 0.), (x: 0., y: 4.)];
        assert!((diameter(triangle) - 2.0).abs() < 0.11);
    }

    #[test]
    fn a_bulge_at_the_far_end_of_a_long_strip_is_found() {
        let strip = polygon![
            (x: 0., y: 0.), (x: 9_950., y: 0.), (x: 9_950., y: -2.), (x: 9_960., y: -2.),
            (x: 9_960., y: 5.), (x: 0., y: 5.)
        ];
        assert!((diameter(strip) - 7.0).abs() < 0.2);
    }

    #[test]
    fn a_circle_fits_or_not_however_small_it_is() {
        let strip = polygon![
            (x: 400_000., y: 460_000.), (x: 400_003.5, y: 460_000.), (x: 400_003.5, y: 459_999.95),
            (x: 400_003.59, y: 459_999.95), (x: 400_003.59, y: 460_000.04), (x: 400_000., y: 460_000.04)
        ];
        let strip: MultiPolygon<f64> = strip.into();
        let arrangement = crate::Arrangement::new(&[&strip], millimetres()).unwrap();
        let face = arrangement.faces().next().unwrap();
        for fits in [0.000_3, 0.001, 0.01, 0.05, 0.088] {
            assert!(circle_fits(face, fits), "{fits}");
        }
        for too_large in [0.092, 0.2, 3.0] {
            assert!(!circle_fits(face, too_large), "{too_large}");
        }
    }

    #[test]
    fn holes_are_not_in_the_circle() {
        let ring = polygon!(
            exterior: [(x: 0., y: 0.), (x: 100., y: 0.), (x: 100., y: 100.), (x: 0., y: 100.)],
            interiors: [[(x: 30., y: 30.), (x: 70., y: 30.), (x: 70., y: 70.), (x: 30., y: 70.)]],
        );
        // In a corner: its centre is as far from the hole's corner as from the sides.
        let expected = 2.0 * 30.0 / (1.0 + 0.5_f64.sqrt());
        assert!((diameter(ring) - expected).abs() < 0.5, "{expected}");
    }
}
