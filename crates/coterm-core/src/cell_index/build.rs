//! Builds a [`CellIndex`]: edges are dealt to cells, then each row of cells is made
//! by itself, on all cores.

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::edge::{Claim, Edge};
use super::frame::Frame;
use super::{CellIndex, GRID, KIND, LEAF, OWNER, SHARED, overlap};
use crate::area_index::AreaIndex;
use crate::edges;

/// Edges to a cell of the outermost grid, on average: fewer cost memory for little.
const EDGES_PER_CELL: usize = 8;
/// A leaf holds up to so many edges, unless it is as deep as grids go.
const EDGES_PER_LEAF: usize = 4;
/// Cells on a side of an inner grid.
const SMALLEST_GRID: usize = 2;
const LARGEST_GRID: usize = 16;
const DEEPEST: usize = 6;
/// An edge is listed in every cell within this share of the largest coordinate:
/// some thousand times what rounding can move a point.
const MARGIN: f64 = 1e-12;

pub(super) fn index<'a>(
    footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone,
) -> CellIndex {
    let all: Vec<Edge> = (1_u32..)
        .zip(footprints.clone())
        .flat_map(|(code, footprint)| {
            edges(footprint).map(move |[from, to]| Edge::of_area(code, from, to))
        })
        .collect();
    let (frame, margin) = around(&all);
    let (columns, rows) = shape(frame, all.len());
    let plan = Plan {
        frame,
        columns,
        rows,
        margin,
    };
    let dealt = Dealt::deal(&plan, &all);
    let corners = plan.corners(&all);
    let made: Vec<(Vec<u32>, Row)> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let mut made = Row {
                words: Vec::new(),
                shared: false,
                margin,
            };
            let cells = (0..columns)
                .map(|column| {
                    let listed = dealt.cell(row * columns + column);
                    let edges = merged(listed.iter().map(|&edge| all[edge as usize]).collect());
                    let cell = frame.cell(columns, rows, column, row);
                    made.entry(cell, &edges, corners[row * columns + column], 0)
                })
                .collect();
            made.words.shrink_to_fit();
            (cells, made)
        })
        .collect();
    let areas = made
        .iter()
        .any(|(_, row)| row.shared)
        .then(|| AreaIndex::new(footprints));
    let (cells, rows): (Vec<Vec<u32>>, Vec<Vec<u32>>) = made
        .into_iter()
        .map(|(cells, row)| (cells, row.words))
        .unzip();
    CellIndex {
        frame,
        columns,
        cells: cells.concat(),
        rows,
        areas,
    }
}

/// A row of the outermost grid, while it is made.
struct Row {
    words: Vec<u32>,
    /// Whether any cell of it is shared.
    shared: bool,
    margin: f64,
}

/// The outermost grid.
struct Plan {
    frame: Frame,
    columns: usize,
    rows: usize,
    margin: f64,
}

/// The rectangle of the edges with something to spare, so that its walls are
/// outside, and the margin for coordinates of this size.
fn around(edges: &[Edge]) -> (Frame, f64) {
    let (mut low, mut high) = (
        Coord {
            x: f64::MAX,
            y: f64::MAX,
        },
        Coord {
            x: f64::MIN,
            y: f64::MIN,
        },
    );
    for vertex in edges.iter().flat_map(|edge| [edge.from, edge.to]) {
        low = Coord {
            x: low.x.min(vertex.x),
            y: low.y.min(vertex.y),
        };
        high = Coord {
            x: high.x.max(vertex.x),
            y: high.y.max(vertex.y),
        };
    }
    if edges.is_empty() {
        (low, high) = (Coord::zero(), Coord::zero());
    }
    let largest = [low.x, low.y, high.x, high.y]
        .iter()
        .fold(1.0_f64, |most, value| most.max(value.abs()));
    let spare = ((high.x - low.x).max(high.y - low.y) * 1e-6).max(largest * 1e-9);
    let frame = Frame {
        west: low.x - spare,
        south: low.y - spare,
        width: high.x - low.x + 2.0 * spare,
        height: high.y - low.y + 2.0 * spare,
    };
    (frame, largest * MARGIN)
}

/// Columns and rows of cells that are about square.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a count of cells is small and positive"
)]
fn shape(frame: Frame, edges: usize) -> (usize, usize) {
    let cells = (edges / EDGES_PER_CELL).max(1) as f64;
    let columns = (cells * frame.width / frame.height)
        .sqrt()
        .clamp(1.0, 4_096.0);
    (
        (columns.ceil()) as usize,
        (cells / columns).ceil().clamp(1.0, 4_096.0) as usize,
    )
}

