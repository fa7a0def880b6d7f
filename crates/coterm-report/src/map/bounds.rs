//! The upright rectangle by which a map's page is laid out, in SVG units.

use geo::Coord;

/// An upright rectangle on the page, in SVG units, with y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapBounds {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl MapBounds {
    pub(super) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    pub(super) fn centred(centre: Coord<f64>, width: f64, height: f64) -> Self {
        Self::new(
            centre.x - width / 2.0,
            centre.y - height / 2.0,
            centre.x + width / 2.0,
            centre.y + height / 2.0,
        )
    }

    /// Width in SVG units.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in SVG units.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn centre(&self) -> Coord<f64> {
        Coord {
            x: f64::midpoint(self.left, self.right),
            y: f64::midpoint(self.top, self.bottom),
        }
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(
            self.left - by,
            self.top - by,
            self.right + by,
            self.bottom + by,
        )
    }

    pub(super) fn moved(&self, x: f64, y: f64) -> Self {
        Self::new(self.left + x, self.top + y, self.right + x, self.bottom + y)
    }

    /// Whether the two rectangles have any area in common; touching does not count.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the other rectangle is wholly inside this one; their edges may touch.
    pub fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    /// The place in the rectangle that is nearest to this one.
    pub(super) fn nearest(&self, to: Coord<f64>) -> Coord<f64> {
        Coord {
            x: to.x.clamp(self.left, self.right),
            y: to.y.clamp(self.top, self.bottom),
        }
    }

    /// The centres of a grid of `columns` by `rows` that fills the rectangle.
    pub(super) fn samples(self, columns: u32, rows: u32) -> impl Iterator<Item = Coord<f64>> {
        let (across, down) = (
            self.width() / f64::from(columns),
            self.height() / f64::from(rows),
        );
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| Coord {
                x: self.left + (f64::from(column) + 0.5) * across,
                y: self.top + (f64::from(row) + 0.5) * down,
            })
        })
    }

    /// Whether a segment is at least partly inside or on the edge, by clipping it to the
    /// rectangle.
    pub(super) fn meets(&self, [from, to]: [Coord<f64>; 2]) -> bool {
        let along = to - from;
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        for (step, start, low, high) in [
            (along.x, from.x, self.left, self.right),
            (along.y, from.y, self.top, self.bottom),
        ] {
            if step == 0.0 {
                if start < low || start > high {
                    return false;
                }
            } else {
                let (a, b) = ((low - start) / step, (high - start) / step);
                first = first.max(a.min(b));
                last = last.min(a.max(b));
            }
        }
        first <= last
    }
}
