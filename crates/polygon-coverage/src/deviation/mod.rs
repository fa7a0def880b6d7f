//! [`deviation`]: how far apart two sets of lines are, which is their Hausdorff distance.

use crate::parallel::prelude::*;
use geo::Coord;

use crate::{BoundaryIndex, PrecisionModel};

mod envelope;
mod profile;
#[cfg(test)]
mod tests;

use envelope::lower_envelope;
use profile::{Axis, Profile};

/// A place may be further away than the tolerance by one part in so many of a grid unit and
/// still count as within it, so that neither rounding nor the envelope's slack decides about
/// lines that are exactly as far.
const ROUNDING_PER_UNIT: f64 = 50.0;

/// How far lines are from other lines, in the unit of the coordinates. A grid unit is that of
/// the [`PrecisionModel`] that [`deviation`] was given.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Deviation {
    /// The greatest distance from any place of the lines, and not only from a vertex,
    /// to the nearest of the other lines: the directed Hausdorff distance, to a grid unit.
    pub hausdorff: f64,
    /// Where that is.
    pub at: Coord<f64>,
    /// The nearest place of the other lines from there.
    pub nearest: Coord<f64>,
    /// The distance's integral along the lines over their length: to a tenth of a grid unit,
    /// and to a millionth where that is more.
    pub mean: f64,
    /// The length that is no further away than the tolerance and a fiftieth of a grid unit, so
    /// that rounding does not decide about lines that are exactly as far.
    pub within: f64,
    /// The length that is further away.
    pub apart: f64,
}

impl Deviation {
    /// The length of the lines.
    pub fn length(&self) -> f64 {
        self.within + self.apart
    }

    /// Both directions as one: the larger distance, which is the Hausdorff distance
    /// between the two sets, with its place; the mean along the lines of both; their
    /// lengths together.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let (further, nearer) = if other.hausdorff > self.hausdorff {
            (other, self)
        } else {
            (self, other)
        };
        let length = self.length() + other.length();
        Self {
            mean: (self.mean * self.length() + other.mean * other.length()) / length,
            within: further.within + nearer.within,
            apart: further.apart + nearer.apart,
            ..further
        }
    }
}

/// Edges that one thread takes at a time.
const TOGETHER: usize = 1_024;
/// Grid units that are looked at together at the most: of longer stretches the squares would
/// lose the grid unit.
const LONGEST: f64 = 2_000_000.0;
/// More segments than this may be nearest somewhere along an edge: look at its halves.
const MANY: usize = 48;
/// Halves would have as many where the other lines are so many times further away than half
/// the edge is long, or half the edge is so many grid units.
const FAR: f64 = 16.0;
const SHORTEST: f64 = 10.0;

/// Measures how far edges are from the lines of an index, which may be boundaries
/// ([`BoundaryIndex::build`]) or any edges ([`BoundaryIndex::from_edges`]). The model says how
/// fine the coordinates are, so how exact the figures have to be. Edges of no length count for
/// nothing. `None` if there are no edges, or nothing that they could be far from.
///
/// Edges that both sets have are exactly no distance away; where they are known, they may be
/// left out of `from`, never out of `to`. The other direction is another question: see
/// [`Deviation::joined`].
///
/// # How, and what it costs
///
/// From the places along an edge, the squared distance to a segment is a quadratic
/// function in three parts, so which segment is nearest where, the integral, the
/// greatest distance and the length within a tolerance have closed forms. A search of
/// the index gives the segments that can be nearest to any place of an edge: where the
/// middle of an edge of length `l` is `d` away, none that is further from it than
/// `d + l` can be. One search an edge, on all cores: 1.5 million edges take about as
/// many microseconds.
///
/// The Hausdorff distance between segments, and why its maximum may be where two of
/// them are as near as each other: Alt, Behrends and Blömer, *Approximate matching of
/// polygonal shapes* (1995); Alt and Guibas, *Discrete geometric shapes* (1999).
///
/// ```
/// use geo::coord;
/// use polygon_coverage::{BoundaryIndex, PrecisionModel, deviation::deviation};
///
/// let straight = [[coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }]];
/// // The same line up to a bulge in the middle third.
/// let bulging = [
///     [coord! { x: 0.0, y: 0.0 }, coord! { x: 4.0, y: 0.0 }],
///     [coord! { x: 4.0, y: 0.0 }, coord! { x: 5.0, y: 3.0 }],
///     [coord! { x: 5.0, y: 3.0 }, coord! { x: 6.0, y: 0.0 }],
///     [coord! { x: 6.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }],
/// ];
/// let millimetres = PrecisionModel::new(1_000.0, coord! { x: 0.0, y: 0.0 });
/// let found = deviation(&bulging, &BoundaryIndex::from_edges(&straight)?, 1.5, millimetres)
///     .expect("there are edges");
/// assert_eq!(found.hausdorff, 3.0);
/// assert_eq!(found.at, coord! { x: 5.0, y: 3.0 });
/// // Of the bulge's sides the upper half is further away than 1.5 m and 0.02 mm.
/// let apart = 10.0_f64.sqrt() * (3.0 - 1.500_02) / 1.5;
/// assert!((found.apart - apart).abs() < 1e-9);
/// # Ok::<(), polygon_coverage::Error>(())
/// ```
pub fn deviation(
    from: &[[Coord<f64>; 2]],
    to: &BoundaryIndex,
    tolerance: f64,
    model: PrecisionModel,
) -> Option<Deviation> {
    let tallies: Vec<Tally> = from
        .par_chunks(TOGETHER)
        .map(|edges| {
            let mut walk = Walk::new(to, tolerance, model.scale());
            for &edge in edges {
                walk.add(edge);
            }
            walk.tally
        })
        .collect();
    // One after another, so that the sums do not depend on who was first.
    let tally = tallies
        .into_iter()
        .fold(Tally::default(), |all, one| all.and(&one));
    let (_, at) = tally.furthest?;
    let (nearest, hausdorff) = nearest(to, at)?;
    Some(Deviation {
        hausdorff,
        at,
        nearest,
        mean: tally.integral / tally.length,
        within: tally.within.min(tally.length),
        apart: (tally.length - tally.within).max(0.0),
    })
}

