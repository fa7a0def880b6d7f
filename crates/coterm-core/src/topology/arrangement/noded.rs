//! Edges cut where they meet, so that they share ends and nothing else.

use rayon::prelude::*;

use super::contacts::{Contact, contacts, part_of_crossing, part_of_point};
use super::edges::Edge;
use super::lattice::{Part, Point, Position, Vector};
use super::owners::{NOBODY, OwnerSets, SetId};
use super::stripes::Ordered;

/// A piece of an edge, from one vertex to the next along it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// By their numbers.
    pub(super) vertices: [u32; 2],
    pub(super) claims: SetId,
    /// The edge that it is a piece of, by position.
    pub(super) edge: u32,
}

/// Segments that share ends and nothing else.
#[derive(Debug)]
pub(super) struct Noded {
    pub(super) segments: Vec<Segment>,
    /// The vertices: first the lattice's, then where edges cross.
    points: Vec<Point>,
    crossings: Vec<Position>,
}

impl Noded {
    /// Where a vertex is.
    pub(super) fn position(&self, vertex: u32) -> Position {
        let vertex = vertex as usize;
        match self.points.get(vertex) {
            Some(&point) => point.into(),
            None => self.crossings[vertex - self.points.len()],
        }
    }

    /// The vertex as a point of the lattice, if it is not a crossing.
    pub(super) fn point(&self, vertex: u32) -> Option<Point> {
        self.points.get(vertex as usize).copied()
    }

    /// How many vertices there are.
    pub(super) fn vertices(&self) -> usize {
        self.points.len() + self.crossings.len()
    }

    /// The direction of a segment, exact: that of its edge.
    pub(super) fn way(&self, edges: &[Edge], segment: u32) -> Vector {
        edges[self.segments[segment as usize].edge as usize].way()
    }
}

/// Where an edge is cut, and the vertex there.
struct Cut {
    edge: u32,
    part: Part,
    vertex: u32,
}

/// Cuts the edges at their contacts. Segments that then lie on each other become one,
/// with the claims that do not cancel.
pub(super) fn node(edges: &[Edge], sets: &mut OwnerSets) -> Noded {
    let contacts = contacts(edges);
    let ends = ends(edges);
    let lattice = ends.points().len();
    let vertex_of = |point: Point| ends.place(point).unwrap_or(u32::MAX);
    let mut crossings = Vec::new();
    let mut cuts = Vec::new();
    let mut touches = false;
    for contact in contacts {
        match contact {
            Contact::Touch { edge, at } => {
                touches = true;
                cuts.push(Cut {
                    edge,
                    part: part_of_point(&edges[edge as usize], at),
                    vertex: vertex_of(at),
                });
            }
            Contact::Cross {
                edges: [one, other],
            } => {
                let [first, second] = [one, other].map(|edge| &edges[edge as usize]);
                let part = part_of_crossing(first, second);
                let vertex = number_of(lattice + crossings.len());
                crossings.push(Position::along(first.ends[0], first.ends[1], part));
                cuts.push(Cut {
                    edge: one,
                    part,
                    vertex,
                });
                cuts.push(Cut {
                    edge: other,
                    part: part_of_crossing(second, first),
                    vertex,
                });
            }
        }
    }
    cuts.par_sort_unstable_by(|one, other| {
        (one.edge.cmp(&other.edge))
            .then_with(|| one.part.order(other.part))
            .then(one.vertex.cmp(&other.vertex))
    });
    let same = Same::found(&cuts, lattice + crossings.len());
    let mut segments = Vec::with_capacity(edges.len() + cuts.len());
    let mut cuts = cuts.iter().peekable();
    for (edge, position) in edges.iter().zip(0..) {
        let mut from = vertex_of(edge.ends[0]);
        let mut to = |vertex: u32| {
            // Cuts in one place are one cut.
            if vertex != from {
                segments.push(Segment {
                    vertices: [from, vertex],
                    claims: edge.claims,
                    edge: position,
                });
                from = vertex;
            }
        };
        while let Some(cut) = cuts.next_if(|cut| cut.edge == position) {
            to(same.as_of(cut.vertex));
        }
        to(vertex_of(edge.ends[1]));
    }
    // Without an end of one edge on another no two can lie on each other.
    if touches {
        merge(&mut segments, sets);
    }
    Noded {
        segments,
        points: ends.into_points(),
        crossings,
    }
}

fn merge(segments: &mut Vec<Segment>, sets: &mut OwnerSets) {
    let key = |segment: &Segment| {
        let [a, b] = segment.vertices;
        [a.min(b), a.max(b)]
    };
    segments.par_sort_unstable_by_key(|segment| (key(segment), segment.edge));
    segments.dedup_by(|next, kept| {
        let same = key(next) == key(kept);
        if same {
            kept.claims = sets.toggled(kept.claims, next.claims);
        }
        same
    });
    segments.retain(|segment| segment.claims != NOBODY);
}

/// Vertices that are in the same place: several edges may cross in a point.
struct Same {
    parents: Vec<u32>,
}

impl Same {
    fn found(cuts: &[Cut], vertices: usize) -> Self {
        let mut same = Self {
            parents: (0..number_of(vertices)).collect(),
        };
        for pair in cuts.windows(2) {
            if pair[0].edge == pair[1].edge && pair[0].part.order(pair[1].part).is_eq() {
                let [one, other] = [0, 1].map(|i| same.as_of(pair[i].vertex));
                // Points of the lattice have the lower numbers, and stay.
                same.parents[one.max(other) as usize] = one.min(other);
            }
        }
        same
    }

    fn as_of(&self, mut vertex: u32) -> u32 {
        while self.parents[vertex as usize] != vertex {
            vertex = self.parents[vertex as usize];
        }
        vertex
    }
}

fn number_of(position: usize) -> u32 {
    // No plane that fits in memory has four thousand million vertices.
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The edges' ends, in order: what their numbers are read off. The edges are in order too.
fn ends(edges: &[Edge]) -> Ordered {
    let mut firsts: Vec<Point> = edges.iter().map(|edge| edge.ends[0]).collect();
    firsts.dedup();
    let firsts = Ordered::new(firsts);
    // Where lines come to an end in the east.
    let others = edges.iter().map(|edge| edge.ends[1]);
    let mut lasts: Vec<Point> = others.filter(|&end| firsts.place(end).is_none()).collect();
    lasts.par_sort_unstable();
    lasts.dedup();
    let mut all = Vec::with_capacity(firsts.points().len() + lasts.len());
    let mut lasts = lasts.into_iter().peekable();
    for &first in firsts.points() {
        while let Some(last) = lasts.next_if(|&last| last < first) {
            all.push(last);
        }
        all.push(first);
    }
    all.extend(lasts);
    Ordered::new(all)
}
