//! Segments joined to arcs, from one junction to the next.

use rayon::prelude::*;

use super::edges::Edge;
use super::faces::HalfArc;
use super::lattice::{Area2, Point, Vector};
use super::noded::Noded;
use super::owners::SetId;

/// A line from one junction to the next, along which the same owners change.
#[derive(Debug, Clone)]
pub(super) struct Arc {
    /// Its vertices, by their numbers; the first and the last are junctions, and the
    /// same for a ring.
    pub(super) vertices: Vec<u32>,
    pub(super) claims: SetId,
    /// Metres.
    pub(super) length_m: f64,
    /// Twice the area of the triangles of its segments with the origin.
    pub(super) twice_area: Area2,
    /// Which way it leaves its first vertex, and, backwards, its last one.
    pub(super) leaving: [Vector; 2],
    /// Its westernmost point of the lattice, and the ways onward and back from there.
    /// `None` if it has only crossings.
    pub(super) westmost: Option<Westmost>,
}

/// The point of an arc that is furthest west (and south).
#[derive(Debug, Clone, Copy)]
pub(super) struct Westmost {
    pub(super) point: Point,
    /// Onward along the arc, and back; `None` at its last and its first vertex.
    pub(super) ways: [Option<Vector>; 2],
}

/// A segment, and whether it is walked along or against its edge.
#[derive(Debug, Clone, Copy)]
struct Step {
    segment: u32,
    against: bool,
}

/// Not walked yet.
const NOWHERE: HalfArc = HalfArc::MAX;

/// Joins segments where exactly two with the same claims meet. Areas are about `origin`.
/// Also tells for each segment the half-arc that walks along it. O(n).
pub(super) fn arcs(noded: &Noded, edges: &[Edge], origin: Point) -> (Vec<Arc>, Vec<HalfArc>) {
    let mut walks = Walks::new(noded);
    for vertex in 0..walks.ends.vertices() {
        if walks.ends.is_junction(noded, vertex) {
            for step in walks.ends.range(vertex) {
                walks.walk(walks.ends.steps[step]);
            }
        }
    }
    // What is left are rings without a junction.
    for segment in 0..u32::try_from(noded.segments.len()).unwrap_or(u32::MAX) {
        walks.walk(Step {
            segment,
            against: false,
        });
    }
    let arcs = walks
        .bounds
        .par_windows(2)
        .map(|bounds| arc(noded, edges, origin, &walks.steps[bounds[0]..bounds[1]]))
        .collect();
    (arcs, walks.done)
}

/// The ways along the arcs, one after the other.
struct Walks<'a> {
    noded: &'a Noded,
    ends: Ends,
    steps: Vec<Step>,
    /// Where each arc's steps begin, and where the last one's end.
    bounds: Vec<usize>,
    /// For each segment the half-arc that walks along it.
    done: Vec<HalfArc>,
}

impl<'a> Walks<'a> {
    fn new(noded: &'a Noded) -> Self {
        Self {
            noded,
            ends: Ends::of(noded),
            steps: Vec::with_capacity(noded.segments.len()),
            bounds: vec![0],
            done: vec![NOWHERE; noded.segments.len()],
        }
    }

    /// Walks from here to the next junction, or round, unless that has been done.
    fn walk(&mut self, first: Step) {
        if self.done[first.segment as usize] != NOWHERE {
            return;
        }
        let half = HalfArc::try_from(2 * (self.bounds.len() - 1)).unwrap_or(NOWHERE);
        let start = first.from(self.noded);
        let mut step = first;
        loop {
            self.done[step.segment as usize] = half + HalfArc::from(step.against);
            self.steps.push(step);
            let here = step.to(self.noded);
            if here == start || self.ends.is_junction(self.noded, here) {
                break;
            }
            // Two segments meet here: on along the one that was not walked.
            let [one, other] = self.ends.at(here) else {
                break;
            };
            step = if one.segment == step.segment {
                *other
            } else {
                *one
            };
        }
        self.bounds.push(self.steps.len());
    }
}

fn arc(noded: &Noded, edges: &[Edge], origin: Point, steps: &[Step]) -> Arc {
    let way = |step: Step| {
        let way = noded.way(edges, step.segment);
        if step.against { way.reversed() } else { way }
    };
    let (first, last) = (steps[0], steps[steps.len() - 1]);
    let mut vertices = Vec::with_capacity(steps.len() + 1);
    vertices.push(first.from(noded));
    vertices.extend(steps.iter().map(|step| step.to(noded)));
    let (mut length_m, mut twice_area) = (0.0, Area2::default());
    let mut from = noded.position(vertices[0]);
    for &vertex in &vertices[1..] {
        let to = noded.position(vertex);
        length_m += from.distance(to);
        twice_area += from.twice_area(to, origin);
        from = to;
    }
    let westmost = vertices
        .iter()
        .enumerate()
        .filter_map(|(position, &vertex)| Some((noded.point(vertex)?, position)))
        .min()
        .map(|(point, position)| Westmost {
            point,
            ways: [
                steps.get(position).map(|&step| way(step)),
                position
                    .checked_sub(1)
                    .map(|before| way(steps[before]).reversed()),
            ],
        });
    Arc {
        claims: noded.segments[first.segment as usize].claims,
        length_m,
        twice_area,
        leaving: [way(first), way(last).reversed()],
        westmost,
        vertices,
    }
}

impl Step {
    fn from(self, noded: &Noded) -> u32 {
        noded.segments[self.segment as usize].vertices[usize::from(self.against)]
    }

    fn to(self, noded: &Noded) -> u32 {
        noded.segments[self.segment as usize].vertices[usize::from(!self.against)]
    }
}

/// For each vertex the segments that leave it.
struct Ends {
    /// Where each vertex's steps begin, and where the last one's end.
    starts: Vec<u32>,
    steps: Vec<Step>,
}

impl Ends {
    fn of(noded: &Noded) -> Self {
        let mut starts = vec![0_u32; noded.vertices() + 1];
        for segment in &noded.segments {
            for vertex in segment.vertices {
                starts[vertex as usize + 1] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let nowhere = Step {
            segment: u32::MAX,
            against: false,
        };
        let mut steps = vec![nowhere; sum as usize];
        for (segment, position) in noded.segments.iter().zip(0..) {
            for (vertex, against) in segment.vertices.into_iter().zip([false, true]) {
                let slot = &mut next[vertex as usize];
                steps[*slot as usize] = Step {
                    segment: position,
                    against,
                };
                *slot += 1;
            }
        }
        Self { starts, steps }
    }

    fn vertices(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    fn range(&self, vertex: u32) -> std::ops::Range<usize> {
        let vertex = vertex as usize;
        self.starts[vertex] as usize..self.starts[vertex + 1] as usize
    }

    fn at(&self, vertex: u32) -> &[Step] {
        &self.steps[self.range(vertex)]
    }

    fn is_junction(&self, noded: &Noded, vertex: u32) -> bool {
        let [one, other] = self.at(vertex) else {
            return true;
        };
        let claims = |step: &Step| noded.segments[step.segment as usize].claims;
        claims(one) != claims(other)
    }
}
