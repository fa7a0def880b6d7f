//! Random coverages for the laws: quadrilaterals or triangles that fill a rectangle, with further
//! vertices on shared edges, and groups of them as areas.

use std::collections::HashMap;

use coterm_tests::Random;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use polygon_coverage::dissolve;
use proptest::prelude::*;

/// Metres from one corner of the unmoved grid to the next.
const CELL: f64 = 20.0;
/// South-west corner: a place in Lancashire, so that coordinates have as many digits as real ones.
const CORNER: Coord<f64> = Coord {
    x: 340_000.0,
    y: 450_000.0,
};

/// Parameters of a random coverage.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a knob of its own")]
pub(crate) struct Shape {
    columns: usize,
    rows: usize,
    /// Whether corners are moved; if not, most edges are level or vertical.
    moved: bool,
    /// Whether all coordinates are whole metres.
    whole: bool,
    triangles: bool,
    /// Whether edges have further vertices.
    cut: bool,
    groups: usize,
    seed: u64,
}

/// Cells that fill a rectangle, and the group of each.
#[derive(Debug, Clone)]
pub(crate) struct Coverage {
    pub(crate) cells: Vec<MultiPolygon<f64>>,
    pub(crate) group_of: Vec<usize>,
    pub(crate) groups: usize,
    pub(crate) min: Coord<f64>,
    pub(crate) max: Coord<f64>,
}

