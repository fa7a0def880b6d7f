//! Claims about coverages whose boundaries run along the index's own lines: edges along the borders
//! of cells and of cells within cells, and vertices on their corners.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use super::CellIndex;
use super::cell_grid::SIDE;
use crate::containment::locate_by_brute_force;
use crate::point_index::UniformArea;

/// Eastings of vertical lines and northings of horizontal ones, from rim to rim.
type Lines = [Vec<f64>; 2];

/// The rectangles between the lines, each divided into two triangles if `cut`.
fn between([eastings, northings]: &Lines, cut: bool) -> Vec<MultiPolygon<f64>> {
    let mut areas = Vec::new();
    for y in northings.windows(2) {
        for x in eastings.windows(2) {
            let [a, b, c, d] = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])];
            let parts = if cut {
                vec![vec![a, b, c], vec![a, c, d]]
            } else {
                vec![vec![a, b, c, d]]
            };
            let area = |ring| Polygon::new(LineString::from(ring), vec![]).into();
            areas.extend(parts.into_iter().map(area));
        }
    }
    areas
}

/// Every line of the index's grid, and of the grids in its cells and in those. Only this function
/// knows how an index divides its frame.
fn lines_of(index: &CellIndex) -> Lines {
    let cell_grid = &index.cell_grid;
    let (columns, rows) = (cell_grid.columns, cell_grid.rows);
    // The cells of a grid in a grid along the diagonal.
    let inner = |column, row, at| {
        let diagonal = |part: usize| part * SIDE + part;
        let cell = cell_grid.cell(column, row);
        let inner = cell.inner(diagonal(at / SIDE)).inner(diagonal(at % SIDE));
        inner.frame.corner()
    };
    let each = |count| (0..count).flat_map(|cell| (0..16).map(move |at| (cell, at)));
    [
        each(columns)
            .map(|(column, at)| inner(column, 0, at).x)
            .collect(),
        each(rows).map(|(row, at)| inner(0, row, at).y).collect(),
    ]
}

/// The wanted number of lines from rim to rim. Those within are lines of the index, the borders of
/// its outermost cells first.
fn chosen(rim: [f64; 2], wanted: usize, lines: &[f64], skip: usize) -> Vec<f64> {
    let inside = |line: &&f64| rim[0] < **line && **line < rim[1];
    let borders = lines.iter().step_by(16).filter(inside);
    let some = lines.iter().skip(skip).step_by(3).filter(inside);
    let rest = lines.iter().filter(inside);
    let mut chosen: Vec<f64> = rim.to_vec();
    for &line in borders.chain(some).chain(rest) {
        if chosen.len() < wanted && !chosen.contains(&line) {
            chosen.push(line);
        }
    }
    chosen.sort_by(f64::total_cmp);
    chosen
}

fn evenly([from, to]: [f64; 2], count: usize) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    let part = |at: usize| from + (to - from) * (at as f64 / (count - 1) as f64);
    // The last is exactly on the rim.
    (0..count - 1).map(part).chain([to]).collect()
}

/// Points of each easting of a line with each northing, and the adjacent numbers, including the
/// walls of the frame.
fn places(lines: &Lines, index: &CellIndex) -> Vec<Coord<f64>> {
    let frame = index.cell_grid.frame;
    let walls = [
        [frame.west, frame.west + frame.width],
        [frame.south, frame.south + frame.height],
    ];
    let [eastings, northings] = [0, 1].map(|axis| {
        let middles = lines[axis].windows(2).map(|pair| pair[0].midpoint(pair[1]));
        let all = lines[axis]
            .iter()
            .copied()
            .chain(middles)
            .chain(walls[axis]);
        all.flat_map(|number| [number.next_down(), number, number.next_up()])
            .collect::<Vec<_>>()
    });
    let row = |y: f64| eastings.iter().map(move |&x| Coord { x, y });
    northings.iter().flat_map(|&y| row(y)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edges_along_the_borders_of_cells_and_vertices_on_their_corners(
        columns in 3..12_usize, rows in 3..12_usize, skip in 0..16_usize, cut: bool,
        west in 1.0..600_000.0, south in 1.0..1_200_000.0,
        width in prop::sample::select(vec![0.5, 64.0, 1_000.0, 99_999.9]),
        height in prop::sample::select(vec![0.5, 64.0, 1_000.0, 49_999.9]),
    ) {
        let rims = [[west, west + width], [south, south + height]];
        // The lines of an index depend on the rim and the number of edges, which are the same for
        // both.
        let lines = [evenly(rims[0], columns), evenly(rims[1], rows)];
        let even = CellIndex::new(&&between(&lines, cut)).filter(CellIndex::is_coverage);
        // A very narrow strip may have no cells, or be built with fewer areas.
        prop_assume!(even.is_some());
        let drawn = even.map(|index| lines_of(&index)).unwrap();
        let lines = [
            chosen(rims[0], columns, &drawn[0], skip),
            chosen(rims[1], rows, &drawn[1], skip),
        ];
        // Few cells have few lines.
        prop_assume!(lines[0].len() == columns && lines[1].len() == rows);
        let areas = between(&lines, cut);
        let index = CellIndex::new(&&areas);
        prop_assume!(index.as_ref().is_some_and(CellIndex::is_coverage));
        let index = index.unwrap();
        prop_assert_eq!(lines_of(&index), drawn, "the lines are elsewhere");
        for place in places(&lines, &index) {
            prop_assert_eq!(index.locate(place), locate_by_brute_force(&areas, place), "{:?}", place);
            for margin in [0.0, 1e-9, width.min(height) / 300.0] {
                let UniformArea::Known(area) = index.locate_within(place, margin) else {
                    continue;
                };
                for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (0.3, -0.7)] {
                    let at = place + Coord { x: x * margin, y: y * margin };
                    prop_assert_eq!(area, locate_by_brute_force(&areas, at), "{:?} {}", at, margin);
                }
            }
        }
    }
}