impl Plan {
    /// Owners at the south-west corner of each cell, row by row: the west wall is
    /// outside of everything, and from there each crossing counts.
    fn corners(&self, edges: &[Edge]) -> Vec<Claim> {
        let (columns, rows) = (self.columns, self.rows);
        let mut change = vec![Claim::default(); columns * rows];
        for edge in edges {
            self.frame
                .crossings(columns, rows, edge, |column, row, claim| {
                    let slot = &mut change[row * columns + column];
                    *slot = slot.and(claim);
                });
        }
        for row in change.chunks_mut(columns) {
            let mut sum = Claim::default();
            for slot in row {
                sum = sum.and(*slot);
                *slot = sum;
            }
        }
        change
    }
}

impl Frame {
    /// For each row's southern line that the edge crosses: the first column whose
    /// corner is east of the crossing, and what changes there. A crossing beyond the
    /// walls, or on the western one, is none.
    fn crossings(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        mut each: impl FnMut(usize, usize, Claim),
    ) {
        // A line may be a row off by rounding; whether it is crossed is exact.
        let first = self.cell_of(columns, rows, edge.from).1.saturating_sub(1);
        let last = (self.cell_of(columns, rows, edge.to).1 + 1).min(rows - 1);
        for row in first..=last {
            let corner = |column| self.corner_of(columns, rows, column, row);
            let start = corner(0);
            if (edge.from.y <= start.y) == (edge.to.y <= start.y) {
                continue;
            }
            let share = (start.y - edge.from.y) / (edge.to.y - edge.from.y);
            let crossing = Coord {
                x: edge.from.x + (edge.to.x - edge.from.x) * share,
                y: start.y,
            };
            let is_east = |column| edge.eastward(start, corner(column)) != Claim::default();
            // About there; the exact test settles it.
            let mut column = self.cell_of(columns, rows, crossing).0;
            let claim = edge.right.and(Claim {
                code: edge.left.code,
                owners: -edge.left.owners,
            });
            if claim == Claim::default() {
                continue;
            }
            while column > 0 && is_east(column - 1) {
                column -= 1;
            }
            while column < columns && !is_east(column) {
                column += 1;
            }
            if column < columns {
                each(column, row, claim);
            }
        }
    }

    /// Every cell that the edge comes within the margin of.
    fn touched(
        self,
        columns: usize,
        rows: usize,
        edge: &Edge,
        margin: f64,
        mut each: impl FnMut(usize, usize),
    ) {
        let (from, to) = (edge.from, edge.to);
        let beyond = |x: f64, y: f64| Coord { x, y };
        let first = self
            .cell_of(columns, rows, beyond(from.x, from.y - margin))
            .1;
        let last = self.cell_of(columns, rows, beyond(to.x, to.y + margin)).1;
        for row in first..=last {
            let (mut west, mut east) = (from.x.min(to.x), from.x.max(to.x));
            if first != last && from.x != to.x {
                // Only the part of it that is in the row.
                let cell = self.cell(columns, rows, 0, row);
                let at = |y: f64| {
                    let share = ((y - from.y) / (to.y - from.y)).clamp(0.0, 1.0);
                    from.x + (to.x - from.x) * share
                };
                let (one, other) = (
                    at(cell.south - margin),
                    at(cell.south + cell.height + margin),
                );
                (west, east) = (one.min(other), one.max(other));
            }
            let start = self.cell_of(columns, rows, beyond(west - margin, from.y)).0;
            let end = self.cell_of(columns, rows, beyond(east + margin, from.y)).0;
            (start..=end).for_each(|column| each(column, row));
        }
    }
}

