//! [`Profile`]: the distance of one segment from each point of a straight edge, in closed form.

use geo::Coord;

/// Edge as an axis: a position on it is the distance from its first end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    origin: Coord<f64>,
    /// Unit vector.
    direction: Coord<f64>,
}

impl Axis {
    /// The axis and the length of an edge, whose length must not be zero.
    pub(super) fn along([from, to]: [Coord<f64>; 2]) -> (Self, f64) {
        let along = to - from;
        let length = along.x.hypot(along.y);
        let direction = along / length;
        let origin = from;
        (Self { origin, direction }, length)
    }

    /// The point at a distance along the axis.
    pub(super) fn at(self, distance: f64) -> Coord<f64> {
        self.origin + self.direction * distance
    }

    /// The coordinates of a point relative to the axis: along it, and to its left.
    fn position_of(self, place: Coord<f64>) -> Coord<f64> {
        let (offset, direction) = (place - self.origin, self.direction);
        Coord {
            x: offset.x * direction.x + offset.y * direction.y,
            y: offset.y * direction.x - offset.x * direction.y,
        }
    }
}

/// Distance to a segment as a function of the position along an axis: to its first end, then to
/// the line through it, then to its other end. The function is convex, and its slope is never
/// steeper than one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    breaks: [f64; 2],
    parts: [Part; 3],
}

#[derive(Debug, Clone, Copy)]
enum Part {
    /// Distance from a vertex, given in coordinates relative to the axis.
    Vertex(Coord<f64>),
    /// Distance |slope × position + offset|.
    Line { slope: f64, offset: f64 },
}

impl Profile {
    pub(super) fn new(axis: Axis, segment: [Coord<f64>; 2]) -> Self {
        let [mut first, mut last] = segment.map(|end| axis.position_of(end));
        if first.x > last.x {
            (first, last) = (last, first);
        }
        let along = last - first;
        let length = along.x.hypot(along.y);
        // The offset is positive to the left of the axis, for a segment that runs along it.
        let slope = -along.y / length;
        let line = Part::Line {
            slope,
            offset: (along.y * first.x - along.x * first.y) / length,
        };
        // Positions from which the nearest point of the line is one of the ends.
        let foot = |end: Coord<f64>| end.x + end.y * (along.y / along.x);
        let breaks = if along.x > length * 1e-12 {
            [foot(first), foot(last)]
        } else {
            // Perpendicular to the axis: the same part of the segment is nearest everywhere.
            let nearest = -first.y * along.y / (length * length);
            match nearest {
                ..=0.0 => [f64::INFINITY; 2],
                1.0.. => [f64::NEG_INFINITY; 2],
                _ => [f64::NEG_INFINITY, f64::INFINITY],
            }
        };
        Self {
            breaks,
            parts: [Part::Vertex(first), line, Part::Vertex(last)],
        }
    }

    fn part(&self, at: f64) -> Part {
        self.parts[usize::from(at > self.breaks[0]) + usize::from(at > self.breaks[1])]
    }

    pub(super) fn squared(&self, at: f64) -> f64 {
        match self.part(at) {
            Part::Vertex(vertex) => (at - vertex.x).powi(2) + vertex.y.powi(2),
            Part::Line { slope, offset } => (slope * at + offset).powi(2),
        }
    }

