//! Segments joined to arcs, from one junction to the next.

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
    let ends = Ends::of(noded);
    let mut done = vec![NOWHERE; noded.segments.len()];
    let mut arcs = Vec::new();
    let mut walk = |step: Step, done: &mut [HalfArc]| {
        let half = HalfArc::try_from(2 * arcs.len()).unwrap_or(NOWHERE);
        arcs.push(arc(noded, edges, &ends, origin, step, half, done));
    };
    for vertex in 0..ends.vertices() {
        if ends.is_junction(noded, vertex) {
            for &step in ends.at(vertex) {
                if done[step.segment as usize] == NOWHERE {
                    walk(step, &mut done);
                }
            }
        }
    }
    // What is left are rings without a junction.
    for segment in 0..done.len() {
        if done[segment] == NOWHERE {
            let step = Step {
                segment: u32::try_from(segment).unwrap_or(u32::MAX),
                against: false,
            };
            walk(step, &mut done);
        }
    }
    (arcs, done)
}

/// The arc that begins with a step; `half` is what it will be known by.
fn arc(
    noded: &Noded,
    edges: &[Edge],
    ends: &Ends,
    origin: Point,
    first: Step,
    half: HalfArc,
    done: &mut [HalfArc],
) -> Arc {
    let way = |step: Step| {
        let way = noded.way(edges, step.segment);
        if step.against { way.reversed() } else { way }
    };
    let start = first.from(noded);
    let (mut vertices, mut ways) = (vec![start], Vec::new());
    let mut step = first;
    loop {
        done[step.segment as usize] = half + HalfArc::from(step.against);
        ways.push(way(step));
        let here = step.to(noded);
        vertices.push(here);
        if here == start || ends.is_junction(noded, here) {
            break;
        }
        // Two segments meet here: on along the one that was not walked.
        let [one, other] = ends.at(here) else { break };
        step = if one.segment == step.segment {
            *other
        } else {
            *one
        };
    }
    let positions: Vec<_> = vertices
        .iter()
        .map(|&vertex| noded.position(vertex))
        .collect();
    let pairs = || positions.windows(2).map(|pair| [pair[0], pair[1]]);
    let last = vertices.len() - 1;
    let westmost = vertices
        .iter()
        .enumerate()
        .filter_map(|(position, &vertex)| Some((noded.point(vertex)?, position)))
        .min()
        .map(|(point, position)| Westmost {
            point,
            ways: [
                ways.get(position).copied(),
                position
                    .checked_sub(1)
                    .map(|before| ways[before].reversed()),
            ],
        });
    Arc {
        claims: noded.segments[first.segment as usize].claims,
        length_m: pairs().map(|[one, other]| one.distance(other)).sum(),
        twice_area: pairs()
            .map(|[one, other]| one.twice_area(other, origin))
            .sum(),
        leaving: [ways[0], ways[last - 1].reversed()],
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

    fn at(&self, vertex: u32) -> &[Step] {
        let vertex = vertex as usize;
        &self.steps[self.starts[vertex] as usize..self.starts[vertex + 1] as usize]
    }

    fn is_junction(&self, noded: &Noded, vertex: u32) -> bool {
        let [one, other] = self.at(vertex) else {
            return true;
        };
        let claims = |step: &Step| noded.segments[step.segment as usize].claims;
        claims(one) != claims(other)
    }
}
