//! Coverages from a formula: as many areas and vertices as asked for, edges
//! rough like a coast or a stream, and the same to the last bit everywhere.
//!
//! # Why the edges do not cross
//!
//! Areas are groups of cells of a grid whose lines are unevenly spaced and whose
//! corners are moved by up to 0.15 of the nearest spacing. Each side of a cell
//! is a *graph* over its chord: vertices move only across it, so a side never
//! meets itself. They move by at most 0.3 of the nearest spacing, so that
//! opposite sides stay apart, and by at most 0.4 of the way to the nearer end,
//! an angle of 22°, so that sides that leave the same corner stay apart too.
//! Millimetres are far below both. The test below checks it with exact tests.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::merge::{Side, merge, rings};
use crate::random::Random;

/// West, south, east, north of England, EPSG:27700 metres.
pub const ENGLAND: [f64; 4] = [80_000.0, 5_000.0, 656_000.0, 657_000.0];

/// How many areas with how many vertices, shared ones counted for each area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Areas.
    pub areas: usize,
    /// Vertices of all areas together, to within a few percent.
    pub vertices: usize,
}

/// As many as England has districts or so, in full detail.
pub const SMALL: Size = Size {
    areas: 350,
    vertices: 1_500_000,
};
/// As many as England and Wales have LSOAs, in full detail.
pub const LARGE: Size = Size {
    areas: 34_850,
    vertices: 8_800_000,
};

/// From a thousand to ten million vertices, 350 areas.
pub fn growing_vertices() -> Vec<Size> {
    (3..=7)
        .map(|power| Size {
            vertices: 10_usize.pow(power),
            ..SMALL
        })
        .collect()
}

/// From ten to 35,000 areas, 1.5 million vertices.
pub fn growing_areas() -> Vec<Size> {
    [10, 100, 350, 1_000, 3_500, 10_000, 35_000]
        .map(|areas| Size { areas, ..SMALL })
        .into()
}

/// Cells to an area. With 16 the envelopes of areas cover 1.9 times the ground;
/// those of England's districts do 1.95 times, of CCGs 1.96, of LSOAs 2.05. How far
/// they overlap decides how many areas a peer has to ask about a point.
const CELLS_PER_AREA: usize = 16;

/// A coverage of this size. Rings are closed, outlines counter-clockwise.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn coverage(size: Size) -> Vec<MultiPolygon<f64>> {
    // As square as England, which is 1.13 times as high as wide, allows.
    // Few vertices do not go round many cells.
    let cells = size.areas * (size.vertices / size.areas / 16).clamp(1, CELLS_PER_AREA);
    let columns = (1..cells).find(|c| c * c * 113 >= cells * 100).unwrap_or(1);
    let rows = cells.div_ceil(columns);
    let areas = rings(columns, &merge(columns, rows, size.areas));
    let mut grid = Grid::new(columns, rows);
    let metres: f64 = areas
        .iter()
        .flatten()
        .flatten()
        .map(|side| grid.length(*side))
        .sum();
    grid.edges_per_metre = size.vertices as f64 / metres;
    areas.into_iter().map(|rings| grid.area(&rings)).collect()
}

struct Grid {
    /// Eastings of the grid's upright lines, northings of its level ones.
    lines: [Vec<f64>; 2],
    /// Edges to a metre of side.
    edges_per_metre: f64,
}

impl Grid {
    fn new(columns: usize, rows: usize) -> Self {
        let [west, south, east, north] = ENGLAND;
        let lines = [lines(columns, west, east, 1), lines(rows, south, north, 2)];
        Self {
            lines,
            edges_per_metre: 0.0,
        }
    }

    fn length(&self, [from, to]: Side) -> f64 {
        distance(self.corner(from), self.corner(to))
    }

    fn area(&self, rings: &[Vec<Side>]) -> MultiPolygon<f64> {
        let mut rings = rings.iter().map(|sides| self.ring(sides));
        // The ring with the southernmost point comes first: it is the outline.
        let outline = rings.next().unwrap_or_else(|| LineString(vec![]));
        Polygon::new(outline, rings.collect()).into()
    }

    fn ring(&self, sides: &[Side]) -> LineString<f64> {
        let mut ring = Vec::new();
        for &[from, to] in sides {
            // Whose side it is, it is worked out the same way round.
            let mut side = self.side(from.min(to), from.max(to));
            if to < from {
                side.reverse();
            }
            // The next side begins where this one ends.
            side.pop();
            ring.append(&mut side);
        }
        ring.push(ring[0]);
        LineString(ring)
    }

