//! The points that are looked up, which are the same on every machine, to the millimetre.

use coterm_core::space::GridPoint;
use geo::{BoundingRect, Coord, MultiPolygon, Rect, coord};

use crate::random::Random;

/// Number of towns that the clustered points are in.
const TOWNS: usize = 200;

/// The three orders of points that are looked up in every layer, by their names in the results.
pub fn orders(
    footprints: &[MultiPolygon<f64>],
    count: usize,
) -> [(&'static str, Vec<GridPoint>); 3] {
    let random = scattered(footprints, count, 1);
    let sorted = sorted(&random, footprints);
    [
        ("random", random),
        ("sorted", sorted),
        ("near", near_boundaries(footprints, count, 2)),
    ]
}

/// Points of which half are uniform over the bounding box of the layer, and half in towns, each
/// with its own centre and size; in random order.
pub fn scattered(footprints: &[MultiPolygon<f64>], count: usize, seed: u64) -> Vec<GridPoint> {
    let extent = extent(footprints);
    let mut random = Random::new(seed);
    let towns: Vec<_> = (0..TOWNS)
        .map(|_| (within(extent, &mut random), 400.0 + 3_600.0 * random.unit()))
        .collect();
    let mut points = Vec::with_capacity(count);
    while points.len() < count {
        let at = if random.bits() & 1 == 0 {
            within(extent, &mut random)
        } else {
            let (centre, metres) = towns[random.below(TOWNS)];
            centre + coord! { x: random.normal(), y: random.normal() } * metres
        };
        let inside = at.x >= extent.min().x
            && at.x <= extent.max().x
            && at.y >= extent.min().y
            && at.y <= extent.max().y;
        points.extend(Some(at).filter(|_| inside).and_then(grid_point));
    }
    points
}

/// Sorts points along a Hilbert curve, so that each is near the one before it.
pub fn sorted(points: &[GridPoint], footprints: &[MultiPolygon<f64>]) -> Vec<GridPoint> {
    let extent = extent(footprints);
    let mut points = points.to_vec();
    points.sort_by_cached_key(|point| hilbert(extent, *point));
    points
}

/// Points within ten metres of a boundary: a random place on a random edge, then up to ten metres
/// away from it. There are most of them where there are most edges.
pub fn near_boundaries(
    footprints: &[MultiPolygon<f64>],
    count: usize,
    seed: u64,
) -> Vec<GridPoint> {
    let edges: Vec<_> = footprints
        .iter()
        .flat_map(polygon_coverage::measure::edges)
        .collect();
    let mut random = Random::new(seed);
    let mut points = Vec::with_capacity(count);
    while points.len() < count {
        let [from, to] = edges[random.below(edges.len())];
        let away = coord! { x: random.signed(), y: random.signed() } * 9.999;
        let is_close = away.x * away.x + away.y * away.y <= 9.999 * 9.999;
        let at = from + (to - from) * random.unit() + away;
        points.extend(Some(at).filter(|_| is_close).and_then(grid_point));
    }
    points
}

fn extent(footprints: &[MultiPolygon<f64>]) -> Rect<f64> {
    let nothing = (
        Coord::<f64> {
            x: f64::INFINITY,
            y: f64::INFINITY,
        },
        Coord::<f64> { x: 0.0, y: 0.0 },
    );
    let corners = footprints
        .iter()
        .filter_map(BoundingRect::bounding_rect)
        .map(|rect| (rect.min(), rect.max()));
    let (low, high) = corners.fold(nothing, |(low, high), (min, max)| {
        (
            coord! { x: low.x.min(min.x), y: low.y.min(min.y) },
            coord! { x: high.x.max(max.x), y: high.y.max(max.y) },
        )
    });
    Rect::new(low, high)
}

fn within(extent: Rect<f64>, random: &mut Random) -> Coord<f64> {
    extent.min() + coord! { x: extent.width() * random.unit(), y: extent.height() * random.unit() }
}

/// Rounds to the millimetre, so that a text file holds the point exactly.
fn grid_point(at: Coord<f64>) -> Option<GridPoint> {
    let millimetre = |metres: f64| (metres * 1_000.0).round() / 1_000.0;
    GridPoint::new(millimetre(at.x), millimetre(at.y)).ok()
}

/// Distance of a point along a Hilbert curve of 2¹⁶ by 2¹⁶ cells.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 65535"
)]
fn hilbert(extent: Rect<f64>, point: GridPoint) -> u32 {
    let cell = |metres: f64, extent: f64| (metres / extent * 65_535.0) as u32;
    let mut x = cell(point.easting() - extent.min().x, extent.width());
    let mut y = cell(point.northing() - extent.min().y, extent.height());
    let mut along = 0;
    for bit in (0..16).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        along = along << 2 | ((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                (x, y) = (65_535 - x, 65_535 - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{Size, coverage};
    use polygon_coverage::BoundaryIndex;

    const SIZE: Size = Size {
        areas: 40,
        vertices: 4_000,
    };

    #[test]
    fn near_is_within_ten_metres() {
        let areas = coverage(SIZE);
        let boundary = BoundaryIndex::build(&areas).unwrap();
        for point in near_boundaries(&areas, 500, 1) {
            assert!(boundary.nearest(point.coord()).unwrap().1 <= 10.0);
        }
    }

    #[test]
    fn sorted_points_are_the_same_points_each_near_the_one_before() {
        let areas = coverage(SIZE);
        let points = scattered(&areas, 2_000, 1);
        let in_order = sorted(&points, &areas);
        let travel = |points: &[GridPoint]| -> f64 {
            let steps = points
                .windows(2)
                .map(|pair| pair[1].coord() - pair[0].coord());
            steps.map(|step| step.x.hypot(step.y)).sum()
        };
        let sum = |points: &[GridPoint]| -> f64 {
            points.iter().map(|p| (p.easting() * 1e3).round()).sum()
        };
        assert_eq!(sum(&points).to_bits(), sum(&in_order).to_bits());
        assert!(travel(&in_order) * 15.0 < travel(&points));
    }
}
