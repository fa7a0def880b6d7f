//! The places where edges meet other than end to end.

use crate::buckets::Buckets;
use crate::parallel::prelude::*;

use super::edges::Edge;
use super::precision_grid::{Part, Point, side};

/// Where an edge is cut.
#[derive(Debug, Clone, Copy)]
pub(super) enum Contact {
    /// An end of another edge is on it.
    Touch {
        /// The edge that is cut, by position.
        edge: u32,
        /// The other, and which of its ends.
        by: u32,
        end: usize,
    },
    /// It crosses another, which is cut as well.
    Cross {
        /// The two, by position.
        edges: [u32; 2],
    },
}

/// Edges in a cell that are tried with each other rather than divided further. Of 8 to 64
/// this was among the fastest when every pair in a cell was tried; not measured since.
const FEW: usize = 24;

/// Edges to a cell of the mesh that the plane is divided into at first: a few times [`FEW`],
/// so that most cells are halved once or twice. No other was measured.
const TO_A_CELL: usize = 64;

/// An edge and the rectangle around it.
#[derive(Debug, Clone, Copy)]
struct Item {
    edge: u32,
    low: [i32; 2],
    high: [i32; 2],
}

/// All contacts, in no order, of edges that are in order. The plane is divided into a mesh,
/// and cells with more than a few edges are halved until few are in each part: O(n log n)
/// for edges that are short and do not crowd in one place.
pub(super) fn contacts(edges: &[Edge]) -> Vec<Contact> {
    let items = || {
        edges.iter().zip(0..).map(|(edge, position)| {
            let [a, b] = edge.ends;
            Item {
                edge: position,
                // Ends are in order of their eastings.
                low: [a.x, a.y.min(b.y)],
                high: [b.x, a.y.max(b.y)],
            }
        })
    };
    let bounds = items().fold(Cell::NOTHING, |cell, item| Cell {
        low: [0, 1].map(|axis| cell.low[axis].min(item.low[axis])),
        high: [0, 1].map(|axis| cell.high[axis].max(item.high[axis])),
    });
    let mesh = Mesh::over(bounds, edges.len() / TO_A_CELL);
    // Edges that reach across many cells: the mesh is of no use.
    let near = items().map(|item| (item, mesh.met_by(item)));
    let Ok(near) = Buckets::sort(mesh.cells(), 4 * edges.len(), near) else {
        let mut found = Vec::new();
        search(edges, &items().collect::<Vec<_>>(), bounds, &mut found);
        return found;
    };
    (0..mesh.cells())
        .into_par_iter()
        .with_min_len(64)
        .fold(Vec::new, |mut found, cell| {
            search(edges, near.get(cell), mesh.cell(cell), &mut found);
            found
        })
        .reduce(Vec::new, |mut found, more| {
            found.extend(more);
            found
        })
}

/// A rectangle, its limits included.
#[derive(Debug, Clone, Copy)]
struct Cell {
    low: [i32; 2],
    high: [i32; 2],
}

impl Cell {
    const NOTHING: Self = Self {
        low: [i32::MAX; 2],
        high: [i32::MIN; 2],
    };

    fn contains(&self, point: [i32; 2]) -> bool {
        (0..2).all(|axis| (self.low[axis]..=self.high[axis]).contains(&point[axis]))
    }

    fn side(&self, axis: usize) -> i64 {
        i64::from(self.high[axis]) - i64::from(self.low[axis])
    }
}

/// Square cells, as wide as a power of two of millimetres.
struct Mesh {
    low: [i32; 2],
    power: u32,
    columns: usize,
    rows: usize,
}

impl Mesh {
    /// So many cells at most, or not many more.
    fn over(bounds: Cell, about: usize) -> Self {
        let sides = [0, 1].map(|axis| bounds.side(axis).max(0) + 1);
        let along =
            |power: u32, axis: usize| usize::try_from(sides[axis] >> power).unwrap_or(0) + 1;
        let fine = |power: u32| along(power, 0).saturating_mul(along(power, 1)) > about.max(4);
        let power = (0..32).find(|&power| !fine(power)).unwrap_or(32);
        Self {
            low: bounds.low,
            power,
            columns: along(power, 0),
            rows: along(power, 1),
        }
    }

    fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// The cells that a rectangle has something in common with: mostly one.
    fn met_by(&self, item: Item) -> impl Iterator<Item = usize> + use<> {
        let along = |axis: usize, at: i32| {
            let offset = i64::from(at) - i64::from(self.low[axis]);
            usize::try_from(offset >> self.power).unwrap_or(0)
        };
        let [from, to] = [item.low, item.high].map(|[x, y]| [along(0, x), along(1, y)]);
        let columns = self.columns;
        let rows = from[1]..=to[1];
        rows.flat_map(move |row| (from[0]..=to[0]).map(move |column| row * columns + column))
    }

