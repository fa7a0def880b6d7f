//! Noding: edges cut where they meet, so that they share ends and nothing else.

use crate::parallel::prelude::*;

use crate::Result;
use crate::buckets::Buckets;
use crate::disjoint_sets::DisjointSets;
use crate::error::check;

use super::edge_intersections::{Contact, contacts, part_of_crossing, part_of_point};
use super::edges::Edge;
use super::label_sets::{LabelId, LabelSets, NO_AREA};
use super::precision_grid::{Part, Point, Position, Vector};
use super::stripes::Ordered;

/// Part of an edge, from one vertex to the next along it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// Numbers of both vertices.
    pub(super) vertices: [u32; 2],
    pub(super) label: LabelId,
    /// Position of the edge that it is a part of.
    pub(super) edge: u32,
}

/// Segments that share ends and nothing else.
#[derive(Debug)]
pub(super) struct Noded {
    pub(super) segments: Vec<Segment>,
    /// Vertices on the grid. They have the lower numbers; the crossings follow.
    points: Vec<Point>,
    crossings: Vec<Position>,
}

impl Noded {
    /// Position of a vertex.
    pub(super) fn position(&self, vertex: u32) -> Position {
        let vertex = vertex as usize;
        match self.points.get(vertex) {
            Some(&point) => point.into(),
            None => self.crossings[vertex - self.points.len()],
        }
    }

    /// The vertex as a point of the grid; `None` if it is a crossing.
    pub(super) fn point(&self, vertex: u32) -> Option<Point> {
        self.points.get(vertex as usize).copied()
    }

    /// Number of vertices.
    pub(super) fn vertices(&self) -> usize {
        self.points.len() + self.crossings.len()
    }

    /// Direction of a segment, which is exact because it is that of its edge.
    pub(super) fn way(&self, edges: &[Edge], segment: u32) -> Vector {
        edges[self.segments[segment as usize].edge as usize].way()
    }
}

/// Place where an edge is cut, and the vertex there.
#[derive(Debug, Clone, Copy)]
struct Cut {
    edge: u32,
    part: Part,
    vertex: u32,
}

