//! Claims about grids of squares whose sides are powers of two, placed at multiples of them.
//! Wherever an index draws its lines at round numbers or at halves of its extent, edges run along
//! them and vertices are on their corners. The expected area of a point follows by division.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::PointIndex;

use crate::differential::{all_crossings, is_as_brute_force};

/// Grid of squares, from its south-west corner on.
#[derive(Debug, Clone, Copy)]
struct Grid {
    west: f64,
    south: f64,
    side: f64,
    columns: usize,
    rows: usize,
    triangles: bool,
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns and rows")]
impl Grid {
    fn line(first: f64, side: f64, at: usize) -> f64 {
        first + side * at as f64
    }

    fn areas(self) -> Vec<MultiPolygon<f64>> {
        let mut areas = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let [west, east] = [0, 1].map(|on| Self::line(self.west, self.side, column + on));
                let [south, north] = [0, 1].map(|on| Self::line(self.south, self.side, row + on));
                let corners = [(west, south), (east, south), (east, north), (west, north)];
                let parts: &[&[usize]] = match (self.triangles, (row + column) % 2) {
                    (false, _) => &[&[0, 1, 2, 3]],
                    (true, 0) => &[&[0, 1, 2], &[0, 2, 3]],
                    (true, _) => &[&[0, 1, 3], &[1, 2, 3]],
                };
                for part in parts {
                    let ring: Vec<_> = part.iter().map(|&corner| corners[corner]).collect();
                    areas.push(Polygon::new(LineString::from(ring), vec![]).into());
                }
            }
        }
        areas
    }

    /// Points at quarters of a square, and at the representable numbers next to each.
    fn places(self) -> Vec<Coord<f64>> {
        let along = |first: f64, count: usize| -> Vec<f64> {
            let quarters = (0..=count * 4).map(|at| Self::line(first, self.side / 4.0, at));
            quarters
                .flat_map(|number| [number.next_down(), number, number.next_up()])
                .collect()
        };
        let (eastings, northings) = (along(self.west, self.columns), along(self.south, self.rows));
        // Each easting with some northings, and each northing with some eastings.
        let pairs = |step: usize| {
            let (eastings, northings) = (&eastings, &northings);
            (0..eastings.len().max(northings.len()) * 3).map(move |at| Coord {
                x: eastings[at % eastings.len()],
                y: northings[(at * step + at / eastings.len()) % northings.len()],
            })
        };
        pairs(1).chain(pairs(7)).collect()
    }
}

#[test]
fn edges_along_round_lines_and_vertices_on_their_corners() {
    let (mut grids, mut by_cells) = (0, 0);
    for power in [-8, -3, 0, 3, 6, 10, 13] {
        let side = f64::powi(2.0, power);
        for (west, south) in [(side, side), (262_144.0, 524_288.0), (344_064.0, 450_560.0)] {
            for size in 0..39 {
                let (columns, rows) =
                    [(1 + size % 8, 1 + size / 8), (1 + size, 1), (1, 1 + size)][size % 3];
                for triangles in [false, true] {
                    let grid = Grid {
                        west,
                        south,
                        side,
                        columns,
                        rows,
                        triangles,
                    };
                    grids += 1;
                    by_cells += usize::from(is_as_brute_force(&grid.areas(), &grid.places()));
                }
            }
        }
    }
    assert!(
        by_cells * 10 >= grids * 9,
        "only {by_cells} of {grids} have cells"
    );
}

/// A line of the index may pass within one representable number of a vertex.
#[test]
fn every_grid_of_squares_is_a_coverage() {
    let mut refused = Vec::new();
    for (columns, rows) in (1..=12).flat_map(|columns| (1..=12).map(move |rows| (columns, rows))) {
        let grid = Grid {
            west: 340_000.0,
            south: 450_000.0,
            side: 20.0,
            columns,
            rows,
            triangles: false,
        };
        if !PointIndex::build(&grid.areas()).unwrap().is_coverage() {
            refused.push((columns, rows));
        }
    }
    assert_eq!(refused, [], "columns and rows");
}

/// Squares in a quarter of a square in a quarter of a square, each an area of its own: lines end on
/// the middles of others, and each is a line of some finer grid.
#[test]
fn squares_within_squares() {
    let corner = (344_064.0, 450_560.0);
    for depth in 1..16 {
        for quarter in 0..4 {
            let mut squares = Vec::new();
            let (mut at, mut side) = (corner, 8_192.0);
            for _ in 0..depth {
                side /= 2.0;
                let mut parts: Vec<_> = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
                    .map(|(x, y)| (at.0 + x * side, at.1 + y * side))
                    .into();
                at = parts.swap_remove(quarter);
                squares.extend(parts.into_iter().map(|part| (part, side)));
            }
            squares.push((at, side));
            let areas = matched(&squares);
            let by_cells = is_as_brute_force(&areas, &all_crossings(&areas));
            assert!(by_cells, "depth {depth}, quarter {quarter}");
        }
    }
}

/// Squares with a vertex wherever another has a corner on one of their sides.
fn matched(squares: &[((f64, f64), f64)]) -> Vec<MultiPolygon<f64>> {
    let corners = |&((x, y), side): &((f64, f64), f64)| {
        [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    };
    let all: Vec<(f64, f64)> = squares.iter().flat_map(corners).collect();
    let ring = |square| {
        let own = corners(square);
        let (low, high) = (own[0], own[2]);
        // Counter-clockwise from the south-west, by the distance along the sides.
        let along = |&(x, y): &(f64, f64)| match (x, y) {
            _ if !(low.0..=high.0).contains(&x) || !(low.1..=high.1).contains(&y) => None,
            _ if y == low.1 => Some(x - low.0),
            _ if x == high.0 => Some(square.1 + y - low.1),
            _ if y == high.1 => Some(3.0 * square.1 - (x - low.0)),
            _ if x == low.0 => Some(4.0 * square.1 - (y - low.1)),
            _ => None,
        };
        let mut ring: Vec<_> = all
            .iter()
            .filter(|at| along(at).is_some())
            .copied()
            .collect();
        ring.sort_by(|a, b| along(a).partial_cmp(&along(b)).unwrap());
        ring.dedup();
        MultiPolygon::from(Polygon::new(LineString::from(ring), vec![]))
    };
    squares.iter().map(ring).collect()
}
