//! Coverages made by a formula, of any number of areas and vertices. Their edges are rough like a
//! coast or a stream, and they are the same on every machine to the last bit. Areas are groups of
//! cells of a [`Grid`]; a second layer consists of other groups of the same cells.
use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;

use crate::grid::{Grid, Pen, undirected};
use crate::merge::{Side, merge, rings};
use crate::random::Random;

/// West, south, east and north of England, in metres of EPSG:27700.
pub const ENGLAND: [f64; 4] = [80_000.0, 5_000.0, 656_000.0, 657_000.0];

/// Number of areas and vertices of a layer; shared vertices count for each area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Number of areas.
    pub areas: usize,
    /// Number of vertices of all areas together, to within a few percent.
    pub vertices: usize,
}

/// About as many areas as England has districts, in full detail.
pub const SMALL: Size = Size {
    areas: 350,
    vertices: 1_500_000,
};
/// About as many areas as England and Wales have LSOAs, in full detail.
pub const LARGE: Size = Size {
    areas: 34_850,
    vertices: 8_800_000,
};

/// Size of the layer `made-788`: the areas of a published record of points counted by zone (docs/scale.md).
pub const RECORD: Size = Size {
    areas: 788,
    vertices: 110_000,
};

/// Sizes from a thousand to ten million vertices, with 350 areas each.
pub fn growing_vertices() -> Vec<Size> {
    (3..=7)
        .map(|power| Size {
            vertices: 10_usize.pow(power),
            ..SMALL
        })
        .collect()
}

/// Sizes from ten to 35,000 areas, with 1.5 million vertices each.
pub fn growing_areas() -> Vec<Size> {
    [10, 100, 350, 1_000, 3_500, 10_000, 35_000]
        .map(|areas| Size { areas, ..SMALL })
        .into()
}

/// Number of cells per area. With 16 the bounding boxes of areas cover 1.9 times the ground; those
/// of England's districts cover it 1.95 times, of CCGs 1.96, of LSOAs 2.05. Their overlap decides
/// how many areas a peer has to test for a point.
const CELLS_PER_AREA: usize = 16;

/// Makes a coverage of this size. Rings are closed, and outer rings are counter-clockwise.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn coverage(size: Size) -> Vec<MultiPolygon<f64>> {
    let [columns, rows] = cells(size);
    let areas = rings(columns, &merge(columns, rows, size.areas, 3));
    let grid = Grid::new(columns, rows);
    let edges_per_metre = size.vertices as f64 / metres(&grid, &areas);
    let pen = Pen {
        edges_per_metre,
        seed: 0,
    };
    areas.iter().map(|area| grid.area(area, |_| pen)).collect()
}

/// Makes a second coverage over the ground of the first, from other groups of the same cells. Half
/// of its lines, by length, are lines of the first, vertex for vertex. The other half is drawn anew
/// between the same corners, with as many edges as the size still needs.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn second_coverage(first: Size, size: Size) -> Vec<MultiPolygon<f64>> {
    let [columns, rows] = cells(first);
    let grid = Grid::new(columns, rows);
    let [theirs, areas] = [(first, 3), (size, 5)]
        .map(|(size, seed)| rings(columns, &merge(columns, rows, size.areas, seed)));
    let edges_per_metre = first.vertices as f64 / metres(&grid, &theirs);
    let theirs: BTreeSet<Side> = sides(&theirs).collect();
    // Number of areas that have a side, since its vertices count for each of them.
    let mut own: BTreeMap<Side, f64> = BTreeMap::new();
    for side in sides(&areas) {
        *own.entry(side).or_default() += 1.0;
    }
    let length = |sides: &mut dyn Iterator<Item = &Side>| -> f64 {
        sides.map(|side| grid.length(*side)).sum()
    };
    let common = length(&mut own.keys().filter(|side| theirs.contains(*side)));
    let part = length(&mut own.keys()) / 2.0 / common;
    let mut random = Random::new(7);
    let retained: BTreeSet<Side> = own
        .keys()
        .filter(|side| theirs.contains(*side) && random.unit() < part)
        .copied()
        .collect();
    let metres_of = |is_kept: bool| -> f64 {
        let edges_of = own
            .iter()
            .filter(|(side, _)| retained.contains(*side) == is_kept);
        edges_of
            .map(|(side, times)| times * grid.length(*side))
            .sum()
    };
    let left = size.vertices as f64 - metres_of(true) * edges_per_metre;
    let old = Pen {
        edges_per_metre,
        seed: 0,
    };
    let new = Pen {
        edges_per_metre: left / metres_of(false),
        seed: 1 << 60,
    };
    let pen = |side: Side| if retained.contains(&side) { old } else { new };
    areas.iter().map(|area| grid.area(area, pen)).collect()
}

