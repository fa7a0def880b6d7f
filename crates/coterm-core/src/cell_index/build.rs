//! Builds a [`CellIndex`]: edges are dealt to cells, then each row of cells is made
//! by itself, on all cores.

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::deal::Dealt;
use super::edge::Edge;
use super::frame::Frame;
use super::{CellIndex, GRID, LEAF, OWNER, claims};
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
    footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
) -> Option<CellIndex> {
    let all: Vec<Edge> = (1_u32..)
        .zip(footprints)
        .flat_map(|(code, footprint)| {
            edges(footprint).map(move |[from, to]| Edge::of_area(code, from, to))
        })
        .collect();
    let (frame, margin) = around(&all);
    let (columns, rows) = shape(frame, all.len());
    let dealt = Dealt::deal(frame, columns, rows, &all, margin)?;
    // The west wall is outside of everything.
    let corners = corners(frame, columns, rows, &all, |_| 0);
    let made: Vec<(Vec<u32>, Vec<u32>)> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let listed = (0..columns)
                .map(|column| dealt.cell(row * columns + column).len())
                .sum();
            let mut made = Row {
                words: Vec::new(),
                most: words_for(listed),
                margin,
            };
            let cells = (0..columns)
                .map(|column| {
                    let listed = dealt.cell(row * columns + column);
                    let edges = merged(listed.iter().map(|&edge| all[edge as usize]).collect());
                    let cell = frame.cell(columns, rows, column, row);
                    made.entry(cell, &edges, corners[row * columns + column], 0)
                })
                .collect::<Option<_>>()?;
            made.words.shrink_to_fit();
            Some((cells, made.words))
        })
        .collect::<Option<_>>()?;
    let (cells, rows): (Vec<Vec<u32>>, Vec<Vec<u32>>) = made.into_iter().unzip();
    Some(CellIndex {
        frame,
        columns,
        cells: cells.concat(),
        rows,
    })
}

/// A row of the outermost grid, while it is made.
struct Row {
    words: Vec<u32>,
    /// How many words it may come to.
    most: usize,
    margin: f64,
}

/// The most words for so many edges: five times what maps need, and never more than
/// an entry can count.
fn words_for(edges: usize) -> usize {
    (edges.saturating_mul(128) + 4_096).min((1 << 30) - 1)
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

/// Codes at the south-west corner of each cell, row by row: from those at the row's
/// west wall on, each crossing counts.
fn corners(
    frame: Frame,
    columns: usize,
    rows: usize,
    edges: &[Edge],
    at_wall: impl Fn(usize) -> u32,
) -> Vec<u32> {
    let mut change = vec![0; columns * rows];
    for edge in edges {
        frame.crossings(columns, rows, edge, |column, row| {
            change[row * columns + column] ^= edge.across();
        });
    }
    for (row, codes) in change.chunks_mut(columns).enumerate() {
        let mut sum = at_wall(row);
        for code in codes {
            sum ^= *code;
            *code = sum;
        }
    }
    change
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
    /// The entry of a cell; what it refers to is put behind the words. `None` if the
    /// edges are not those of a coverage, or would need too many words.
    fn entry(&mut self, cell: Frame, edges: &[Edge], corner: u32, depth: usize) -> Option<u32> {
        if edges.is_empty() {
            return Some(OWNER | corner);
        }
        if self.words.len() > self.most {
            return None;
        }
        if edges.len() > EDGES_PER_LEAF && depth < DEEPEST {
            return self.grid(cell, edges, corner, depth);
        }
        claims::hold(cell, edges, corner).then(|| self.leaf(edges, corner))
    }

    fn leaf(&mut self, edges: &[Edge], corner: u32) -> u32 {
        let words = &mut self.words;
        let at = position(words);
        words.extend([corner, 0]);
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

    fn grid(&mut self, cell: Frame, edges: &[Edge], corner: u32, depth: usize) -> Option<u32> {
        let side = (edges.len() / 2)
            .isqrt()
            .next_power_of_two()
            .clamp(SMALLEST_GRID, LARGEST_GRID);
        let corners = corners(cell, side, side, edges, |row| {
            let wall = cell.corner_of(side, side, 0, row);
            edges
                .iter()
                .fold(corner, |sum, edge| sum ^ edge.on_walk(cell.corner(), wall))
        });
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
            let entry = self.entry(frame, edges, corners[inner], depth + 1)?;
            self.words[at as usize + 1 + inner] = entry;
        }
        Some(GRID | at)
    }
}

/// Where the next word goes. Below 2^30, by [`words_for`] and what a leaf can add.
fn position(words: &[u32]) -> u32 {
    count(words.len())
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
