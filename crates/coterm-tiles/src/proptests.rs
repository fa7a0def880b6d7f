//! Properties that tiles have for any layers, tested on random ones.
//!
//! Claims: lines share ends and nothing else, each place is in one area of each layer, lines
//! move no further than published, and covered tiles are filled.

use proptest::prelude::*;

use crate::TileCoord;
use crate::fills::{clipped, edges};
use crate::layer::DrawnLayer;
use crate::mercator::EXTENT;
use crate::planar_graph::{PlanarGraph, Rings};
use crate::point::Point;
use crate::rings::twice_area;
use crate::snap::pixel;
use crate::tile_extent::BUFFER;
use crate::zoom_level::{Segment, ZoomLevel};

/// Number of rows, and of columns, of the cells that random layers are made of.
const CELLS: usize = 7;
/// Number of areas of a layer.
const AREAS: usize = 4;

/// Generates a coverage of one square: uneven cells that are dealt to areas.
fn coverage(from: i64, cell: i64) -> impl Strategy<Value = Vec<Rings>> {
    let moves = proptest::collection::vec((0..cell * 2 / 5, 0..cell * 2 / 5), (CELLS + 1).pow(2));
    let area_of_cell = proptest::collection::vec(0..AREAS, CELLS * CELLS);
    (moves, area_of_cell).prop_map(move |(moves, area_of_cell)| {
        let corner = |row: usize, column: usize| {
            let along = |step: usize, moved: i64| {
                let outer = step == 0 || step == CELLS;
                let even = from + i64::try_from(step).unwrap() * cell;
                if outer { even } else { even + moved }
            };
            let (x, y) = moves[row * (CELLS + 1) + column];
            Point::new(along(column, x), along(row, y))
        };
        let mut areas = vec![Rings::new(); AREAS];
        for row in 0..CELLS {
            for column in 0..CELLS {
                let corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)];
                let ring = corners.map(|(down, right)| corner(row + down, column + right));
                areas[area_of_cell[row * CELLS + column]].push(ring.to_vec());
            }
        }
        areas
    })
}

/// Generates polygons that may cross themselves and each other.
fn tangle() -> impl Strategy<Value = Vec<Rings>> {
    let point = (0_i64..500, 0_i64..500).prop_map(|(x, y)| Point::new(x, y));
    let ring = proptest::collection::vec(point, 3..9).prop_map(|mut ring| {
        ring.push(ring[0]);
        vec![ring]
    });
    proptest::collection::vec(ring, 1..6)
}

/// Whether two segments share an end or nothing.
fn only_ends(one: &Segment, other: &Segment) -> bool {
    let side =
        |segment: &Segment, point: Point| segment.ends[0].cross(segment.ends[1], point).signum();
    let sides = |segment: &Segment, by: &Segment| by.ends.map(|end| side(segment, end));
    let (forth, back) = (sides(one, other), sides(other, one));
    let crosses = forth[0] * forth[1] < 0 && back[0] * back[1] < 0;
    let inside = |segment: &Segment, point: Point| {
        let along = segment.ends[0] < point && point < segment.ends[1];
        along && side(segment, point) == 0
    };
    let touches = other.ends.iter().any(|&end| inside(one, end))
        || one.ends.iter().any(|&end| inside(other, end));
    !crosses && !touches && one.ends != other.ends
}

/// Returns how often each area winds around a point, which is given in half units.
fn areas_at(level: &ZoomLevel, doubled: Point, areas: usize) -> Vec<i32> {
    let mut counts = vec![0; areas];
    for segment in level.tile_arcs.segments() {
        let [a, b] = segment.ends.map(|end| Point::new(2 * end.x, 2 * end.y));
        let [low, high] = if a.y < b.y { [a, b] } else { [b, a] };
        if low.y <= doubled.y && doubled.y < high.y && low.cross(high, doubled) > 0 {
            for side in level.sides.of(segment.sides) {
                // The line is to the east of the point; walked upwards, the point is on its
                // left.
                counts[side.area as usize] += if side.left == (a == low) { 1 } else { -1 };
            }
        }
    }
    counts
}