/// Which edges are in which cell, as one list.
struct Dealt {
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Dealt {
    fn deal(plan: &Plan, edges: &[Edge]) -> Self {
        let (columns, rows) = (plan.columns, plan.rows);
        let mut starts = vec![0_u32; columns * rows + 1];
        let touched = |edge: &Edge, each: &mut dyn FnMut(usize)| {
            plan.frame
                .touched(columns, rows, edge, plan.margin, |column, row| {
                    each(row * columns + column);
                });
        };
        for edge in edges {
            touched(edge, &mut |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut listed = vec![0; starts[columns * rows] as usize];
        for (position, edge) in (0_u32..).zip(edges) {
            touched(edge, &mut |cell| {
                listed[next[cell] as usize] = position;
                next[cell] += 1;
            });
        }
        Self {
            starts,
            edges: listed,
        }
    }

    fn cell(&self, cell: usize) -> &[u32] {
        &self.edges[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

/// Edges that are the same line become one, with the claims of all.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    let key = |edge: &Edge| [edge.from.x, edge.from.y, edge.to.x, edge.to.y];
    edges.sort_unstable_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.iter()
            .zip(&b)
            .map(|(a, b)| a.total_cmp(b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    edges.dedup_by(|next, kept| {
        let same = key(next) == key(kept);
        if same {
            kept.left = kept.left.and(next.left);
            kept.right = kept.right.and(next.right);
        }
        same
    });
    edges
}

impl Row {
    /// The entry of a cell; what it refers to is put behind the words.
    fn entry(&mut self, cell: Frame, edges: &[Edge], corner: Claim, depth: usize) -> u32 {
        if edges.is_empty() && corner.owners == 0 {
            return OWNER;
        }
        if edges.is_empty() && corner.owners == 1 {
            return OWNER | corner.code;
        }
        if edges.len() > EDGES_PER_LEAF && depth < DEEPEST {
            return self.grid(cell, edges, corner, depth);
        }
        if overlap::possible(cell, edges, corner) {
            self.shared = true;
            return SHARED;
        }
        self.leaf(edges, corner)
    }

    fn leaf(&mut self, edges: &[Edge], corner: Claim) -> u32 {
        let words = &mut self.words;
        let at = position(words);
        words.extend([corner.code, 0]);
        let mut rest: Vec<Edge> = edges
            .iter()
            .filter(|edge| edge.across() != 0)
            .copied()
            .collect();
        while let Some(edge) = rest.pop() {
            let mut chain = vec![edge.from, edge.to];
            // A line goes on where another edge with the same sides begins or ends.
            while let Some(next) = rest.iter().position(|next| {
                next.across() == edge.across()
                    && [next.from, next.to].contains(&chain[chain.len() - 1])
            }) {
                let next = rest.swap_remove(next);
                let end = if next.from == chain[chain.len() - 1] {
                    next.to
                } else {
                    next.from
                };
                chain.push(end);
            }
            words.extend([edge.across(), count(chain.len() - 1)]);
            for value in chain.iter().flat_map(|vertex| [vertex.x, vertex.y]) {
                let bits = value.to_bits();
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "the two halves, one after the other"
                )]
                words.extend([bits as u32, (bits >> 32) as u32]);
            }
            words[at as usize + 1] += 1;
        }
        LEAF | at
    }

    fn grid(&mut self, cell: Frame, edges: &[Edge], corner: Claim, depth: usize) -> u32 {
        let side = (edges.len() / 2)
            .isqrt()
            .next_power_of_two()
            .clamp(SMALLEST_GRID, LARGEST_GRID);
        let corners = corners_within(cell, side, edges, corner);
        let mut listed: Vec<Vec<Edge>> = vec![Vec::new(); side * side];
        for edge in edges {
            cell.touched(side, side, edge, self.margin, |column, row| {
                listed[row * side + column].push(*edge);
            });
        }
        let at = position(&self.words);
        self.words.push(count(side));
        self.words.resize(self.words.len() + side * side, OWNER);
        for (inner, edges) in listed.iter().enumerate() {
            let frame = cell.cell(side, side, inner % side, inner / side);
            let entry = self.entry(frame, edges, corners[inner], depth + 1);
            self.words[at as usize + 1 + inner] = entry;
        }
        GRID | at
    }
}

/// Owners at the south-west corner of each cell of a grid, from those at its own.
fn corners_within(cell: Frame, side: usize, edges: &[Edge], corner: Claim) -> Vec<Claim> {
    let mut change = vec![Claim::default(); side * side];
    for row in 0..side {
        let wall = cell.corner_of(side, side, 0, row);
        change[row * side] = edges.iter().fold(corner, |sum, edge| {
            sum.and(edge.on_walk(cell.corner(), wall))
        });
    }
    for edge in edges {
        cell.crossings(side, side, edge, |column, row, claim| {
            let slot = &mut change[row * side + column];
            *slot = slot.and(claim);
        });
    }
    for row in change.chunks_mut(side) {
        for column in 1..row.len() {
            row[column] = row[column].and(row[column - 1]);
        }
    }
    change
}

fn position(words: &[u32]) -> u32 {
    let at = count(words.len());
    // 2^30 words a row of cells are far more than memory holds for all rows.
    debug_assert_eq!(at & KIND, 0);
    at
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
