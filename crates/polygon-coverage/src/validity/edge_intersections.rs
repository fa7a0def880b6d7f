//! [`Contacts`]: where edges of a footprint meet. Reports the crossings and self-touches (rules 3
//! and 4), and gives the points where rings touch to the other rules.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::rings::{Ring, Rings, side};
use super::touches::{Passing, Touch, touches};
use super::{InvalidReason, RingPosition, ValidityFault};

/// Consecutive edges of a ring that share one bounding box. Of 1 to 32 this was among the
/// fastest.
const TOGETHER: usize = 8;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Contacts between the edges of a footprint's rings.
pub(super) struct Contacts<'a> {
    rings: &'a Rings,
    runs: Vec<Run>,
    tree: RTree<Boxed>,
    /// Whether each ring crosses or touches itself, or crosses another.
    crossed: Vec<bool>,
    /// The points where different rings touch.
    pub(super) touches: Vec<Touch>,
}

/// Consecutive edges of one ring.
struct Run {
    ring: usize,
    edges: Range<usize>,
}

/// How two edges meet.
#[derive(Clone, Copy)]
enum Meeting {
    Apart,
    /// The edges meet in one point, which is an end of one of them.
    Touch(Coord<f64>),
    /// The edges meet in one point, which is within both.
    Cross(Coord<f64>),
    /// The edges overlap along more than a point.
    Along(Coord<f64>),
}

impl<'a> Contacts<'a> {
    /// Finds all contacts, and reports those that are not allowed in a footprint.
    pub(super) fn of(rings: &'a Rings, reasons: &mut Vec<InvalidReason>) -> Self {
        let runs: Vec<Run> = (rings.rings.iter().enumerate())
            .flat_map(|(ring, line)| {
                let count = line.edges();
                (0..count).step_by(TOGETHER).map(move |from| Run {
                    ring,
                    edges: from..(from + TOGETHER).min(count),
                })
            })
            .collect();
        let boxes = runs.iter().enumerate().map(|(position, run)| {
            GeomWithData::new(Rectangle::from_aabb(run.envelope(rings)), position)
        });
        let mut contacts = Self {
            rings,
            tree: RTree::bulk_load(boxes.collect()),
            runs,
            crossed: vec![false; rings.rings.len()],
            touches: Vec::new(),
        };
        contacts.find(reasons);
        contacts
    }

    /// Whether a ring crosses or touches itself, or crosses another.
    pub(super) fn is_crossed(&self, ring: usize) -> bool {
        self.crossed[ring]
    }

    /// The rings that a ray from a point to the east crosses, each as often as it is crossed.
    pub(super) fn crossed_east_of(&self, place: Coord<f64>) -> impl Iterator<Item = usize> {
        let ray = AABB::from_corners([place.x, place.y], [f64::MAX, place.y]);
        self.tree
            .locate_in_envelope_intersecting(ray)
            .flat_map(move |entry| {
                let run = &self.runs[entry.data];
                let ring = &self.rings.rings[run.ring];
                let edges = run.edges.clone().map(|corner| ring.edge(corner));
                edges
                    .filter(move |&[from, to]| crate::containment::crosses(from, to, place))
                    .map(|_| run.ring)
            })
    }

    fn find(&mut self, reasons: &mut Vec<InvalidReason>) {
        let mut finder = Finder {
            rings: self.rings,
            found: BTreeSet::new(),
            passings: HashSet::new(),
            reasons,
        };
        for (position, run) in self.runs.iter().enumerate() {
            let candidates = self
                .tree
                .locate_in_envelope_intersecting(run.envelope(self.rings));
            for other in candidates
                .map(|entry| entry.data)
                .filter(|&other| other >= position)
            {
                finder.try_runs(run, &self.runs[other], position == other);
            }
        }
        let mut passings: Vec<Passing> = finder.passings.iter().copied().collect();
        passings.sort_unstable();
        let (touches, crossing) = touches(self.rings, &passings);
        for (rings, at) in crossing {
            finder.add(ValidityFault::SelfIntersection, rings, at);
        }
        let found = finder.found;
        let crosses_itself = found
            .iter()
            .filter(|&(fault, [one, other])| {
                *fault == ValidityFault::SelfIntersection && one == other
            })
            .map(|&(_, [ring, _])| self.rings.rings[ring].position);
        let crosses_itself: BTreeSet<RingPosition> = crosses_itself.collect();
        // A spike also touches itself, but is one fault.
        reasons.retain(|reason| {
            reason.fault != ValidityFault::RingSelfIntersection
                || !crosses_itself.contains(&reason.ring)
        });
        for (_, rings) in found {
            for ring in rings {
                self.crossed[ring] = true;
            }
        }
        self.touches = touches;
    }
}

