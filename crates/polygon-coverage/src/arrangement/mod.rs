//! How footprints divide the plane: [`Arrangement`], the overlay that everything else reads.

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

/// The plane as some footprints divide it: *arcs*, along which the areas change, and the
/// *faces* between them, connected ground that is in the same areas throughout.
///
/// Everything that two coverages have to do with each other can be read off it: what they
/// have in common, where they part, which lines they share, where a coverage overlaps itself
/// or leaves gaps. JTS has the same as `OverlayNG` over a fixed `PrecisionModel`; an *arc* is
/// that of `TopoJSON`.
///
/// # How it is worked out, and why it is exact
///
/// Vertices are rounded to the grid of a [`PrecisionModel`]. Each edge is kept once with its
/// *label*: the areas whose boundary it is, which lie on one side of it only. Most edges of
/// coterminous lines are the same and go no further. The rest are cut where they cross or
/// touch; whether and in what order they do is decided in integers, without rounding. Only
/// the place of a crossing is rounded, to 2⁻²⁸ units, after all has been decided. So which
/// areas are on which side of an arc does not depend on any rounding, also where coverages
/// overlap, have gaps, or cross themselves: a point is in a footprint if a line from it to
/// the outside meets the footprint's boundary an odd number of times. Areas are summed in
/// integers ([`ExactArea`]), so that those of the faces come to that of the ground they
/// cover, exactly; it is a footprint's own but for 2⁻²⁸ units beside each crossing.
///
/// The doubly connected edge list is that of Muller and Preparata (1978), over arcs.
/// O(n log n) in the vertices, and in the number of crossings.
#[derive(Debug)]
pub struct Arrangement {
    model: PrecisionModel,
    noded: Noded,
    arcs: Arcs,
    faces: Faces,
    labels: LabelSets,
}

/// A face of an [`Arrangement`]: connected ground that is in the same areas throughout.
#[derive(Debug, Clone, Copy)]
pub struct Face<'a> {
    arrangement: &'a Arrangement,
    number: u32,
}

/// An arc of an [`Arrangement`]: a line from one junction to the next, or a ring without any,
/// along which the same areas begin and end.
#[derive(Debug, Clone, Copy)]
pub struct Arc<'a> {
    arrangement: &'a Arrangement,
    position: usize,
}

impl Arrangement {
    /// The arrangement of some footprints, whose positions name the areas. Rings may wind
    /// either way, and footprints need not be valid: what is inside is decided by the
    /// even-odd rule.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`](crate::Error::BeyondPrecision) for a vertex that the model
    /// does not cover; [`Error::TooMany`](crate::Error::TooMany) beyond 2²⁹ edges.
    ///
    /// ```
    /// use geo::{MultiPolygon, polygon};
    /// use polygon_coverage::{Arrangement, AreaId, PrecisionModel};
    ///
    /// let left: MultiPolygon = polygon![(x: 0., y: 0.), (x: 3., y: 0.), (x: 3., y: 2.), (x: 0., y: 2.)].into();
    /// let right: MultiPolygon = polygon![(x: 2., y: 0.), (x: 4., y: 0.), (x: 4., y: 2.), (x: 2., y: 2.)].into();
    /// let model = PrecisionModel::around([&left, &right]);
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

    /// The arrangement of rings of whole numbers, such as the pixels of a map tile; the first
    /// axis to the right and the second up, wherever they lead on the ground. Rings end where
    /// they begin. Lengths and areas are in these units.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondGrid`](crate::Error::BeyondGrid) 2³⁰ units from the origin;
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2²⁹ edges.
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
                // West of the westernmost of all there is nothing.
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

    /// The grid that the vertices were rounded to.
    pub fn precision(&self) -> PrecisionModel {
        self.model
    }

    /// The faces, but for the one outside everything. Ground that is in no area but enclosed
    /// is a face without areas.
    pub fn faces(&self) -> impl ExactSizeIterator<Item = Face<'_>> {
        (OUTSIDE + 1..to_u32(self.faces.faces.len())).map(|number| self.face(number))
    }

    /// The arcs.
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

    /// How many labels there are; each is a number below that.
    pub fn label_count(&self) -> usize {
        self.labels.len()
    }

    /// The areas of a label of this arrangement, in order.
    pub fn areas_of(&self, label: LabelId) -> &[AreaId] {
        self.labels.areas(label)
    }

    /// A sum of areas of faces as a number, in the square of the coordinates' unit.
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

/// A position as the 32-bit number that it is stored as: there are no more than
/// `MOST_EDGES` edges, and crossings are counted.
fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

impl<'a> Face<'a> {
    fn inner(self) -> &'a faces::Face {
        &self.arrangement.faces.faces[self.number as usize]
    }

    /// The arrangement that it is a face of.
    pub fn arrangement(self) -> &'a Arrangement {
        self.arrangement
    }

    /// The number of the face in its arrangement: 0 is the ground outside everything.
    pub fn number(self) -> usize {
        self.number as usize
    }

    /// The areas that contain it, in order.
    pub fn areas(self) -> &'a [AreaId] {
        self.arrangement.labels.areas(self.label())
    }

    /// The label that stands for its areas.
    pub fn label(self) -> LabelId {
        self.inner().label
    }

    /// Its area, in the square of the coordinates' unit.
    pub fn area(self) -> f64 {
        self.arrangement.area_of(self.exact_area())
    }

    /// Its area, to be summed exactly.
    pub fn exact_area(self) -> ExactArea {
        self.inner().twice_area
    }

    /// The length of its outline, holes included. An arc with the face on both sides counts
    /// twice.
    pub fn perimeter(self) -> f64 {
        self.halves()
            .map(|half| self.arrangement.arcs.of(half).length)
            .sum()
    }

    fn halves(self) -> impl Iterator<Item = HalfArc> + 'a {
        let faces = &self.arrangement.faces;
        self.inner().rings().flat_map(|first| faces.ring(first))
    }

    /// The arcs around it, each with the face on the other side.
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

    /// Its outline, rings as in RFC 7946; none touches itself.
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
    /// Its length.
    pub fn length(self) -> f64 {
        self.arrangement.arcs.at(self.position).length
    }

    /// Its vertices, in order.
    pub fn coords(self) -> Vec<Coord<f64>> {
        self.vertices().collect()
    }

    /// Its vertices, in order, one by one.
    pub fn vertices(self) -> impl Iterator<Item = Coord<f64>> + 'a {
        self.arrangement.coords(self.position)
    }

    /// Its vertices in whole units of the grid, from its origin; `None` if there is a
    /// crossing among them, which need not be on the grid.
    pub fn grid_points(self) -> Option<Vec<[i32; 2]>> {
        let noded = &self.arrangement.noded;
        let vertices = self.arrangement.arcs.vertices(self.position).iter();
        vertices
            .map(|&vertex| noded.point(vertex).map(|point| [point.x, point.y]))
            .collect()
    }

    /// The areas whose boundary it is, in order.
    pub fn bounds(self) -> &'a [AreaId] {
        self.arrangement
            .labels
            .areas(self.arrangement.arcs.at(self.position).label)
    }

    /// The faces on its left and on its right.
    pub fn sides(self) -> [Face<'a>; 2] {
        let arrangement = self.arrangement;
        [2 * self.position, 2 * self.position + 1]
            .map(|half| arrangement.face(arrangement.faces.face_of[half]))
    }
}

#[cfg(test)]
mod tests;
