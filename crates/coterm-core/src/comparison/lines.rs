//! Distance between the lines of two layers, and between the outlines of two areas.
//!
//! Lengths and distances are in metres of EPSG:27700.

use geo::Coord;

use super::ground::SharedGround;
use super::{ComparedLines, LinesOfOne, Separation};
use polygon_coverage::BoundaryIndex;
use polygon_coverage::arrangement::Arc;
use polygon_coverage::deviation::deviation;

use crate::Result;
use crate::layers::{Area, Layer};
use crate::space::millimetres;

/// Measures the lines of both layers: those that they share, and how far the others are apart.
///
/// Lines are those around areas that `is_listed` names, by layer and position.
pub(super) fn lines(
    ground: &SharedGround,
    layers: [&Layer; 2],
    tolerance_m: f64,
    is_listed: impl Fn(usize, usize) -> bool,
) -> Result<ComparedLines> {
    let count = layers[0].areas().len();
    let is_inside = |arc: &Arc<'_>| {
        arc.bounds().iter().any(|area| {
            let area = area.index();
            if area < count {
                is_listed(0, area)
            } else {
                is_listed(1, area - count)
            }
        })
    };
    let mut shared_m = 0.0;
    let mut own: [Vec<[Coord<f64>; 2]>; 2] = [Vec::new(), Vec::new()];
    for arc in ground.arrangement().arcs().filter(is_inside) {
        let of_a = arc.bounds().iter().any(|area| area.index() < count);
        let of_b = arc.bounds().iter().any(|area| area.index() >= count);
        if of_a && of_b {
            shared_m += arc.length();
        } else {
            let coords = arc.coords();
            own[usize::from(of_b)].extend(coords.windows(2).map(|pair| [pair[0], pair[1]]));
        }
    }
    let of_one = |side: usize| -> Result<LinesOfOne> {
        let other_lines = layers[1 - side].areas().iter().map(Area::footprint);
        let other_lines = BoundaryIndex::build(other_lines)?;
        let found = deviation(&own[side], &other_lines, tolerance_m, millimetres());
        let (within_m, apart_m) = found.map_or((0.0, 0.0), |found| (found.within, found.apart));
        let length_m = shared_m + within_m + apart_m;
        Ok(LinesOfOne {
            length_m,
            within_m,
            apart_m,
            furthest: found.map(|found| Separation {
                hausdorff_m: found.hausdorff,
                at: [found.at.x, found.at.y],
                mean_m: found.mean * found.length() / length_m,
            }),
        })
    };
    let (a, b) = rayon::join(|| of_one(0), || of_one(1));
    Ok(ComparedLines {
        shared_m,
        a: a?,
        b: b?,
    })
}

/// The arcs around each area.
pub(super) struct Outlines<'a> {
    arcs_of: Vec<Vec<Arc<'a>>>,
    layers: [&'a Layer; 2],
}

impl<'a> Outlines<'a> {
    /// Collects the arcs around each area. O(n) in the arcs.
    pub(super) fn new(ground: &'a SharedGround, layers: [&'a Layer; 2]) -> Self {
        let count = layers.map(|layer| layer.areas().len());
        let mut arcs_of = vec![Vec::new(); count[0] + count[1]];
        for arc in ground.arrangement().arcs() {
            for area in arc.bounds() {
                arcs_of[area.index()].push(arc);
            }
        }
        Self { arcs_of, layers }
    }

    /// Measures how far the outlines of two areas are from each other, in both directions.
    pub(super) fn separation(&self, pair: [usize; 2]) -> Result<Separation> {
        let areas = [pair[0], pair[1] + self.layers[0].areas().len()];
        let footprint = |side: usize| self.layers[side].areas()[pair[side]].footprint();
        let mut shared_m = 0.0;
        let found = [0, 1].map(|side: usize| {
            let mut own: Vec<[Coord<f64>; 2]> = Vec::new();
            for arc in &self.arcs_of[areas[side]] {
                if arc.bounds().iter().any(|area| *area == areas[1 - side]) {
                    shared_m += arc.length();
                } else {
                    let coords = arc.coords();
                    own.extend(coords.windows(2).map(|pair| [pair[0], pair[1]]));
                }
            }
            let other = BoundaryIndex::build([footprint(1 - side)])?;
            Ok::<_, polygon_coverage::Error>(deviation(&own, &other, 0.0, millimetres()))
        });
        let [one, other] = found;
        let joined = match [one?, other?] {
            [Some(one), Some(other)] => Some(one.joined(other)),
            [one, other] => one.or(other),
        };
        Ok(joined.map_or(
            Separation {
                hausdorff_m: 0.0,
                at: super::middle(footprint(0))
                    .map_or([0.0; 2], |at| [at.easting(), at.northing()]),
                mean_m: 0.0,
            },
            |found| Separation {
                hausdorff_m: found.hausdorff,
                at: [found.at.x, found.at.y],
                // Both outlines contain the shared arcs, which are no distance apart.
                mean_m: found.mean * found.length() / (found.length() + shared_m),
            },
        ))
    }
}
