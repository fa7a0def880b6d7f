//! Arcs: segments joined from one junction to the next. Second last step of an arrangement, before
//! faces.

use crate::parallel::prelude::*;

use super::edges::Edge;
use super::label_sets::LabelId;
use super::noded::Noded;
use super::precision_grid::{ExactArea, Point, Vector};
use crate::PrecisionModel;

/// Half-arc: twice the position of an arc if walked forward, plus one if walked backward.
pub(super) type HalfArc = u32;

/// The half-arc along the same arc in the opposite direction.
pub(super) fn twin(half: HalfArc) -> HalfArc {
    half ^ 1
}

/// Line from one junction to the next, along which the same areas change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) label: LabelId,
    /// Number of the westernmost vertex (of several, the southernmost) that is a point of the
    /// grid. `None` if all vertices are crossings.
    pub(super) westmost: Option<u32>,
    /// Length in the unit of the coordinates.
    pub(super) length: f64,
    /// Twice the area of the triangles of its segments with the origin.
    pub(super) twice_area: ExactArea,
}

/// The arcs, and their vertices.
#[derive(Debug)]
pub(super) struct Arcs {
    arcs: Vec<Arc>,
    vertices: Vec<u32>,
    /// Start of each arc's vertices, and the end of the last one's.
    starts: Vec<usize>,
}

impl Arcs {
    pub(super) fn len(&self) -> usize {
        self.arcs.len()
    }

    /// The arcs in order of their positions.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc> {
        self.arcs.iter()
    }

    pub(super) fn at(&self, position: usize) -> &Arc {
        &self.arcs[position]
    }

    /// The arc that a half-arc runs along.
    pub(super) fn of(&self, half: HalfArc) -> &Arc {
        self.at(half as usize / 2)
    }

    /// Numbers of an arc's vertices. The first and the last are junctions; they are equal for a
    /// ring.
    pub(super) fn vertices(&self, position: usize) -> &[u32] {
        &self.vertices[self.starts[position]..self.starts[position + 1]]
    }
}

/// Segment, with whether it is walked along or against its edge.
#[derive(Debug, Clone, Copy)]
struct Step {
    segment: u32,
    against: bool,
}

/// Marks a segment that has not been walked yet.
const NOWHERE: HalfArc = HalfArc::MAX;

/// Joins segments wherever exactly two with the same label meet. Areas are relative to `origin`.
/// O(n).
pub(super) fn arcs(noded: &Noded, origin: Point, model: &PrecisionModel) -> (Arcs, Ways) {
    let mut tracer = ArcTracer {
        noded,
        ways: Ways::of(noded),
        label: Vec::new(),
        vertices: Vec::with_capacity(noded.segments.len()),
        starts: vec![0],
    };
    for vertex in 0..tracer.ways.vertices() {
        if tracer.ways.is_junction(vertex) {
            for step in tracer.ways.range(vertex) {
                tracer.trace(tracer.ways.steps[step]);
            }
        }
    }
    // The remaining segments form rings without a junction.
    for segment in 0..u32::try_from(noded.segments.len()).unwrap_or(u32::MAX) {
        tracer.trace(Step {
            segment,
            against: false,
        });
    }
    let (vertices, starts) = (tracer.vertices, tracer.starts);
    let arcs = (tracer.label.par_iter().zip(starts.par_windows(2)))
        .with_min_len(1_024)
        .map(|(&label, ends)| arc((noded, origin, model), label, &vertices[ends[0]..ends[1]]))
        .collect();
    let arcs = Arcs {
        arcs,
        vertices,
        starts,
    };
    (arcs, tracer.ways)
}

