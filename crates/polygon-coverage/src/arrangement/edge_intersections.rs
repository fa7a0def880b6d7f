//! [`contacts`]: the places where edges meet other than end to end. Exact, in integers.

use crate::buckets::Buckets;
use crate::parallel::prelude::*;

use super::edges::Edge;
use super::precision_grid::{Part, Point, side};

/// Place where an edge is cut.
#[derive(Debug, Clone, Copy)]
pub(super) enum Contact {
    /// An end of another edge lies on the edge.
    Touch {
        /// Position of the edge that is cut.
        edge: u32,
        /// Position of the other edge, and which of its ends it is.
        by: u32,
        end: usize,
    },
    /// Two edges cross, and both are cut.
    Cross {
        /// Positions of both edges.
        edges: [u32; 2],
    },
}

/// Number of edges in a cell up to which they are tested pairwise, and not divided further. Of 8
/// to 64 this was among the fastest when every pair in a cell was tested; not measured since.
const FEW: usize = 24;

/// Average number of edges per cell of the initial mesh: a few times [`FEW`], so that most cells
/// are halved once or twice. No other value was measured.
const TO_A_CELL: usize = 64;

/// Edge, with its bounding box.
#[derive(Debug, Clone, Copy)]
struct Item {
    edge: u32,
    low: [i32; 2],
    high: [i32; 2],
}

/// All contacts, in no particular order, of edges that are in order. The plane is divided into a
/// mesh, and cells with more than a few edges are halved until each part has few: O(n log n)
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
    // If edges reach across many cells, the mesh is of no use.
    let edges_of_cells = items().map(|item| (item, mesh.met_by(item)));
    let Ok(edges_of_cells) = Buckets::sort(mesh.cells(), 4 * edges.len(), edges_of_cells) else {
        let mut found = Vec::new();
        search(edges, &items().collect::<Vec<_>>(), bounds, &mut found);
        return found;
    };
    (0..mesh.cells())
        .into_par_iter()
        .with_min_len(64)
        .fold(Vec::new, |mut found, cell| {
            search(edges, edges_of_cells.get(cell), mesh.cell(cell), &mut found);
            found
        })
        .reduce(Vec::new, |mut found, more| {
            found.extend(more);
            found
        })
}

/// Rectangle, with its limits included.
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

/// Square cells whose width is a power of two of grid units.
struct Mesh {
    low: [i32; 2],
    power: u32,
    columns: usize,
    rows: usize,
}

impl Mesh {
    /// Creates the finest mesh of at most `about` cells, or of at most four if `about` is less.
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

    /// The cells that a bounding box overlaps: mostly one.
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
    // Edges that all reach along one axis may still be divided along the other. Edges that all
    // run through one place cannot be divided.
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

/// Finds the contacts of these edges with each other. Each pair is tested in one cell only: the
/// one that contains the lower left corner of the intersection of both bounding boxes.
fn among(edges: &[Edge], items: &[Item], cell: Cell, found: &mut Vec<Contact>) {
    for (position, one) in items.iter().enumerate() {
        for other in &items[position + 1..] {
            // Items are in order of their western limits.
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
    // Most pairs share an end, and meet nowhere else unless they are collinear.
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

/// Whether a point on the line through two others, which are in order, is strictly between them.
fn is_between([a, b]: [Point; 2], point: Point) -> bool {
    a < point && point < b
}

/// Relative position along an edge of a point on it.
pub(super) fn part_of_point(edge: &Edge, point: Point) -> Part {
    let (way, offset) = (edge.way(), point.minus(edge.ends[0]));
    if way.x != 0 {
        Part::new(offset.x, way.x)
    } else {
        Part::new(offset.y, way.y)
    }
}

/// Relative position along the first edge of its crossing with the second.
pub(super) fn part_of_crossing(edge: &Edge, other: &Edge) -> Part {
    let offset = other.ends[0].minus(edge.ends[0]);
    Part::new(offset.cross(other.way()), edge.way().cross(other.way()))
}
