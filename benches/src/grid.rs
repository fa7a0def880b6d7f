//! A grid with rough sides, from which made layers are cut.
//!
//! # Why the edges do not cross
//!
//! The grid's lines are unevenly spaced, and its corners are moved by up to 0.15 of the nearest
//! spacing. Each side of a cell is a *graph* over its chord: vertices move only across the chord,
//! so a side never meets itself. They move by at most 0.3 of the nearest spacing, so that opposite
//! sides stay apart, and by at most 0.4 of the way to the nearer end, an angle of 22°, so that
//! sides that leave the same corner stay apart too. Rounding to millimetres is far below both. A
//! test of `coverage` confirms this with exact predicates.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::coverage::ENGLAND;
use crate::merge::Side;
use crate::random::Random;

/// An unevenly spaced grid over England.
pub struct Grid {
    /// Eastings of the vertical lines, and northings of the horizontal ones.
    lines: [Vec<f64>; 2],
}

/// The way in which a side is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Number of edges per metre of side.
    pub edges_per_metre: f64,
    /// Seed of the bends: each seed gives other ones.
    pub seed: u64,
}

impl Grid {
    /// Makes a grid of this many columns and rows.
    pub fn new(columns: usize, rows: usize) -> Self {
        let [west, south, east, north] = ENGLAND;
        let lines = [lines(columns, west, east, 1), lines(rows, south, north, 2)];
        Self { lines }
    }

    /// Distance in metres between the two corners of a side.
    pub fn length(&self, [from, to]: Side) -> f64 {
        distance(self.corner(from), self.corner(to))
    }

    /// Makes the area that these sides surround, each drawn with the pen that `pen` picks for it.
    pub fn area(&self, rings: &[Vec<Side>], pen: impl Fn(Side) -> Pen) -> MultiPolygon<f64> {
        let mut rings = rings.iter().map(|sides| self.ring(sides, &pen));
        // The ring with the southernmost point comes first; it is the outer ring.
        let outline = rings.next().unwrap_or_else(|| LineString(vec![]));
        Polygon::new(outline, rings.collect()).into()
    }

    fn ring(&self, sides: &[Side], pen: impl Fn(Side) -> Pen) -> LineString<f64> {
        let mut ring = Vec::new();
        for &[from, to] in sides {
            let forward = undirected([from, to]);
            let mut side = self.side(forward, pen(forward));
            if to < from {
                side.reverse();
            }
            // The next side begins with the point at which this one ends.
            side.pop();
            ring.append(&mut side);
        }
        ring.push(ring[0]);
        LineString(ring)
    }

    /// Draws one rough side of a cell, from corner to corner.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and positive"
    )]
    fn side(&self, [from, to]: Side, pen: Pen) -> Vec<Coord<f64>> {
        let (start, end) = (self.corner(from), self.corner(to));
        let length = distance(start, end);
        let count = (length * pen.edges_per_metre).round().max(1.0) as usize;
        let mut heights = vec![0.0; count + 1];
        let upright = usize::from(from[0] == to[0]);
        let mut random = Random::new((key(from) << 2 | upright as u64) ^ pen.seed);
        roughen(&mut heights, 1.0 - ROUGHNESS, &mut random);
        let max_offset = 0.3 * self.spacing(from).min(self.spacing(to));
        let (along, across) = (
            (end - start) / length,
            Coord {
                x: start.y - end.y,
                y: end.x - start.x,
            } / length,
        );
        let vertex = |(position, height): (usize, f64)| {
            let metres = length * position as f64 / count as f64;
            let limit = (0.4 * metres.min(length - metres)).min(max_offset);
            millimetres(start + along * metres + across * (height * limit))
        };
        let mut side: Vec<_> = heights.into_iter().enumerate().map(vertex).collect();
        // The ends are copied, not computed, so that all sides that meet there agree to the last
        // bit.
        side[0] = start;
        side[count] = end;
        side
    }

    fn corner(&self, at: [usize; 2]) -> Coord<f64> {
        let mut random = Random::new(key(at) << 2 | 2);
        let reach = 0.15 * self.spacing(at);
        let [x, y] = [0, 1].map(|axis| self.lines[axis][at[axis]] + reach * random.signed());
        millimetres(Coord { x, y })
    }

    /// Distance in metres to the nearest other grid line in either direction.
    fn spacing(&self, at: [usize; 2]) -> f64 {
        let nearest = |axis: usize| {
            let (lines, k) = (&self.lines[axis], at[axis]);
            let before = k
                .checked_sub(1)
                .map_or(f64::INFINITY, |j| lines[k] - lines[j]);
            lines
                .get(k + 1)
                .map_or(before, |next| before.min(next - lines[k]))
        };
        nearest(0).min(nearest(1))
    }
}

/// The side in the direction in which it is computed, which is the same for both of its areas.
pub fn undirected([from, to]: Side) -> Side {
    [from.min(to), from.max(to)]
}

/// Ratio of the size of bends to that of bends twice as long. 0.5 is smooth; at 1 it is no longer a
/// line. Streams and coasts are between 0.55 and 0.65.
const ROUGHNESS: f64 = 0.6;

/// Midpoint displacement: bends at every scale, with all heights between -1 and 1.
fn roughen(heights: &mut [f64], reach: f64, random: &mut Random) {
    let last = heights.len() - 1;
    if last >= 2 {
        heights[last / 2] = heights[0].midpoint(heights[last]) + reach * random.signed();
        roughen(&mut heights[..=last / 2], reach * ROUGHNESS, random);
        roughen(&mut heights[last / 2..], reach * ROUGHNESS, random);
    }
}

/// Positions of a grid's lines, some four times as far apart as others, with a margin outside for
/// corners and sides that move.
fn lines(cells: usize, from: f64, to: f64, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed);
    let widths: Vec<f64> = (0..cells).map(|_| 1.0 + 3.0 * random.unit()).collect();
    let margin = [widths[0], widths[cells - 1]].map(|width| 0.45 * width);
    let scale = (to - from) / (widths.iter().sum::<f64>() + margin[0] + margin[1]);
    let mut position = from + margin[0] * scale;
    let mut lines = vec![position];
    lines.extend(widths.iter().map(|width| {
        position += width * scale;
        position
    }));
    lines
}

fn key([column, row]: [usize; 2]) -> u64 {
    (column as u64) << 24 | row as u64
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    // `hypot` would differ between machines in its last bit.
    ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).sqrt()
}

fn millimetres(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: (coord.x * 1_000.0).round() / 1_000.0,
        y: (coord.y * 1_000.0).round() / 1_000.0,
    }
}
