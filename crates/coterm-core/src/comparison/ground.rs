//! What two layers have in common, by their ground: square metres by positions.

use std::collections::BTreeMap;

use super::completeness::Completeness;
use polygon_coverage::arrangement::{ExactArea, Face};
use polygon_coverage::{AreaId, Arrangement};

use crate::space::millimetres;
use crate::{Area, Layer, Result};

/// An area of each layer, by position; `None` for outside the layer.
pub(super) type Pair = [Option<usize>; 2];

/// Two layers' ground, divided by both.
#[derive(Debug)]
pub struct SharedGround {
    arrangement: Arrangement,
    pub(super) counts: [usize; 2],
    /// How much of each area the data holds.
    pub(super) completeness: [Vec<Completeness>; 2],
    /// Square metres in common.
    pub(super) cells: BTreeMap<Pair, f64>,
    /// Square metres of each area.
    pub(super) areas: [Vec<f64>; 2],
    /// Square metres that more than one area of the layer claims.
    claimed_twice: [f64; 2],
}

impl SharedGround {
    /// Divides the ground of two layers, of whose areas the data holds so much.
    /// O(n log n) in their vertices.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondLattice`](crate::Error::BeyondLattice).
    pub(super) fn new(layers: [&Layer; 2], completeness: [Vec<Completeness>; 2]) -> Result<Self> {
        let footprints: Vec<_> = layers
            .iter()
            .flat_map(|layer| layer.areas())
            .map(Area::footprint)
            .collect();
        let counts = layers.map(|layer| layer.areas().len());
        let mut ground = Self::of(Arrangement::new(&footprints, millimetres())?, counts);
        ground.completeness = completeness;
        Ok(ground)
    }

    /// From an arrangement of so many areas of the first layer, then so many of the
    /// second, all of which the data holds as a whole. O(n) in its faces.
    pub fn of(arrangement: Arrangement, counts: [usize; 2]) -> Self {
        // Summed in integers, a set of owners at a time.
        let mut of_sets: Vec<Option<ExactArea>> = vec![None; arrangement.label_count()];
        for face in arrangement.faces() {
            *of_sets[face.label() as usize].get_or_insert_default() += face.exact_area();
        }
        let mut ground = Self {
            cells: BTreeMap::new(),
            areas: counts.map(|count| vec![0.0; count]),
            claimed_twice: [0.0; 2],
            completeness: counts.map(|count| vec![Completeness::ALL; count]),
            counts,
            arrangement,
        };
        for (set, area) in (0..).zip(of_sets) {
            let Some(area) = area.map(|sum| ground.arrangement.area_of(sum)) else {
                continue;
            };
            let owners = ground.split(ground.arrangement.areas_of(set));
            for (side, owners) in owners.iter().enumerate() {
                for &owner in owners {
                    ground.areas[side][owner] += area;
                }
                if owners.len() > 1 {
                    ground.claimed_twice[side] += area;
                }
            }
            for pair in pairs([&owners[0], &owners[1]]) {
                *ground.cells.entry(pair).or_default() += area;
            }
        }
        ground
    }

    /// Gives the arrangement back, for another comparison of the same areas.
    pub fn into_arrangement(self) -> Arrangement {
        self.arrangement
    }

    /// Positions of areas, by layer.
    pub(super) fn split(&self, owners: &[AreaId]) -> [Vec<usize>; 2] {
        let owners = owners.iter().map(|area| area.index());
        let (a, b): (Vec<_>, Vec<_>) = owners.partition(|&owner| owner < self.counts[0]);
        [
            a,
            b.into_iter().map(|owner| owner - self.counts[0]).collect(),
        ]
    }

    pub(super) fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Square metres that each pair of areas has in common, by position; `None` for
    /// outside the layer.
    pub fn cells(&self) -> &BTreeMap<Pair, f64> {
        &self.cells
    }

    /// Square metres of each area of the first layer, and of the second.
    pub fn areas(&self) -> &[Vec<f64>; 2] {
        &self.areas
    }

    /// Square metres that more than one area of the same layer claims, in either layer.
    pub(super) fn claimed_twice(&self) -> [f64; 2] {
        self.claimed_twice
    }

    /// Square metres of ground of either layer, each counted once.
    pub(super) fn all_m2(&self) -> f64 {
        let faces = self.arrangement.faces();
        let owned = faces.filter(|face| !face.areas().is_empty());
        self.arrangement.area_of(owned.map(Face::exact_area).sum())
    }

    /// Square metres of ground of a layer, what is claimed twice counted once.
    pub(super) fn footprint_m2(&self, side: usize) -> f64 {
        let faces = self.arrangement.faces();
        let own = |face: &Face<'_>| !self.split(face.areas())[side].is_empty();
        let sum = faces.filter(own).map(Face::exact_area).sum();
        self.arrangement.area_of(sum)
    }
}

/// Every pair of one area of each layer, `None` where there is none; no pair where there is
/// none in either.
pub(super) fn pairs(owners: [&[usize]; 2]) -> impl Iterator<Item = Pair> {
    let [a, b] = owners;
    let each = |of: usize| {
        let nobody = a.is_empty() && b.is_empty();
        if nobody { 0 } else { of.max(1) }
    };
    (0..each(a.len())).flat_map(move |first| {
        (0..each(b.len())).map(move |second| [a.get(first).copied(), b.get(second).copied()])
    })
}