    /// The first position on the way from `from` to `end`, in either direction, where this segment
    /// is nearer than another by more than `slack`, in squared distances.
    pub(super) fn first_nearer(
        &self,
        other: &Self,
        mut from: f64,
        end: f64,
        slack: f64,
    ) -> Option<f64> {
        let way = if end > from { 1.0 } else { -1.0 };
        loop {
            let ahead = |at: &f64| (at - from) * way > 0.0 && (end - at) * way > 0.0;
            let breaks = self.breaks.into_iter().chain(other.breaks);
            let next = breaks
                .filter(ahead)
                .min_by(|a, b| (a * way).total_cmp(&(b * way)))
                .unwrap_or(end);
            let middle = f64::midpoint(from, next);
            let (own_squares, other_squares) =
                (self.part(middle).squares(), other.part(middle).squares());
            let [a, b, c] = [
                own_squares[0] - other_squares[0],
                own_squares[1] - other_squares[1],
                own_squares[2] - other_squares[2],
            ];
            let ahead = first_root(
                a,
                (2.0 * a * from + b) * way,
                (a * from + b) * from + c + slack,
            );
            if let Some(metres) = ahead.filter(|&metres| metres <= (next - from) * way) {
                return Some(from + metres * way);
            }
            if next == end {
                return None;
            }
            from = next;
        }
    }

    /// The integral of the distance between two positions, and the length within a tolerance.
    pub(super) fn integral_and_within(&self, from: f64, to: f64, tolerance: f64) -> [f64; 2] {
        let [low, high] = self.breaks.map(|at| at.clamp(from, to));
        let mut sums = [0.0; 2];
        for [from, to] in [[from, low], [low, high], [high, to]] {
            if from < to {
                let part = self.part(f64::midpoint(from, to));
                sums[0] += part.integral(from, to);
                sums[1] += part.within(from, to, tolerance);
            }
        }
        sums
    }
}

impl Part {
    /// The squared distance as a polynomial, quadratic coefficient first.
    fn squares(self) -> [f64; 3] {
        match self {
            Self::Vertex(vertex) => [1.0, -2.0 * vertex.x, vertex.x.powi(2) + vertex.y.powi(2)],
            Self::Line { slope, offset } => [slope * slope, 2.0 * slope * offset, offset * offset],
        }
    }

    fn integral(self, from: f64, to: f64) -> f64 {
        match self {
            Self::Vertex(vertex) => {
                let height = vertex.y.abs();
                let up_to = |along: f64| {
                    let distance = along.hypot(height);
                    // The limit of the term is 0 where the axis runs through the vertex.
                    let turn = if height > 0.0 {
                        (along / height).asinh()
                    } else {
                        0.0
                    };
                    f64::midpoint(along * distance, height * height * turn)
                };
                up_to(to - vertex.x) - up_to(from - vertex.x)
            }
            Self::Line { slope, offset } => {
                let [first, last] = [from, to].map(|at| slope * at + offset);
                if first * last < 0.0 {
                    (first * first + last * last) / (2.0 * slope.abs())
                } else {
                    f64::midpoint(first.abs(), last.abs()) * (to - from)
                }
            }
        }
    }

    fn within(self, from: f64, to: f64, tolerance: f64) -> f64 {
        let (middle, reach) = match self {
            Self::Vertex(vertex) => (
                vertex.x,
                ((tolerance - vertex.y) * (tolerance + vertex.y))
                    .max(0.0)
                    .sqrt(),
            ),
            Self::Line { slope, offset } if slope.abs() < 1e-15 => {
                let reach = if offset.abs() <= tolerance {
                    f64::INFINITY
                } else {
                    0.0
                };
                (from, reach)
            }
            Self::Line { slope, offset } => (-offset / slope, tolerance / slope.abs()),
        };
        (to.min(middle + reach) - from.max(middle - reach)).max(0.0)
    }
}

/// The least positive root of `a x² + b x + c`; 0 if `c` is negative.
fn first_root(a: f64, b: f64, c: f64) -> Option<f64> {
    if c < 0.0 {
        return Some(0.0);
    }
    let under = b * b - 4.0 * a * c;
    if under < 0.0 || (a >= 0.0 && b >= 0.0) {
        return None;
    }
    // Only sums of terms of the same sign, so that nothing cancels.
    if b < 0.0 {
        Some(2.0 * c / (under.sqrt() - b))
    } else {
        Some((b + under.sqrt()) / (-2.0 * a))
    }
}
