//! The ground between the arcs.

use super::arcs::{Arc, Westmost};
use super::lattice::{Area2, Point, Vector};
use super::owners::{NOBODY, OwnerSets, SetId};

/// An arc, walked forward (even) or backward (odd): twice its position, or one more.
/// What is on its left belongs to it.
pub(super) type HalfArc = u32;

/// The other way along the same arc.
pub(super) fn twin(half: HalfArc) -> HalfArc {
    half ^ 1
}

/// A connected piece of ground that no arc divides.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) owners: SetId,
    /// A half-arc of each ring around it: the outer one first (none for the ground
    /// outside everything), then the holes.
    pub(super) rings: Vec<HalfArc>,
    pub(super) twice_area: Area2,
}

/// Which half-arc follows which around a face, and whose face it is.
#[derive(Debug)]
pub(super) struct Faces {
    pub(super) faces: Vec<Face>,
    pub(super) next: Vec<HalfArc>,
    pub(super) face_of: Vec<u32>,
}

/// The face outside everything.
pub(super) const OUTSIDE: u32 = 0;

const NONE: u32 = u32::MAX;

/// What lies just west of a connected part of the arrangement, to place it among the
/// others: the owners there, and half-arcs that may have it on their left, nearest first.
pub(super) struct Surroundings {
    pub(super) owners: SetId,
    pub(super) candidates: Vec<HalfArc>,
}

impl Faces {
    /// The faces of these arcs. `surroundings` is asked for what is west of a point, for
    /// each connected part of the arrangement that is not the westernmost.
    pub(super) fn of(
        arcs: &[Arc],
        sets: &mut OwnerSets,
        mut surroundings: impl FnMut(Point, &mut OwnerSets) -> Surroundings,
    ) -> Self {
        let next = following(arcs);
        let (cycle_of, cycles) = cycles(&next);
        let parts = parts(arcs, &cycle_of, cycles.len());
        // From each part's outer ring inwards, the owners follow from the arcs between.
        let mut owners = vec![NONE; cycles.len()];
        let mut face_of_cycle = vec![NONE; cycles.len()];
        let mut faces = vec![Face {
            owners: NOBODY,
            rings: Vec::new(),
            twice_area: Area2::default(),
        }];
        let mut beyond = Vec::new();
        let mut links = links(arcs, &cycle_of, cycles.len());
        for part in parts {
            let outer = part.outer_cycle(&cycle_of) as usize;
            let around = surroundings(part.westmost.point, sets);
            owners[outer] = around.owners;
            beyond.push((outer, around));
            let mut open = vec![outer];
            while let Some(cycle) = open.pop() {
                for (other, claims) in std::mem::take(&mut links[cycle]) {
                    if owners[other as usize] == NONE {
                        owners[other as usize] = sets.toggled(owners[cycle], claims);
                        open.push(other as usize);
                    }
                }
                if cycle != outer {
                    face_of_cycle[cycle] = u32::try_from(faces.len()).unwrap_or(NONE);
                    faces.push(Face {
                        owners: owners[cycle],
                        rings: vec![cycles[cycle]],
                        twice_area: area(arcs, &next, cycles[cycle]),
                    });
                }
            }
        }
        // Each part fills a hole of the face that it lies in.
        for (outer, around) in beyond {
            let inside = around
                .candidates
                .iter()
                .map(|&half| cycle_of[half as usize] as usize)
                .find(|&cycle| owners[cycle] == around.owners && face_of_cycle[cycle] != NONE)
                .map_or(OUTSIDE, |cycle| face_of_cycle[cycle]);
            face_of_cycle[outer] = inside;
            let face = &mut faces[inside as usize];
            face.rings.push(cycles[outer]);
            face.twice_area += area(arcs, &next, cycles[outer]);
        }
        let face_of = cycle_of
            .iter()
            .map(|&cycle| face_of_cycle[cycle as usize])
            .collect();
        Self {
            faces,
            next,
            face_of,
        }
    }

