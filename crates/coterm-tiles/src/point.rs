//! Points of the map's integer grids, and the tests on them, exact.

/// A point in whole units: of the world's grid, or of a zoom's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    pub(crate) x: i64,
    pub(crate) y: i64,
}

impl Point {
    pub(crate) fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// Twice the area of the triangle with these two, positive if `b` is to the left of
    /// the way from here to `a`. No two points of a set are 2³¹ units apart, so that it
    /// fits.
    pub(crate) fn cross(self, a: Self, b: Self) -> i64 {
        (a.x - self.x) * (b.y - self.y) - (a.y - self.y) * (b.x - self.x)
    }

    /// Units to the segment between two others.
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

    /// Whether it is in the triangle, its edges included.
    pub(crate) fn is_in(self, [a, b, c]: [Self; 3]) -> bool {
        let sides = [a.cross(b, self), b.cross(c, self), c.cross(a, self)];
        let on_line = a.cross(b, c) == 0;
        let one_side = sides.iter().all(|&side| side >= 0) || sides.iter().all(|&side| side <= 0);
        // A triangle without ground has its points on a line, and they may go on along it.
        one_side && (!on_line || Rectangle::around([a, b, c]).is_some_and(|box_| box_.holds(self)))
    }
}

/// A rectangle of whole units, its edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rectangle {
    pub(crate) least: Point,
    pub(crate) most: Point,
}

impl Rectangle {
    pub(crate) fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |all: Option<Self>, point| {
            let all = all.unwrap_or(Self {
                least: point,
                most: point,
            });
            Some(Self {
                least: Point::new(all.least.x.min(point.x), all.least.y.min(point.y)),
                most: Point::new(all.most.x.max(point.x), all.most.y.max(point.y)),
            })
        })
    }

    pub(crate) fn holds(&self, point: Point) -> bool {
        (self.least.x..=self.most.x).contains(&point.x)
            && (self.least.y..=self.most.y).contains(&point.y)
    }

    pub(crate) fn grown(self, by: i64) -> Self {
        Self {
            least: Point::new(self.least.x - by, self.least.y - by),
            most: Point::new(self.most.x + by, self.most.y + by),
        }
    }
}
