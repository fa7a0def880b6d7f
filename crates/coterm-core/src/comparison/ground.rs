//! Common ground of two layers, in square metres, by the positions of areas.
//!
//! The overlay is read from an arrangement of both layers, in exact integers until the last step.

use std::collections::BTreeMap;

use super::completeness::Completeness;
use polygon_coverage::arrangement::{ExactArea, Face};
use polygon_coverage::{AreaId, Arrangement};

use crate::Result;
use crate::layers::{Area, Layer};
use crate::space::millimetres;

/// An area of each layer, by position; `None` for outside the layer.
pub(super) type Pair = [Option<usize>; 2];

/// The ground of two layers, divided by the lines of both.
#[derive(Debug)]
pub struct SharedGround {
    arrangement: Arrangement,
    pub(super) counts: [usize; 2],
    /// The completeness of each area of each layer.
    pub(super) completeness: [Vec<Completeness>; 2],
    /// Square metres that each pair has in common.
    pub(super) cells: BTreeMap<Pair, f64>,
    /// Square metres of each area.
    pub(super) areas: [Vec<f64>; 2],
    /// Square metres that are in more than one area of the layer.
    claimed_twice: [f64; 2],
}

impl SharedGround {
    /// Divides the ground of two layers, whose areas are as complete as `completeness` says.
    /// O(n log n) in their vertices.
    ///
    /// # Errors
    ///
    /// [`Error::TooFarFromBritain`](crate::Error::TooFarFromBritain) for a vertex beyond the
    /// precision grid.
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

    /// Makes the common ground from an arrangement of `counts[0]` areas of the first layer
    /// followed by `counts[1]` of the second, all of them complete. O(n) in its faces.
    ///
    /// ```
    /// use coterm_core::comparison::{Relation, SharedGround};
    /// use coterm_core::space::millimetres;
    /// use geo::{MultiPolygon, Rect, coord};
    /// use polygon_coverage::Arrangement;
    ///
    /// let square = |west, east| -> MultiPolygon {
    ///     Rect::new(coord! { x: west, y: 450_000. }, coord! { x: east, y: 451_000. }).to_polygon().into()
    /// };
    /// let whole = square(340_000., 342_000.);
    /// let (west, east) = (square(340_000., 341_000.), square(341_000., 342_000.));
    /// let arrangement = Arrangement::new(&[&whole, &west, &east], millimetres())?;
    /// let ground = SharedGround::of(arrangement, [1, 2]);
    /// assert_eq!(ground.areas()[0], [2_000_000.0]);
    /// assert_eq!(ground.relations(20.0), [vec![Relation::Union], vec![Relation::PartOf; 2]]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn of(arrangement: Arrangement, counts: [usize; 2]) -> Self {
        // Sums in integers, one label (set of areas) at a time.
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
            let containing = ground.split(ground.arrangement.areas_of(set));
            for (side, containing) in containing.iter().enumerate() {
                for &position in containing {
                    ground.areas[side][position] += area;
                }
                if containing.len() > 1 {
                    ground.claimed_twice[side] += area;
                }
            }
            for pair in pairs([&containing[0], &containing[1]]) {
                *ground.cells.entry(pair).or_default() += area;
            }
        }
        ground
    }

    /// Returns the arrangement, for another comparison of the same areas.
    pub fn into_arrangement(self) -> Arrangement {
        self.arrangement
    }

    /// Splits areas of the arrangement by layer, and returns their positions in each.
    pub(super) fn split(&self, areas: &[AreaId]) -> [Vec<usize>; 2] {
        let areas = areas.iter().map(|area| area.index());
        let (a, b): (Vec<_>, Vec<_>) = areas.partition(|&area| area < self.counts[0]);
        [a, b.into_iter().map(|area| area - self.counts[0]).collect()]
    }

    pub(super) fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Returns the square metres that each pair of areas has in common, by position; `None` is
    /// outside the layer.
    pub fn cells(&self) -> &BTreeMap<Pair, f64> {
        &self.cells
    }

    /// Returns the square metres of each area of the first layer, and of the second.
    pub fn areas(&self) -> &[Vec<f64>; 2] {
        &self.areas
    }

    /// Returns the square metres that are in more than one area of the same layer, for each
    /// layer.
    pub(super) fn claimed_twice(&self) -> [f64; 2] {
        self.claimed_twice
    }

    /// Returns the square metres of ground of a layer; ground in several areas counts once.
    pub(super) fn footprint_m2(&self, side: usize) -> f64 {
        let faces = self.arrangement.faces();
        let own = |face: &Face<'_>| !self.split(face.areas())[side].is_empty();
        let sum = faces.filter(own).map(Face::exact_area).sum();
        self.arrangement.area_of(sum)
    }
}

/// Returns every pair of one area of each layer. A layer without areas here gives `None`; if
/// neither layer has any, there is no pair.
pub(super) fn pairs(areas: [&[usize]; 2]) -> impl Iterator<Item = Pair> {
    let [a, b] = areas;
    let each = |count: usize| {
        let nobody = a.is_empty() && b.is_empty();
        if nobody { 0 } else { count.max(1) }
    };
    (0..each(a.len())).flat_map(move |first| {
        (0..each(b.len())).map(move |second| [a.get(first).copied(), b.get(second).copied()])
    })
}
