//! [`LineErrors`]: how far the drawn lines are from finer ones of the same areas.

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, LayerId};
use coterm_core::space::{GridPoint, millimetres};
use polygon_coverage::{BoundaryIndex, deviation::deviation, measure::edges};

use crate::line::{Ground, TrueLines, along};
use crate::quantiles::Distances;
use crate::truth::{Truth, different};

/// Distances in metres from lines to the nearest of other lines.
#[derive(Debug, Default)]
pub(crate) struct LineErrors {
    /// Distances from the true lines to the drawn ones, inland and along the coast.
    pub(crate) true_to_drawn: [Distances; 2],
    /// Exact greatest distance from the true lines to the drawn ones, not only at samples.
    pub(crate) greatest: [Option<f64>; 2],
    /// Distances from the drawn lines to the true ones.
    pub(crate) drawn_to_true: [Distances; 2],
}

impl LineErrors {
    /// Samples both sets of lines, and measures the distances.
    pub(crate) fn of(
        dataset: &Dataset,
        layer: LayerId,
        truth: &Truth<'_>,
        lines: &TrueLines,
    ) -> Result<Self, polygon_coverage::Error> {
        let mut errors = Self::default();
        let areas = dataset.catalogue()[layer].areas();
        let drawn = dataset.boundaries(layer);
        let drawn_lines = BoundaryIndex::build(areas.iter().map(Area::footprint))?;
        for sample in &lines.samples {
            let Ok(point) = GridPoint::new(sample.at.x, sample.at.y) else {
                continue;
            };
            if let Some((_, distance)) = drawn.nearest(point) {
                errors.true_to_drawn[sample.ground as usize].add(distance, sample.metres);
            }
        }
        for ground in [Ground::Inland, Ground::Coast] {
            let found = deviation(
                &lines.edges[ground as usize],
                &drawn_lines,
                0.0,
                millimetres(),
            );
            errors.greatest[ground as usize] = found.map(|found| found.hausdorff);
        }
        let [inland, coast] = &lines.edges;
        let finer = [
            BoundaryIndex::from_edges(inland)?,
            BoundaryIndex::from_edges(coast)?,
        ];
        let compared = areas
            .iter()
            .filter(|area| !truth.is_left_out(area.code()))
            .flat_map(|area| edges(area.footprint()));
        for edge in different(compared) {
            for (at, _, metres) in along(edge) {
                if GridPoint::new(at.x, at.y).is_err() {
                    continue;
                }
                let nearest = finer
                    .each_ref()
                    .map(|index| index.nearest(at).map_or(f64::INFINITY, |(_, far)| far));
                let ground = usize::from(nearest[1] < nearest[0]);
                errors.drawn_to_true[ground].add(nearest[ground], metres);
            }
        }
        Ok(errors)
    }
}
