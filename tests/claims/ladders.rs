//! Random coverages of needles and slivers for the laws: level lines with vertices anywhere on
//! them, and rungs between each line and the next.

use coterm_tests::Random;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use crate::coverages::Coverage;

const CORNER: Coord<f64> = Coord {
    x: 340_000.0,
    y: 450_000.0,
};
const WIDTH: f64 = 12_000.0;
/// Least distance between vertices, and between lines, that are close to each other.
#[derive(Debug, Clone, Copy)]
enum Finest {
    /// A millimetre, as in imported data.
    Millimetre,
    /// The next representable number.
    Number,
}

/// Generates ladders, upright or on their side, on whole millimetres.
pub(crate) fn ladders() -> impl Strategy<Value = Coverage> {
    drawn(Finest::Millimetre)
}

/// Generates ladders whose lines are as close to each other as representable numbers allow.
pub(crate) fn finest_ladders() -> impl Strategy<Value = Coverage> {
    drawn(Finest::Number)
}

fn drawn(finest: Finest) -> impl Strategy<Value = Coverage> {
    (1..5_usize, 1..6_usize, any::<bool>(), any::<u64>()).prop_map(
        move |(rows, groups, lying, seed)| ladder(finest, rows, groups, lying, &mut Random(seed)),
    )
}

fn ladder(
    finest: Finest,
    rows: usize,
    groups: usize,
    lying: bool,
    random: &mut Random,
) -> Coverage {
    let mut cells = Vec::new();
    let (mut north, mut below) = (CORNER.y, line(finest, random));
    let highest = random.below(rows);
    for row in 0..rows {
        let south = north;
        north = match random.below(3) {
            // One row is as high as the ladder is wide: a coverage that is all sliver would have
            // lines too long for cells.
            _ if row == highest => south + WIDTH,
            0 => finest.level_beside(south),
            1 => millimetres(south + 0.017),
            _ => south + 40.0,
        };
        let above = line(finest, random);
        cells.extend(rungs([south, north], &below, &above, random));
        below = above;
    }
    let mut max = Coord {
        x: CORNER.x + WIDTH,
        y: north,
    };
    let mut min = CORNER;
    if lying {
        let turned = |at: Coord<f64>| Coord { x: at.y, y: at.x };
        for cell in &mut cells {
            cell.exterior_mut(|ring| ring.0.iter_mut().for_each(|at| *at = turned(*at)));
        }
        (min, max) = (turned(min), turned(max));
    }
    Coverage {
        group_of: cells.iter().map(|_| random.below(groups)).collect(),
        cells: cells.into_iter().map(MultiPolygon::from).collect(),
        groups,
        min,
        max,
    }
}

impl Finest {
    fn level_beside(self, metres: f64) -> f64 {
        match self {
            Self::Millimetre => millimetres(metres + 0.001),
            Self::Number => metres.next_up(),
        }
    }
}

fn millimetres(metres: f64) -> f64 {
    (metres * 1_000.0).round() / 1_000.0
}

/// Eastings of the vertices of a level line, from one end to the other.
fn line(finest: Finest, random: &mut Random) -> Vec<f64> {
    let mut eastings = vec![CORNER.x, CORNER.x + WIDTH];
    for _ in 0..random.below(7) {
        let known = eastings[random.below(eastings.len())];
        eastings.push(match random.below(4) {
            0 | 1 => finest.level_beside(known),
            2 => known.round() + 1.0,
            _ => millimetres(CORNER.x + random.fraction() * WIDTH),
        });
    }
    eastings.retain(|easting| *easting <= CORNER.x + WIDTH);
    eastings.sort_by(f64::total_cmp);
    eastings.dedup();
    eastings
}

/// Triangles and quadrilaterals between two level lines, from west to east.
fn rungs(
    [south, north]: [f64; 2],
    below: &[f64],
    above: &[f64],
    random: &mut Random,
) -> Vec<Polygon<f64>> {
    let (mut low, mut high) = (0, 0);
    let mut cells = Vec::new();
    while low + 1 < below.len() || high + 1 < above.len() {
        let (more_below, more_above) = (low + 1 < below.len(), high + 1 < above.len());
        let (next_low, next_high) = match random.below(3) {
            0 if more_below => (low + 1, high),
            1 if more_above => (low, high + 1),
            _ => (
                low + usize::from(more_below),
                high + usize::from(more_above),
            ),
        };
        let mut ring = vec![
            (below[low], south),
            (below[next_low], south),
            (above[next_high], north),
            (above[high], north),
        ];
        ring.dedup();
        cells.push(Polygon::new(LineString::from(ring), Vec::new()));
        (low, high) = (next_low, next_high);
    }
    cells
}
