//! How footprints divide the plane: [`Arrangement`].

mod arcs;
mod contacts;
mod edges;
mod faces;
mod lattice;
mod noded;
mod owners;
mod rows;
mod stripes;

use geo::{Coord, MultiPolygon};

use self::arcs::{Arcs, HalfArc, twin};
use self::faces::{Faces, OUTSIDE, Surroundings};
pub(crate) use self::lattice::Area2;
use self::lattice::Point;
use self::noded::Noded;
pub(crate) use self::owners::SetId;
use self::owners::{NOBODY, OwnerSets};
use super::dissolve::polygons_of_rings;
use super::vertex::Vertex;
use crate::Result;

/// The plane as some footprints divide it: *arcs*, along which owners change, and the
/// *faces* between them, connected ground that is in the same footprints throughout.
///
/// Everything that two layers have to do with each other can be read off it: what they
/// have in common, where they part, which lines they share, where a layer overlaps
/// itself or leaves gaps.
///
/// # How it is worked out, and why it is exact
///
/// Vertices are rounded to whole millimetres, which imported layers are on already.
/// Each edge is kept once with the owners whose boundary it is: those on one side of it
/// only. Most edges of coterminous lines are the same and go no further. The rest are
/// cut where they cross or touch; whether and in what order they do is decided in
/// integers, without rounding. Only the place of a crossing is rounded, to picometres,
/// after all has been decided. So who is on which side of an arc does not depend on any
/// rounding, also where layers overlap, have gaps, or cross themselves: a point is in a
/// footprint if a line from it to the outside meets the footprint's boundary an odd
/// number of times. Areas are summed in integers, so
/// that those of the faces come to that of the ground they cover, exactly; it is a
/// footprint's own but for picometres beside each crossing.
///
/// The doubly connected edge list is that of Muller and Preparata (1978), over arcs.
/// O(n log n) in the vertices, and in the number of crossings.
#[derive(Debug)]
pub struct Arrangement {
    noded: Noded,
    arcs: Arcs,
    faces: Faces,
    sets: OwnerSets,
}

/// A face of an [`Arrangement`].
#[derive(Debug, Clone, Copy)]
pub struct Face<'a> {
    arrangement: &'a Arrangement,
    number: u32,
}

/// An arc of an [`Arrangement`].
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    arrangement: &'a Arrangement,
    position: usize,
}

impl Arrangement {
    /// The arrangement of these footprints, EPSG:27700 metres; owners are named by their
    /// position. Rings may wind either way, and footprints need not be valid: what is
    /// inside is decided by the even-odd rule.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondLattice`](crate::Error::BeyondLattice) for a vertex more than some
    /// 500 km outside Great Britain.
    ///
    /// ```
    /// use coterm_core::Arrangement;
    /// use geo::{MultiPolygon, polygon};
    ///
    /// let left: MultiPolygon = polygon![(x: 0., y: 0.), (x: 3., y: 0.), (x: 3., y: 2.), (x: 0., y: 2.)].into();
    /// let right: MultiPolygon = polygon![(x: 2., y: 0.), (x: 4., y: 0.), (x: 4., y: 2.), (x: 2., y: 2.)].into();
    /// let arrangement = Arrangement::new(&[&left, &right])?;
    /// let mut faces: Vec<_> = arrangement.faces().map(|face| (face.owners(), face.area_m2())).collect();
    /// faces.sort_by_key(|face| face.0);
    /// assert_eq!(faces, [(&[0][..], 4.0), (&[0, 1], 2.0), (&[1], 2.0)]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(footprints: &[&MultiPolygon<f64>]) -> Result<Self> {
        Self::of(footprints)
    }

    /// The same of rings on the integer grid of any plane, such as that of a map's tiles;
    /// the first axis to the right and the second up, wherever they lead on the ground.
    /// Rings end where they begin. Lengths and areas are as if a unit were a millimetre.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondGrid`](crate::Error::BeyondGrid) 2³⁰ units from the origin.
    ///
    /// ```
    /// use coterm_core::Arrangement;
    ///
    /// let left = vec![vec![[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]];
    /// let right = vec![vec![[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]];
    /// let arrangement = Arrangement::on_grid(&[left, right])?;
    /// let between = arrangement.lines().find(|line| line.owners() == [0, 1]);
    /// let points = between.and_then(|line| line.grid_points());
    /// assert!(points.is_some_and(|points| points.contains(&[2, 0])));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn on_grid(footprints: &[Vec<Vec<[i32; 2]>>]) -> Result<Self> {
        Self::of(footprints)
    }

    fn of<F: edges::Outline>(footprints: &[F]) -> Result<Self> {
        let mut sets = OwnerSets::default();
        let edges = edges::unique(footprints, &mut sets)?;
        let noded = noded::node(&edges, &mut sets);
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
        let (arcs, ways) = arcs::arcs(&noded, origin);
        let mut rows = None;
        let mut is_first = true;
        let faces = Faces::of(
            (&noded, &edges),
            (&arcs, &ways),
            &mut sets,
            |point, sets| {
                // West of the westernmost of all there is nothing.
                if std::mem::take(&mut is_first) {
                    return Surroundings {
                        owners: NOBODY,
                        candidates: Vec::new(),
                    };
                }
                rows.get_or_insert_with(|| rows::Rows::new(&edges, &noded, ways.half_of()))
                    .west_of(point, sets)
            },
        );
        Ok(Self {
            noded,
            arcs,
            faces,
            sets,
        })
    }

    /// The faces, but for the one outside everything. Ground that nobody owns but that
    /// is enclosed is a face without owners.
    pub fn faces(&self) -> impl ExactSizeIterator<Item = Face<'_>> {
        (OUTSIDE + 1..u32::try_from(self.faces.faces.len()).unwrap_or(u32::MAX))
            .map(|number| self.face(number))
    }

    /// The arcs.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Line<'_>> {
        (0..self.arcs.len()).map(|position| Line {
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

    /// How many sets of owners there are; each has a number below that.
    pub(crate) fn sets(&self) -> usize {
        self.sets.len()
    }

    /// The owners of a set, by its number.
    pub(crate) fn owners_of(&self, set: SetId) -> &[u32] {
        self.sets.owners(set)
    }

    /// The vertices of an arc, in order.
    fn coords(&self, position: usize) -> impl DoubleEndedIterator<Item = Coord<f64>> + '_ {
        self.arcs
            .vertices(position)
            .iter()
            .map(|&vertex| self.noded.position(vertex).coord())
    }
}