pub(crate) fn coverages() -> impl Strategy<Value = Coverage> {
    let drawn = (1..7_usize, 1..7_usize, any::<bool>(), any::<bool>());
    let divided = (any::<bool>(), any::<bool>(), 1..6_usize, any::<u64>());
    (drawn, divided).prop_map(
        |((columns, rows, moved, whole), (triangles, cut, groups, seed))| {
            Coverage::draw(Shape {
                columns,
                rows,
                moved,
                whole,
                triangles,
                cut,
                groups,
                seed,
            })
        },
    )
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns and rows")]
impl Coverage {
    pub(crate) fn draw(shape: Shape) -> Self {
        let mut random = Random(shape.seed);
        let corners: Vec<Vec<Coord<f64>>> = (0..=shape.rows)
            .map(|row| {
                (0..=shape.columns)
                    .map(|column| corner(shape, column, row, &mut random))
                    .collect()
            })
            .collect();
        let mut rings = Vec::new();
        for row in 0..shape.rows {
            for column in 0..shape.columns {
                let quad = [
                    corners[row][column],
                    corners[row][column + 1],
                    corners[row + 1][column + 1],
                    corners[row + 1][column],
                ];
                rings.extend(divided(quad, shape.triangles, &mut random));
            }
        }
        if shape.cut {
            cut(&mut rings, &mut random);
        }
        Self {
            group_of: rings.iter().map(|_| random.below(shape.groups)).collect(),
            cells: rings.into_iter().map(closed).collect(),
            groups: shape.groups,
            min: CORNER,
            max: CORNER
                + Coord {
                    x: CELL * shape.columns as f64,
                    y: CELL * shape.rows as f64,
                },
        }
    }

    /// The groups as areas: some with holes, some in parts, some touching in points.
    pub(crate) fn areas(&self) -> Vec<MultiPolygon<f64>> {
        let cells_of =
            |group| (0..self.cells.len()).filter(move |&cell| self.group_of[cell] == group);
        (0..self.groups)
            .map(|group| dissolve(cells_of(group).map(|cell| &self.cells[cell])).unwrap())
            .collect()
    }

    /// Points that are hard to locate: every vertex, the middle of every edge, a point next to each
    /// in representable numbers, and random points in and around the rectangle.
    pub(crate) fn places(&self, seed: u64) -> Vec<Coord<f64>> {
        let mut random = Random(seed);
        let size = self.max - self.min;
        let mut places: Vec<Coord<f64>> = (0..64)
            .map(|_| {
                let (east, north) = (random.fraction() * 1.2 - 0.1, random.fraction() * 1.2 - 0.1);
                self.min
                    + Coord {
                        x: size.x * east,
                        y: size.y * north,
                    }
            })
            .collect();
        for [from, to] in self.cells.iter().flat_map(polygon_coverage::measure::edges) {
            let middle = (from + to) / 2.0;
            places.extend([from, middle].map(|place| next_to(place, &mut random)));
            // Also at the height of one vertex and the easting of another.
            places.extend([from, middle, Coord { x: from.x, y: to.y }]);
        }
        places
    }

    /// Whether the cells cover the point, by the half-open rule.
    pub(crate) fn covers(&self, place: Coord<f64>) -> bool {
        (self.min.x..self.max.x).contains(&place.x) && (self.min.y..self.max.y).contains(&place.y)
    }
}

/// Random one of the nine points whose coordinates are the same or the next representable number.
pub(crate) fn next_to(place: Coord<f64>, random: &mut Random) -> Coord<f64> {
    let mut next_number =
        |number: f64| [number.next_down(), number, number.next_up()][random.below(3)];
    Coord {
        x: next_number(place.x),
        y: next_number(place.y),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns and rows")]
fn corner(shape: Shape, column: usize, row: usize, random: &mut Random) -> Coord<f64> {
    let unmoved = CORNER
        + Coord {
            x: CELL * column as f64,
            y: CELL * row as f64,
        };
    // Less than a third of a cell, so that no cell can turn inside out.
    let mut shift = |on_border: bool| {
        let metres = (random.fraction() - 0.5) * CELL * 0.6;
        if on_border || !shape.moved {
            0.0
        } else if shape.whole {
            metres.round()
        } else {
            metres
        }
    };
    // Border corners move along the border only, so that it stays a rectangle.
    let east = shift(column == 0 || column == shape.columns);
    let north = shift(row == 0 || row == shape.rows);
    unmoved + Coord { x: east, y: north }
}

type Ring = Vec<Coord<f64>>;

/// A quadrilateral as it is, or as two triangles along a diagonal inside it.
fn divided(quad: [Coord<f64>; 4], triangles: bool, random: &mut Random) -> Vec<Ring> {
    let [a, b, c, d] = quad;
    let left = |p: Coord<f64>, q: Coord<f64>, r: Coord<f64>| {
        (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 1.0
    };
    let mut ways = Vec::new();
    if left(a, b, c) && left(a, c, d) {
        ways.push([vec![a, b, c], vec![a, c, d]]);
    }
    if left(b, c, d) && left(b, d, a) {
        ways.push([vec![b, c, d], vec![b, d, a]]);
    }
    if !triangles || ways.is_empty() {
        return vec![quad.to_vec()];
    }
    ways.swap_remove(random.below(ways.len())).into()
}

/// Inserts up to two vertices into each edge, the same for both of its neighbours.
fn cut(rings: &mut [Ring], random: &mut Random) {
    let mut cuts: HashMap<[(u64, u64); 2], Ring> = HashMap::new();
    let bits = |at: Coord<f64>| (at.x.to_bits(), at.y.to_bits());
    for ring in rings {
        let mut with = Vec::new();
        for position in 0..ring.len() {
            let (from, to) = (ring[position], ring[(position + 1) % ring.len()]);
            with.push(from);
            if let Some(cut_vertices) = cuts.get(&[bits(to), bits(from)]) {
                with.extend(cut_vertices.iter().rev());
                continue;
            }
            let along = [0.25, 0.5, 0.75]
                .into_iter()
                .filter(|_| random.below(3) == 0);
            let new: Ring = along.map(|part| from + (to - from) * part).collect();
            with.extend(&new);
            cuts.insert([bits(from), bits(to)], new);
        }
        *ring = with;
    }
}

fn closed(ring: Ring) -> MultiPolygon<f64> {
    Polygon::new(LineString::new(ring), Vec::new()).into()
}