    fn cell(&self, number: usize) -> Cell {
        let at = [number % self.columns, number / self.columns];
        let limit = |axis: usize, step: usize| {
            let along = i64::try_from(at[axis] + step).unwrap_or(0) << self.power;
            let limit = i64::from(self.low[axis]) + along;
            i32::try_from(limit).unwrap_or(i32::MAX)
        };
        Cell {
            low: [0, 1].map(|axis| limit(axis, 0)),
            high: [0, 1].map(|axis| limit(axis, 1).saturating_sub(1)),
        }
    }
}

fn search(edges: &[Edge], items: &[Item], cell: Cell, found: &mut Vec<Contact>) {
    if items.len() <= FEW {
        return among(edges, items, cell, found);
    }
    let long = usize::from(cell.side(1) > cell.side(0));
    // Edges that all reach along one way may be divided the other way; and if all go through
    // one place, not at all.
    for axis in [long, 1 - long] {
        if cell.side(axis) <= 1 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between the two")]
        let middle = (i64::from(cell.low[axis]) + i64::from(cell.high[axis])).div_euclid(2) as i32;
        let half = |keep: &dyn Fn(&Item) -> bool| -> Vec<Item> {
            let mut half = Vec::with_capacity(items.len());
            half.extend(items.iter().filter(|item| keep(item)));
            half
        };
        let below = half(&|item| item.low[axis] <= middle);
        let above = half(&|item| item.high[axis] > middle);
        if below.len() < items.len() || above.len() < items.len() {
            let (mut lower, mut upper) = (cell, cell);
            lower.high[axis] = middle;
            upper.low[axis] = middle + 1;
            search(edges, &below, lower, found);
            drop(below);
            return search(edges, &above, upper, found);
        }
    }
    among(edges, items, cell, found);
}

/// The contacts of these edges with each other, each pair in one cell only: where the
/// rectangle that both have in common begins.
fn among(edges: &[Edge], items: &[Item], cell: Cell, found: &mut Vec<Contact>) {
    for (position, one) in items.iter().enumerate() {
        for other in &items[position + 1..] {
            // They are in order of where they begin in the west.
            if other.low[0] > one.high[0] {
                break;
            }
            let low = [other.low[0], one.low[1].max(other.low[1])];
            if low[1] <= one.high[1].min(other.high[1]) && cell.contains(low) {
                meeting(edges, one.edge, other.edge, found);
            }
        }
    }
}

fn meeting(edges: &[Edge], one: u32, other: u32, found: &mut Vec<Contact>) {
    let [[a, b], [c, d]] = [one, other].map(|edge| edges[edge as usize].ends);
    // Most have an end in common, and nothing else unless they are in line.
    let common = a == c || a == d || b == c || b == d;
    if common && b.minus(a).cross(d.minus(c)) != 0 {
        return;
    }
    let [of_c, of_d] = [c, d].map(|end| side(a, b, end).signum());
    if of_c * of_d > 0 {
        return;
    }
    let [of_a, of_b] = [a, b].map(|end| side(c, d, end).signum());
    if of_a * of_b > 0 {
        return;
    }
    if of_c * of_d < 0 && of_a * of_b < 0 {
        found.push(Contact::Cross {
            edges: [one, other],
        });
        return;
    }
    for (edge, by, on_line) in [(one, other, [of_c, of_d]), (other, one, [of_a, of_b])] {
        let [of_edge, of_by] = [edge, by].map(|edge| edges[edge as usize].ends);
        for end in 0..2 {
            if on_line[end] == 0 && is_between(of_edge, of_by[end]) {
                found.push(Contact::Touch { edge, by, end });
            }
        }
    }
}

/// Whether a point on the line through two others is strictly between them, which are
/// in order.
fn is_between([a, b]: [Point; 2], point: Point) -> bool {
    a < point && point < b
}

/// How far along an edge a point on it is.
pub(super) fn part_of_point(edge: &Edge, point: Point) -> Part {
    let (way, offset) = (edge.way(), point.minus(edge.ends[0]));
    if way.x != 0 {
        Part::new(offset.x, way.x)
    } else {
        Part::new(offset.y, way.y)
    }
}

/// How far along the first edge it crosses the second.
pub(super) fn part_of_crossing(edge: &Edge, other: &Edge) -> Part {
    let offset = other.ends[0].minus(edge.ends[0]);
    Part::new(offset.cross(other.way()), edge.way().cross(other.way()))
}
