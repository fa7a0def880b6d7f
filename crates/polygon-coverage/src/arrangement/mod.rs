//! [`Arrangement`]: the overlay of footprints, as faces and arcs. Comparisons, coverage reports and
//! map tiles can all be derived from it, and then agree. Sides and labels are decided in integers.

mod arcs;
mod edge_intersections;
mod edges;
mod faces;
mod label_sets;
mod noded;
mod precision_grid;
mod ray_casting;
mod stripes;

use geo::{Coord, MultiPolygon};

use self::arcs::{Arcs, HalfArc, twin};
use self::faces::{Faces, OUTSIDE, Surroundings};
use self::label_sets::{LabelSets, NO_AREA};
use self::noded::Noded;
use self::precision_grid::Point;
use self::ray_casting::RayCaster;
use crate::dissolve::polygons_of_rings;
use crate::vertex::Vertex;
use crate::{AreaId, PrecisionModel, Result};

pub use self::label_sets::LabelId;
pub use self::precision_grid::ExactArea;

/// Planar subdivision by the boundaries of some footprints: *arcs*, along which the areas change,
/// and *faces* between them, connected ground that is in the same areas throughout.
///
/// It answers every question about how coverages overlay: what they have in common, where they
/// differ, which lines they share, where a coverage overlaps itself or has gaps. The counterpart
/// in JTS is `OverlayNG` over a fixed `PrecisionModel`; an *arc* is an arc of `TopoJSON`.
///
/// # How it is computed, and why it is exact
///
/// Vertices are rounded to the grid of a [`PrecisionModel`]. Each edge is kept once with its
/// *label*: the areas whose boundary it is, each of which lies on one side of it only. Most edges
/// of coterminous boundaries are identical and need no further work. The rest are cut where they
/// cross or touch; whether they do, and in what order, is decided in integers, without rounding.
/// Only the position of a crossing is rounded, to 2⁻²⁸ grid units, after every decision. So the
/// areas on each side of an arc do not depend on rounding, even where coverages overlap, have
/// gaps, or cross themselves: a point is in a footprint if a line from it to the outside meets
/// the footprint's boundary an odd number of times. Areas are summed in integers
/// ([`ExactArea`]), so that the areas of the faces add up exactly to the area of the ground they
/// cover. The faces of a footprint add up to its own area, except for 2⁻²⁸ grid units beside
/// each crossing.
///
/// The structure is the doubly connected edge list of Muller and Preparata (1978), over arcs.
/// O(n log n) in the number of vertices and crossings.
#[derive(Debug)]
pub struct Arrangement {
    model: PrecisionModel,
    noded: Noded,
    arcs: Arcs,
    faces: Faces,
    labels: LabelSets,
}

/// Face of an [`Arrangement`]: connected ground that is in the same areas throughout.
#[derive(Debug, Clone, Copy)]
pub struct Face<'a> {
    arrangement: &'a Arrangement,
    number: u32,
}

/// Arc of an [`Arrangement`]: a line from one junction to the next, or a ring without any
/// junction, with the same areas on its left and the same on its right throughout.
#[derive(Debug, Clone, Copy)]
pub struct Arc<'a> {
    arrangement: &'a Arrangement,
    position: usize,
}

