//! Building of a [`CellIndex`]: edges are sorted into rows of cells, each row is built by itself,
//! on all cores, and the rows are joined.

use std::collections::{BTreeSet, HashMap};

use crate::parallel::prelude::*;
use geo::{Coord, MultiPolygon};

use super::cell_grid::{CellGrid, SIDE};
use super::exact_edges::ExactEdges;
use super::extent::Extent;
use super::grid_row::{Ends, GridRow};
use super::leaf;
use super::outlines::Outlines;
use super::overlapping::Overlapping;
use super::{CellIndex, GRID, KIND, OWNER};

/// Average number of edges per cell of the outermost grid. With half as many cells more points
/// come to a leaf, and with twice as many the grids leave the nearer caches: either way lookups
/// are slower.
const EDGES_PER_CELL: usize = 12;
/// Distance within which an edge is listed in a cell, as a share of the largest coordinate: some
/// thousand times what rounding can move a point.
const MARGIN: f64 = 1e-12;
/// Number of areas per overlapping area, at least: each overlapping area makes lookups slower.
const AREAS_PER_OVERLAPPING: usize = 8;
/// Upper bound on passes that remove areas that overlap their neighbours. A second pass finds
/// more only if the exclusive or of codes cancelled in the first.
const ROUNDS: usize = 3;

pub(super) fn index<'a>(
    footprints: &(impl IntoIterator<Item = &'a MultiPolygon<f64>> + Clone),
) -> Option<CellIndex> {
    let coded = || (1_u32..).zip(footprints.clone());
    let areas = coded().count();
    if areas > leaf::MAX_AREAS {
        return None;
    }
    let max_overlapping = areas / AREAS_PER_OVERLAPPING;
    let mut overlapping = BTreeSet::new();
    for _ in 0..ROUNDS {
        let selected: Vec<_> = coded()
            .filter(|(code, _)| !overlapping.contains(code))
            .collect();
        // One part for each piece of work that the cores take.
        let parts: Vec<_> = selected
            .into_par_iter()
            .fold(Outlines::default, |mut outlines, (code, footprint)| {
                outlines.add(code, footprint);
                outlines
            })
            .collect();
        match of_parts(&parts) {
            Ok(mut index) => {
                let overlapping_areas = coded().filter(|(code, _)| overlapping.contains(code));
                index.overlapping =
                    Overlapping::new(&index.cell_grid, &mut index.cells, overlapping_areas);
                return Some(index);
            }
            Err(more) if more.is_empty() => return None,
            Err(more) => overlapping.extend(more),
        }
        if overlapping.len() > max_overlapping {
            return None;
        }
    }
    None
}

/// Indexes the areas with these outlines. Otherwise returns the codes of areas without which the
/// others may be a coverage; no codes if the edges are too entangled for cells.
fn of_parts(parts: &[Outlines]) -> Result<CellIndex, BTreeSet<u32>> {
    let (frame, margin) = extent_of(parts);
    let (columns, rows) = shape(frame, parts.iter().map(Outlines::count).sum());
    let cell_grid = CellGrid::new(frame, columns, rows);
    let rows_of_parts: Vec<_> = parts
        .par_iter()
        .map(|part| part.rows(frame, columns, rows, margin))
        .collect::<Option<_>>()
        .ok_or_else(BTreeSet::new)?;
    let mut made: Vec<GridRow> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let parts = parts.iter().zip(&rows_of_parts);
            let edges = parts.flat_map(|(part, rows)| {
                let rows = rows.get(row).iter();
                rows.map(|&at| part.edge(at))
            });
            GridRow::of(cell_grid, margin, row, edges.collect())
        })
        .collect::<Option<_>>()
        .ok_or_else(BTreeSet::new)?;
    let overlapping = made.iter().flat_map(|row| &row.overlapping).copied();
    let overlapping: BTreeSet<u32> = overlapping.filter(|&code| code != 0).collect();
    if !overlapping.is_empty() {
        return Err(overlapping);
    }
    let mut end = Ends::default();
    let mut ends = Vec::with_capacity(rows);
    for row in &made {
        ends.push(end);
        end = end.and(row).ok_or_else(BTreeSet::new)?;
    }
    made.par_iter_mut()
        .zip(ends)
        .for_each(|(row, end)| row.offset_by(end));
    Ok(together(cell_grid, made, end))
}

/// Joins the rows into one index. Positions in each row already count from the end of the rows
/// before it.
fn together(cell_grid: CellGrid, rows: Vec<GridRow>, end: Ends) -> CellIndex {
    // Cells that no edge touches share one grid per area, after all other grids. The ground
    // outside is after all cells.
    let entries = rows.iter().flat_map(|row| &row.cells).chain([&OWNER]);
    let mut area_grids = Vec::new();
    let mut whole = HashMap::new();
    let mut next = end.grids..;
    let cells = entries.map(|&entry| match entry & KIND {
        GRID => entry & !KIND,
        _ => *whole.entry(entry).or_insert_with(|| {
            area_grids.push([entry; SIDE * SIDE]);
            next.next().unwrap_or(u32::MAX)
        }),
    });
    let cells = cells.collect();
    let mut grids = Vec::with_capacity(end.grids as usize + area_grids.len());
    let mut leaves = Vec::with_capacity(end.leaves as usize);
    let mut exact = Vec::with_capacity(end.leaves as usize);
    let mut exact_edges = ExactEdges::default();
    exact_edges.reserve(end.words as usize, end.vertices as usize);
    for row in rows {
        grids.extend(row.grids);
        leaves.extend(row.leaves);
        exact.extend(row.exact);
        exact_edges.append(row.exact_edges);
    }
    grids.extend(area_grids);
    CellIndex {
        cell_grid,
        cells,
        grids,
        leaves,
        exact,
        exact_edges,
        overlapping: None,
    }
}

/// The bounding box of the edges, enlarged so that its walls are outside all areas, and the
/// margin for coordinates of this size.
fn extent_of(parts: &[Outlines]) -> (Extent, f64) {
    let vertices = parts.iter().flat_map(Outlines::vertices);
    let (mut low, mut high) = match vertices.clone().next() {
        Some(&vertex) => (vertex, vertex),
        None => (Coord::zero(), Coord::zero()),
    };
    for vertex in vertices {
        low = Coord {
            x: low.x.min(vertex.x),
            y: low.y.min(vertex.y),
        };
        high = Coord {
            x: high.x.max(vertex.x),
            y: high.y.max(vertex.y),
        };
    }
    let largest = [low.x, low.y, high.x, high.y]
        .iter()
        .fold(1.0_f64, |maximum, value| maximum.max(value.abs()));
    let spare = ((high.x - low.x).max(high.y - low.y) * 1e-6).max(largest * 1e-9);
    let frame = Extent {
        west: low.x - spare,
        south: low.y - spare,
        width: high.x - low.x + 2.0 * spare,
        height: high.y - low.y + 2.0 * spare,
    };
    (frame, largest * MARGIN)
}

/// Numbers of columns and rows for cells that are about square.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a count of cells is small and positive"
)]
fn shape(frame: Extent, edges: usize) -> (usize, usize) {
    let cells = (edges / EDGES_PER_CELL).max(1) as f64;
    let columns = (cells * frame.width / frame.height)
        .sqrt()
        .clamp(1.0, 4_096.0);
    (
        (columns.ceil()) as usize,
        (cells / columns).ceil().clamp(1.0, 4_096.0) as usize,
    )
}
