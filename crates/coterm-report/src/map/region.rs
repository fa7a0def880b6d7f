//! The ground of a footprint as drawn, and the search in it for the place of a label.

use geo::Coord;

use super::bounds::MapBounds;
use super::shape::{Ring, units};

/// The ground that rings enclose by the even-odd rule, in SVG units.
#[derive(Debug, Clone)]
pub(super) struct Region {
    edges: Vec<[Coord<f64>; 2]>,
    bounds: Option<MapBounds>,
    /// Positions of the edges that meet each row of the drawing, from the top of the bounds
    /// down. The search for a label's place tests hundreds of points, and each needs the
    /// edges of one row.
    rows: Vec<Vec<u32>>,
}

/// Height of a row, in SVG units.
const ROW: f64 = 4.0;

impl Region {
    pub(super) fn new(rings: &[Ring]) -> Self {
        let edges: Vec<[Coord<f64>; 2]> = rings
            .iter()
            .flat_map(|ring| {
                ring.iter()
                    .zip(ring.iter().cycle().skip(1))
                    .map(|(&a, &b)| [units(a), units(b)])
            })
            .collect();
        let bounds = edges
            .iter()
            .map(|[at, _]| MapBounds::new(at.x, at.y, at.x, at.y))
            .reduce(|a, b| {
                MapBounds::new(
                    a.left.min(b.left),
                    a.top.min(b.top),
                    a.right.max(b.right),
                    a.bottom.max(b.bottom),
                )
            });
        let mut region = Self {
            edges,
            bounds,
            rows: Vec::new(),
        };
        if let Some(bounds) = bounds {
            region.rows = vec![Vec::new(); row(bounds.top, bounds.bottom) + 1];
            for ([a, b], position) in region.edges.iter().zip(0..) {
                let rows = row(bounds.top, a.y.min(b.y))..=row(bounds.top, a.y.max(b.y));
                for edges in &mut region.rows[rows] {
                    edges.push(position);
                }
            }
        }
        region
    }

    /// The bounding box; `None` if there are no rings.
    pub(super) fn bounds(&self) -> Option<MapBounds> {
        self.bounds
    }

    pub(super) fn contains(&self, at: Coord<f64>) -> bool {
        let Some(bounds) = self
            .bounds
            .filter(|b| b.left <= at.x && at.x <= b.right && b.top <= at.y && at.y <= b.bottom)
        else {
            return false;
        };
        self.rows[row(bounds.top, at.y)]
            .iter()
            .map(|&edge| self.edges[edge as usize])
            .filter(|[a, b]| {
                (a.y > at.y) != (b.y > at.y)
                    && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
            })
            .count()
            % 2
            == 1
    }

    /// Whether the whole rectangle is in the region.
    pub(super) fn holds(&self, rectangle: &MapBounds) -> bool {
        self.bounds.is_some_and(|bounds| bounds.contains(rectangle))
            && self.contains(rectangle.centre())
            && !self.edges.iter().any(|edge| rectangle.meets(*edge))
    }

    /// Distance from a place to the nearest edge, with horizontal distances multiplied by
    /// `squeeze`.
    pub(super) fn clearance(&self, at: Coord<f64>, squeeze: f64) -> f64 {
        let flat = |coord: Coord<f64>| Coord {
            x: coord.x * squeeze,
            y: coord.y,
        };
        self.edges
            .iter()
            .map(|[a, b]| {
                polygon_coverage::measure::distance_to_edge(flat(at), [flat(*a), flat(*b)])
            })
            .fold(f64::INFINITY, f64::min)
    }

    /// The allowed place in the region that is about the furthest from its edges, and its
    /// depth. It is the best of a grid of samples, refined four times by a finer grid around
    /// it. Horizontal distances are multiplied by `squeeze`.
    pub(super) fn deepest(
        &self,
        squeeze: f64,
        allowed: impl Fn(Coord<f64>) -> bool,
    ) -> Option<(Coord<f64>, f64)> {
        const STEPS: u32 = 24;
        let bounds = self.bounds?;
        // Among places that are equally deep, such as along a ridge, the one that is deep in
        // all directions is best.
        let depth = |at| {
            let clearance = self.clearance(at, 1.0) * squeeze.min(1.0);
            self.clearance(at, squeeze) + 0.2 * clearance
        };
        let deepest_of = |window: MapBounds, steps: u32| {
            window
                .samples(steps, steps)
                .filter(|&at| self.contains(at) && allowed(at))
                .map(|at| (at, depth(at)))
                .reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let mut best = deepest_of(bounds, STEPS)?;
        let mut window = (bounds.width(), bounds.height());
        for _ in 0..4 {
            window = (window.0 / 8.0, window.1 / 8.0);
            let finer = deepest_of(
                MapBounds::centred(best.0, window.0 * 2.0, window.1 * 2.0),
                9,
            );
            if let Some(finer) = finer.filter(|finer| finer.1 > best.1) {
                best = finer;
            }
        }
        Some(best)
    }
}

/// Index of the row at a height, counted from the top.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the drawing, and below its top"
)]
fn row(top: f64, y: f64) -> usize {
    ((y - top) / ROW) as usize
}