impl<'a> Face<'a> {
    fn inner(self) -> &'a faces::Face {
        &self.arrangement.faces.faces[self.number as usize]
    }

    /// Its number: 0 is the ground outside everything.
    pub fn number(self) -> usize {
        self.number as usize
    }

    /// The footprints that it is in, by position and in order.
    pub fn owners(self) -> &'a [u32] {
        self.arrangement.sets.owners(self.set())
    }

    /// The number of its set of owners.
    pub(crate) fn set(self) -> SetId {
        self.inner().owners
    }

    /// Square metres.
    pub fn area_m2(self) -> f64 {
        self.twice_area().m2()
    }

    pub(crate) fn twice_area(self) -> Area2 {
        self.inner().twice_area
    }

    /// Metres of outline, holes included. An arc with the face on both sides counts twice.
    pub fn perimeter_m(self) -> f64 {
        self.halves()
            .map(|half| self.arrangement.arcs.of(half).length_m)
            .sum()
    }

    fn halves(self) -> impl Iterator<Item = HalfArc> + 'a {
        let faces = &self.arrangement.faces;
        self.inner().rings().flat_map(|first| faces.ring(first))
    }

    /// The lines around it, each with the face on the other side.
    pub fn neighbours(self) -> impl Iterator<Item = (Line<'a>, Face<'a>)> {
        let arrangement = self.arrangement;
        self.halves().map(move |half| {
            let line = Line {
                arrangement,
                position: half as usize / 2,
            };
            let other = arrangement.faces.face_of[twin(half) as usize];
            (line, arrangement.face(other))
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

impl<'a> Line<'a> {
    /// Metres.
    pub fn length_m(self) -> f64 {
        self.arrangement.arcs.at(self.position).length_m
    }

    /// Its vertices.
    pub fn coords(self) -> Vec<Coord<f64>> {
        self.vertices().collect()
    }

    /// Its vertices, one by one.
    pub(crate) fn vertices(self) -> impl Iterator<Item = Coord<f64>> + 'a {
        self.arrangement.coords(self.position)
    }

    /// Its vertices in whole units of the grid (millimetres, of metres); `None` if there is
    /// a crossing among them, which need not be on the grid.
    pub fn grid_points(self) -> Option<Vec<[i32; 2]>> {
        let noded = &self.arrangement.noded;
        let vertices = self.arrangement.arcs.vertices(self.position).iter();
        vertices
            .map(|&vertex| noded.point(vertex).map(|point| [point.x, point.y]))
            .collect()
    }

    /// The footprints whose boundary it is, by position and in order.
    pub fn owners(self) -> &'a [u32] {
        self.arrangement
            .sets
            .owners(self.arrangement.arcs.at(self.position).claims)
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
