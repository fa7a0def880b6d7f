//! How far apart two layers' lines are.

use geo::Coord;

use super::ground::SharedGround;
use super::{Lines, LinesOfOne, Separation};
use crate::{Area, BoundaryIndex, Layer, Line, deviation};

/// The lines of both layers, shared and apart.
pub(super) fn lines(ground: &SharedGround, layers: [&Layer; 2], tolerance_m: f64) -> Lines {
    let count = layers[0].areas().len();
    let mut shared_m = 0.0;
    let mut own: [Vec<[Coord<f64>; 2]>; 2] = [Vec::new(), Vec::new()];
    for line in ground.arrangement().lines() {
        let of_a = line.owners().iter().any(|&owner| (owner as usize) < count);
        let of_b = line.owners().iter().any(|&owner| owner as usize >= count);
        if of_a && of_b {
            shared_m += line.length_m();
        } else {
            let coords = line.coords();
            own[usize::from(of_b)].extend(coords.windows(2).map(|pair| [pair[0], pair[1]]));
        }
    }
    let of_one = |side: usize| {
        let others = layers[1 - side].areas().iter().map(Area::footprint);
        let found = deviation(&own[side], &BoundaryIndex::new(others), tolerance_m);
        let (within_m, apart_m) = found.map_or((0.0, 0.0), |found| (found.within_m, found.apart_m));
        let length_m = shared_m + within_m + apart_m;
        LinesOfOne {
            length_m,
            within_m,
            apart_m,
            furthest: found.map(|found| Separation {
                hausdorff_m: found.hausdorff_m,
                at: [found.at.x, found.at.y],
                mean_m: found.mean_m * found.length_m() / length_m,
            }),
        }
    };
    let (a, b) = rayon::join(|| of_one(0), || of_one(1));
    Lines { shared_m, a, b }
}

/// The lines of each area.
pub(super) struct Outlines<'a> {
    of_owner: Vec<Vec<Line<'a>>>,
    layers: [&'a Layer; 2],
}

impl<'a> Outlines<'a> {
    /// O(n) in the lines.
    pub(super) fn new(ground: &'a SharedGround, layers: [&'a Layer; 2]) -> Self {
        let count = layers.map(|layer| layer.areas().len());
        let mut of_owner = vec![Vec::new(); count[0] + count[1]];
        for line in ground.arrangement().lines() {
            for &owner in line.owners() {
                of_owner[owner as usize].push(line);
            }
        }
        Self { of_owner, layers }
    }

    /// How far the outlines of two areas are from each other, in both directions.
    pub(super) fn separation(&self, pair: [usize; 2]) -> Separation {
        let owners = [pair[0], pair[1] + self.layers[0].areas().len()];
        let names = owners.map(|owner| u32::try_from(owner).unwrap_or(u32::MAX));
        let footprint = |side: usize| self.layers[side].areas()[pair[side]].footprint();
        let mut shared_m = 0.0;
        let found = [0, 1].map(|side: usize| {
            let mut own: Vec<[Coord<f64>; 2]> = Vec::new();
            for line in &self.of_owner[owners[side]] {
                if line.owners().contains(&names[1 - side]) {
                    shared_m += line.length_m();
                } else {
                    let coords = line.coords();
                    own.extend(coords.windows(2).map(|pair| [pair[0], pair[1]]));
                }
            }
            deviation(&own, &BoundaryIndex::new([footprint(1 - side)]), 0.0)
        });
        let joined = match found {
            [Some(one), Some(other)] => Some(one.joined(other)),
            [one, other] => one.or(other),
        };
        joined.map_or(
            Separation {
                hausdorff_m: 0.0,
                at: super::middle(footprint(0))
                    .map_or([0.0; 2], |at| [at.easting(), at.northing()]),
                mean_m: 0.0,
            },
            |found| Separation {
                hausdorff_m: found.hausdorff_m,
                at: [found.at.x, found.at.y],
                // Shared lines were met in both outlines, and are no distance apart.
                mean_m: found.mean_m * found.length_m() / (found.length_m() + shared_m),
            },
        )
    }
}
