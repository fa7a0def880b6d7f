//! Snap rounding: rounds lines to a coarser grid without any crossing another.

use crate::grid::Grid;
use crate::point::{Point, Rectangle};

/// The *hot pixels* of a grid, by which lines are rounded.
///
/// A pixel is the square around a point of the coarse grid, including its western and northern
/// edges. It is hot if it contains a vertex or a crossing of lines. Rounding leads each segment
/// through the centres of all hot pixels that it touches, so
///
/// 1. nothing moves further than from a pixel's corner to its centre, 0.71 pixels;
/// 2. rounded segments share ends and nothing else: none crosses another, and none has
///    another's end inside it;
/// 3. no vertex gets to the other side of a segment: a point on the left of a line is on the
///    left of the rounded line, or on it.
///
/// This holds if the pixel of every crossing is hot (Hobby 1999; Guibas and Marimont 1998).
/// Every test is exact, in integers. Rounding a second time may move lines again: a rounded
/// segment may pass a hot pixel that it did not pass before (Halperin and Packer 2002).
#[derive(Debug)]
pub(crate) struct Snap {
    /// Binary logarithm of a pixel's side, in units of the fine grid.
    shift: u32,
    hot: Vec<Point>,
    grid: Option<Grid>,
}

impl Snap {
    /// Prepares rounding with these hot pixels, given by their points of the coarse grid.
    pub(crate) fn new(shift: u32, mut hot: Vec<Point>) -> Self {
        hot.sort_unstable();
        hot.dedup();
        let centres = hot.iter().map(|&pixel| centre(pixel, shift));
        Self {
            shift,
            grid: Grid::new((0..).zip(centres)),
            hot,
        }
    }

    /// Rounds a line of the fine grid to points of the coarse grid, without repetitions in a
    /// row. The pixels of the line's vertices must be hot.
    pub(crate) fn line(&self, points: &[Point]) -> Vec<Point> {
        let mut rounded: Vec<Point> = points
            .first()
            .map(|&first| pixel(first, self.shift))
            .into_iter()
            .collect();
        let mut through = Vec::new();
        for ends in points.windows(2) {
            self.through(ends[0], ends[1], &mut through);
            rounded.append(&mut through);
        }
        rounded.dedup();
        rounded
    }

    /// Appends the hot pixels that a segment touches, in order from `a` to `b`.
    fn through(&self, a: Point, b: Point, through: &mut Vec<Point>) {
        let ends = [pixel(a, self.shift), pixel(b, self.shift)];
        if ends[0] == ends[1] {
            through.push(ends[0]);
            return;
        }
        let (Some(grid), Some(bounding_box)) = (&self.grid, Rectangle::bounding(ends)) else {
            return;
        };
        let half = (1 << self.shift) / 2 + 1;
        through.extend(
            grid.along(a, b, half)
                .map(|number| self.hot[number as usize])
                .filter(|&hot| bounding_box.holds(hot) && touches(a, b, hot, self.shift)),
        );
        // Along a segment each coordinate only grows or only falls, and so do those of the
        // pixels.
        let signs = [(b.x - a.x).signum(), (b.y - a.y).signum()];
        through.sort_unstable_by_key(|pixel| (signs[0] * pixel.x, signs[1] * pixel.y));
    }
}

/// Returns the pixel that a point is in.
pub(crate) fn pixel(point: Point, shift: u32) -> Point {
    let half = (1 << shift) / 2;
    Point::new((point.x + half) >> shift, (point.y + half) >> shift)
}

fn centre(pixel: Point, shift: u32) -> Point {
    Point::new(pixel.x << shift, pixel.y << shift)
}

/// Whether any point of the segment is in the pixel. On each axis the segment is in the pixel
/// from one fraction of the way to another; the test is whether the two intervals overlap.
fn touches(a: Point, b: Point, pixel: Point, shift: u32) -> bool {
    let centre = centre(pixel, shift);
    // Coordinates are doubled, so that half a pixel is whole even if a pixel is one unit.
    let half = 1_i64 << shift;
    let mut from = Fraction::new(0, 1);
    let mut to = Fraction::new(1, 1);
    let mut open = [false, false];
    for (start, way) in [
        (2 * (a.x - centre.x), 2 * (b.x - a.x)),
        (2 * (a.y - centre.y), 2 * (b.y - a.y)),
    ] {
        if way == 0 {
            if !(-half..half).contains(&start) {
                return false;
            }
            continue;
        }
        // The segment enters and leaves at these; the greater edge does not belong to the
        // pixel.
        let [low, high] = [-half - start, half - start];
        let (enters, leaves, enters_open) = if way > 0 {
            (Fraction::new(low, way), Fraction::new(high, way), false)
        } else {
            (Fraction::new(-high, -way), Fraction::new(-low, -way), true)
        };
        match enters.order(from) {
            std::cmp::Ordering::Greater => (from, open[0]) = (enters, enters_open),
            std::cmp::Ordering::Equal => open[0] |= enters_open,
            std::cmp::Ordering::Less => {}
        }
        match leaves.order(to) {
            std::cmp::Ordering::Less => (to, open[1]) = (leaves, !enters_open),
            std::cmp::Ordering::Equal => open[1] |= !enters_open,
            std::cmp::Ordering::Greater => {}
        }
    }
    match from.order(to) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Equal => open == [false, false],
        std::cmp::Ordering::Greater => false,
    }
}

/// A fraction with a positive denominator.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    fn new(numerator: i64, denominator: i64) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    fn order(self, other: Self) -> std::cmp::Ordering {
        let times = |a: i64, b: i64| i128::from(a) * i128::from(b);
        times(self.numerator, other.denominator).cmp(&times(other.numerator, self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_through_the_hot_pixels_that_it_touches() {
        let point = |[x, y]: [i64; 2]| Point::new(x, y);
        let hot = [[0, 0], [10, 4], [5, 2], [5, 3], [7, 9]].map(point);
        let snap = Snap::new(3, hot.to_vec());
        let line = [[1, -2], [79, 33]].map(point);
        assert_eq!(snap.line(&line), [[0, 0], [5, 2], [10, 4]].map(point));
        let back = [line[1], line[0]];
        assert_eq!(snap.line(&back), [[10, 4], [5, 2], [0, 0]].map(point));
    }

    #[test]
    fn a_pixel_has_its_western_and_northern_edge_and_not_the_others() {
        let touches = |a: [i64; 2], b: [i64; 2]| {
            let [a, b] = [a, b].map(|[x, y]| Point::new(x, y));
            super::touches(a, b, Point::new(0, 0), 1)
        };
        assert!(touches([-1, -5], [-1, 5]));
        assert!(!touches([1, -5], [1, 5]));
        assert!(touches([-5, -1], [5, -1]));
        assert!(!touches([-5, 1], [5, 1]));
        assert!(
            touches([-5, 3], [3, -5]),
            "through its north-western corner"
        );
        assert!(!touches([-3, 5], [5, -3]), "past its south-eastern one");
        assert!(!touches([-2, -2], [-2, 2]));
    }
}
