//! Points in whole units of a [`PrecisionModel`] and the tests on them, which the arrangement uses.
//! Every test is exact in integers.

use geo::Coord;

use crate::precision::REACH;
use crate::{Error, PrecisionModel, Result};

/// Point in whole units of the grid. Points are ordered from west to east, then from south to
/// north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// Direction, or difference of two points, in whole units of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vector {
    pub(super) x: i64,
    pub(super) y: i64,
}

impl Ord for Point {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Combines both axes in one number: comparing points is the most frequent operation.
        let key = |point: &Self| (i64::from(point.x) << 32) + i64::from(point.y);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Point {
    /// The point of the grid nearest to a coordinate.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`] for a coordinate that the model does not cover.
    pub(crate) fn nearest(model: &PrecisionModel, coord: Coord<f64>) -> Result<Self> {
        let [x, y] = model.nearest(coord)?;
        Ok(Self { x, y })
    }

    /// The point of an integer grid at these coordinates.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondGrid`] for 2³⁰ units or more, so that products of two differences fit.
    pub(super) fn on_grid([x, y]: [i32; 2]) -> Result<Self> {
        if x.unsigned_abs() >= REACH || y.unsigned_abs() >= REACH {
            return Err(Error::BeyondGrid { x, y });
        }
        Ok(Self { x, y })
    }

    pub(super) fn minus(self, other: Self) -> Vector {
        Vector {
            x: i64::from(self.x) - i64::from(other.x),
            y: i64::from(self.y) - i64::from(other.y),
        }
    }
}

impl Vector {
    /// Twice the signed area of the triangle of both vectors, positive if `other` is to the left.
    pub(super) fn cross(self, other: Self) -> i64 {
        self.x * other.y - self.y * other.x
    }

    pub(super) fn reversed(self) -> Self {
        Self {
            x: -self.x,
            y: -self.y,
        }
    }

    /// Half of the full turn that the direction is in: 0 to the south or due east, 1 to the north
    /// or due west.
    fn half(self) -> u8 {
        u8::from(self.y > 0 || (self.y == 0 && self.x < 0))
    }

    /// Compares two directions counter-clockwise, from west (excluded) through south, east and
    /// north to west (included).
    pub(super) fn turn(self, other: Self) -> std::cmp::Ordering {
        self.half()
            .cmp(&other.half())
            .then_with(|| 0.cmp(&self.cross(other)))
    }
}

/// Side of the line from `a` to `b` that the point is on: positive for left, negative for right.
pub(super) fn side(a: Point, b: Point, point: Point) -> i64 {
    b.minus(a).cross(point.minus(a))
}

/// Position in 2⁻²⁸ grid units, to which the crossing of two edges is rounded. With whole
/// millimetres that is four picometres: moving an edge of a kilometre by it sweeps less than a
/// hundredth of a square millimetre. Sums of areas over such positions are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    x: i64,
    y: i64,
}

/// Bits of a fraction of a grid unit: as fine as the crossing of two edges can be computed in
/// 128 bits, with a bit or two to spare.
const FRACTION: u32 = 28;

impl From<Point> for Position {
    fn from(point: Point) -> Self {
        Self {
            x: i64::from(point.x) << FRACTION,
            y: i64::from(point.y) << FRACTION,
        }
    }
}

impl Position {
    /// The position `numerator / denominator` of the way from `a` to `b`.
    #[expect(clippy::cast_possible_truncation, reason = "between the two")]
    pub(super) fn along(a: Point, b: Point, part: Part) -> Self {
        let way = b.minus(a);
        let axis = |from: i32, way: i64| {
            let scaled = (i128::from(way) * i128::from(part.numerator)) << FRACTION;
            // Rounds to the nearest, whatever the sign.
            let doubled = 2 * scaled + i128::from(part.denominator);
            (i64::from(from) << FRACTION)
                + doubled.div_euclid(2 * i128::from(part.denominator)) as i64
        };
        Self {
            x: axis(a.x, way.x),
            y: axis(a.y, way.y),
        }
    }

    /// Coordinates of the position, rounded to `f64`.
    #[inline]
    pub(crate) fn coord(self, model: &PrecisionModel) -> Coord<f64> {
        model.coord([self.x, self.y], FRACTION)
    }

    pub(super) fn y(self) -> i64 {
        self.y
    }

    /// Twice the signed area of the triangle of both positions and the origin.
    pub(super) fn twice_area(self, other: Self, origin: Point) -> ExactArea {
        let origin = Self::from(origin);
        let ([x, y], [other_x, other_y]) = (
            [self.x - origin.x, self.y - origin.y],
            [other.x - origin.x, other.y - origin.y],
        );
        let times = |one: i64, other: i64| i128::from(one) * i128::from(other);
        ExactArea(times(x, other_y) - times(y, other_x))
    }
}

/// Exact sum of areas of faces: an integer, so that the result is the same to the last bit in
/// whatever order areas are added. [`Arrangement::area_of`](super::Arrangement::area_of) converts
/// it to a number.
// Holds twice the area, in the square of 2⁻²⁸ units. Partial sums may wrap if a line goes to and
// fro often enough. The total fits, so wrapping does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ExactArea(i128);

impl ExactArea {
    /// Area in the square of the coordinates' unit, rounded once.
    #[expect(clippy::cast_precision_loss, reason = "rounded once, at the end")]
    pub(super) fn rounded(self, model: &PrecisionModel) -> f64 {
        let unit = f64::from(1 << FRACTION) * model.scale();
        self.0 as f64 / (unit * unit) / 2.0
    }
}

impl std::ops::AddAssign for ExactArea {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }
}

impl std::ops::Neg for ExactArea {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.wrapping_neg())
    }
}

impl std::iter::Sum for ExactArea {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, area| {
            sum += area;
            sum
        })
    }
}

/// Relative position along an edge: an exact fraction between 0 and 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    numerator: i64,
    /// Always positive.
    denominator: i64,
}

impl Part {
    pub(super) fn new(numerator: i64, denominator: i64) -> Self {
        let sign = denominator.signum();
        Self {
            numerator: numerator * sign,
            denominator: denominator * sign,
        }
    }

    pub(super) fn order(self, other: Self) -> std::cmp::Ordering {
        let times = |a: i64, b: i64| i128::from(a) * i128::from(b);
        times(self.numerator, other.denominator).cmp(&times(other.numerator, self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_ordered_all_the_way_round() {
        let round = [
            (-2, -1),
            (0, -1),
            (3, -1),
            (1, 0),
            (5, 4),
            (0, 7),
            (-1, 6),
            (-1, 0),
        ];
        let round = round.map(|(x, y)| Vector { x, y });
        for (i, one) in round.iter().enumerate() {
            for (j, other) in round.iter().enumerate() {
                assert_eq!(one.turn(*other), i.cmp(&j), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_position_along_an_edge_is_the_nearest() {
        let (a, b) = (Point { x: -7, y: 3 }, Point { x: 3, y: -7 });
        let third = Position::along(a, b, Part::new(-1, -3));
        let third = third.coord(&PrecisionModel::new(1_000.0, Coord::zero()));
        assert!((third.x + 0.011 / 3.0).abs() < 1e-9, "{third:?}");
        assert!((third.y + 0.001 / 3.0).abs() < 1e-9, "{third:?}");
    }
}
