//! Planar graph of all layers' lines: arcs that are cut where lines meet.
//!
//! Each arc is simplified and drawn once, for all areas and layers that have it.

use polygon_coverage::{Arrangement, arrangement::Arc};
use rayon::prelude::*;

use crate::mercator::WORLD;
use crate::point::{Point, Rectangle};
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::simplify;
use crate::snap::Snap;
use crate::{Error, Result};

/// The rings of an area on the world's grid; each ring is closed.
pub(crate) type Rings = Vec<Vec<Point>>;

/// The lines of all areas of all layers, as arcs from one junction to the next.
#[derive(Debug)]
pub(crate) struct PlanarGraph {
    /// The vertices of all arcs, one arc after the other.
    points: Vec<Point>,
    /// The zooms that each vertex is drawn at, as bits.
    drawn_at: Vec<u32>,
    /// Start of each arc in `points`, and the end of the last one.
    bounds: Vec<usize>,
    arcs: Vec<SideLabelsId>,
    pub(crate) sides: SideLabels,
}

impl PlanarGraph {
    /// Divides the ground by the lines of these areas. Arcs share ends and nothing else: edges
    /// that cross, or pass a vertex within less than a unit, are led through a common point.
    ///
    /// # Errors
    ///
    /// [`Error::Undividable`] if the areas are half the world apart.
    pub(crate) fn new(mut areas: Vec<Rings>) -> Result<Self> {
        /// Number of rounds that are tried. In theory the first settles everything, and the
        /// second confirms it.
        const ROUNDS: u32 = 4;
        let all = areas.iter().flatten().flatten().copied();
        let middle = Rectangle::bounding(all).map_or(Point::new(WORLD / 2, WORLD / 2), |all| {
            Point::new(all.min.x.midpoint(all.max.x), all.min.y.midpoint(all.max.y))
        });
        for _ in 0..ROUNDS {
            let arrangement = arrange(&areas, middle)?;
            let lines: Option<Vec<_>> = arrangement.arcs().map(Arc::grid_points).collect();
            if let Some(lines) = lines {
                return Ok(Self::of(&arrangement, &lines, middle));
            }
            let coords = arrangement.arcs().flat_map(Arc::coords);
            let hot = coords
                .map(|coord| nearest(coord, middle))
                // Opposite lines of one area may have cancelled out, and lost their vertices.
                .chain(areas.iter().flatten().flatten().copied())
                .collect();
            let snap = Snap::new(0, hot);
            areas.par_iter_mut().flatten().for_each(|ring| {
                *ring = snap.line(ring);
            });
        }
        Err(Error::Unsettled { rounds: ROUNDS })
    }

    fn of(arrangement: &Arrangement, lines: &[Vec<[i32; 2]>], middle: Point) -> Self {
        let mut sides = SideLabels::default();
        let arcs = arrangement
            .arcs()
            .map(|arc| {
                let [left, right] = arc.sides();
                sides.between(left.areas(), right.areas())
            })
            .collect();
        let mut bounds = vec![0];
        let mut points = Vec::new();
        for line in lines {
            points.extend(
                line.iter()
                    .map(|&[x, y]| Point::new(middle.x + i64::from(x), middle.y + i64::from(y))),
            );
            bounds.push(points.len());
        }
        Self {
            drawn_at: simplify::drawn_at(&points, &bounds),
            points,
            bounds,
            arcs,
            sides,
        }
    }

    /// Returns the number of vertices.
    pub(crate) fn vertices(&self) -> usize {
        self.points.len()
    }

    /// Returns the arcs with all their vertices.
    pub(crate) fn arcs(&self) -> impl ExactSizeIterator<Item = (&[Point], SideLabelsId)> {
        self.bounds
            .windows(2)
            .zip(&self.arcs)
            .map(|(bounds, &sides)| (&self.points[bounds[0]..bounds[1]], sides))
    }

    /// Returns the arcs as they are drawn at a zoom, before they are rounded to its grid.
    pub(crate) fn arcs_at(&self, zoom: u8) -> Vec<(Vec<Point>, SideLabelsId)> {
        self.bounds
            .windows(2)
            .zip(&self.arcs)
            .map(|(bounds, &sides)| {
                let arc = bounds[0]..bounds[1];
                let points = self.points[arc.clone()].iter().zip(&self.drawn_at[arc]);
                let drawn = points.filter(|(_, zooms)| *zooms >> zoom & 1 == 1);
                (drawn.map(|(&point, _)| point).collect(), sides)
            })
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "what is too far becomes an error"
)]
fn arrange(areas: &[Rings], middle: Point) -> Result<Arrangement> {
    let unit = |value: i64| value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    let footprints: Vec<Vec<Vec<[i32; 2]>>> = areas
        .par_iter()
        .map(|rings| {
            let ring = |ring: &Vec<Point>| {
                let points = ring.iter();
                points
                    .map(|point| [unit(point.x - middle.x), unit(point.y - middle.y)])
                    .collect()
            };
            rings.iter().map(ring).collect()
        })
        .collect();
    Ok(Arrangement::on_grid(&footprints)?)
}

/// Returns the grid point nearest to a point of an arrangement.
#[expect(clippy::cast_possible_truncation, reason = "within the world")]
fn nearest(coord: geo::Coord<f64>, middle: Point) -> Point {
    // Rounds half up, as `pixel` does.
    let unit = |value: f64| (value + 0.5).floor() as i64;
    Point::new(middle.x + unit(coord.x), middle.y + unit(coord.y))
}