fn share_ends_only(level: &ZoomLevel) -> Result<(), TestCaseError> {
    let lesser_first = |segment: Segment| {
        let [a, b] = segment.ends;
        Segment {
            ends: [a.min(b), a.max(b)],
            ..segment
        }
    };
    let segments: Vec<Segment> = level.tile_arcs.segments().map(lesser_first).collect();
    for (at, one) in segments.iter().enumerate() {
        for other in &segments[at + 1..] {
            prop_assert!(only_ends(one, other), "{one:?} {other:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rounded_lines_share_ends_and_nothing_else(areas in tangle(), coarser in 0_u8..7) {
        let graph = PlanarGraph::new(areas).unwrap();
        let level = ZoomLevel::new(&graph, &[], std::iter::empty(), TileCoord::DEEPEST - coarser);
        share_ends_only(&level)?;
    }

    /// Two unrelated layers, each of which covers its square.
    #[test]
    fn every_place_has_one_area_of_each_layer(
        one in coverage(0, 100),
        other in coverage(-130, 140),
        coarser in 0_u8..8,
    ) {
        let areas: Vec<Rings> = one.into_iter().chain(other).collect();
        let graph = PlanarGraph::new(areas).unwrap();
        let level = ZoomLevel::new(&graph, &[], std::iter::empty(), TileCoord::DEEPEST - coarser);
        share_ends_only(&level)?;
        let shift = u32::from(coarser);
        let corner = |at: i64| 2 * pixel(Point::new(at, at), shift).x;
        for x in (corner(-130) - 3..corner(850) + 3).step_by(23) {
            for y in (corner(-130) - 3..corner(850) + 3).step_by(23) {
                // Odd half units are between the points of the grid, where no vertex is.
                let counts = areas_at(&level, Point::new(x | 1, y | 1), 2 * AREAS);
                for (layer, [from, to]) in counts.chunks(AREAS).zip([[0, 700], [-130, 850]]) {
                    prop_assert!(layer.iter().all(|&winding| winding == 0 || winding == 1));
                    // Corners of the square may be cut off, because any line may be moved.
                    let by = |margin: i64| {
                        let inside = |at: i64| corner(from) - margin < at && at < corner(to) + margin;
                        i32::from(inside(x | 1) && inside(y | 1))
                    };
                    let sum = layer.iter().sum::<i32>();
                    prop_assert!(by(-10) <= sum && sum <= by(10));
                }
            }
        }
    }

    #[test]
    fn what_is_drawn_is_no_further_away_than_promised(areas in tangle(), coarser in 0_u8..7) {
        let graph = PlanarGraph::new(areas).unwrap();
        let zoom = TileCoord::DEEPEST - coarser;
        let rounded = crate::zoom_level::rounded(graph.arcs_at(zoom), zoom);
        let limit = crate::displacement_units() * f64::from(1 << coarser) + 1e-9;
        for ((before, _), (after, _)) in graph.arcs().zip(&rounded) {
            let after: Vec<Point> = after
                .iter()
                .map(|at| Point::new(at.x << coarser, at.y << coarser))
                .collect();
            prop_assert!(crate::accuracy::furthest(before, &after) <= limit);
            prop_assert!(crate::accuracy::furthest(&after, before) <= limit);
        }
    }

    /// A layer that covers more than a tile, over another that has lines in it as well.
    #[test]
    fn a_tile_that_is_covered_is_filled_to_its_corners(
        one in coverage(3_000, 900),
        other in coverage(5_000, 400),
    ) {
        let areas = one.into_iter().chain(other).collect();
        let graph = PlanarGraph::new(areas).unwrap();
        let filled = twice_areas_in_tile(&graph);
        prop_assert_eq!(filled.iter().sum::<i64>(), 2 * (EXTENT + 2 * BUFFER).pow(2));
    }
}

/// Returns twice the area of each area of the first layer in a tile of the deepest zoom.
fn twice_areas_in_tile(graph: &PlanarGraph) -> Vec<i64> {
    let tile = TileCoord::new(TileCoord::DEEPEST, 1, 1).unwrap();
    let level = ZoomLevel::new(graph, &[first_layer()], std::iter::empty(), tile.z());
    let mut areas = vec![0; AREAS];
    for (area, polygons) in clipped(
        &level,
        tile,
        &first_layer(),
        &edges(&level, tile, &first_layer()),
    ) {
        for rings in polygons {
            assert!(twice_area(&rings[0]) > 0);
            assert!(rings[1..].iter().all(|hole| twice_area(hole) < 0));
            areas[area as usize] += rings.iter().map(|ring| twice_area(ring)).sum::<i64>();
        }
    }
    areas
}

fn first_layer() -> DrawnLayer {
    DrawnLayer {
        id: "one".into(),
        family: "one".into(),
        title: String::new(),
        attribution: String::new(),
        licence: String::new(),
        place: 0,
        like: 0,
        areas: 0..u32::try_from(AREAS).unwrap(),
        reach: None,
    }
}
