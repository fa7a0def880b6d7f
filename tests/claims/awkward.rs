//! Claims about coverages that are hard to index, each drawn by hand: for every easting that
//! matters combined with every northing that matters, the index has the containing area of brute
//! force.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::differential::{all_crossings, coverage_is_as_brute_force, is_as_brute_force};

type Ring = Vec<(f64, f64)>;

const EAST: f64 = 340_000.0;
const NORTH: f64 = 450_000.0;

fn placed(ring: Ring) -> LineString<f64> {
    let at = ring.into_iter().map(|(x, y)| (EAST + x, NORTH + y));
    LineString::from(at.collect::<Vec<_>>())
}

fn polygon(outline: Ring, holes: Vec<Ring>) -> Polygon<f64> {
    Polygon::new(placed(outline), holes.into_iter().map(placed).collect())
}

fn area(outline: Ring) -> MultiPolygon<f64> {
    polygon(outline, vec![]).into()
}

fn rectangle([west, south, east, north]: [f64; 4]) -> Ring {
    vec![(west, south), (east, south), (east, north), (west, north)]
}

/// A square around a point.
fn square_ring(x: f64, y: f64, half: f64) -> Ring {
    rectangle([x - half, y - half, x + half, y + half])
}

/// Asserts that every point that matters is answered exactly, both in the coverage as drawn and in
/// the coverage turned on its side, where level lines become vertical.
fn is_exact(areas: &[MultiPolygon<f64>]) {
    let turned: Vec<_> = areas.iter().map(turned).collect();
    for areas in [areas, &turned] {
        coverage_is_as_brute_force(areas, &all_crossings(areas));
    }
}

fn turned(area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    geo::MapCoords::map_coords(area, |at| Coord {
        x: at.y - NORTH + EAST,
        y: at.x - EAST + NORTH,
    })
}

#[test]
fn islands_inside_holes_inside_islands() {
    // Rings of squares, each the hole of the one around it: A, B, A, B, A.
    let ring = |half: f64| {
        polygon(
            square_ring(0.0, 0.0, half),
            vec![square_ring(0.0, 0.0, half - 7.0)],
        )
    };
    let islands = |halves: &[f64]| MultiPolygon::new(halves.iter().copied().map(ring).collect());
    let (a, b) = (islands(&[50.0, 36.0, 22.0]), islands(&[43.0, 29.0]));
    is_exact(&[a.clone(), b]);
    // The ground between them may be in no area.
    is_exact(&[a]);
}

#[test]
fn an_island_of_its_own_in_a_hole_that_nobody_owns() {
    let shell = polygon(
        square_ring(0.0, 0.0, 50.0),
        vec![square_ring(3.0, 1.0, 30.0)],
    );
    is_exact(&[shell.into(), area(square_ring(3.0, 1.0, 10.0))]);
}

#[test]
fn holes_that_touch_the_shell_and_each_other_in_a_point() {
    let diamond = |x: f64, y: f64, half: f64| {
        vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    };
    let mut shell = square_ring(0.0, 0.0, 40.0);
    // A vertex where the hole touches, so that the two meet end to end.
    shell.insert(1, (3.0, -40.0));
    let holes = vec![
        diamond(3.0, -20.0, 20.0),
        diamond(3.0, 10.0, 10.0),
        diamond(-17.0, 10.0, 10.0),
    ];
    let islands = holes.iter().cloned().map(area);
    let whole = MultiPolygon::from(polygon(shell, holes.clone()));
    is_exact(&islands.chain([whole.clone()]).collect::<Vec<_>>());
    is_exact(&[whole]);
}

#[test]
fn areas_that_touch_in_a_point() {
    // A chessboard, black and white, and black alone.
    let squares = |black: bool| {
        let fields = (0..64_u8).filter(|field| (field % 8 + field / 8) % 2 == u8::from(black));
        let field =
            |field: u8| square_ring(f64::from(field % 8) * 8.0, f64::from(field / 8) * 8.0, 4.0);
        MultiPolygon::new(fields.map(|at| polygon(field(at), vec![])).collect())
    };
    is_exact(&[squares(true), squares(false)]);
    is_exact(&[squares(true)]);
    // Tip to tip, and a tip on the middle of a neighbour's side.
    let tips = |x: f64| area(vec![(x - 30.0, -11.0), (x, 0.0), (x - 30.0, 17.0)]);
    let other = area(vec![(0.0, 0.0), (30.0, -40.0), (30.0, 9.0)]);
    is_exact(&[tips(0.0), other]);
    let wall = area(vec![
        (0.0, -20.0),
        (9.0, -20.0),
        (9.0, 20.0),
        (0.0, 20.0),
        (0.0, 0.0),
    ]);
    is_exact(&[tips(0.0), wall]);
}

/// Two areas with a sliver between them from `south` to `north`, whose width at either end is that
/// of `widths`.
fn sliver([south, north]: [(f64, f64); 2], widths: [f64; 2], half: f64) -> Vec<MultiPolygon<f64>> {
    let east = [
        (south.0 + widths[0], south.1),
        (north.0 + widths[1], north.1),
    ];
    let mut ring = vec![south, east[0], east[1], north];
    ring.dedup();
    vec![
        area(vec![(-half, south.1), south, north, (-half, north.1)]),
        area(ring),
        area(vec![east[0], (half, south.1), (half, north.1), east[1]]),
    ]
}

