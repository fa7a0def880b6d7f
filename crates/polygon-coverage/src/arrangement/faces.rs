//! Faces: the connected ground between the arcs, with the areas that contain it. Last step of an
//! arrangement.

use crate::Result;
use crate::disjoint_sets::DisjointSets;

use super::arcs::{Arcs, HalfArc, Ways, twin};
use super::edges::Edge;
use super::label_sets::{LabelId, LabelSets, NO_AREA};
use super::noded::Noded;
use super::precision_grid::{ExactArea, Point};

/// Connected ground that no arc divides. It lies on the left of its half-arcs.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) label: LabelId,
    /// A half-arc of the outer ring; `None` for the ground outside everything.
    pub(super) outer: Option<HalfArc>,
    /// A half-arc of each hole.
    pub(super) holes: Vec<HalfArc>,
    pub(super) twice_area: ExactArea,
}

impl Face {
    /// A half-arc of each ring around the face, the outer one first.
    pub(super) fn rings(&self) -> impl Iterator<Item = HalfArc> + '_ {
        self.outer.iter().chain(&self.holes).copied()
    }
}

/// The faces, with the half-arc that follows each half-arc around its face, and its face.
#[derive(Debug)]
pub(super) struct Faces {
    pub(super) faces: Vec<Face>,
    pub(super) next: Vec<HalfArc>,
    pub(super) face_of: Vec<u32>,
}

/// Number of the face outside everything.
pub(super) const OUTSIDE: u32 = 0;

const NONE: u32 = u32::MAX;

/// Ground just west of a connected part of the arrangement, which places the part among the
/// others: its label, and half-arcs that may have it on their left, nearest first.
pub(super) struct Surroundings {
    pub(super) label: LabelId,
    pub(super) candidates: Vec<HalfArc>,
}

impl Faces {
    /// Computes the faces of these arcs. Calls `surroundings` once for each connected part of the
    /// arrangement, westernmost first, with the westernmost point of the part.
    pub(super) fn of(
        (noded, edges): (&Noded, &[Edge]),
        (arcs, ways): (&Arcs, &Ways),
        sets: &mut LabelSets,
        mut surroundings: impl FnMut(Point, &mut LabelSets) -> Result<Surroundings>,
    ) -> Result<Self> {
        let next = following((noded, edges), (arcs, ways));
        let (cycle_of, cycles) = cycles(&next);
        // Labels follow from the arcs between faces, from each part's outer ring inwards.
        let mut labels = vec![NONE; cycles.len()];
        let mut face_of_cycle = vec![NONE; cycles.len()];
        let mut faces = vec![Face {
            label: NO_AREA,
            outer: None,
            holes: Vec::new(),
            twice_area: ExactArea::default(),
        }];
        let mut beyond = Vec::new();
        for westmost in parts(arcs, &cycle_of, cycles.len()) {
            // Nothing of the part is west of this vertex, so the outer ring is the one on the left
            // of the last half-arc, counted counter-clockwise from west.
            let last = ways
                .away_from(westmost, noded, edges)
                .reduce(|last, way| if last.1.cross(way.1) > 0 { way } else { last });
            let (Some(point), Some((last, _))) = (noded.point(westmost), last) else {
                continue;
            };
            let outer = cycle_of[last as usize] as usize;
            let surrounding = surroundings(point, sets)?;
            labels[outer] = surrounding.label;
            let mut open = vec![outer];
            let mut outer_area = ExactArea::default();
            while let Some(cycle) = open.pop() {
                let mut twice_area = ExactArea::default();
                for half in ring(&next, cycles[cycle]) {
                    let arc = arcs.of(half);
                    twice_area += if half % 2 == 0 {
                        arc.twice_area
                    } else {
                        -arc.twice_area
                    };
                    let other = cycle_of[twin(half) as usize] as usize;
                    if labels[other] == NONE {
                        labels[other] = sets.toggled(labels[cycle], arc.label);
                        open.push(other);
                    }
                }
                if cycle == outer {
                    outer_area = twice_area;
                } else {
                    face_of_cycle[cycle] = u32::try_from(faces.len()).unwrap_or(NONE);
                    faces.push(Face {
                        label: labels[cycle],
                        outer: Some(cycles[cycle]),
                        holes: Vec::new(),
                        twice_area,
                    });
                }
            }
            beyond.push((outer, surrounding, outer_area));
        }
        // Each part fills a hole of the face that it lies in.
        for (outer, surrounding, twice_area) in beyond {
            let inside = surrounding
                .candidates
                .iter()
                .map(|&half| cycle_of[half as usize] as usize)
                .find(|&cycle| labels[cycle] == surrounding.label && face_of_cycle[cycle] != NONE)
                .map_or(OUTSIDE, |cycle| face_of_cycle[cycle]);
            face_of_cycle[outer] = inside;
            let face = &mut faces[inside as usize];
            face.holes.push(cycles[outer]);
            face.twice_area += twice_area;
        }
        let face_of = cycle_of
            .iter()
            .map(|&cycle| face_of_cycle[cycle as usize])
            .collect();
        Ok(Self {
            faces,
            next,
            face_of,
        })
    }