fn arc(
    (noded, origin, model): (&Noded, Point, &PrecisionModel),
    label: LabelId,
    vertices: &[u32],
) -> Arc {
    let (mut length, mut twice_area) = (0.0, ExactArea::default());
    let place = |vertex: u32| {
        let position = noded.position(vertex);
        (position, position.coord(model))
    };
    let (mut from, mut from_at) = place(vertices[0]);
    for &vertex in &vertices[1..] {
        let (to, to_at) = place(vertex);
        let way = to_at - from_at;
        length += (way.x * way.x + way.y * way.y).sqrt();
        twice_area += from.twice_area(to, origin);
        (from, from_at) = (to, to_at);
    }
    Arc {
        label,
        length,
        twice_area,
        // Points of the grid have lower numbers than crossings, and are numbered in order.
        westmost: (vertices.iter().min().copied()).filter(|&vertex| noded.point(vertex).is_some()),
    }
}

/// State of the walk along segments that forms the arcs.
struct ArcTracer<'a> {
    noded: &'a Noded,
    ways: Ways,
    label: Vec<LabelId>,
    vertices: Vec<u32>,
    starts: Vec<usize>,
}

impl ArcTracer<'_> {
    /// Walks from here to the next junction, or round a ring, unless the segment has been walked.
    fn trace(&mut self, first: Step) {
        if self.ways.half_of[first.segment as usize] != NOWHERE {
            return;
        }
        let half = HalfArc::try_from(2 * self.label.len()).unwrap_or(NOWHERE);
        let start = first.from(self.noded);
        self.label
            .push(self.noded.segments[first.segment as usize].label);
        self.vertices.push(start);
        let mut step = first;
        loop {
            self.ways.half_of[step.segment as usize] = half + HalfArc::from(step.against);
            let here = step.to(self.noded);
            self.vertices.push(here);
            if here == start || self.ways.is_junction(here) {
                break;
            }
            // Two segments meet here: continues along the one that was not walked.
            let [one, other] = self.ways.at(here) else {
                break;
            };
            step = if one.segment == step.segment {
                *other
            } else {
                *one
            };
        }
        self.starts.push(self.vertices.len());
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

/// The segments that lead away from each vertex.
pub(super) struct Ways {
    /// Start of each vertex's steps, and the end of the last one's.
    starts: Vec<u32>,
    steps: Vec<Step>,
    /// Whether arcs end at a vertex. They do not end where exactly two segments with the same
    /// label meet.
    is_junction: Vec<bool>,
    /// The half-arc along each segment.
    half_of: Vec<HalfArc>,
}

impl Ways {
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
        let continues = |steps: &[Step]| {
            let label = |step: &Step| noded.segments[step.segment as usize].label;
            matches!(steps, [one, other] if label(one) == label(other))
        };
        let is_junction = starts
            .windows(2)
            .map(|ends| !continues(&steps[ends[0] as usize..ends[1] as usize]))
            .collect();
        Self {
            starts,
            steps,
            is_junction,
            half_of: vec![NOWHERE; noded.segments.len()],
        }
    }

    /// The half-arc along each segment.
    pub(super) fn half_of(&self) -> &[HalfArc] {
        &self.half_of
    }

    /// Number of vertices.
    pub(super) fn vertices(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// The half-arcs that lead away from a vertex, with their directions there, which are exact
    /// because they are those of the edges.
    pub(super) fn away_from(
        &self,
        vertex: u32,
        noded: &Noded,
        edges: &[Edge],
    ) -> impl Iterator<Item = (HalfArc, Vector)> {
        self.at(vertex).iter().map(move |step| {
            let half = self.half_of[step.segment as usize];
            let way = noded.way(edges, step.segment);
            if step.against {
                (twin(half), way.reversed())
            } else {
                (half, way)
            }
        })
    }

    /// Whether arcs end at the vertex.
    pub(super) fn is_junction(&self, vertex: u32) -> bool {
        self.is_junction[vertex as usize]
    }

    fn range(&self, vertex: u32) -> std::ops::Range<usize> {
        let vertex = vertex as usize;
        self.starts[vertex] as usize..self.starts[vertex + 1] as usize
    }

    fn at(&self, vertex: u32) -> &[Step] {
        &self.steps[self.range(vertex)]
    }
}
