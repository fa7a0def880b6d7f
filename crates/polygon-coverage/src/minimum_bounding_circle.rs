//! [`minimum_bounding_circle`]: the smallest circle around points, for measures of
//! [`compactness`](crate::compactness).

use geo::Coord;

/// Circle in the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Circle {
    /// Centre of the circle.
    pub centre: Coord<f64>,
    /// Radius of the circle, in the unit of the coordinates.
    pub radius: f64,
}

impl Circle {
    fn of_two(one: Coord<f64>, other: Coord<f64>) -> Self {
        let centre = (one + other) / 2.0;
        Self {
            centre,
            radius: distance(centre, one).max(distance(centre, other)),
        }
    }

    /// The circle through three points; `None` if they are collinear.
    fn of_three(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Option<Self> {
        // Computed relative to the first point, because the terms would otherwise dwarf the result.
        let (b, c) = (b - a, c - a);
        let twice = 2.0 * (b.x * c.y - b.y * c.x);
        let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
        let offset = Coord {
            x: (c.y * bb - b.y * cc) / twice,
            y: (b.x * cc - c.x * bb) / twice,
        };
        let centre = a + offset;
        (centre.x.is_finite() && centre.y.is_finite()).then(|| Self {
            centre,
            radius: distance(centre, a)
                .max(distance(centre, a + b))
                .max(distance(centre, a + c)),
        })
    }

    fn holds(&self, place: Coord<f64>) -> bool {
        // Allows for rounding of the radius, and for no more.
        distance(self.centre, place) <= self.radius * (1.0 + 1e-12)
    }
}

fn distance(one: Coord<f64>, other: Coord<f64>) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

/// Smallest circle that has all points inside it or on it; `None` without any points (JTS:
/// `MinimumBoundingCircle`).
///
/// Welzl's algorithm (1991), without recursion and in an order that depends only on the number
/// of points: O(n) expected. For a footprint, pass the vertices of its convex hull. Any planar
/// coordinates. Exact except for rounding, 1e-12 of the radius.
///
/// ```
/// use geo::coord;
/// use polygon_coverage::minimum_bounding_circle::minimum_bounding_circle;
///
/// let corners = [coord! { x: 0.0, y: 0.0 }, coord! { x: 6.0, y: 8.0 }, coord! { x: 3.0, y: 5.0 }];
/// let circle = minimum_bounding_circle(&corners).expect("there are points");
/// assert_eq!((circle.centre, circle.radius), (coord! { x: 3.0, y: 4.0 }, 5.0));
/// ```
pub fn minimum_bounding_circle(places: &[Coord<f64>]) -> Option<Circle> {
    let mut order: Vec<(u64, Coord<f64>)> = (0..).map(mixed).zip(places.iter().copied()).collect();
    order.sort_by_key(|(key, _)| *key);
    let places: Vec<Coord<f64>> = order.into_iter().map(|(_, place)| place).collect();
    let (&first, rest) = places.split_first()?;
    let mut circle = Circle {
        centre: first,
        radius: 0.0,
    };
    for (position, &place) in (1..).zip(rest) {
        if !circle.holds(place) {
            circle = through_one(&places[..position], place);
        }
    }
    Some(circle)
}

/// Smallest circle around these points that has `on` on it.
fn through_one(places: &[Coord<f64>], on: Coord<f64>) -> Circle {
    let mut circle = Circle {
        centre: on,
        radius: 0.0,
    };
    for (position, &place) in places.iter().enumerate() {
        if !circle.holds(place) {
            circle = through_two(&places[..position], on, place);
        }
    }
    circle
}

/// Smallest circle around these points that has both `one` and `other` on it.
fn through_two(places: &[Coord<f64>], one: Coord<f64>, other: Coord<f64>) -> Circle {
    let mut circle = Circle::of_two(one, other);
    for &place in places {
        if !circle.holds(place)
            && let Some(wider) = Circle::of_three(one, other, place)
        {
            circle = wider;
        }
    }
    circle
}

/// Pseudorandom number made from another (the last steps of `SplitMix64`).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 27)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn coords(places: &[(f64, f64)]) -> Vec<Coord<f64>> {
        places.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn two_or_three_places_hold_it() {
        let circle = minimum_bounding_circle(&coords(&[(0., 0.), (4., 0.), (1., 1.)])).unwrap();
        assert_eq!(
            (circle.centre.x, circle.centre.y, circle.radius),
            (2., 0., 2.)
        );
        let square = coords(&[(0., 0.), (2., 0.), (2., 2.), (0., 2.)]);
        let circle = minimum_bounding_circle(&square).unwrap();
        assert!((circle.radius - 2_f64.sqrt()).abs() < 1e-12);
        assert_eq!(minimum_bounding_circle(&[]), None);
        assert_eq!(
            minimum_bounding_circle(&coords(&[(5., 5.)]))
                .unwrap()
                .radius,
            0.0
        );
        let line = coords(&[(0., 0.), (1., 1.), (2., 2.), (3., 3.)]);
        assert!((minimum_bounding_circle(&line).unwrap().radius - 4.5_f64.sqrt()).abs() < 1e-12);
    }

    /// Finds the smallest radius by trying all pairs and triples.
    fn brute_force(places: &[Coord<f64>]) -> f64 {
        let mut best = f64::INFINITY;
        let mut consider = |circle: Circle| {
            if places
                .iter()
                .all(|&place| distance(circle.centre, place) <= circle.radius * (1.0 + 1e-9))
            {
                best = best.min(circle.radius);
            }
        };
        for (i, &a) in places.iter().enumerate() {
            for (j, &b) in places.iter().enumerate().skip(i) {
                consider(Circle::of_two(a, b));
                for &c in &places[j..] {
                    if let Some(circle) = Circle::of_three(a, b, c) {
                        consider(circle);
                    }
                }
            }
        }
        best
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_by_brute_force(
            places in prop::collection::vec((300_000..400_000_i32, 400_000..500_000_i32), 2..12)
        ) {
            let places: Vec<_> = places.iter().map(|&(x, y)| Coord { x: x.into(), y: y.into() }).collect();
            let circle = minimum_bounding_circle(&places).unwrap();
            for &place in &places {
                prop_assert!(distance(circle.centre, place) <= circle.radius * (1.0 + 1e-9));
            }
            prop_assert!((circle.radius - brute_force(&places)).abs() <= circle.radius * 1e-9);
        }
    }
}
