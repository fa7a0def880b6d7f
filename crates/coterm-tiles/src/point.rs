//! Points and rectangles of the map's integer grids, with exact tests.

/// A point in whole units of the world's grid, or of a zoom's grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    pub(crate) x: i64,
    pub(crate) y: i64,
}

impl Point {
    pub(crate) fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// Returns twice the area of the triangle with `a` and `b`, positive if `b` is to the left
    /// of the direction from this point to `a`. Points of one set are less than 2³¹ units
    /// apart, so the result fits.
    pub(crate) fn cross(self, a: Self, b: Self) -> i64 {
        (a.x - self.x) * (b.y - self.y) - (a.y - self.y) * (b.x - self.x)
    }

    /// Returns the distance in units to the segment between two other points.
    #[expect(clippy::cast_precision_loss, reason = "for measuring, not deciding")]
    pub(crate) fn distance_to(self, a: Self, b: Self) -> f64 {
        let way = [(b.x - a.x) as f64, (b.y - a.y) as f64];
        let offset = [(self.x - a.x) as f64, (self.y - a.y) as f64];
        let length2 = way[0] * way[0] + way[1] * way[1];
        let part = if length2 > 0.0 {
            ((way[0] * offset[0] + way[1] * offset[1]) / length2).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let away = [offset[0] - part * way[0], offset[1] - part * way[1]];
        // `hypot` takes several times as long, for numbers that are never so large.
        (away[0] * away[0] + away[1] * away[1]).sqrt()
    }

    /// Whether the point is on the segment between two others, ends included.
    pub(crate) fn is_between(self, ends: [Self; 2]) -> bool {
        let on_line = self.cross(ends[0], ends[1]) == 0;
        on_line && Rectangle::bounding(ends).is_some_and(|bounding| bounding.holds(self))
    }

    /// Whether a ring, which may cross itself, goes around the point: whether its winding
    /// number there is not zero (Sunday 2001). For a point of the ring itself the answer may be
    /// either.
    pub(crate) fn is_within(self, ring: impl Iterator<Item = Self> + Clone) -> bool {
        let ends = ring.clone().skip(1).chain(ring.clone().take(1));
        let winding: i32 = ring
            .zip(ends)
            .map(|(from, to)| match (from.y <= self.y, to.y <= self.y) {
                (true, false) if self.cross(from, to) > 0 => 1,
                (false, true) if self.cross(from, to) < 0 => -1,
                _ => 0,
            })
            .sum();
        winding != 0
    }
}

/// A rectangle of whole units, its edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rectangle {
    pub(crate) min: Point,
    pub(crate) max: Point,
}

impl Rectangle {
    pub(crate) fn bounding(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |all: Option<Self>, point| {
            let all = all.unwrap_or(Self {
                min: point,
                max: point,
            });
            Some(Self {
                min: Point::new(all.min.x.min(point.x), all.min.y.min(point.y)),
                max: Point::new(all.max.x.max(point.x), all.max.y.max(point.y)),
            })
        })
    }

    pub(crate) fn holds(&self, point: Point) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }

    pub(crate) fn grown(self, by: i64) -> Self {
        Self {
            min: Point::new(self.min.x - by, self.min.y - by),
            max: Point::new(self.max.x + by, self.max.y + by),
        }
    }
}