    /// The half-arcs of a ring, from this one on.
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

fn area(arcs: &[Arc], next: &[HalfArc], first: HalfArc) -> Area2 {
    ring(next, first)
        .map(|half| {
            let area = arcs[half as usize / 2].twice_area;
            if half % 2 == 0 { area } else { -area }
        })
        .sum()
}

/// After each half-arc, the one that turns furthest to the left at its end: the first
/// that is met clockwise from the way back.
fn following(arcs: &[Arc]) -> Vec<HalfArc> {
    let mut leaving: Vec<(u32, HalfArc)> = arcs
        .iter()
        .zip((0..).step_by(2))
        .flat_map(|(arc, half)| {
            let last = arc.vertices[arc.vertices.len() - 1];
            [(arc.vertices[0], half), (last, half + 1)]
        })
        .collect();
    leaving.sort_unstable_by(|(one, half), (other, other_half)| {
        let way = |half: HalfArc| arcs[half as usize / 2].leaving[half as usize % 2];
        one.cmp(other)
            .then_with(|| way(*half).turn(way(*other_half)))
    });
    let mut next = vec![NONE; 2 * arcs.len()];
    for around in leaving.chunk_by(|one, other| one.0 == other.0) {
        let mut clockwise = around[around.len() - 1].1;
        for &(_, half) in around {
            next[twin(half) as usize] = clockwise;
            clockwise = half;
        }
    }
    next
}

/// The ring that each half-arc is in, and a half-arc of each ring.
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

/// For each ring those on the other side of its arcs, with what changes on the way: no
/// more than it takes to reach each from any.
fn links(arcs: &[Arc], cycle_of: &[u32], cycles: usize) -> Vec<Vec<(u32, SetId)>> {
    let mut joined = Joined::new(cycles);
    let mut links = vec![Vec::new(); cycles];
    for (position, arc) in arcs.iter().enumerate() {
        let [one, other] = [cycle_of[2 * position], cycle_of[2 * position + 1]];
        if joined.join(one, other) {
            links[one as usize].push((other, arc.claims));
            links[other as usize].push((one, arc.claims));
        }
    }
    links
}

/// A connected part of the arrangement.
struct Part {
    westmost: Westmost,
    arc: u32,
    /// Of the arcs at the westernmost point the half-arc that leaves it furthest to the
    /// left, and its direction.
    upmost: Option<(HalfArc, Vector)>,
}

impl Part {
    /// West of its westernmost point there is nothing of it: so the ring there, to the
    /// left of the half-arc that leaves it last before west, is the outer one.
    fn outer_cycle(&self, cycle_of: &[u32]) -> u32 {
        let half = self.upmost.map_or(2 * self.arc, |(half, _)| half);
        cycle_of[half as usize]
    }
}

/// The connected parts, by their westernmost points.
fn parts(arcs: &[Arc], cycle_of: &[u32], cycles: usize) -> Vec<Part> {
    let mut joined = Joined::new(cycles);
    for halves in cycle_of.chunks_exact(2) {
        joined.join(halves[0], halves[1]);
    }
    let mut parts: Vec<Option<Part>> = (0..cycles).map(|_| None).collect();
    for (position, arc) in arcs.iter().enumerate() {
        // A part without a point of the lattice would be made of crossings alone: none is.
        let Some(westmost) = arc.westmost else {
            continue;
        };
        let arc = u32::try_from(position).unwrap_or(NONE);
        let part = &mut parts[joined.root(cycle_of[2 * position]) as usize];
        if part
            .as_ref()
            .is_none_or(|part| westmost.point < part.westmost.point)
        {
            *part = Some(Part {
                westmost,
                arc,
                upmost: None,
            });
        }
        let Some(part) = part else { continue };
        if westmost.point == part.westmost.point {
            for (way, half) in westmost.ways.into_iter().zip([2 * arc, 2 * arc + 1]) {
                let Some(way) = way else { continue };
                if part.upmost.is_none_or(|(_, upmost)| upmost.cross(way) > 0) {
                    part.upmost = Some((half, way));
                }
            }
        }
        // A ring ends where it begins.
        if let (Some(westmost), true) = (arcs[position].westmost, is_ring(&arcs[position]))
            && westmost.point == part.westmost.point
            && westmost.ways[1].is_none()
        {
            let way = arcs[position].leaving[1];
            if part.upmost.is_none_or(|(_, upmost)| upmost.cross(way) > 0) {
                part.upmost = Some((2 * arc + 1, way));
            }
        }
    }
    let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
    parts.sort_unstable_by_key(|part| part.westmost.point);
    parts
}

fn is_ring(arc: &Arc) -> bool {
    arc.vertices.first() == arc.vertices.last()
}

/// Sets that are joined (Galler and Fischer, 1964).
struct Joined(Vec<u32>);

impl Joined {
    fn new(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(NONE)).collect())
    }

    fn root(&mut self, mut one: u32) -> u32 {
        while self.0[one as usize] != one {
            self.0[one as usize] = self.0[self.0[one as usize] as usize];
            one = self.0[one as usize];
        }
        one
    }

    /// Whether they were apart before.
    fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
        one != other
    }
}