/// Cuts the edges at their contacts. Segments that then coincide become one, labelled with the
/// areas that do not cancel.
pub(super) fn node(edges: &[Edge], sets: &mut LabelSets) -> Result<Noded> {
    let contacts = contacts(edges);
    check("vertices", 2 * edges.len() + contacts.len(), MAX_VERTICES)?;
    let ends = Ends::of(edges);
    let grid = ends.points.len();
    let mut crossings = Vec::new();
    let mut cuts = Vec::new();
    let mut touches = false;
    for contact in contacts {
        match contact {
            Contact::Touch { edge, by, end } => {
                touches = true;
                let [other_edge, by] = [edge, by].map(|edge| edge as usize);
                cuts.push(Cut {
                    edge,
                    part: part_of_point(&edges[other_edge], edges[by].ends[end]),
                    vertex: ends.of_edges[by][end],
                });
            }
            Contact::Cross {
                edges: [one, other],
            } => {
                let [first, second] = [one, other].map(|edge| &edges[edge as usize]);
                let part = part_of_crossing(first, second);
                let vertex = number_of(grid + crossings.len());
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
    let cuts = in_order(&cuts, edges.len())?;
    let same = coincident(&cuts, grid + crossings.len());
    let mut segments = Vec::with_capacity(edges.len() + cuts.len());
    let mut cuts = cuts.iter().peekable();
    for ((edge, &[mut from, last]), position) in edges.iter().zip(&ends.of_edges).zip(0..) {
        let mut to = |vertex: u32| {
            // Several cuts in the same place count as one.
            if vertex != from {
                segments.push(Segment {
                    vertices: [from, vertex],
                    label: edge.label,
                    edge: position,
                });
                from = vertex;
            }
        };
        while let Some(cut) = cuts.next_if(|cut| cut.edge == position) {
            to(number_of(same.representative_of(cut.vertex as usize)));
        }
        to(last);
    }
    // Segments can coincide only where an end of one edge is on another.
    if touches {
        merge(&mut segments, sets);
    }
    Ok(Noded {
        segments,
        points: ends.points,
        crossings,
    })
}

/// Sorts the cuts by edge, and along each edge.
fn in_order(cuts: &[Cut], edges: usize) -> Result<Vec<Cut>> {
    let by_edge = cuts.iter().map(|cut| (*cut, [cut.edge as usize]));
    let mut sorted = Buckets::sort(edges, MAX_VERTICES, by_edge)?.into_things();
    for of_edge in sorted.chunk_by_mut(|one, other| one.edge == other.edge) {
        of_edge.sort_unstable_by(|one, other| {
            (one.part.order(other.part)).then(one.vertex.cmp(&other.vertex))
        });
    }
    Ok(sorted)
}

fn merge(segments: &mut Vec<Segment>, sets: &mut LabelSets) {
    let key = |segment: &Segment| {
        let [a, b] = segment.vertices;
        [a.min(b), a.max(b)]
    };
    segments.par_sort_unstable_by_key(|segment| (key(segment), segment.edge));
    segments.dedup_by(|next, retained| {
        let same = key(next) == key(retained);
        if same {
            retained.label = sets.toggled(retained.label, next.label);
        }
        same
    });
    segments.retain(|segment| segment.label != NO_AREA);
}

/// Sets of vertices that are in the same place, because several edges may cross in one point.
/// Points of the grid have the lower numbers, so a set that contains one is named by it.
fn coincident(cuts: &[Cut], vertices: usize) -> DisjointSets {
    let mut same = DisjointSets::new(vertices);
    for pair in cuts.windows(2) {
        if pair[0].edge == pair[1].edge && pair[0].part.order(pair[1].part).is_eq() {
            same.join(pair[0].vertex as usize, pair[1].vertex as usize);
        }
    }
    same
}

/// Largest number of vertices of an arrangement, so that half-arcs have 32-bit numbers too.
const MAX_VERTICES: usize = 1 << 30;

/// Converts a position to the number of a vertex. There are no more than [`MAX_VERTICES`].
fn number_of(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The distinct ends of the edges, in order, and the numbers of each edge's ends.
struct Ends {
    points: Vec<Point>,
    of_edges: Vec<[u32; 2]>,
}

impl Ends {
    /// Numbers the ends of edges that are in order. The first ends are in order too, so they are
    /// numbered first; the last ends at which no edge begins are then inserted between them.
    fn of(edges: &[Edge]) -> Self {
        let mut firsts: Vec<Point> = Vec::with_capacity(edges.len());
        let mut of_edges = Vec::with_capacity(edges.len());
        for edge in edges {
            if firsts.last() != Some(&edge.ends[0]) {
                firsts.push(edge.ends[0]);
            }
            of_edges.push([number_of(firsts.len() - 1), NONE]);
        }
        let firsts = Ordered::new(firsts);
        let mut lasts = Vec::new();
        for (edge, numbers) in edges.iter().zip(&mut of_edges) {
            match firsts.place(edge.ends[1]) {
                Some(place) => numbers[1] = place,
                None => lasts.push(edge.ends[1]),
            }
        }
        lasts.par_sort_unstable();
        lasts.dedup();
        let firsts = firsts.into_points();
        let mut points = Vec::with_capacity(firsts.len() + lasts.len());
        let mut first_numbers = Vec::with_capacity(firsts.len());
        let mut last_numbers = Vec::with_capacity(lasts.len());
        for first in firsts {
            while let Some(&last) = lasts.get(last_numbers.len())
                && last < first
            {
                last_numbers.push(number_of(points.len()));
                points.push(last);
            }
            first_numbers.push(number_of(points.len()));
            points.push(first);
        }
        for &last in &lasts[last_numbers.len()..] {
            last_numbers.push(number_of(points.len()));
            points.push(last);
        }
        for (edge, [first, last]) in edges.iter().zip(&mut of_edges) {
            *first = first_numbers[*first as usize];
            *last = match first_numbers.get(*last as usize) {
                Some(&number) => number,
                None => last_numbers[lasts.binary_search(&edge.ends[1]).unwrap_or(0)],
            };
        }
        Self { points, of_edges }
    }
}

const NONE: u32 = u32::MAX;
