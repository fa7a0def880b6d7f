//! [`deviation`]: the distance of one set of lines from another, which is their directed Hausdorff
//! distance, with mean and length within a tolerance.

use crate::parallel::prelude::*;
use geo::Coord;

use crate::{BoundaryIndex, PrecisionModel};

mod envelope;
mod profile;
#[cfg(test)]
mod tests;

use envelope::lower_envelope;
use profile::{Axis, Profile};

/// Extra tolerance of a grid unit divided by this, so that neither rounding nor the envelope's
/// slack decides about lines that are exactly as far apart as the tolerance.
const ROUNDING_PER_UNIT: f64 = 50.0;

/// Distance of lines from other lines, in the unit of the coordinates. A grid unit is that of the
/// [`PrecisionModel`] given to [`deviation`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Deviation {
    /// Directed Hausdorff distance: the greatest distance from any point of the lines, not only
    /// from a vertex, to the nearest point of the other lines. Exact to a grid unit.
    pub hausdorff: f64,
    /// Point of the lines where the greatest distance is.
    pub at: Coord<f64>,
    /// Point of the other lines that is nearest to `at`.
    pub nearest: Coord<f64>,
    /// Mean distance: the integral of the distance along the lines, divided by their length. Exact
    /// to a tenth of a grid unit, or to a millionth of the value where that is more.
    pub mean: f64,
    /// Length of the lines that is no further away than the tolerance plus a fiftieth of a grid
    /// unit, so that rounding does not decide about lines that are exactly as far.
    pub within: f64,
    /// Length of the lines that is further away.
    pub apart: f64,
}

impl Deviation {
    /// Total length of the lines.
    pub fn length(&self) -> f64 {
        self.within + self.apart
    }

    /// Combines both directions: the larger of the two distances with its place, which is the
    /// Hausdorff distance between both sets; the mean along the lines of both; the sums of their
    /// lengths.
    ///
    /// ```
    /// use geo::coord;
    /// use polygon_coverage::{BoundaryIndex, PrecisionModel, deviation::deviation};
    ///
    /// let long = [[coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }]];
    /// let short = [[coord! { x: 0.0, y: 0.0 }, coord! { x: 6.0, y: 0.0 }]];
    /// let millimetres = PrecisionModel::new(1_000.0, coord! { x: 0.0, y: 0.0 });
    /// let (to_long, to_short) = (BoundaryIndex::from_edges(&long)?, BoundaryIndex::from_edges(&short)?);
    /// let there = deviation(&short, &to_long, 1.0, millimetres).expect("there are edges");
    /// let back = deviation(&long, &to_short, 1.0, millimetres).expect("there are edges");
    /// assert!(there.hausdorff < 0.001);
    /// assert!((back.hausdorff - 4.0).abs() < 0.001);
    /// assert_eq!(there.joined(back).hausdorff, back.hausdorff);
    /// # Ok::<(), polygon_coverage::Error>(())
    /// ```
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

/// Number of edges that one thread takes at a time.
const TOGETHER: usize = 1_024;
/// Longest stretch that is examined at once, in grid units: the squares of longer ones would lose
/// the grid unit to rounding.
const LONGEST: f64 = 2_000_000.0;
/// Number of segments that may be nearest somewhere along an edge above which the edge is halved.
const MANY: usize = 48;
/// Halving does not help if the other lines are this many times further away than half the edge
/// is long, or if half the edge is shorter than [`SHORTEST`] grid units.
const FAR: f64 = 16.0;
const SHORTEST: f64 = 10.0;

/// Measures how far edges are from the lines of an index, which may be boundaries
/// ([`BoundaryIndex::build`]) or any edges ([`BoundaryIndex::from_edges`]). The tolerance is in
/// the unit of the coordinates, any planar ones. The model tells how fine they are, and thereby
/// how exact the figures must be. Edges of zero length are ignored. `None` if there are no edges,
/// or the index is empty.
///
/// An edge that is in both sets has distance 0 exactly. Known shared edges may be left out of
/// `from`, never out of `to`. The result is for one direction only: see [`Deviation::joined`].
///
/// # Method and cost
///
/// As a function of the position along an edge, the squared distance to a segment is a quadratic
/// function in three parts. So there are closed forms for which segment is nearest where, the
/// integral, the greatest distance and the length within a tolerance. A search of the index finds
/// the segments that can be nearest to any point of an edge: if the middle of an edge of length
/// `l` has distance `d`, no segment further from it than `d + l` can be nearest. One search per
/// edge, on all cores: 1.5 million edges take about 1.5 seconds.
///
/// For the Hausdorff distance between segments, and why its maximum may be where two of them are
/// equally near, see Alt, Behrends and Blömer, *Approximate matching of polygonal shapes* (1995);
/// Alt and Guibas, *Discrete geometric shapes* (1999).
///
/// ```
/// use geo::coord;
/// use polygon_coverage::{BoundaryIndex, PrecisionModel, deviation::deviation};
///
/// let straight = [[coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 0.0 }]];
/// // The same line except for a bulge in the middle third.
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
/// // The upper part of each side of the bulge is further away than 1.5 m and 0.02 mm.
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
            let mut survey = Survey::new(to, tolerance, model.scale());
            for &edge in edges {
                survey.add(edge);
            }
            survey.tally
        })
        .collect();
    // Added in order, so that the sums do not depend on which thread finishes first.
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

