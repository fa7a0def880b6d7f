//! Fits the table of approximate positions on the grid, with a bound on the error of each tile.
//!
//! # Why the bound holds
//!
//! Take a tile's polynomial as a function of the place on the ETRS89 plane. The exact position is
//! that place and its shift, which is bilinear in each cell of a kilometre. A bilinear function
//! that is compared with a smooth one differs most at a corner of the cell, but for at most an
//! eighth of the smooth function's second differences along both axes. So the bound is the largest
//! difference at any corner of a cell that reaches into the tile, an eighth of the second
//! differences there, and [`SPARE`] for all else.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "some hundred tiles and a thousand nodes; coefficients are rounded before their errors \
              are measured"
)]

use crate::space::approximation_tiles::{
    COLUMNS, EAST, FIRST_ROW, NORTH, ROWS, TERMS, TILE_BYTES, TILES_TO_A_DEGREE, WEST, terms,
    tile_at,
};
use crate::space::ostn15_tiles;
use crate::space::transverse_mercator::{project, unproject};

/// Metres from a tile within which all corners are of cells that reach into it: more than the
/// diagonal of a cell.
const REACH: f64 = 1_500.0;
/// Metres from the rim of the shifts within which there are no polynomials.
const RIM: f64 = 3_000.0;
/// Metres in a degree of latitude, at least.
const DEGREE: f64 = 111_000.0;
/// Share of the second differences that is added to the bound: an eighth, and a quarter of it more
/// because they vary a little from corner to corner.
const CURVATURE: f64 = 1.25 / 8.0;
/// Metres for the rounding of exact positions to the millimetre (half of one), of sums and products
/// of `f32` of less than 32 km (six of up to a millimetre, and their terms), and of corners that are
/// projected there and back (less than a tenth of a millimetre of their shifts).
const SPARE: f64 = 0.015;

/// Polynomials of a tile, for east and north, and the bound on their error in metres.
struct Tile {
    coefficients: [[f32; 2]; TERMS],
    bound: f32,
}

/// Corner of some cells.
#[derive(Clone, Copy)]
struct Node {
    lon: f64,
    lat: f64,
    /// Easting and northing on the ETRS89 plane, and on the grid.
    plane: [f64; 2],
    grid: [f64; 2],
}

/// Number of coefficients of a polynomial, with one constant.
const UNKNOWNS: usize = TERMS - 1;
/// Columns of nodes.
const NODES_EAST: usize = ostn15_tiles::COLUMNS as usize + 1;

/// The table of all tiles, from the shifts of the nodes in metres, row by row from the south-west.
pub(crate) fn table(shifts: &[[f64; 2]]) -> Vec<u8> {
    let nodes: Vec<Node> = shifts.iter().enumerate().map(node).collect();
    let mut nodes_of_tiles = vec![Vec::new(); COLUMNS * ROWS];
    for (at, node) in nodes.iter().enumerate() {
        let lat_reach = REACH / DEGREE;
        let lon_reach = lat_reach / node.lat.to_radians().cos();
        let [west, east] = [-lon_reach, lon_reach].map(|reach| node.lon + reach);
        let [south, north] = [-lat_reach, lat_reach].map(|reach| node.lat + reach);
        if east < WEST || west > EAST || north < FIRST_ROW || south > NORTH {
            continue;
        }
        let ((low, _), (high, _)) = (tile_at(west, south), tile_at(east, north));
        for row in low / COLUMNS..=high / COLUMNS {
            for column in low % COLUMNS..=high % COLUMNS {
                nodes_of_tiles[row * COLUMNS + column].push(at);
            }
        }
    }
    let mut table = Vec::with_capacity(COLUMNS * ROWS * TILE_BYTES);
    for (at, reached) in nodes_of_tiles.iter().enumerate() {
        let tile = is_shifted(at).then(|| Tile::fit(at, &nodes, reached));
        tile.unwrap_or(Tile::NONE).write_to(&mut table);
    }
    table
}

fn node((at, shift): (usize, &[f64; 2])) -> Node {
    let (column, row) = (at % NODES_EAST, at / NODES_EAST);
    let (lon, lat) = unproject(column as f64 * 1_000.0, row as f64 * 1_000.0);
    // Projected again, because the inverse is some millimetres off in the far west.
    let (easting, northing) = project(lon, lat);
    Node {
        lon,
        lat,
        plane: [easting, northing],
        grid: [easting + shift[0], northing + shift[1]],
    }
}

/// Whether all of a tile has shifts, and so has the ground around it.
fn is_shifted(tile: usize) -> bool {
    let (column, row) = (tile % COLUMNS, tile / COLUMNS);
    [(0, 0), (1, 0), (0, 1), (1, 1)]
        .iter()
        .all(|(east, north)| {
            let (easting, northing) = project(
                WEST + (column + east) as f64 / TILES_TO_A_DEGREE[0],
                FIRST_ROW + (row + north) as f64 / TILES_TO_A_DEGREE[1],
            );
            let inside = |metres: f64, cells: u32| {
                (RIM..=f64::from(cells) * 1_000.0 - RIM).contains(&metres)
            };
            inside(easting, ostn15_tiles::COLUMNS) && inside(northing, ostn15_tiles::ROWS)
        })
}

