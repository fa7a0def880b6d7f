//! Index of points in square cells, for finding those in a rectangle or along a segment.
//!
//! Snap rounding and simplification use it. It may return more points than it is asked for,
//! never fewer.

use crate::point::{Point, Rectangle};

/// Points by position, in about as many cells as there are points.
#[derive(Debug)]
pub(crate) struct Grid {
    bounds: Rectangle,
    /// Binary logarithm of a cell's side.
    shift: u32,
    columns: usize,
    /// Start of each cell's items, row by row, and the end of the last one's.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Grid {
    /// Indexes some points, which are known by numbers. `None` if there are none. O(n).
    pub(crate) fn new(points: impl Iterator<Item = (u32, Point)> + Clone) -> Option<Self> {
        let bounds = Rectangle::bounding(points.clone().map(|(_, point)| point))?;
        let count = points.clone().count();
        let cells = |from: i64, to: i64, shift: u32| usize_of((to - from) >> shift) + 1;
        let size = |shift| {
            [
                cells(bounds.min.x, bounds.max.x, shift),
                cells(bounds.min.y, bounds.max.y, shift),
            ]
        };
        let shift = (0..62)
            .find(|&shift| {
                let [columns, rows] = size(shift);
                columns.saturating_mul(rows) <= 2 * count + 1
            })
            .unwrap_or(62);
        let [columns, rows] = size(shift);
        let mut grid = Self {
            bounds,
            shift,
            columns,
            starts: vec![0; columns * rows + 1],
            items: vec![0; count],
        };
        for (_, point) in points.clone() {
            let cell = grid.cell(point);
            grid.starts[cell + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut grid.starts {
            sum += *start;
            *start = sum;
        }
        let mut next = grid.starts.clone();
        for (number, point) in points {
            let slot = &mut next[grid.cell(point)];
            grid.items[*slot as usize] = number;
            *slot += 1;
        }
        Some(grid)
    }

    fn cell(&self, point: Point) -> usize {
        self.row(point.y) * self.columns + self.column(point.x)
    }

    fn column(&self, x: i64) -> usize {
        usize_of((x.clamp(self.bounds.min.x, self.bounds.max.x) - self.bounds.min.x) >> self.shift)
    }

    fn row(&self, y: i64) -> usize {
        usize_of((y.clamp(self.bounds.min.y, self.bounds.max.y) - self.bounds.min.y) >> self.shift)
    }

    fn in_row(&self, row: usize, west: i64, east: i64) -> &[u32] {
        let first = row * self.columns;
        let [from, to] = [first + self.column(west), first + self.column(east) + 1];
        &self.items[self.starts[from] as usize..self.starts[to] as usize]
    }

    /// Returns the points in a rectangle, and some outside.
    pub(crate) fn within(&self, within: Rectangle) -> impl Iterator<Item = u32> {
        let Rectangle { min, max } = within;
        (self.row(min.y)..=self.row(max.y))
            .flat_map(move |row| self.in_row(row, min.x, max.x))
            .copied()
    }

    /// Returns the points no further from a segment than `margin`, on either axis, and some
    /// others.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "widened by more than the rounding"
    )]
    pub(crate) fn along(&self, a: Point, b: Point, margin: i64) -> impl Iterator<Item = u32> {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let slope = (high.x - low.x) as f64 / ((high.y - low.y) as f64).max(1.0);
        let at = move |y: i64| low.x + (slope * (y.clamp(low.y, high.y) - low.y) as f64) as i64;
        (self.row(low.y - margin)..=self.row(high.y + margin))
            .flat_map(move |row| {
                let above = i64::try_from(row).unwrap_or(i64::MAX);
                let first = self.bounds.min.y + (above << self.shift);
                let last = first + (1 << self.shift);
                let ends = if low.y == high.y {
                    [low.x, high.x]
                } else {
                    [at(first - margin), at(last + margin)]
                };
                let widened = margin + 2;
                self.in_row(
                    row,
                    ends[0].min(ends[1]) - widened,
                    ends[0].max(ends[1]) + widened,
                )
            })
            .copied()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive"
)]
fn usize_of(value: i64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        (-300_i64..300, -300_i64..300).prop_map(|(x, y)| Point::new(x, y))
    }

    proptest! {
        #[test]
        fn nothing_near_is_missed(
            points in proptest::collection::vec(point(), 1..80),
            a in point(), b in point(), margin in 0_i32..20,
        ) {
            let numbered = (0..).zip(points.iter().copied());
            let grid = Grid::new(numbered).unwrap();
            let box_ = Rectangle::bounding([a, b]).unwrap();
            let within: Vec<u32> = grid.within(box_).collect();
            let along: Vec<u32> = grid.along(a, b, i64::from(margin)).collect();
            for (number, &point) in (0..).zip(&points) {
                prop_assert!(!box_.holds(point) || within.contains(&number));
                let is_close = point.distance_to(a, b) <= f64::from(margin);
                prop_assert!(!is_close || along.contains(&number));
            }
        }
    }
}
