//! Where edges meet other than end to end.

use super::edges::Edge;
use super::lattice::{Part, Point, side};

/// Where an edge is cut.
#[derive(Debug, Clone, Copy)]
pub(super) enum Contact {
    /// An end of another edge is on it.
    Touch {
        /// The edge that is cut, by position.
        edge: u32,
        /// The other's end.
        at: Point,
    },
    /// It crosses another, which is cut as well.
    Cross {
        /// The two, by position.
        edges: [u32; 2],
    },
}

/// Edges in a cell that are tried with each other rather than divided further
/// (8, 16, 32 and 64 were tried on 2.9 million vertices: 16 and 32 are the fastest).
const FEW: usize = 24;

/// Edges from which on the two halves of a cell go to different cores.
const MANY: usize = 8_192;

/// An edge and the rectangle around it.
#[derive(Debug, Clone, Copy)]
struct Item {
    edge: u32,
    low: [i32; 2],
    high: [i32; 2],
}

/// All contacts, in no order. The plane is halved until few edges are in each part, so
/// O(n log n) for edges that are short and do not crowd in one place.
pub(super) fn contacts(edges: &[Edge]) -> Vec<Contact> {
    let items: Vec<Item> = edges
        .iter()
        .zip(0..)
        .map(|(edge, position)| {
            let [a, b] = edge.ends;
            Item {
                edge: position,
                // Ends are in order of their eastings.
                low: [a.x, a.y.min(b.y)],
                high: [b.x, a.y.max(b.y)],
            }
        })
        .collect();
    let bounds = items.iter().fold(
        Cell {
            low: [i32::MAX; 2],
            high: [i32::MIN; 2],
        },
        |cell, item| Cell {
            low: [0, 1].map(|axis| cell.low[axis].min(item.low[axis])),
            high: [0, 1].map(|axis| cell.high[axis].max(item.high[axis])),
        },
    );
    search(edges, items, bounds)
}

/// A rectangle, its limits included.
#[derive(Debug, Clone, Copy)]
struct Cell {
    low: [i32; 2],
    high: [i32; 2],
}

impl Cell {
    fn contains(&self, point: [i32; 2]) -> bool {
        (0..2).all(|axis| (self.low[axis]..=self.high[axis]).contains(&point[axis]))
    }

    fn side(&self, axis: usize) -> i64 {
        i64::from(self.high[axis]) - i64::from(self.low[axis])
    }
}

fn search(edges: &[Edge], items: Vec<Item>, cell: Cell) -> Vec<Contact> {
    let axis = usize::from(cell.side(1) > cell.side(0));
    if items.len() <= FEW || cell.side(axis) <= 1 {
        return among(edges, &items, cell);
    }
    #[expect(clippy::cast_possible_truncation, reason = "between the two")]
    let middle = (i64::from(cell.low[axis]) + i64::from(cell.high[axis])).div_euclid(2) as i32;
    let (mut lower, mut upper) = (cell, cell);
    lower.high[axis] = middle;
    upper.low[axis] = middle + 1;
    let count = items.len();
    let half = |keep: &dyn Fn(&Item) -> bool| -> Vec<Item> {
        let mut half = Vec::with_capacity(count / 2 + count / 8);
        half.extend(items.iter().filter(|item| keep(item)));
        half
    };
    let below = half(&|item| item.low[axis] <= middle);
    let above = half(&|item| item.high[axis] > middle);
    // Edges that all go through one place are not divided by dividing the plane.
    if below.len() == count && above.len() == count {
        return among(edges, &items, cell);
    }
    drop(items);
    let (mut found, more) = if count > MANY {
        rayon::join(
            || search(edges, below, lower),
            || search(edges, above, upper),
        )
    } else {
        (search(edges, below, lower), search(edges, above, upper))
    };
    found.extend(more);
    found
}

/// The contacts of these edges with each other, each pair in one cell only: where the
/// rectangle that both have in common begins.
fn among(edges: &[Edge], items: &[Item], cell: Cell) -> Vec<Contact> {
    let mut found = Vec::new();
    for (position, one) in items.iter().enumerate() {
        for other in &items[position + 1..] {
            let low = [0, 1].map(|axis| one.low[axis].max(other.low[axis]));
            let meet = (0..2).all(|axis| low[axis] <= one.high[axis].min(other.high[axis]));
            if meet && cell.contains(low) {
                meeting(edges, one.edge, other.edge, &mut found);
            }
        }
    }
    found
}

fn meeting(edges: &[Edge], one: u32, other: u32, found: &mut Vec<Contact>) {
    let [[a, b], [c, d]] = [one, other].map(|edge| edges[edge as usize].ends);
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
    for (edge, at, on_line) in [
        (one, c, of_c),
        (one, d, of_d),
        (other, a, of_a),
        (other, b, of_b),
    ] {
        if on_line == 0 && is_between(edges[edge as usize].ends, at) {
            found.push(Contact::Touch { edge, at });
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
