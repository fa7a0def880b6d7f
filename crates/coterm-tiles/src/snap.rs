//! Snap rounding: lines rounded to a coarser grid without any getting across another.

use crate::grid::Grid;
use crate::point::{Point, Rectangle};

/// The *hot pixels* of a grid, and the way that lines take through them.
///
/// A pixel is the square around a point of the coarse grid, its western and northern
/// edges included. It is hot if a vertex is in it, or a place where lines cross. Rounding
/// leads each segment through the centres of all hot pixels that it touches, so
///
/// 1. nothing moves further than from a pixel's corner to its centre, 0.71 pixels;
/// 2. rounded segments share ends and nothing else: none crosses another, and none has
///    another's end inside it;
/// 3. no vertex gets across a segment: what was on the left of a line is on the left of
///    it afterwards, or on it.
///
/// That holds if every crossing's pixel is among the hot ones (Hobby 1999; Guibas and
/// Marimont 1998). Every test is exact, in integers. To round again may move lines again:
/// a rounded segment may pass a hot pixel that it did not pass before (Halperin and
/// Packer 2002).
#[derive(Debug)]
pub(crate) struct Snap {
    /// A pixel's side is two to this, in units of the fine grid.
    shift: u32,
    hot: Vec<Point>,
    grid: Option<Grid>,
}

impl Snap {
    /// With these hot pixels, by their points of the coarse grid.
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

    /// A line of the fine grid, rounded: points of the coarse grid, none twice in a row.
    /// The pixels of its vertices must be hot.
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

    /// The hot pixels that a segment touches, in the order of the way from `a` to `b`.
    fn through(&self, a: Point, b: Point, through: &mut Vec<Point>) {
        let ends = [pixel(a, self.shift), pixel(b, self.shift)];
        if ends[0] == ends[1] {
            through.push(ends[0]);
            return;
        }
        let (Some(grid), Some(around)) = (&self.grid, Rectangle::around(ends)) else {
            return;
        };
        let half = (1 << self.shift) / 2 + 1;
        through.extend(
            grid.along(a, b, half)
                .map(|number| self.hot[number as usize])
                .filter(|&hot| around.holds(hot) && touches(a, b, hot, self.shift)),
        );
        // Along a line both coordinates only grow, or only fall; so do the pixels'.
        let signs = [(b.x - a.x).signum(), (b.y - a.y).signum()];
        through.sort_unstable_by_key(|pixel| (signs[0] * pixel.x, signs[1] * pixel.y));
    }
}

/// The pixel that a point is in.
pub(crate) fn pixel(point: Point, shift: u32) -> Point {
    let half = (1 << shift) / 2;
    Point::new((point.x + half) >> shift, (point.y + half) >> shift)
}

fn centre(pixel: Point, shift: u32) -> Point {
    Point::new(pixel.x << shift, pixel.y << shift)
}

/// Whether any point of the segment is in the pixel. Each axis leaves a part of the
/// segment, from one fraction of the way to another; is there anything in both?
fn touches(a: Point, b: Point, pixel: Point, shift: u32) -> bool {
    let centre = centre(pixel, shift);
    // Doubled, so that half a pixel is whole also where a pixel is a unit.
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
        // It enters and leaves at these; the greater edge is not the pixel's own.
        let [least, most] = [-half - start, half - start];
        let (enters, leaves, enters_open) = if way > 0 {
            (Fraction::new(least, way), Fraction::new(most, way), false)
        } else {
            (
                Fraction::new(-most, -way),
                Fraction::new(-least, -way),
                true,
            )
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

/// A fraction, its denominator positive.
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