#[test]
fn slivers_narrower_than_a_cell() {
    for width in [1.0, 0.001, 0.000_001] {
        is_exact(&sliver([(0.0, -50.0), (0.0, 50.0)], [width, width], 50.0));
        is_exact(&sliver(
            [(-40.0, -50.0), (45.0, 50.0)],
            [width, width],
            50.0,
        ));
        is_exact(&sliver(
            [(-400.0, -7.0), (450.0, 8.0)],
            [width, width],
            500.0,
        ));
        let from_far = [(-40_000.0, -50_000.0), (45_000.0, 50_000.0)];
        is_exact(&sliver(from_far, [width, width], 50_000.0));
    }
    // One representable number wide: 2⁻³⁴ m, at these eastings.
    let number = EAST.next_up() - EAST;
    is_exact(&sliver([(0.0, -50.0), (0.0, 50.0)], [number, number], 50.0));
}

#[test]
fn needles() {
    for width in [1.0, 0.001] {
        for widths in [[width, 0.0], [0.0, width]] {
            is_exact(&sliver([(0.0, -50.0), (0.0, 50.0)], widths, 50.0));
            is_exact(&sliver([(-40.0, -50.0), (45.0, 50.0)], widths, 50.0));
        }
    }
    // So sharp that near the tip the sides are closer than neighbouring numbers.
    let long = sliver(
        [(-40_000.0, -50_000.0), (45_000.0, 50_000.0)],
        [0.001, 0.0],
        50_000.0,
    );
    is_as_brute_force(&long, &all_crossings(&long));
}

#[test]
fn a_fan_of_needles_in_one_point() {
    for count in [3_u32, 5, 64, 400] {
        let rim = |spoke: u32| {
            let angle = std::f64::consts::TAU * f64::from(spoke % count) / f64::from(count);
            (1_000.0 * angle.cos(), 1_000.0 * angle.sin())
        };
        let fan: Vec<_> = (0..count)
            .map(|spoke| area(vec![(0.0, 0.0), rim(spoke), rim(spoke + 1)]))
            .collect();
        let spokes = fan.iter().flat_map(polygon_coverage::measure::edges);
        let points_beside = |at: Coord<f64>| {
            let next = |number: f64| [number.next_down(), number, number.next_up()];
            let column = move |x| next(at.y).map(|y| Coord { x, y });
            next(at.x).into_iter().flat_map(column)
        };
        let places =
            spokes.flat_map(|[from, to]| [from, from + (to - from) * 1e-9, (from + to) / 2.0]);
        is_as_brute_force(&fan, &places.flat_map(points_beside).collect::<Vec<_>>());
    }
}

#[test]
fn combs_whose_teeth_are_between_each_other() {
    let combs = |width: f64| {
        // From east to west, 48 m high.
        let tooth = |at: u8| (f64::from(at) * width, [1.0, 49.0][usize::from(at % 2)]);
        let line: Vec<_> = (1..24).rev().map(tooth).collect();
        [0.0, 50.0].map(|side| {
            let mut ring = vec![(0.0, side), (50.0, side), (50.0, 25.0)];
            ring.extend(&line);
            ring.push((0.0, 25.0));
            area(ring)
        })
    };
    is_exact(&combs(2.0));
    // So narrow that there would be too many cells.
    let narrow = combs(0.125);
    is_as_brute_force(&narrow, &all_crossings(&narrow));
}

#[test]
fn one_area_however_small_or_long() {
    let number = EAST.next_up() - EAST;
    let small = [[0.001, 0.001], [number, number]];
    // So long that its lines are in too many cells to be sorted into them.
    let long = [[1.0, 150_000.0], [0.001, 300_000.0], [300_000.0, 1.0]];
    for [width, height] in small.into_iter().chain(long) {
        let one = [area(rectangle([0.0, 0.0, width, height]))];
        is_as_brute_force(&one, &all_crossings(&one));
    }
    is_exact(&[area(rectangle([0.0, 0.0, 90.0, 100.0]))]);
}

/// Divides the whole grid that a point may be on: its rim, its corners, and the next representable
/// numbers inside.
#[test]
fn coordinates_at_the_rim_of_the_grid() {
    let (width, height) = (700_000.0, 1_250_000.0);
    let lines = |max: f64| [0.0, 1.0, max / 2.0, max - 1.0, max];
    let mut areas: Vec<MultiPolygon<f64>> = Vec::new();
    for x in lines(width).windows(2) {
        for y in lines(height).windows(2) {
            let ring = rectangle([x[0], y[0], x[1], y[1]]);
            areas.push(Polygon::new(LineString::from(ring), vec![]).into());
        }
    }
    let mut places = all_crossings(&areas);
    places.retain(|at| at.x <= width && at.y <= height);
    coverage_is_as_brute_force(&areas, &places);
    // An area that reaches beyond the grid on every side.
    let ring = rectangle([-5e5, -5e5, 2e6, 2e6]);
    let beyond = [Polygon::new(LineString::from(ring), vec![]).into()];
    coverage_is_as_brute_force(&beyond, &places);
}