    /// The half-arcs of a ring, beginning with this one.
    pub(super) fn ring(&self, first: HalfArc) -> impl Iterator<Item = HalfArc> + '_ {
        ring(&self.next, first)
    }
}

fn ring(next: &[HalfArc], first: HalfArc) -> impl Iterator<Item = HalfArc> + '_ {
    let mut half = Some(first);
    std::iter::from_fn(move || {
        let here = half?;
        half = Some(next[here as usize]).filter(|&next| next != first);
        Some(here)
    })
}

/// The half-arc that follows each half-arc: the one that turns furthest to the left at its
/// end, which is the first met clockwise from the way back.
fn following((noded, edges): (&Noded, &[Edge]), (arcs, ways): (&Arcs, &Ways)) -> Vec<HalfArc> {
    // A ring without a junction follows itself.
    let mut next: Vec<HalfArc> = (0..).take(2 * arcs.len()).collect();
    let mut half_arcs = Vec::new();
    for vertex in 0..ways.vertices() {
        if ways.is_junction(vertex) {
            half_arcs.clear();
            half_arcs.extend(ways.away_from(vertex, noded, edges));
            half_arcs.sort_unstable_by(|(_, one), (_, other)| one.turn(*other));
            let mut clockwise = half_arcs.last().map_or(NONE, |(half, _)| *half);
            for &(half, _) in &half_arcs {
                next[twin(half) as usize] = clockwise;
                clockwise = half;
            }
        }
    }
    next
}

/// The ring of each half-arc, and a half-arc of each ring.
fn cycles(next: &[HalfArc]) -> (Vec<u32>, Vec<HalfArc>) {
    let mut cycle_of = vec![NONE; next.len()];
    let mut cycles = Vec::new();
    for first in 0..u32::try_from(next.len()).unwrap_or(NONE) {
        if cycle_of[first as usize] == NONE {
            let cycle = u32::try_from(cycles.len()).unwrap_or(NONE);
            for half in ring(next, first) {
                cycle_of[half as usize] = cycle;
            }
            cycles.push(first);
        }
    }
    (cycle_of, cycles)
}

/// The westernmost points of the connected parts of the arrangement, in order.
fn parts(arcs: &Arcs, cycle_of: &[u32], cycles: usize) -> Vec<u32> {
    let mut joined = DisjointSets::new(cycles);
    for halves in cycle_of.chunks_exact(2) {
        joined.join(halves[0] as usize, halves[1] as usize);
    }
    let mut westmost = vec![NONE; cycles];
    for (arc, &cycle) in arcs.iter().zip(cycle_of.iter().step_by(2)) {
        // Every part has a point of the grid: none consists of crossings alone.
        if let Some(vertex) = arc.westmost {
            let part = &mut westmost[joined.representative(cycle as usize)];
            *part = vertex.min(*part);
        }
    }
    westmost.retain(|&vertex| vertex != NONE);
    westmost.sort_unstable();
    westmost
}