/// The nearest place of an index's lines, and how far it is.
fn nearest(index: &BoundaryIndex, at: Coord<f64>) -> Option<(Coord<f64>, f64)> {
    let mut best: Option<([Coord<f64>; 2], f64)> = None;
    index.edges_near(at, f64::MAX, |edge, squared| {
        let least = best.map_or(f64::MAX, |(_, least)| least);
        if squared < least {
            best = Some((edge, squared));
        }
        squared.min(least)
    });
    let ([from, to], squared) = best?;
    let (along, offset) = (to - from, at - from);
    let part = (offset.x * along.x + offset.y * along.y) / (along.x.powi(2) + along.y.powi(2));
    Some((from + along * part.clamp(0.0, 1.0), squared.sqrt()))
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    length: f64,
    integral: f64,
    within: f64,
    /// How far, squared, and from where.
    furthest: Option<(f64, Coord<f64>)>,
}

impl Tally {
    fn and(self, next: &Self) -> Self {
        let furthest = match (self.furthest, next.furthest) {
            (Some(one), Some(other)) if other.0 > one.0 => Some(other),
            (one, other) => one.or(other),
        };
        Self {
            length: self.length + next.length,
            integral: self.integral + next.integral,
            within: self.within + next.within,
            furthest,
        }
    }
}

/// Goes along edges, one after another.
struct Walk<'a> {
    to: &'a BoundaryIndex,
    tolerance: f64,
    /// Grid units to a unit of the coordinates.
    scale: f64,
    tally: Tally,
    /// The middle of the last edge, and how far it is from the lines.
    last: Option<(Coord<f64>, f64)>,
    near: Vec<([Coord<f64>; 2], f64)>,
    profiles: Vec<Profile>,
}

impl<'a> Walk<'a> {
    fn new(to: &'a BoundaryIndex, tolerance: f64, scale: f64) -> Self {
        Self {
            to,
            tolerance,
            scale,
            tally: Tally::default(),
            last: None,
            near: Vec::new(),
            profiles: Vec::new(),
        }
    }

    fn add(&mut self, edge: [Coord<f64>; 2]) {
        if edge[0] != edge[1] {
            let (axis, length) = Axis::along(edge);
            self.stretch(axis, 0.0, length);
        }
    }

    fn stretch(&mut self, axis: Axis, low: f64, high: f64) {
        let (middle, half) = (f64::midpoint(low, high), (high - low) / 2.0);
        if high - low > LONGEST / self.scale {
            self.stretch(axis, low, middle);
            return self.stretch(axis, middle, high);
        }
        let Some(distance) = self.find_near(axis.at(middle), half) else {
            return;
        };
        if self.near.len() > MANY && half > SHORTEST / self.scale && half * FAR > distance {
            self.stretch(axis, low, middle);
            return self.stretch(axis, middle, high);
        }
        self.profiles.clear();
        let segments = self.near.iter().map(|(edge, _)| *edge);
        self.profiles
            .extend(segments.map(|segment| Profile::new(axis, segment)));
        let tally = &mut self.tally;
        tally.length += high - low;
        let rounding = 1.0 / (ROUNDING_PER_UNIT * self.scale);
        lower_envelope(
            &self.profiles,
            (low, high),
            self.scale,
            &mut |profile, from, to| {
                let [integral, within] =
                    profile.integral_and_within(from, to, self.tolerance + rounding);
                tally.integral += integral;
                tally.within += within;
                // It is convex in between, so nowhere further than at an end.
                for place in [from, to] {
                    let squared = profile.squared(place);
                    if tally.furthest.is_none_or(|(most, _)| squared > most) {
                        tally.furthest = Some((squared, axis.at(place)));
                    }
                }
            },
        );
    }

    /// Keeps the segments that can be nearest to a place so near to this one, and says
    /// how far the nearest is from here.
    fn find_near(&mut self, at: Coord<f64>, half: f64) -> Option<f64> {
        let reach = |distance: f64| (distance + 2.0 * half).powi(2) * (1.0 + 1e-12);
        let start = self.last.map_or(f64::MAX, |(place, distance)| {
            let moved = at - place;
            reach(distance + moved.x.hypot(moved.y))
        });
        let mut least = f64::MAX;
        let mut limit = start;
        let near = &mut self.near;
        near.clear();
        self.to.edges_near(at, start, |edge, squared| {
            near.push((edge, squared));
            if squared < least {
                least = squared;
                limit = limit.min(reach(squared.sqrt()));
            }
            limit
        });
        if near.is_empty() {
            return None;
        }
        near.retain(|(_, squared)| *squared <= limit);
        let distance = least.sqrt();
        self.last = Some((at, distance));
        Some(distance)
    }
}
