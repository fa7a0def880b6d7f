//! Builds a [`CellIndex`]: edges are dealt to cells, then each row of cells is made
//! by itself, on all cores.

use std::collections::{BTreeSet, HashMap};

use geo::{Coord, CoordsIter, MultiPolygon};
use rayon::prelude::*;

use super::deal::{Dealt, corners};
use super::edge::Edge;
use super::frame::Frame;
use super::lattice::{Lattice, SIDE};
use super::leaf;
use super::row::Row;
use super::tangled::Tangled;
use super::walks::Walks;
use super::{CROWDED, CellIndex, GRID, KIND, LEAF, OWNER};
use crate::edges;

/// Edges to a cell of the outermost grid, on average. With half as many cells more points
/// come to a leaf, with twice as many the grids leave the nearer caches: either way lookups
/// are slower.
const EDGES_PER_CELL: usize = 12;
/// An edge is listed in every cell within this share of the largest coordinate:
/// some thousand times what rounding can move a point.
const MARGIN: f64 = 1e-12;
/// At most one area in so many may be tangled: each costs a lookup time.
const AREAS_PER_TANGLED: usize = 8;
/// So often those that are tangled are taken out. The second time finds none, unless
/// codes have hidden an overlap the first time.
const ROUNDS: usize = 3;

pub(super) fn index<'a>(
    footprints: &(impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone),
) -> Option<CellIndex> {
    let coded = || (1_u32..).zip(footprints.clone());
    let areas = coded().count();
    if areas > leaf::MOST_AREAS {
        return None;
    }
    let most_tangled = areas / AREAS_PER_TANGLED;
    let mut tangled = BTreeSet::new();
    for _ in 0..ROUNDS {
        let taken = || coded().filter(|(code, _)| !tangled.contains(code));
        let count = taken().map(|(_, footprint)| footprint.coords_count()).sum();
        let mut all: Vec<Edge> = Vec::with_capacity(count);
        all.extend(taken().flat_map(|(code, footprint)| {
            edges(footprint).map(move |[from, to]| Edge::of_area(code, from, to))
        }));
        for (name, edge) in (0..).zip(&mut all) {
            edge.name = name;
        }
        match of_edges(&all) {
            Ok(mut index) => {
                let others = coded().filter(|(code, _)| tangled.contains(code));
                index.tangled = Tangled::new(&index.lattice, &mut index.cells, others);
                return Some(index);
            }
            Err(more) if more.is_empty() => return None,
            Err(more) => tangled.extend(more),
        }
        if tangled.len() > most_tangled {
            return None;
        }
    }
    None
}

/// The index of the areas with these edges. Else the codes of areas without which
/// the others may be a coverage; none if the edges are too entangled for cells.
fn of_edges(all: &[Edge]) -> Result<CellIndex, BTreeSet<u32>> {
    let (frame, margin) = around(all);
    let (columns, rows) = shape(frame, all.len());
    let lattice = Lattice::new(frame, columns, rows);
    let dealt = Dealt::deal(frame, columns, rows, all, margin).ok_or_else(BTreeSet::new)?;
    // The west wall is outside of everything.
    let corners = corners(frame, columns, rows, all, |_| 0);
    let made: Vec<Row> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let cells = row * columns..(row + 1) * columns;
            let listed = cells.clone().map(|cell| dealt.cell(cell).len()).sum();
            let mut made = Row::new(lattice, margin, listed);
            for (column, cell) in cells.enumerate() {
                let edges = dealt.cell(cell).iter().map(|&edge| all[edge as usize]);
                made.push(lattice.cell(column, row), edges.collect(), corners[cell])?;
            }
            Some(made)
        })
        .collect::<Option<_>>()
        .ok_or_else(BTreeSet::new)?;
    let tangled = made.iter().flat_map(|row| &row.tangled).copied();
    let tangled: BTreeSet<u32> = tangled.filter(|&code| code != 0).collect();
    if !tangled.is_empty() {
        return Err(tangled);
    }
    let count = |each: fn(&Row) -> usize| made.iter().map(each).sum();
    let mut index = CellIndex {
        lattice,
        cells: Vec::with_capacity(columns * rows + 1),
        grids: Vec::with_capacity(count(|row| row.grids.len())),
        leaves: Vec::with_capacity(count(|row| row.leaves.len())),
        exact: Vec::with_capacity(count(|row| row.leaves.len())),
        walks: Walks::default(),
        tangled: None,
    };
    let mut whole = HashMap::new();
    for row in made {
        append(&mut index, row, &mut whole).ok_or_else(BTreeSet::new)?;
    }
    // Behind all cells is the ground outside.
    let outside = whole_cell(&mut index, OWNER, &mut whole);
    index.cells.push(outside);
    index.grids.shrink_to_fit();
    index.walks.keep(all);
    Ok(index)
}

/// Puts a row behind those that there are. `None` if entries cannot count so far.
fn append(index: &mut CellIndex, row: Row, whole: &mut HashMap<u32, u32>) -> Option<()> {
    let behind = |count: usize| u32::try_from(count).ok().filter(|count| count & KIND == 0);
    let grids = behind(index.grids.len())?;
    let leaves = behind(index.leaves.len())?;
    let walks = behind(index.walks.append(row.walks))?;
    let moved = |entry: u32| {
        entry
            + match entry & KIND {
                GRID => grids,
                LEAF => leaves,
                CROWDED => walks,
                _ => 0,
            }
    };
    let grids = row.grids.into_iter().map(|grid| grid.map(moved));
    index.grids.extend(grids);
    for entry in row.cells {
        let grid = match entry & KIND {
            GRID => moved(entry) & !KIND,
            _ => whole_cell(index, entry, whole),
        };
        index.cells.push(grid);
    }
    index.leaves.extend(row.leaves);
    let exact = row.exact.into_iter().map(|exact| exact + walks);
    index.exact.extend(exact);
    Some(())
}

/// The grid of a cell that no edge touches: one for each owner.
fn whole_cell(index: &mut CellIndex, owner: u32, whole: &mut HashMap<u32, u32>) -> u32 {
    *whole.entry(owner).or_insert_with(|| {
        index.grids.push([owner; SIDE * SIDE]);
        u32::try_from(index.grids.len() - 1).unwrap_or(u32::MAX)
    })
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