impl Run {
    fn envelope(&self, rings: &Rings) -> AABB<[f64; 2]> {
        let vertices = &rings.rings[self.ring].vertices()[self.edges.start..=self.edges.end];
        let (mut low, mut high) = (vertices[0], vertices[0]);
        for vertex in vertices {
            low = south_west(low, *vertex);
            high = greatest(high, *vertex);
        }
        AABB::from_corners([low.x, low.y], [high.x, high.y])
    }
}

/// Tests edges against each other, and keeps one place per kind of fault and pair of rings.
struct Finder<'a> {
    rings: &'a Rings,
    found: BTreeSet<(ValidityFault, [usize; 2])>,
    passings: HashSet<Passing>,
    reasons: &'a mut Vec<InvalidReason>,
}

impl Finder<'_> {
    fn try_runs(&mut self, one: &Run, other: &Run, is_same: bool) {
        let rings = self.rings;
        let [first, second] = [one, other].map(|run| &rings.rings[run.ring]);
        for corner in one.edges.clone() {
            let edge = first.edge(corner);
            let from = if is_same {
                corner + 1
            } else {
                other.edges.start
            };
            for other_corner in from..other.edges.end {
                let other_edge = second.edge(other_corner);
                if may_meet(edge, other_edge) {
                    let places = [(one.ring, corner), (other.ring, other_corner)];
                    self.judge(meeting(edge, other_edge), places);
                }
            }
        }
    }

    fn judge(&mut self, meeting: Meeting, places: [(usize, usize); 2]) {
        let rings = places.map(|(ring, _)| ring);
        let is_same_ring = rings[0] == rings[1];
        match meeting {
            Meeting::Apart => {}
            Meeting::Cross(at) | Meeting::Along(at) => {
                self.add(ValidityFault::SelfIntersection, rings, at);
            }
            Meeting::Touch(at) if is_same_ring => {
                let ring: &Ring = &self.rings.rings[rings[0]];
                if !ring.are_adjacent(places[0].1, places[1].1) {
                    self.add(ValidityFault::RingSelfIntersection, rings, at);
                }
            }
            Meeting::Touch(at) => {
                for (ring, corner) in places {
                    // The end of an edge is the start of the next.
                    if self.rings.rings[ring].edge(corner)[1] != at {
                        self.passings.insert(Passing::new(at, ring, corner));
                    }
                }
            }
        }
    }

    fn add(&mut self, fault: ValidityFault, mut rings: [usize; 2], at: Coord<f64>) {
        rings.sort_unstable();
        if self.found.insert((fault, rings)) {
            let [ring, other]: [RingPosition; 2] =
                rings.map(|ring| self.rings.rings[ring].position);
            self.reasons.push(InvalidReason {
                fault,
                ring,
                other: (ring != other).then_some(other),
                at,
            });
        }
    }
}

fn south_west(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    Coord {
        x: a.x.min(b.x),
        y: a.y.min(b.y),
    }
}

fn greatest(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    Coord {
        x: a.x.max(b.x),
        y: a.y.max(b.y),
    }
}

/// Whether the bounding boxes of two edges meet.
fn may_meet([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    a.x.min(b.x) <= c.x.max(d.x)
        && c.x.min(d.x) <= a.x.max(b.x)
        && a.y.min(b.y) <= c.y.max(d.y)
        && c.y.min(d.y) <= a.y.max(b.y)
}

/// How two edges meet whose bounding boxes do. Exact except for the place of a crossing.
fn meeting([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> Meeting {
    let is_beside = |one: f64, other: f64| (one > 0.0 && other > 0.0) || (one < 0.0 && other < 0.0);
    let [of_a, of_b] = [a, b].map(|end| side(c, d, end));
    if is_beside(of_a, of_b) {
        return Meeting::Apart;
    }
    let [of_c, of_d] = [c, d].map(|end| side(a, b, end));
    if is_beside(of_c, of_d) {
        return Meeting::Apart;
    }
    if of_a == 0.0 && of_b == 0.0 {
        return along([a, b], [c, d]);
    }
    let on_the_other = [(of_a, a), (of_b, b), (of_c, c), (of_d, d)];
    if let Some((_, at)) = on_the_other.into_iter().find(|&(side, _)| side == 0.0) {
        return Meeting::Touch(at);
    }
    Meeting::Cross(a + (b - a) * (of_a / (of_a - of_b)))
}

/// How two collinear edges meet.
fn along(one: [Coord<f64>; 2], other: [Coord<f64>; 2]) -> Meeting {
    let is_before = |a: Coord<f64>, b: Coord<f64>| (a.x, a.y) < (b.x, b.y);
    let in_order = |[a, b]: [Coord<f64>; 2]| if is_before(b, a) { [b, a] } else { [a, b] };
    let ([a, b], [c, d]) = (in_order(one), in_order(other));
    let from = if is_before(a, c) { c } else { a };
    let to = if is_before(b, d) { b } else { d };
    if is_before(from, to) {
        Meeting::Along(from)
    } else if from == to {
        Meeting::Touch(from)
    } else {
        Meeting::Apart
    }
}