/// The nearest point of an index's lines, and its distance.
fn nearest(index: &BoundaryIndex, at: Coord<f64>) -> Option<(Coord<f64>, f64)> {
    let mut best: Option<([Coord<f64>; 2], f64)> = None;
    index.edges_within(at, f64::MAX, |edge, squared| {
        let minimum = best.map_or(f64::MAX, |(_, minimum)| minimum);
        if squared < minimum {
            best = Some((edge, squared));
        }
        squared.min(minimum)
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
    /// Greatest squared distance, and the point where it is.
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

/// Walk along edges, one after another, that measures each.
struct Survey<'a> {
    to: &'a BoundaryIndex,
    tolerance: f64,
    /// Grid units per unit of the coordinates.
    scale: f64,
    tally: Tally,
    /// The middle of the last edge, and its distance from the lines.
    last: Option<(Coord<f64>, f64)>,
    close_edges: Vec<([Coord<f64>; 2], f64)>,
    profiles: Vec<Profile>,
}

impl<'a> Survey<'a> {
    fn new(to: &'a BoundaryIndex, tolerance: f64, scale: f64) -> Self {
        Self {
            to,
            tolerance,
            scale,
            tally: Tally::default(),
            last: None,
            close_edges: Vec::new(),
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
        let Some(distance) = self.find_close_edges(axis.at(middle), half) else {
            return;
        };
        if self.close_edges.len() > MANY && half > SHORTEST / self.scale && half * FAR > distance {
            self.stretch(axis, low, middle);
            return self.stretch(axis, middle, high);
        }
        self.profiles.clear();
        let segments = self.close_edges.iter().map(|(edge, _)| *edge);
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
                // The profile is convex in between, so the greatest distance is at an end.
                for place in [from, to] {
                    let squared = profile.squared(place);
                    if tally
                        .furthest
                        .is_none_or(|(furthest_squared, _)| squared > furthest_squared)
                    {
                        tally.furthest = Some((squared, axis.at(place)));
                    }
                }
            },
        );
    }

    /// Collects the segments that can be nearest to any point within `half` of `at`, and returns
    /// the distance of the nearest from `at`.
    fn find_close_edges(&mut self, at: Coord<f64>, half: f64) -> Option<f64> {
        let reach = |distance: f64| (distance + 2.0 * half).powi(2) * (1.0 + 1e-12);
        let start = self.last.map_or(f64::MAX, |(place, distance)| {
            let moved = at - place;
            reach(distance + moved.x.hypot(moved.y))
        });
        let mut minimum = f64::MAX;
        let mut limit = start;
        let close_edges = &mut self.close_edges;
        close_edges.clear();
        self.to.edges_within(at, start, |edge, squared| {
            close_edges.push((edge, squared));
            if squared < minimum {
                minimum = squared;
                limit = limit.min(reach(squared.sqrt()));
            }
            limit
        });
        if close_edges.is_empty() {
            return None;
        }
        close_edges.retain(|(_, squared)| *squared <= limit);
        let distance = minimum.sqrt();
        self.last = Some((at, distance));
        Some(distance)
    }
}