impl Tile {
    /// Tile without polynomials: its positions mean nothing, as its bound says.
    const NONE: Self = Self {
        coefficients: [[0.0; 2]; TERMS],
        bound: f32::INFINITY,
    };

    /// Fits polynomials to the nodes that reach into a tile, by least squares. The constants are
    /// then moved so that the largest errors to both sides are the same.
    fn fit(tile: usize, nodes: &[Node], reached: &[usize]) -> Self {
        let place = |node: &Node| {
            let (column, row) = (tile % COLUMNS, tile / COLUMNS);
            [
                (node.lon - WEST) * TILES_TO_A_DEGREE[0] - column as f64 - 0.5,
                (node.lat - FIRST_ROW) * TILES_TO_A_DEGREE[1] - row as f64 - 0.5,
            ]
        };
        let origin = nodes[reached[0]].grid;
        // Normal equations of both axes: the terms but for one of the two constants, and then east
        // and north.
        let mut equations = [[0.0; UNKNOWNS + 2]; UNKNOWNS];
        for node in reached.iter().map(|&at| &nodes[at]) {
            let [_, terms @ ..] = terms(place(node));
            let wanted = [0, 1].map(|axis| node.grid[axis] - origin[axis]);
            for (equation, term) in equations.iter_mut().zip(terms) {
                for (sum, other) in equation.iter_mut().zip(terms.into_iter().chain(wanted)) {
                    *sum += term * other;
                }
            }
        }
        let [constants, others @ ..] = solved(equations);
        let mut fitted = Self {
            coefficients: [[0.0; 2]; TERMS],
            bound: 0.0,
        };
        for (coefficients, fitted) in fitted.coefficients[2..].iter_mut().zip(others) {
            *coefficients = fitted.map(|coefficient| coefficient as f32);
        }
        let mut bound: f64 = 0.0;
        for axis in 0..2 {
            let constant = origin[axis] + constants[axis];
            fitted.set_constant(axis, constant);
            // Error of the polynomial, and its shift from the plane.
            let error = |node: &Node| fitted.at(place(node))[axis] - node.grid[axis];
            let shift = |node: &Node| fitted.at(place(node))[axis] - node.plane[axis];
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            let mut bends = [0.0_f64; 2];
            for &at in reached {
                let error = error(&nodes[at]);
                (low, high) = (low.min(error), high.max(error));
                for (bend, step) in bends.iter_mut().zip([1, NODES_EAST]) {
                    // No tile is at the rim, so a node has neighbours.
                    let [before, middle, after] =
                        [at - step, at, at + step].map(|at| shift(&nodes[at]));
                    *bend = bend.max((before - 2.0 * middle + after).abs());
                }
            }
            fitted.set_constant(axis, constant - low.midpoint(high));
            let most = (high - low) / 2.0 + CURVATURE * (bends[0] + bends[1]) + SPARE;
            bound = bound.max(most);
        }
        fitted.bound = (bound as f32).next_up();
        fitted
    }

    fn set_constant(&mut self, axis: usize, metres: f64) {
        let high = metres as f32;
        self.coefficients[0][axis] = high;
        self.coefficients[1][axis] = (metres - f64::from(high)) as f32;
    }

    fn at(&self, place: [f64; 2]) -> [f64; 2] {
        let mut at = [0.0; 2];
        for (coefficients, term) in self.coefficients.iter().zip(terms(place)) {
            for (sum, coefficient) in at.iter_mut().zip(coefficients) {
                *sum += f64::from(*coefficient) * term;
            }
        }
        at
    }

    fn write_to(&self, table: &mut Vec<u8>) {
        let numbers = self.coefficients.iter().copied().chain([[self.bound; 2]]);
        table.extend(numbers.flatten().flat_map(f32::to_le_bytes));
    }
}

/// Solves the equations of both axes by elimination. They are those of least squares, so the
/// diagonal needs no search for pivots.
fn solved(mut equations: [[f64; UNKNOWNS + 2]; UNKNOWNS]) -> [[f64; 2]; UNKNOWNS] {
    for pivot in 0..UNKNOWNS {
        let row = equations[pivot].map(|value| value / equations[pivot][pivot]);
        equations[pivot] = row;
        for (at, equation) in equations.iter_mut().enumerate() {
            let times = equation[pivot];
            if at != pivot {
                for (value, of_row) in equation.iter_mut().zip(row) {
                    *value -= times * of_row;
                }
            }
        }
    }
    equations.map(|equation| [equation[UNKNOWNS], equation[UNKNOWNS + 1]])
}