impl Arrangement {
    /// Computes the arrangement of some footprints in planar coordinates. The position of a
    /// footprint is the [`AreaId`] of its area. Rings may wind either way, and footprints need not
    /// be valid: the even-odd rule decides what is inside. O(n log n), on all cores.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`](crate::Error::BeyondPrecision) for a vertex that the model
    /// does not cover; [`Error::TooMany`](crate::Error::TooMany) for more than 2²⁹ edges, or
    /// more crossings than can be numbered.
    ///
    /// ```
    /// use geo::{MultiPolygon, polygon};
    /// use polygon_coverage::{Arrangement, AreaId, PrecisionModel};
    ///
    /// let left: MultiPolygon = polygon![(x: 0., y: 0.), (x: 3., y: 0.), (x: 3., y: 2.), (x: 0., y: 2.)].into();
    /// let right: MultiPolygon = polygon![(x: 2., y: 0.), (x: 4., y: 0.), (x: 4., y: 2.), (x: 2., y: 2.)].into();
    /// let model = PrecisionModel::covering([&left, &right]);
    /// let arrangement = Arrangement::new(&[&left, &right], model)?;
    /// let mut faces: Vec<(Vec<usize>, f64)> = arrangement
    ///     .faces()
    ///     .map(|face| (face.areas().iter().map(|area| area.index()).collect(), face.area()))
    ///     .collect();
    /// faces.sort_by(|one, other| one.0.cmp(&other.0));
    /// assert_eq!(faces, [(vec![0], 4.0), (vec![0, 1], 2.0), (vec![1], 2.0)]);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn new(footprints: &[&MultiPolygon<f64>], model: PrecisionModel) -> Result<Self> {
        let outlines: Vec<_> = footprints
            .iter()
            .map(|&footprint| (footprint, &model))
            .collect();
        Self::of(&outlines, model)
    }

    /// Computes the arrangement of rings with integer coordinates, such as the pixels of a map
    /// tile. The first axis counts as pointing right and the second as pointing up, whatever their
    /// directions on the ground. Each ring ends where it begins. Lengths and areas are in the unit
    /// of these coordinates. O(n log n), on all cores.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondGrid`](crate::Error::BeyondGrid) for a coordinate 2³⁰ units or more from the
    /// origin; [`Error::TooMany`](crate::Error::TooMany) for more than 2²⁹ edges, or more
    /// crossings than can be numbered.
    ///
    /// ```
    /// use polygon_coverage::Arrangement;
    ///
    /// let left = vec![vec![[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]];
    /// let right = vec![vec![[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]];
    /// let arrangement = Arrangement::on_grid(&[left, right])?;
    /// let between = arrangement.arcs().find(|arc| arc.bounds().len() == 2);
    /// let points = between.and_then(|arc| arc.grid_points());
    /// assert!(points.is_some_and(|points| points.contains(&[2, 0])));
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
    pub fn on_grid(footprints: &[Vec<Vec<[i32; 2]>>]) -> Result<Self> {
        Self::of(footprints, PrecisionModel::units())
    }

    fn of<F: edges::Outline>(outlines: &[F], model: PrecisionModel) -> Result<Self> {
        let mut labels = LabelSets::default();
        let edges = edges::unique(outlines, &mut labels)?;
        let noded = noded::node(&edges, &mut labels)?;
        let lowest = |axis: fn(Point) -> i32| {
            edges
                .iter()
                .flat_map(|edge| edge.ends.map(axis))
                .min()
                .unwrap_or(0)
        };
        let origin = Point {
            x: lowest(|end| end.x),
            y: lowest(|end| end.y),
        };
        let (arcs, ways) = arcs::arcs(&noded, origin, &model);
        let mut caster = None;
        let mut is_first = true;
        let faces = Faces::of(
            (&noded, &edges),
            (&arcs, &ways),
            &mut labels,
            |point, labels| {
                // Nothing is west of the westernmost part of the arrangement.
                if std::mem::take(&mut is_first) {
                    return Ok(Surroundings {
                        label: NO_AREA,
                        candidates: Vec::new(),
                    });
                }
                let caster = match &mut caster {
                    Some(caster) => caster,
                    none => none.insert(RayCaster::new(&edges, &noded, ways.half_of())?),
                };
                Ok(caster.west_of(point, labels))
            },
        )?;
        Ok(Self {
            model,
            noded,
            arcs,
            faces,
            labels,
        })
    }

    /// Precision grid to which the vertices were rounded.
    pub fn precision(&self) -> PrecisionModel {
        self.model
    }

    /// The faces, except the one outside everything. Enclosed ground that is in no area is a
    /// face without areas.
    pub fn faces(&self) -> impl ExactSizeIterator<Item = Face<'_>> {
        (OUTSIDE + 1..to_u32(self.faces.faces.len())).map(|number| self.face(number))
    }

    /// The arcs, in order of their positions.
    pub fn arcs(&self) -> impl ExactSizeIterator<Item = Arc<'_>> {
        (0..self.arcs.len()).map(|position| Arc {
            arrangement: self,
            position,
        })
    }

    fn face(&self, number: u32) -> Face<'_> {
        Face {
            arrangement: self,
            number,
        }
    }

    /// Number of labels. The [`LabelId`]s of this arrangement are below it.
    pub fn label_count(&self) -> usize {
        self.labels.len()
    }

    /// The areas of a label of this arrangement, in ascending order. O(1).
    ///
    /// # Panics
    ///
    /// If the label is not below [`label_count`](Self::label_count).
    pub fn areas_of(&self, label: LabelId) -> &[AreaId] {
        self.labels.areas(label)
    }

    /// Converts a sum of areas of faces to a number, in the square of the coordinates' unit.
    pub fn area_of(&self, sum: ExactArea) -> f64 {
        sum.rounded(&self.model)
    }

    /// The vertices of an arc, in order.
    fn coords(&self, position: usize) -> impl DoubleEndedIterator<Item = Coord<f64>> + '_ {
        self.arcs
            .vertices(position)
            .iter()
            .map(|&vertex| self.noded.position(vertex).coord(&self.model))
    }
}

