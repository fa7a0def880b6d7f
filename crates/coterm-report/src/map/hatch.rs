//! Hatching of the pieces that a map points out.
//!
//! Every line is drawn by itself, cut off at the piece's outline. An SVG pattern would be shorter,
//! but some programs print it as a plain fill.

use std::collections::BTreeMap;

use super::legend::line_attributes;
use super::shape::{Point, Ring};
use super::style::{Colour, LineStyle};
use super::svg::{Svg, closed_path, open_path};

/// Kind of hatching. The lines of the two lean to opposite sides, so that they differ without
/// colour too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Hatch {
    /// Strong lines close together, for the pieces that matter most.
    #[default]
    Dense,
    /// Thin lines far apart, which leave the fill below visible.
    Open,
}

impl Hatch {
    /// Width of the line around a piece, in SVG units.
    pub(super) fn edge(self) -> f64 {
        match self {
            Self::Dense => 1.4,
            Self::Open => 0.9,
        }
    }

    /// Width of a line, in SVG units.
    fn width(self) -> f64 {
        match self {
            Self::Dense => 1.8,
            Self::Open => 1.0,
        }
    }

    /// Opacity of the tint between the lines.
    fn tint(self) -> &'static str {
        match self {
            Self::Dense => "0.18",
            Self::Open => "0.06",
        }
    }

    /// Distance between lines from left to right, in tenths of an SVG unit.
    fn apart(self) -> i64 {
        match self {
            Self::Dense => 84,
            Self::Open => 141,
        }
    }

    /// A point by the line that it is on, and by its place along the line. Both are integers of
    /// one parity, so that [`Self::point`] is exact but for rounding.
    fn across_and_along(self, [x, y]: Point) -> [i64; 2] {
        let (x, y) = (i64::from(x), i64::from(y));
        match self {
            Self::Dense => [x + y, x - y],
            Self::Open => [x - y, x + y],
        }
    }

    fn point(self, across: i64, along: f64) -> Point {
        #[expect(clippy::cast_precision_loss, reason = "a map is far smaller")]
        let across = across as f64;
        let (x, y) = match self {
            Self::Dense => (across + along, across - along),
            Self::Open => (along + across, along - across),
        };
        #[expect(clippy::cast_possible_truncation, reason = "a map is far smaller")]
        [x, y].map(|twice| (twice / 2.0).round() as i32)
    }

    /// The lines inside rings. Where rings cross or lie within one another, every second part is
    /// inside, as in a fill by the even-odd rule. O(v + c log c) in vertices and crossings.
    fn lines(self, rings: &[Ring]) -> Vec<Vec<Point>> {
        let mut crossings: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for ring in rings {
            let next = ring.iter().cycle().skip(1);
            for (from, to) in ring.iter().zip(next) {
                let (from, to) = (self.across_and_along(*from), self.across_and_along(*to));
                let (low, high) = if from[0] <= to[0] {
                    (from, to)
                } else {
                    (to, from)
                };
                // A line belongs to the edges whose upper end is on it, not to those that rise from it.
                let first = low[0].div_euclid(self.apart()) + 1;
                let last = high[0].div_euclid(self.apart());
                for line in first..=last {
                    #[expect(clippy::cast_precision_loss, reason = "a map is far smaller")]
                    let [at, from, to, rise] = [
                        line * self.apart() - low[0],
                        low[1],
                        high[1],
                        high[0] - low[0],
                    ]
                    .map(|number| number as f64);
                    let along = from + (to - from) * at / rise;
                    crossings.entry(line).or_default().push(along);
                }
            }
        }
        let mut lines = Vec::new();
        for (line, mut all) in crossings {
            all.sort_by(f64::total_cmp);
            for pair in all.chunks_exact(2) {
                let ends = [pair[0], pair[1]].map(|along| self.point(line * self.apart(), along));
                if ends[0] != ends[1] {
                    lines.push(ends.to_vec());
                }
            }
        }
        lines
    }
}

/// Fills rings with a light tint and hatching.
pub(super) fn fill(svg: &mut Svg, hatch: Hatch, colour: Colour, rings: &[Ring]) {
    let tint = vec![
        ("d", closed_path(rings)),
        ("fill", colour.to_string()),
        ("fill-opacity", hatch.tint().to_owned()),
        ("fill-rule", "evenodd".to_owned()),
    ];
    svg.element("path", &tint);
    let lines = hatch.lines(rings);
    if !lines.is_empty() {
        let style = LineStyle {
            colour,
            width: hatch.width(),
            dash: None,
        };
        svg.element("path", &line_attributes(open_path(&lines), &style));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_outline_and_leave_holes_free() {
        let square =
            |from: i32, to: i32| -> Ring { vec![[from, from], [to, from], [to, to], [from, to]] };
        for hatch in [Hatch::Dense, Hatch::Open] {
            let lines = hatch.lines(&[square(0, 1000), square(300, 700)]);
            assert!(lines.len() > 10);
            for line in lines {
                let within = |[x, y]: Point, low: i32, high: i32| {
                    (low..=high).contains(&x) && (low..=high).contains(&y)
                };
                for end in &line {
                    assert!(within(*end, 0, 1000), "{line:?}");
                }
                let middle = [0, 1].map(|axis| i32::midpoint(line[0][axis], line[1][axis]));
                assert!(!within(middle, 301, 699), "{line:?}");
                let leans = (line[1][0] - line[0][0]).signum() * (line[1][1] - line[0][1]).signum();
                assert_eq!(leans, if hatch == Hatch::Dense { -1 } else { 1 });
            }
        }
    }
}
