//! Accuracy of the tiles of a zoom, as measured: [`Accuracy`].

use rayon::prelude::*;

use crate::coord::check_zoom;
use crate::mercator::unit_m;
use crate::point::Point;
use crate::side_labels::{SideLabels, SideLabelsId};
use crate::zoom_level::{Segment, rounded};
use crate::{Result, TileCoord, TileSet};

/// Effects of simplification and rounding on the lines and areas of a zoom, measured against
/// the layers' own vertices. Units are those of the zoom's grid, 4,096 to a tile's side.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// The zoom.
    pub zoom: u8,
    /// Number of vertices before simplification, in all layers; each line counts once.
    pub vertices: usize,
    /// Number of segments that are left; each counts once.
    pub segments: usize,
    /// Greatest distance between a line and what it was before, in units. It is measured at the
    /// vertices of either.
    pub displacement: f64,
    /// The displacement in metres on the ground, at the southern end of the layers.
    pub displacement_m: f64,
    /// Sum of the absolute changes of areas' sizes, as a share of the ground of all areas.
    pub area_error: f64,
    /// Number of areas that have no ground left.
    pub gone: usize,
    /// Size of the largest of those areas, in square units.
    pub largest_gone: f64,
}

impl TileSet {
    /// Measures a zoom. Costs as much as [`TileSet::prepare`], and for each arc up to the
    /// square of its vertices.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchZoom`](crate::Error::NoSuchZoom) beyond 22.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_tiles::{TileSet, displacement_units};
    ///
    /// let tiles = TileSet::new(dataset.catalogue().layers())?;
    /// let accuracy = tiles.accuracy(8)?;
    /// assert!(accuracy.displacement <= displacement_units());
    /// assert_eq!(accuracy.gone, 0);
    /// # Ok::<(), coterm_tiles::Error>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "measured, not decided")]
    pub fn accuracy(&self, zoom: u8) -> Result<Accuracy> {
        check_zoom(zoom)?;
        let shift = u32::from(TileCoord::DEEPEST - zoom);
        let unit = (1_i64 << shift) as f64;
        let arcs = rounded(self.graph.arcs_at(zoom), zoom);
        let displacement = self
            .graph
            .arcs()
            .collect::<Vec<_>>()
            .into_par_iter()
            .zip(&arcs)
            .map(|((before, _), (after, _))| {
                let after = after
                    .iter()
                    .map(|at| Point::new(at.x << shift, at.y << shift));
                let after: Vec<Point> = after.collect();
                furthest(before, &after).max(furthest(&after, before))
            })
            .reduce(|| 0.0, f64::max)
            / unit;
        let level = self.zoom(zoom);
        let before = twice_areas(self.graph.arcs(), &self.graph.sides, self.areas.len());
        let segments: Vec<Segment> = level.tile_arcs.segments().collect();
        let lines = segments.iter().map(|s| (&s.ends[..], s.sides));
        let after = twice_areas(lines, &level.sides, self.areas.len());
        let before: Vec<f64> = before
            .into_iter()
            .map(|twice| twice as f64 / 2.0 / unit / unit)
            .collect();
        let after: Vec<f64> = after.into_iter().map(|twice| twice as f64 / 2.0).collect();
        let pairs = || before.iter().zip(&after);
        let gone = || {
            pairs()
                .filter(|(_, after)| **after == 0.0)
                .map(|(&before, _)| before)
        };
        let south = self.reach.map_or(0, |reach| reach.max.y);
        Ok(Accuracy {
            zoom,
            vertices: self.graph.vertices(),
            segments: segments.len(),
            displacement,
            displacement_m: displacement * unit_m(zoom, south),
            area_error: pairs().map(|(one, other)| (one - other).abs()).sum::<f64>()
                / before.iter().sum::<f64>(),
            gone: gone().count(),
            largest_gone: gone().fold(0.0, f64::max),
        })
    }
}

/// Returns the greatest distance of a line's vertices from another line.
pub(crate) fn furthest(from: &[Point], to: &[Point]) -> f64 {
    let nearest = |point: &Point| match to {
        [only] => point.distance_to(*only, *only),
        _ => to
            .windows(2)
            .map(|ends| point.distance_to(ends[0], ends[1]))
            .fold(f64::INFINITY, f64::min),
    };
    from.iter().map(nearest).fold(0.0, f64::max)
}

/// Returns twice the size of each area, by the lines around it.
fn twice_areas<'a>(
    lines: impl Iterator<Item = (&'a [Point], SideLabelsId)>,
    sides: &SideLabels,
    count: usize,
) -> Vec<i128> {
    let mut areas = vec![0; count];
    for (line, id) in lines {
        let cross = |ends: &[Point]| {
            let [a, b] = [ends[0], ends[1]].map(|end| [end.x, end.y].map(i128::from));
            a[0] * b[1] - a[1] * b[0]
        };
        let twice: i128 = line.windows(2).map(cross).sum();
        for side in sides.of(id) {
            areas[side.area as usize] += if side.left { twice } else { -twice };
        }
    }
    areas
}