/// Converts a position to the 32-bit number that it is stored as. It always fits: there are no
/// more than `MAX_EDGES` edges, and the number of crossings is checked.
fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

impl<'a> Face<'a> {
    fn inner(self) -> &'a faces::Face {
        &self.arrangement.faces.faces[self.number as usize]
    }

    /// Arrangement that the face belongs to.
    pub fn arrangement(self) -> &'a Arrangement {
        self.arrangement
    }

    /// Number of the face in its arrangement; 0 is the ground outside everything.
    pub fn number(self) -> usize {
        self.number as usize
    }

    /// The areas that contain the face, in ascending order.
    pub fn areas(self) -> &'a [AreaId] {
        self.arrangement.labels.areas(self.label())
    }

    /// Label that stands for the areas of the face.
    pub fn label(self) -> LabelId {
        self.inner().label
    }

    /// Area of the face, in the square of the coordinates' unit.
    pub fn area(self) -> f64 {
        self.arrangement.area_of(self.exact_area())
    }

    /// Exact area of the face, for sums without rounding.
    pub fn exact_area(self) -> ExactArea {
        self.inner().twice_area
    }

    /// Length of the outline of the face, holes included, in the unit of the coordinates. An arc
    /// that has the face on both sides counts twice. O(arcs of the face).
    pub fn perimeter(self) -> f64 {
        self.halves()
            .map(|half| self.arrangement.arcs.of(half).length)
            .sum()
    }

    fn halves(self) -> impl Iterator<Item = HalfArc> + 'a {
        let faces = &self.arrangement.faces;
        self.inner().rings().flat_map(|first| faces.ring(first))
    }

    /// The arcs around the face, each with the face on its other side. An arc that has the face on
    /// both sides comes twice.
    pub fn neighbours(self) -> impl Iterator<Item = (Arc<'a>, Face<'a>)> {
        let arrangement = self.arrangement;
        self.halves().map(move |half| {
            let arc = Arc {
                arrangement,
                position: half as usize / 2,
            };
            let other = arrangement.faces.face_of[twin(half) as usize];
            (arc, arrangement.face(other))
        })
    }

    /// Outline of the face as a footprint. Its rings wind as in RFC 7946, and none touches itself.
    /// O(vertices of the face), and more where it has many rings.
    pub fn footprint(self) -> MultiPolygon<f64> {
        let faces = &self.arrangement.faces;
        let rings = self.inner().rings().map(|first| {
            let mut ring: Vec<Vertex> = Vec::new();
            for half in faces.ring(first) {
                let coords = self.arrangement.coords(half as usize / 2);
                ring.pop();
                if half % 2 == 0 {
                    ring.extend(coords.map(Vertex::from));
                } else {
                    ring.extend(coords.rev().map(Vertex::from));
                }
            }
            ring.dedup();
            ring
        });
        polygons_of_rings(rings)
    }
}

impl<'a> Arc<'a> {
    /// Length of the arc, in the unit of the coordinates.
    pub fn length(self) -> f64 {
        self.arrangement.arcs.at(self.position).length
    }

    /// The vertices of the arc, in order.
    pub fn coords(self) -> Vec<Coord<f64>> {
        self.vertices().collect()
    }

    /// The vertices of the arc, in order, without allocating.
    pub fn vertices(self) -> impl Iterator<Item = Coord<f64>> + 'a {
        self.arrangement.coords(self.position)
    }

    /// The vertices of the arc in whole grid units relative to the centre of the precision model;
    /// `None` if one of them is a crossing, which need not be on the grid.
    pub fn grid_points(self) -> Option<Vec<[i32; 2]>> {
        let noded = &self.arrangement.noded;
        let vertices = self.arrangement.arcs.vertices(self.position).iter();
        vertices
            .map(|&vertex| noded.point(vertex).map(|point| [point.x, point.y]))
            .collect()
    }

    /// The areas whose boundary the arc is part of, in ascending order.
    pub fn bounds(self) -> &'a [AreaId] {
        self.arrangement
            .labels
            .areas(self.arrangement.arcs.at(self.position).label)
    }

    /// The faces on the left and on the right of the arc.
    pub fn sides(self) -> [Face<'a>; 2] {
        let arrangement = self.arrangement;
        [2 * self.position, 2 * self.position + 1]
            .map(|half| arrangement.face(arrangement.faces.face_of[half]))
    }
}

#[cfg(test)]
mod tests;