    /// One side of a cell, rough.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and positive"
    )]
    fn side(&self, from: [usize; 2], to: [usize; 2]) -> Vec<Coord<f64>> {
        let (start, end) = (self.corner(from), self.corner(to));
        let length = distance(start, end);
        let count = (length * self.edges_per_metre).round().max(1.0) as usize;
        let mut heights = vec![0.0; count + 1];
        let upright = usize::from(from[0] == to[0]);
        let mut random = Random::new(key(from) << 2 | upright as u64);
        roughen(&mut heights, 1.0 - ROUGHNESS, &mut random);
        let most = 0.3 * self.spacing(from).min(self.spacing(to));
        let (along, across) = (
            (end - start) / length,
            Coord {
                x: start.y - end.y,
                y: end.x - start.x,
            } / length,
        );
        let vertex = |(position, height): (usize, f64)| {
            let metres = length * position as f64 / count as f64;
            let limit = (0.4 * metres.min(length - metres)).min(most);
            millimetres(start + along * metres + across * (height * limit))
        };
        let mut side: Vec<_> = heights.into_iter().enumerate().map(vertex).collect();
        // Not computed, so that all sides that meet there agree to the last bit.
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

    /// Metres to the nearest other grid line, both ways.
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

/// How much smaller the bends get when they get half as long; 0.5 is smooth, 1 is
/// no longer a line. Streams and coasts are between 0.55 and 0.65.
const ROUGHNESS: f64 = 0.6;

/// Midpoint displacement: bends upon bends, at every scale, within -1 and 1.
fn roughen(heights: &mut [f64], reach: f64, random: &mut Random) {
    let last = heights.len() - 1;
    if last >= 2 {
        heights[last / 2] = heights[0].midpoint(heights[last]) + reach * random.signed();
        roughen(&mut heights[..=last / 2], reach * ROUGHNESS, random);
        roughen(&mut heights[last / 2..], reach * ROUGHNESS, random);
    }
}

/// Lines of a grid, some four times as far apart as others, with room outside
/// for corners and sides that move.
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
    // Not `hypot`, whose last bit differs between machines.
    ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).sqrt()
}

fn millimetres(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: (coord.x * 1_000.0).round() / 1_000.0,
        y: (coord.y * 1_000.0).round() / 1_000.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::CoordsIter;

    fn vertices(areas: &[MultiPolygon<f64>]) -> usize {
        areas.iter().map(|area| area.coords_count() - 1).sum()
    }

    #[test]
    fn what_is_made_is_a_coverage() {
        for size in [
            (1, 100),
            (12, 40_000),
            (60, 20_000),
            (350, 1_000),
            (350, 60_000),
            (2_000, 100_000),
        ] {
            let size = Size {
                areas: size.0,
                vertices: size.1,
            };
            let areas = coverage(size);
            assert_eq!(areas.len(), size.areas);
            assert!(areas.iter().all(geo::Validation::is_valid), "{size:?}");
            assert_eq!(
                coterm_core::check_coverage(&areas.iter().collect::<Vec<_>>()),
                [],
                "{size:?}"
            );
        }
    }

    #[test]
    fn the_number_of_vertices_is_near_what_was_asked_for() {
        let count = vertices(&coverage(Size {
            areas: 350,
            vertices: 100_000,
        }));
        assert!((98_000..=102_000).contains(&count), "{count}");
    }

    #[test]
    fn it_is_the_same_every_time_and_within_england() {
        let areas = coverage(Size {
            areas: 40,
            vertices: 4_000,
        });
        let coords: Vec<_> = areas.iter().flat_map(CoordsIter::coords_iter).collect();
        let bits = coords.iter().flat_map(|c| [c.x.to_bits(), c.y.to_bits()]);
        let sum = bits.fold(0_u64, |sum, bits| sum.rotate_left(5) ^ bits);
        assert_eq!(
            sum, 9_908_893_712_655_727_790,
            "the formula has changed, or this machine reckons differently"
        );
        let [west, south, east, north] = ENGLAND;
        assert!(
            coords
                .iter()
                .all(|c| c.x > west && c.x < east && c.y > south && c.y < north)
        );
    }
}