/// Number of columns and rows of the grid for a layer of this size.
fn cells(size: Size) -> [usize; 2] {
    // An area has one cell for each 16 of its vertices, up to the limit: few vertices cannot go
    // round many cells. The cells are as square as England, 1.13 times as high as wide, allows.
    let cells = size.areas * (size.vertices / size.areas / 16).clamp(1, CELLS_PER_AREA);
    let columns = (1..cells).find(|c| c * c * 113 >= cells * 100).unwrap_or(1);
    [columns, cells.div_ceil(columns)]
}

fn sides(areas: &[Vec<Vec<Side>>]) -> impl Iterator<Item = Side> {
    areas.iter().flatten().flatten().copied().map(undirected)
}

fn metres(grid: &Grid, areas: &[Vec<Vec<Side>>]) -> f64 {
    areas
        .iter()
        .flatten()
        .flatten()
        .map(|side| grid.length(*side))
        .sum()
}

#[cfg(test)]
mod tests {
    use polygon_coverage::CoverageReport;
    use polygon_coverage::coverage::CoverageDefect;

    use super::*;
    use geo::CoordsIter;

    fn vertices(areas: &[MultiPolygon<f64>]) -> usize {
        areas.iter().map(|area| area.coords_count() - 1).sum()
    }

    /// Lists the defects that keep footprints from being a coverage.
    fn defects(areas: &[MultiPolygon<f64>]) -> Vec<CoverageDefect> {
        let areas: Vec<_> = areas.iter().collect();
        let report = CoverageReport::of(&areas, 0.0, coterm_core::space::millimetres()).unwrap();
        report.defects()
    }

    #[test]
    fn what_is_made_is_a_coverage() {
        for size in [
            (1, 100),
            (12, 40_000),
            (60, 20_000),
            (350, 1_000),
            (350, 60_000),
            (2_000, 100_000),
        ] {
            let size = Size {
                areas: size.0,
                vertices: size.1,
            };
            let areas = coverage(size);
            assert_eq!(areas.len(), size.areas);
            assert!(areas.iter().all(geo::Validation::is_valid), "{size:?}");
            assert_eq!(defects(&areas), [], "{size:?}");
        }
    }

    #[test]
    fn a_second_coverage_is_one_and_half_of_its_lines_are_the_firsts() {
        let [first, second] =
            [(350, 60_000), (106, 56_000)].map(|(areas, vertices)| Size { areas, vertices });
        let layers = [coverage(first), second_coverage(first, second)];
        assert_eq!(defects(&layers[1]), []);
        assert!(layers[1].iter().all(geo::Validation::is_valid));
        let count = vertices(&layers[1]);
        assert!((54_000..=58_000).contains(&count), "{count}");
        let [own, other] = [1, 0].map(|layer| {
            let edges = layers[layer]
                .iter()
                .flat_map(polygon_coverage::measure::edges);
            let bits = |end: geo::Coord| [end.x.to_bits(), end.y.to_bits()];
            edges
                .map(|ends| {
                    let mut key = ends.map(bits);
                    key.sort_unstable();
                    (key, (ends[0].x - ends[1].x).hypot(ends[0].y - ends[1].y))
                })
                .collect::<std::collections::HashMap<_, _>>()
        });
        let shared: f64 = own
            .iter()
            .filter(|(key, _)| other.contains_key(*key))
            .map(|(_, metres)| metres)
            .sum();
        let part = shared / own.values().sum::<f64>();
        assert!((0.4..=0.55).contains(&part), "{part}");
    }

    #[test]
    fn the_number_of_vertices_is_near_what_was_asked_for() {
        let count = vertices(&coverage(Size {
            areas: 350,
            vertices: 100_000,
        }));
        assert!((98_000..=102_000).contains(&count), "{count}");
    }

    #[test]
    fn it_is_the_same_every_time_and_within_england() {
        let areas = coverage(Size {
            areas: 40,
            vertices: 4_000,
        });
        let coords: Vec<_> = areas.iter().flat_map(CoordsIter::coords_iter).collect();
        let bits = coords.iter().flat_map(|c| [c.x.to_bits(), c.y.to_bits()]);
        let sum = bits.fold(0_u64, |sum, bits| sum.rotate_left(5) ^ bits);
        assert_eq!(
            sum, 9_908_893_712_655_727_790,
            "the formula has changed, or this machine reckons differently"
        );
        let [west, south, east, north] = ENGLAND;
        assert!(
            coords
                .iter()
                .all(|c| c.x > west && c.x < east && c.y > south && c.y < north)
        );
    }
}
